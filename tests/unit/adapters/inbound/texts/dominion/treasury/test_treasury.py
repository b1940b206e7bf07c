"""Tests what the treasury says about the room that is left for income."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from nazh.adapters.inbound.texts.dominion.treasury.treasury import stock_text, upgrade_question
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dominion.nations.look_at_nation import NationView
from nazh.domain.dominion.nations.nation import Nation, Vacation
from nazh.domain.dominion.world_time import day_of, hour_of
from tests.unit.domain.dominion.dominion_examples import SEASON, START, nation_with

AFTER_THE_BONUS = START + timedelta(days=9)
"""When three citizens earn 300 resources an hour."""


def settled(nation: Nation) -> Nation:
    hour, day = hour_of(AFTER_THE_BONUS), day_of(AFTER_THE_BONUS)
    return replace(nation, progress=replace(nation.progress, hour=hour, day=day))


def last_line(nation: Nation) -> str:
    view = NationView(settled(nation), None, SEASON)
    return stock_text(view, AFTER_THE_BONUS, ENGLISH).splitlines()[-1]


@pytest.mark.parametrize(
    ("resources", "line"),
    [
        (9_999, "Full in 1 hour."),
        (9_700, "Full in 1 hour."),
        (9_699, "Full in 2 hours."),
        (0, "Full in 34 hours."),
        (10_000, "The storage is full: income is lost. An upgrade costs 5,000."),
        (10_050, "The storage is full: income is lost. An upgrade costs 5,000."),
    ],
)
def test_the_treasury_says_when_the_storage_is_full(resources: int, line: str) -> None:
    assert last_line(nation_with(resources, population=3)) == line


@pytest.mark.parametrize(
    ("begin", "end", "is_shown"), [(-2, -1, False), (1, 3, False), (-1, 1, True)]
)
def test_only_a_vacation_at_the_next_tick_is_shown_instead_of_the_income(
    begin: int, end: int, is_shown: bool
) -> None:
    days = (AFTER_THE_BONUS + timedelta(days=days_later) for days_later in (begin, end))
    nation = replace(nation_with(0, population=3), vacation=Vacation(*days))

    text = stock_text(NationView(nation, None, SEASON), AFTER_THE_BONUS, ENGLISH)

    assert ("vacation" in text, "Full in" in text) == (is_shown, not is_shown)


def test_nothing_fills_the_storage_of_a_nation_without_income() -> None:
    assert "Full in" not in last_line(nation_with(0, population=0))


@pytest.mark.parametrize(
    ("resources", "upkeep_due", "missing"), [(1_000, 7_900, 0), (1_000, 7_901, 1)]
)
def test_the_treasury_says_what_the_next_upkeep_lacks(
    resources: int, upkeep_due: int, missing: int
) -> None:
    # 23 ticks until midnight earn 6,900.
    nation = settled(replace(nation_with(resources, population=3), upkeep_due=upkeep_due))
    midnight = AFTER_THE_BONUS + timedelta(days=1)

    text = stock_text(NationView(nation, None, SEASON), AFTER_THE_BONUS, ENGLISH)

    line = f"for the upkeep that is charged <t:{int(midnight.timestamp())}:R>: **1**."
    assert (line in text) == bool(missing)


@pytest.mark.parametrize(("upkeep_due", "is_warned"), [(6_900, False), (6_901, True)])
def test_an_upgrade_warns_of_upkeep_that_it_leaves_unpaid(upkeep_due: int, is_warned: bool) -> None:
    nation = settled(replace(nation_with(5_000, population=3), upkeep_due=upkeep_due))
    after = replace(nation, resources=0, storage_upgrades=1)

    text = upgrade_question(nation, after, SEASON.rules, ENGLISH)

    assert ("missing for the upkeep" in text) == is_warned
