"""Tests which steps of the tutorial the game sees to be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from nazh.domain.dominion.citizens import Citizen
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.tutorial import TutorialStep, seen_steps, step_to_show
from nazh.domain.kernel.identity import UserId
from tests.unit.domain.dominion.dominion_examples import START, nation_with


def citizen_of(nation: Nation, contributed_at: datetime | None) -> Citizen:
    return Citizen(
        user=UserId(2),
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
    ("orders", "contributed_at", "step"),
    [
        (0, None, TutorialStep.CONTRIBUTION),
        (1, None, TutorialStep.CONTRIBUTION),
        (0, START, TutorialStep.ARMY),
        (1, START, TutorialStep.SCOUTING),  # the units may be lost since
    ],
)
def test_the_first_step_that_is_not_done_is_shown(
    orders: int, contributed_at: datetime | None, step: TutorialStep
) -> None:
    nation = with_orders(orders)

    steps_seen = seen_steps(nation, citizen_of(nation, contributed_at))

    assert step_to_show(steps_seen) is step
    assert all(steps_seen.values()) == (step is TutorialStep.SCOUTING)


def test_strangers_begin_with_the_first_step() -> None:
    assert step_to_show(seen_steps(with_orders(1), None)) is TutorialStep.CITIZENSHIP
    assert step_to_show(seen_steps(None, None)) is TutorialStep.CITIZENSHIP
