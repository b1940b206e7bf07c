"""Tests the tables, texts and exit statuses of ``nazh fairness``."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from fractions import Fraction

import pytest
from click.testing import CliRunner, Result

from nazh.adapters.inbound.cli.dice.fairness import NewRng, OpenArchive, fairness_command
from nazh.adapters.inbound.texts.dice.fair.fairness import p_words
from nazh.adapters.outbound.memory.dice.archive import MemoryRollArchive
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.adapters.outbound.p_values.mpmath_p_values import MpmathPValues
from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.application.dice.ports import RollArchive
from nazh.application.dice.statistics.check_fairness import CheckFairness
from nazh.application.shared.ports import StoreError
from nazh.domain.dice.statistics.fairness import (
    ChiSquareStatistic,
    FairnessProperty,
    FairnessResult,
)
from nazh.domain.kernel.rng import Rng
from tests.conftest import CheckGolden


class Stubborn:
    """Dice that always show a one."""

    def below(self, bound: int) -> int:
        return 0

    def faces(self, count: int, sides: int) -> Sequence[int]:
        return (1,) * count


def seeded(seed: int | None) -> Rng:
    return SeededRng(7 if seed is None else seed)


@asynccontextmanager
async def nothing() -> AsyncIterator[RollArchive | None]:
    yield None


@asynccontextmanager
async def empty() -> AsyncIterator[RollArchive | None]:
    yield MemoryRollArchive(MemoryRollStore())


def away() -> AbstractAsyncContextManager[RollArchive | None]:
    raise StoreError("The database is away.", is_unreachable=True)


def fairness(
    *arguments: str, new_rng: NewRng = seeded, open_archive: OpenArchive = nothing
) -> Result:
    command = fairness_command(lambda: CheckFairness(MpmathPValues()), new_rng, open_archive)
    return CliRunner().invoke(command, arguments, prog_name="nazh fairness")


def test_fair_dice_are_reported_as_fair(check_golden: CheckGolden) -> None:
    result = fairness("--dice", "d6,d20,d100", "--draws", "2000")

    assert result.exit_code == 0
    check_golden("cli/fairness_fair.txt", result.stdout)


def test_unfair_dice_are_reported_as_unfair(check_golden: CheckGolden) -> None:
    result = fairness(
        "--dice", "d6", "--draws", "500", new_rng=lambda seed: Stubborn(), open_archive=empty
    )

    assert result.exit_code == 1
    check_golden("cli/fairness_unfair.txt", result.stdout)


def test_a_machine_reads_the_same() -> None:
    result = fairness("--dice", "d6,d100", "--draws", "300", "--json", open_archive=empty)

    document = json.loads(result.stdout)
    assert document["fair"] is document["generator"]["fair"] is document["ledger"]["fair"] is True
    assert document["generator"]["too_few"] == {"d100": 300}
    assert document["ledger"] == {"fair": True, "tests": [], "too_few": {}, "rolls": 0}
    test = document["generator"]["tests"][0]
    assert test.keys() == {
        *("die", "test", "dice", "chi_square", "freedom", "p", "corrected", "doubtful")
    }
    assert (test["die"], test["test"], test["dice"], test["freedom"]) == ("d6", "faces", 300, 5)


def test_one_of_both_may_be_left_out() -> None:
    document = json.loads(fairness("--only", "ledger", "--json").stdout)

    assert document == {"fair": True, "ledger": None}


def test_the_same_seed_gives_the_same_dice() -> None:
    arguments = ("--only", "generator", "--dice", "d4", "--draws", "100", "--json", "--seed")

    assert fairness(*arguments, "1").stdout == fairness(*arguments, "1").stdout
    assert fairness(*arguments, "1").stdout != fairness(*arguments, "2").stdout


def test_an_unreachable_database_has_its_own_exit_status() -> None:
    result = fairness("--only", "ledger", open_archive=away)

    assert result.exit_code == 69
    assert "The database is away." in result.stderr


def test_the_smallest_and_the_largest_die_are_tested() -> None:
    result = fairness("--only", "generator", "--dice", "d2,d10000", "--draws", "100")

    assert "is no die" not in result.stderr
    assert "d2 " in result.stdout
    assert "d10000" in result.stdout


@pytest.mark.parametrize(
    "kinds", ["d1", "20d6", "", "d6,", "d10001", "dF", "d²", pytest.param("9" * 5_000, id="long")]
)
def test_an_invalid_die_is_refused(kinds: str) -> None:
    result = fairness("--dice", kinds)

    assert result.exit_code == 2
    assert "is not a die. Write dice as in d6,d20." in result.stderr


@pytest.mark.parametrize(
    ("p", "meaning"),
    [
        (1.0, "p = 1.00: a fair die deviates at least this much in 100 of 100 tries"),
        (0.42, "p = 0.42: a fair die deviates at least this much in 42 of 100 tries"),
        (0.0151, "p = 0.015: a fair die deviates at least this much in 2 of 100 tries"),
        (0.0123, "p = 0.012: a fair die deviates at least this much once in 81 tries"),
        (1 / 3521, "p = 0.00028: a fair die deviates at least this much once in 3,500 tries"),
        (0.0, "p < 1e-9: a fair die deviates at least this much less than once in a billion"),
    ],
)
def test_a_p_value_is_explained_in_plain_words(p: float, meaning: str) -> None:
    finding = FairnessResult(
        ChiSquareStatistic("d20", FairnessProperty.FACES, 100, Fraction(1), 19), p, p
    )

    assert p_words(finding).startswith(f"d20, each face as often. {meaning}")
