"""Tests that fuzzing finds planted faults, and none in a short run."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from time import perf_counter

from tests.fuzz.biased_rng import BiasedRng
from tests.fuzz.campaign import run_batch
from tests.fuzz.checks import MAX_ROLL_SECONDS, ROLL, confirmed_slow, fault, shrink
from tests.fuzz.inputs import hostile_inputs


class BadDice:
    """Faulty dice."""

    def __init__(self, *, broken: bool = False, slow: bool = False) -> None:
        self._broken = broken
        self._slow = slow
        self._fair = Random(0)

    def below(self, bound: int) -> int:
        return self.faces(1, bound)[0] - 1

    def faces(self, count: int, sides: int) -> Sequence[int]:
        if self._broken:
            raise ZeroDivisionError("no such die")
        until = perf_counter() + MAX_ROLL_SECONDS * 1.1
        while self._slow and perf_counter() < until:
            continue
        return tuple(self._fair.randrange(sides) + 1 for _ in range(count))


def test_a_short_hunt_finds_nothing_and_much_is_rolled() -> None:
    results = run_batch(seed=1, batch=0, inputs=1500)

    assert results.faults == {}
    assert results.inputs == 1500
    assert results.outcomes[ROLL] > 300
    assert len(results.outcomes) > 15


def test_the_same_seed_hunts_the_same_texts() -> None:
    one, other = hostile_inputs(Random("a seed")), hostile_inputs(Random("a seed"))

    assert [next(one) for _ in range(200)] == [next(other) for _ in range(200)]


def test_a_crash_is_a_fault() -> None:
    crash = fault("2d6+1", lambda: BadDice(broken=True), thorough=False)

    assert crash is not None
    assert crash[1].endswith("no such die")


def test_a_slow_text_is_a_fault() -> None:
    assert confirmed_slow("2d6+1", lambda: BadDice(slow=True)) is not None


def test_a_refusal_is_no_fault() -> None:
    assert fault("1d20+5junk", lambda: BiasedRng("fair", Random(0)), thorough=True) is None


def test_shrinking_keeps_the_failure() -> None:
    assert shrink("some (long) text 2d6! and more", lambda text: "d6!" in text) == "d6!"
