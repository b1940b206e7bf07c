"""Tests the contract of the port ``Rng``.

The statistical tests fail below a p-value of 1e-11. All of them together fail a fair source less
than once in 10 ** 9 runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import pytest

from nazh.adapters.outbound.rng.secrets_rng import SecretsRng
from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.domain.dice.fair import fair_rng
from nazh.domain.kernel.rng import Rng
from tests.fuzz.chi_square import p_value

ALPHA = 1e-11
SIDES = (1, 2, 3, 6, 20, 100, 128, 129, 255, 256, 257, 1000, 10_000, 65_535, 65_536, 65_537, 10**9)
SOURCES: dict[str, Callable[[], Rng]] = {
    "secrets": SecretsRng,
    "seeded": lambda: SeededRng(7),
    "fair": lambda: fair_rng(bytes(range(32)), "0123456789abcdef", bytes(32), 7),
}


@pytest.fixture(params=SOURCES)
def rng(request: pytest.FixtureRequest) -> Rng:
    return SOURCES[request.param]()


def unevenness(outcomes: Iterable[int], possible: int) -> float:
    """Return the p-value of outcomes from 0 to ``possible - 1``."""
    counts = Counter(outcomes)
    return p_value([counts[outcome] for outcome in range(possible)])


@pytest.mark.parametrize("count", [0, 1, 2, 20, 300])
@pytest.mark.parametrize("sides", SIDES)
def test_faces_are_as_many_as_asked_and_on_the_die(rng: Rng, count: int, sides: int) -> None:
    faces = rng.faces(count, sides)

    assert len(faces) == count
    assert all(1 <= face <= sides for face in faces)


@pytest.mark.parametrize("bound", [*SIDES, 2**64 + 1, 10**100])
def test_below_stays_below(rng: Rng, bound: int) -> None:
    assert all(0 <= rng.below(bound) < bound for _ in range(50))


@pytest.mark.parametrize("sides", SIDES)
def test_faces_cannot_be_changed(rng: Rng, sides: int) -> None:
    assert isinstance(rng.faces(3, sides), bytes | tuple)


@pytest.mark.parametrize("sides", [2, 3, 6, 20, 100, 150, 255, 256, 257, 1000])
def test_every_face_is_equally_likely(rng: Rng, sides: int) -> None:
    faces = [face for _ in range(sides) for face in rng.faces(20, sides)]

    assert unevenness((face - 1 for face in faces), sides) > ALPHA


@pytest.mark.parametrize("bound", [2, 6, 20, 255, 256, 300])
def test_every_number_below_is_equally_likely(rng: Rng, bound: int) -> None:
    numbers = [rng.below(bound) for _ in range(bound * 20)]

    assert unevenness(numbers, bound) > ALPHA


@pytest.mark.parametrize("sides", [40_000, 65_535, 3 * 2**30, 3 * 2**100])
def test_large_dice_favour_no_part_of_their_range(rng: Rng, sides: int) -> None:
    # Without rejection the lower third of these would be twice as frequent.
    thirty_seconds = [(face - 1) * 32 // sides for face in rng.faces(4000, sides)]

    assert unevenness(thirty_seconds, 32) > ALPHA


@pytest.mark.parametrize("sides", [2, 6, 20])
def test_a_face_says_nothing_about_the_next_in_the_pool(rng: Rng, sides: int) -> None:
    pools = [rng.faces(2, sides) for _ in range(sides * sides * 20)]

    assert unevenness(((a - 1) * sides + b - 1 for a, b in pools), sides * sides) > ALPHA


@pytest.mark.parametrize("sides", [2, 6, 20, 300])
def test_a_face_says_nothing_about_the_next_call(rng: Rng, sides: int) -> None:
    halves = [rng.below(sides) * 2 // sides for _ in range(2**13)]
    runs_of_eight = [
        int("".join(map(str, halves[start : start + 8])), 2) for start in range(0, 2**13, 8)
    ]

    assert unevenness(runs_of_eight, 2**8) > ALPHA


def test_a_die_says_nothing_about_a_die_of_another_kind(rng: Rng) -> None:
    pairs = [rng.below(6) * 20 + rng.below(20) for _ in range(120 * 20)]

    assert unevenness(pairs, 120) > ALPHA


def test_no_stretch_of_faces_comes_twice(rng: Rng) -> None:
    drawn = [face for count in range(200) for face in rng.faces(count, 200)]
    stretches = [tuple(drawn[start : start + 16]) for start in range(len(drawn) - 15)]

    assert len(set(stretches)) == len(stretches)


def test_the_size_of_the_calls_does_not_matter(rng: Rng) -> None:
    sizes = [0, 1, 255, 0, 1, 256, 257, 1, 2, 511, 512, 513, 5000, 1]

    faces = [face for size in sizes for face in rng.faces(size, 6)]

    assert len(faces) == sum(sizes)
    assert unevenness((face - 1 for face in faces), 6) > ALPHA
