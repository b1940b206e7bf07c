"""Tests when the tutorial counts as completed, and where that is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from nazh.adapters.inbound.texts.dominion.citizens import citizen_text
from nazh.adapters.inbound.texts.dominion.tutorial import STEPS, step_to_show, tutorial_text
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dominion.citizens.show_citizens import CitizenView
from nazh.application.dominion.nations.look_at_nation import NationView
from nazh.domain.dominion.citizens import Citizen
from nazh.domain.dominion.nations import Nation
from nazh.domain.kernel.identity import UserId
from tests.unit.domain.dominion.dominion_examples import SEASON, START, nation_with

ALICE = UserId(2)
BADGE = "🏅 Has completed the tutorial."


def citizen_of(nation: Nation, contributed_at: datetime | None) -> Citizen:
    return Citizen(
        user=ALICE,
        nation=nation.id,
        joined_at=START,
        active_until=START,
        is_counted=True,
        contributed_at=contributed_at,
        checked_at=START,
    )


def with_orders(given: int) -> Nation:
    nation = nation_with(1_000)
    return replace(nation, military=replace(nation.military, orders_given=given))


@pytest.mark.parametrize(
    ("orders", "contributed_at", "page", "is_completed"),
    [
        (0, None, 2, False),
        (1, None, 2, False),
        (0, START, 4, False),
        (1, START, 5, True),  # the units may be lost since
    ],
)
def test_a_citizen_has_the_badge_when_all_seen_steps_are_done(
    orders: int, contributed_at: datetime | None, page: int, is_completed: bool
) -> None:
    nation = with_orders(orders)
    citizen = citizen_of(nation, contributed_at)
    view = NationView(nation, citizen, SEASON)

    shown = citizen_text(CitizenView(nation, citizen, SEASON, None, 0), ALICE, START, ENGLISH)
    last = tutorial_text(len(STEPS), SEASON.rules, view, ENGLISH)

    assert (BADGE in shown.splitlines()) == is_completed
    assert ("Tutorial completed" in last) == is_completed
    assert step_to_show(view) == page


def test_the_tutorial_begins_with_the_first_step_for_strangers() -> None:
    assert step_to_show(NationView(with_orders(1), None, SEASON)) == 1
    assert step_to_show(None) == 1
