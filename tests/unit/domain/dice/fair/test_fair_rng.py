"""Tests that secret, words and counter determine the faces."""

from __future__ import annotations

import hmac
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dice.fair import fair_rng, first_mix, mixed
from nazh.domain.kernel.fair.commitments import digest_of_words
from nazh.domain.kernel.fair.fair_rng import FairRng
from tests.fuzz.chi_square import p_value
from tests.unit.domain.dice.fair.sample_sessions import SECRET, SESSION
from tests.unit.domain.dice.strategies import steady

MIX = first_mix(SESSION)
ALPHA = 1e-9


def rng(
    counter: int = 0, *, secret: bytes = SECRET, session: str = SESSION, mix: bytes = MIX
) -> FairRng:
    return fair_rng(secret, session, mix, counter)


def stream(count: int, counter: int = 0) -> bytes:
    """The first bytes of the stream, by the standard library's HMAC."""
    blocks = b"".join(
        hmac.digest(
            SECRET,
            b"nazh-fair-1 roll\n0123456789abcdef" + MIX + counter.to_bytes(8) + block.to_bytes(4),
            "sha256",
        )
        for block in range(count // 32 + 1)
    )
    return blocks[:count]


def numbers(count: int, size: int) -> list[int]:
    """The first numbers of this many bytes in the stream."""
    drawn_bytes = stream(count * size)
    return [int.from_bytes(drawn_bytes[size * at : size * at + size]) for at in range(count)]


def test_a_face_is_the_remainder_of_a_byte() -> None:
    expected = [byte % 16 + 1 for byte in stream(30)]

    assert list(rng().faces(30, 16)) == expected


@pytest.mark.parametrize("sides", [20, 100, 129, 200, 255])
def test_a_byte_that_would_favour_low_faces_is_passed_over(sides: int) -> None:
    fair = 256 - 256 % sides
    expected = [byte % sides + 1 for byte in stream(400) if byte < fair][:100]

    assert list(rng().faces(100, sides)) == expected


@pytest.mark.parametrize(("sides", "size"), [(257, 2), (40_000, 2), (65_537, 3), (3 * 10**9, 4)])
def test_a_die_too_large_for_a_byte_takes_as_few_more_as_do(sides: int, size: int) -> None:
    fair = 256**size - 256**size % sides
    expected = [number % sides + 1 for number in numbers(100, size) if number < fair][:20]

    assert list(rng().faces(20, sides)) == expected


def test_256_is_the_most_that_a_byte_tells() -> None:
    assert list(rng().faces(50, 256)) == [byte + 1 for byte in stream(50)]


def test_a_die_of_one_side_takes_a_byte_too() -> None:
    drawn = rng()
    drawn.faces(3, 1)

    assert drawn.below(256) == stream(4)[3]


@steady
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 2**34)), max_size=20))
def test_the_number_requested_together_does_not_matter(asked: list[tuple[int, int]]) -> None:
    at_once, one_by_one, below = rng(), rng(), rng()

    for count, sides in asked:
        faces = tuple(at_once.faces(count, sides))
        assert faces == tuple(one_by_one.faces(1, sides)[0] for _ in range(count))
        assert faces == tuple(below.below(sides) + 1 for _ in range(count))


@pytest.mark.parametrize(
    "other",
    [
        rng(1),
        rng(2**63),
        rng(secret=bytes(32)),
        rng(session="0123456789abcdee"),
        rng(mix=mixed(MIX, 1, digest_of_words(""))),
    ],
)
def test_secret_session_words_and_counter_all_change_the_faces(other: FairRng) -> None:
    assert rng().faces(50, 100) != other.faces(50, 100)


def test_authors_and_order_of_words_change_the_mix() -> None:
    one, two = digest_of_words("one"), digest_of_words("two")

    mixes = {
        mixed(mixed(MIX, 1, one), 2, two),
        mixed(mixed(MIX, 2, two), 1, one),
        mixed(mixed(MIX, 2, one), 1, two),
        mixed(mixed(MIX, 1, one), 1, two),
        mixed(MIX, 1, one),
    }

    assert len(mixes) == 5


def test_numbers_of_any_size_are_made_of_bytes() -> None:
    stream_bytes = stream(100)

    drawn = rng()

    assert drawn.below(2**512) == int.from_bytes(stream_bytes[:64])
    assert drawn.below(2**64) == int.from_bytes(stream_bytes[64:72])


@pytest.mark.parametrize("sides", [2, 6, 20, 100, 1000])
def test_each_face_is_equally_likely_over_many_counters(sides: int) -> None:
    faces = Counter(face for counter in range(sides * 10) for face in rng(counter).faces(3, sides))

    assert p_value([faces[face] for face in range(1, sides + 1)]) > ALPHA


def test_a_roll_says_nothing_about_the_next() -> None:
    pairs = Counter(
        (rng(counter).faces(1, 20)[0], rng(counter + 1).faces(1, 20)[0]) for counter in range(8000)
    )

    assert p_value([pairs[a, b] for a in range(1, 21) for b in range(1, 21)]) > ALPHA


def test_the_secret_is_in_no_text_of_the_dice() -> None:
    assert SECRET.hex() not in repr(rng())
    assert repr(SECRET) not in repr(rng())
