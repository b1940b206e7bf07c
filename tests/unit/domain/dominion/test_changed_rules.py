"""Tests that each item goes by the rules of its instant, however many steps settling takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.domain.dominion.errors.controls import InconsistentRules, InvalidRuleValue, UnknownRule
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.units import Military, Units, UnitType
from nazh.domain.dominion.season import RulesFrom, Season
from nazh.domain.dominion.settling import settle, settle_in_season
from nazh.domain.dominion.world_time import hour_of
from tests.unit.domain.dominion.dominion_examples import (
    CLASSIC,
    SEASON,
    STANDARD,
    START,
    nation_with,
)

HOUR = timedelta(hours=1)
FIRST = hour_of(START)
MEDIANS = dict.fromkeys(range(FIRST, FIRST + 24 * 8), 0)
RULESETS = TomlRulesets("classic")
RICH = replace(CLASSIC, resources=replace(CLASSIC.resources, rate=200, storage=1_000))
ARMY = Military({UnitType.ARMOR: Units(5)})
CHANGES = st.lists(
    st.tuples(st.integers(1, 60), st.sampled_from([CLASSIC, STANDARD, RICH])),
    max_size=4,
    unique_by=lambda change: change[0],
)


def changed(*changes: tuple[int, object]) -> Season:
    """Return the season with other rules from some hours after its start on."""
    later = tuple(RulesFrom(FIRST + hour, rules) for hour, rules in sorted(changes))  # type: ignore[arg-type]  # rules
    return replace(SEASON, changes=(RulesFrom(0, CLASSIC), *later) if later else ())


def settled(nation: Nation, until: datetime, season: Season, lapses: list[datetime]) -> Nation:
    return settle_in_season(nation, until, season, lapses=lapses, medians=MEDIANS)


@given(CHANGES, st.lists(st.integers(1, 72 * 60), max_size=6), st.lists(st.integers(1, 72 * 60)))
def test_settling_in_steps_gives_the_same_nation(
    changes: list[tuple[int, object]], steps: list[int], lapsing: list[int]
) -> None:
    season, until = changed(*changes), START + 72 * HOUR
    lapses = sorted(START + timedelta(minutes=minutes) for minutes in lapsing[:4])
    nation = nation_with(population=9, military=ARMY)

    at_once = settled(nation, until, season, lapses)
    waiting = lapses
    for step in sorted(steps):
        at = START + timedelta(minutes=step)
        nation = settled(nation, at, season, [change for change in waiting if change <= at])
        waiting = [change for change in waiting if change > at]

    assert settled(nation, until, season, waiting) == at_once


@given(st.integers(1, 60))
def test_the_same_rules_again_change_nothing(hour: int) -> None:
    nation, until = nation_with(population=3, military=ARMY), START + 72 * HOUR

    again = settled(nation, until, changed((hour, CLASSIC)), [])

    assert again == settle(nation, until, CLASSIC, medians=MEDIANS)


def test_the_tick_of_the_hour_is_the_first_by_other_rules() -> None:
    nation, season = nation_with(resources=0, population=2), changed((3, RICH))

    before = settled(nation, START + 2 * HOUR, season, [])
    at = settled(nation, START + 3 * HOUR, season, [])

    assert before.resources == 2 * 300  # with half as much again, while it is protected
    assert at.resources == 1_000  # 600 came in, and no more fits into the smaller storage
    assert season.rules_at(START + 3 * HOUR - timedelta(microseconds=1)) == CLASSIC
    assert season.at(START + 3 * HOUR).rules == RICH


def test_a_stock_above_a_smaller_storage_stays() -> None:
    nation = nation_with(resources=9_000, population=2)

    after = settled(nation, START + 5 * HOUR, changed((1, RICH)), [])

    assert after.resources == 9_000


@pytest.mark.parametrize(
    ("key", "written", "expected"),
    [
        ("resources.rate", "1,200", "1200"),
        ("resources.rate", " 7 ", "7"),
        ("military.infantry.build_time", "90M", "90m"),
    ],
)
def test_a_value_is_written_in_one_way(key: str, written: str, expected: str) -> None:
    text = RULESETS.changed(RULESETS.current(), {key: written})

    assert RULESETS.value(text, key).written == expected
    assert RULESETS.changed(text, {key: RULESETS.value(RULESETS.current(), key).written}) == (
        RULESETS.current()
    )


@pytest.mark.parametrize("key", RULESETS.rule_names())
def test_every_value_has_a_range_and_a_description(key: str) -> None:
    value = RULESETS.value(RULESETS.current(), key)

    assert RULESETS.changed(RULESETS.current(), {key: value.written}) == RULESETS.current()
    assert value.about.endswith(".")
    for wrong in ("-1", "", "x", "9" * 20, "1.5", "1_0h", "²"):
        with pytest.raises((InvalidRuleValue, InconsistentRules)):
            RULESETS.changed(RULESETS.current(), {key: wrong})


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("combat.plunder", "3001"),
        ("nations.vacation_least", "15"),
        ("nations.archived_after", "13d"),
    ],
)
def test_values_that_contradict_one_another_are_refused(key: str, written: str) -> None:
    with pytest.raises(InconsistentRules):
        RULESETS.changed(RULESETS.current(), {key: written})


def test_a_value_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownRule):
        RULESETS.value(RULESETS.current(), "combat.luck")
