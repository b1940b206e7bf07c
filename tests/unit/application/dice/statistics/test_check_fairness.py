"""Tests that fair dice pass and planted biases are found, in generator and ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pytest

from nazh.adapters.outbound.memory.dice.archive import MemoryRollArchive
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.adapters.outbound.p_values.mpmath_p_values import MpmathPValues
from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.application.dice.statistics.check_fairness import CheckFairness, Fairness
from nazh.domain.dice import NAZH, add_plot_die, parse_roll, throw
from nazh.domain.dice.records import RollRecord
from nazh.domain.dice.statistics.fairness import FairnessProperty
from nazh.domain.kernel.identity import RequestId, UserId
from nazh.domain.kernel.rng import Rng
from tests.doubles.clock import FrozenClock

check = CheckFairness(MpmathPValues())


@dataclass
class Planted:
    """Seeded dice whose faces depend on the face ``before``."""

    change: Callable[[int, int, int], int]
    fair: SeededRng
    before: int = 1

    def below(self, bound: int) -> int:
        face = self.change(self.fair.below(bound) + 1, self.before, bound)
        self.before = face
        return face - 1

    def faces(self, count: int, sides: int) -> Sequence[int]:
        return tuple(self.below(sides) + 1 for _ in range(count))


def loaded(face: int, before: int, sides: int) -> int:
    """Repeats the highest face instead of a one."""
    return sides if face == 1 and before == sides else face


def turning(face: int, before: int, sides: int) -> int:
    """Shows every face equally often, in rotation."""
    return before % sides + 1


def shy(face: int, before: int, sides: int) -> int:
    """Never repeats a face."""
    return face % sides + 1 if face == before else face


def drawn(rng: Rng, sides: int = 6, draws: int = 20_000) -> Fairness:
    return check.of_generator(rng, (sides,), draws, lambda share: None)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_fair_dice_pass(seed: int) -> None:
    report = check.of_generator(SeededRng(seed), (4, 6, 20), 20_000, lambda share: None)

    assert not report.is_significant
    assert {finding.statistic.tested_property for finding in report.findings} == set(
        FairnessProperty
    )
    assert {finding.statistic.dice for finding in report.findings} == {20_000}


@pytest.mark.parametrize(
    ("change", "trait"),
    [
        (loaded, FairnessProperty.FACES),
        (turning, FairnessProperty.EVENNESS),
        (shy, FairnessProperty.PAIRS),
    ],
)
def test_a_planted_bias_is_found_by_its_test(
    change: Callable[[int, int, int], int], trait: FairnessProperty
) -> None:
    report = drawn(Planted(change, SeededRng(1)))

    assert trait in [
        finding.statistic.tested_property for finding in report.findings if finding.is_significant
    ]


def test_a_byte_taken_modulo_the_sides_is_found() -> None:
    bytes_of = SeededRng(4)
    modulo = Planted(lambda face, before, sides: bytes_of.below(256) % sides + 1, SeededRng(4))

    assert drawn(modulo, sides=100, draws=50_000).is_significant


def test_one_wrong_face_in_fifty_is_found_in_fifty_thousand() -> None:
    fair = SeededRng(4)
    slightly = Planted(
        lambda face, before, sides: sides if face == 1 and fair.below(8) == 0 else face, fair
    )

    assert drawn(slightly, sides=6, draws=50_000).is_significant


def test_too_few_dice_are_said_to_be_too_few() -> None:
    report = check.of_generator(SeededRng(1), (20, 4), 99, lambda share: None)

    assert report.too_few == (("d20", 99),)
    assert {finding.statistic.kind for finding in report.findings} == {"d4"}


def test_progress_is_reported_from_0_to_1() -> None:
    shares: list[float] = []

    check.of_generator(SeededRng(1), (4, 6), 30_000, shares.append)

    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)


async def recorded(rng: Rng, notation: str, rolls: int) -> MemoryRollStore:
    ledgers = MemoryRollStore()
    plan = parse_roll(notation)
    for number in range(rolls):
        request_id = RequestId(str(number))
        thrown = tuple(throw(plan, rng) for _ in range(plan.repeats))
        record = RollRecord(request_id, UserId(1), None, None, FrozenClock().now(), NAZH, thrown)
        async with ledgers(request_id) as ledger:
            await ledger.history.append(record)
            await ledger.commit()
    return ledgers


async def of_ledger(ledgers: MemoryRollStore) -> Fairness:
    return await check.of_ledger(MemoryRollArchive(ledgers), lambda share: None)


@pytest.mark.parametrize("notation", ["10d6!", "5x4d6kh3", "10d6r<=3", "3d6, aaa3d6"])
async def test_modifiers_do_not_affect_fairness(notation: str) -> None:
    """Includes every face, also dropped, rerolled and added ones."""
    report = await of_ledger(await recorded(SeededRng(7), notation, 600))

    assert report.rolls == 600
    assert not report.is_significant
    assert {finding.statistic.kind for finding in report.findings} == {"d6"}


async def test_biased_dice_are_found_in_the_ledger() -> None:
    report = await of_ledger(await recorded(Planted(loaded, SeededRng(1)), "10d6kh1", 1200))

    assert report.is_significant


async def test_kinds_of_dice_are_kept_apart() -> None:
    report = await of_ledger(await recorded(SeededRng(1), "5dF, 5d3, dp, 2d1000", 100))

    assert {finding.statistic.kind for finding in report.findings} == {"d3", "dF", "dp"}


async def test_a_later_state_of_a_roll_is_the_same_roll() -> None:
    ledgers = await recorded(SeededRng(1), "10d4", 10)
    request_id = RequestId("9+plot")
    roll = ledgers.find(RequestId("9"))
    assert roll is not None
    added = add_plot_die(roll.throws[0], SeededRng(2))
    later = replace(roll, id=request_id, throws=(added,), root_id=roll.id)
    async with ledgers(request_id) as ledger:
        await ledger.history.append(later)
        await ledger.commit()

    report = await of_ledger(ledgers)

    assert report.rolls == 10
    assert report.findings[0].statistic.dice == 100
    assert report.too_few == (("dp", 1),)


async def test_an_empty_ledger_speaks_for_nothing() -> None:
    assert await of_ledger(MemoryRollStore()) == Fairness((), ())
