"""Tests that docs/dominion.md lists every refusal, as the code has it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from nazh.adapters.outbound.rulesets.toml_rulesets import parse_ruleset, ruleset_table
from nazh.adapters.outbound.sql.dominion.rows.answers import REFUSALS as ALL_REFUSALS
from nazh.domain.dominion.errors import general as errors
from nazh.domain.dominion.errors import government as government_errors
from nazh.domain.dominion.errors import lifecycle as lifecycle_errors
from nazh.domain.dominion.errors import military as military_errors
from nazh.domain.dominion.errors import wars as war_errors
from nazh.domain.kernel.errors import Refusal
from tests.unit.docs.conftest import CheckTable
from tests.unit.docs.refusal_tables import refusal_table, refusals_of

PAGE = (Path(__file__).parents[3] / "docs/dominion.md").read_text("utf-8")
REFUSALS = refusals_of(errors, military_errors, government_errors, lifecycle_errors)
WAR_REFUSALS = refusals_of(war_errors)

LOCKS = {
    "classic": (timedelta(hours=1), "an hour before the battle"),
    "standard": (timedelta(hours=1), "an hour before the battle"),
    "blitz": (timedelta(minutes=7, seconds=30), "in `blitz` 7 minutes and 30 seconds"),
}


@pytest.mark.parametrize(
    ("heading", "refusals"),
    [("## Refusals", REFUSALS), ("## Refusals about wars", WAR_REFUSALS)],
)
def test_every_refusal_is_listed(
    heading: str, refusals: list[type[Refusal]], check_table: CheckTable
) -> None:
    check_table("dominion.md", heading, refusal_table(refusals))


@pytest.mark.parametrize("code", sorted(ALL_REFUSALS))
def test_every_refusal_says_how_or_when_it_can_be_done(code: str) -> None:
    refusal = ALL_REFUSALS[code]

    assert refusal.remedy is not None or "{when}" in refusal.says


def test_every_refusal_has_its_own_code() -> None:
    all_refusals = [*REFUSALS, *WAR_REFUSALS]

    assert len({refusal.code for refusal in all_refusals}) == len(all_refusals)


@pytest.mark.parametrize("ruleset", LOCKS)
def test_the_page_says_when_orders_lock(ruleset: str) -> None:
    locked_for, wording = LOCKS[ruleset]
    row = next(line for line in PAGE.splitlines() if line.startswith("| orders locked |"))

    assert parse_ruleset(ruleset_table(ruleset)).war.lock == locked_for
    assert wording in row
