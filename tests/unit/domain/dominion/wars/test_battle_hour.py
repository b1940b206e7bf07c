"""Tests when a battle is fought."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.wars.battle_hour import HOURS, schedule_battle
from tests.unit.domain.dominion.dominion_examples import CLASSIC, START

RULES = CLASSIC.war


@pytest.mark.parametrize("accepted", HOURS)
@pytest.mark.parametrize("hour", HOURS)
def test_a_battle_is_in_the_defenders_hour_of_the_next_day_or_the_one_after(
    accepted: int, hour: int
) -> None:
    at = START + timedelta(hours=accepted)

    battle = schedule_battle(at, hour, RULES)

    days = 1 if hour >= accepted else 2
    assert battle == START + timedelta(days=days, hours=hour)


@given(st.integers(0, 10**12), st.sampled_from(HOURS))
def test_a_battle_leaves_the_time_for_preparations_and_less_than_a_day_more(
    microseconds: int, hour: int
) -> None:
    at = START + timedelta(microseconds=microseconds)

    battle = schedule_battle(at, hour, RULES)

    assert RULES.preparation <= battle - at < RULES.preparation + timedelta(days=1)
    assert (battle.hour, battle.minute, battle.second, battle.microsecond) == (hour, 0, 0, 0)
