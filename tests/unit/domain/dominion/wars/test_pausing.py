"""Tests how wars and the vacations of nations exclude each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.errors.lifecycle import OnVacation
from nazh.domain.dominion.errors.wars import VacationDuringWar, VacationPlanned
from nazh.domain.dominion.nations.nation import Vacation
from nazh.domain.dominion.wars.pausing import cancel, check_free_of_wars, check_no_vacation
from nazh.domain.dominion.wars.transitions import IllegalTransition
from nazh.domain.dominion.wars.war import Outcome, War, WarState
from tests.unit.domain.dominion.dominion_examples import CLASSIC
from tests.unit.domain.dominion.wars.war_examples import AURELIA, NOW, accepted, proposed

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
FOUGHT = accepted(
    state=WarState.CONCLUDED, outcome=Outcome.VICTORY, winner=Role.DEFENDER, concluded_at=NOW
)
ON_VACATION = replace(AURELIA, vacation=Vacation(NOW, NOW + 3 * DAY))


@pytest.mark.parametrize("war", [proposed(), accepted(), accepted(state=WarState.ACTIVE)])
def test_a_nation_at_war_announces_no_vacation(war: War) -> None:
    with pytest.raises(VacationDuringWar) as refused:
        check_free_of_wars([war], NOW, CLASSIC)

    assert refused.value.facts == {}
    assert refused.value.hint is not None


def test_a_vacation_is_announced_three_days_after_the_last_war_that_was_fought() -> None:
    earlier = replace(FOUGHT, concluded_at=NOW - 30 * DAY)

    with pytest.raises(VacationDuringWar) as refused:
        check_free_of_wars([FOUGHT, earlier], NOW + 3 * DAY - SECOND, CLASSIC)
    check_free_of_wars([FOUGHT, earlier], NOW + 3 * DAY, CLASSIC)

    assert refused.value.facts["when"] == NOW + 3 * DAY
    assert refused.value.hint is None  # no war is left to wait for


@pytest.mark.parametrize("outcome", [Outcome.DECLINED, Outcome.WITHDRAWN, Outcome.CANCELLED])
def test_a_war_that_was_not_fought_delays_no_vacation(outcome: Outcome) -> None:
    war = proposed(state=WarState.CONCLUDED, outcome=outcome, concluded_at=NOW)

    check_free_of_wars([war], NOW, CLASSIC)


def test_a_nation_declares_no_war_from_the_announcement_to_the_end_of_its_vacation() -> None:
    with pytest.raises(VacationPlanned):
        check_no_vacation(ON_VACATION, NOW - SECOND)
    with pytest.raises(OnVacation):
        check_no_vacation(ON_VACATION, NOW)

    check_no_vacation(ON_VACATION, NOW + 3 * DAY)
    check_no_vacation(AURELIA, NOW)


@pytest.mark.parametrize("war", [proposed(), accepted(), accepted(state=WarState.ACTIVE)])
def test_an_open_war_is_cancelled_without_a_winner_and_a_truce(war: War) -> None:
    after = cancel(war, NOW)

    assert after == replace(
        war, state=WarState.CONCLUDED, outcome=Outcome.CANCELLED, concluded_at=NOW
    )
    with pytest.raises(IllegalTransition):
        cancel(after, NOW)
