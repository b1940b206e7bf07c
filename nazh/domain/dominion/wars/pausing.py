"""Prevents vacations during wars, and declarations of war before or during vacations (REG-12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from nazh.domain.dominion.errors.wars import VacationDuringWar, VacationPlanned
from nazh.domain.dominion.nations.lifecycle import check_not_on_vacation
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.wars.transitions import WarEvent, next_state
from nazh.domain.dominion.wars.war import Outcome, War


def check_free_of_wars(wars: Sequence[War], at: datetime, rules: Ruleset) -> None:
    """Raise VacationDuringWar if a nation with these wars may not announce a vacation.

    It may not while a war is open, nor for the length of a truce after one that was fought or
    surrendered.
    """
    if any(war.is_open for war in wars):
        raise VacationDuringWar
    ended = [
        war.concluded_at for war in wars if war.winner is not None and war.concluded_at is not None
    ]
    again_at = max(ended) + rules.war.truce if ended else at
    if at < again_at:
        raise VacationDuringWar(again_at)


def check_no_vacation(aggressor: Nation, at: datetime) -> None:
    """Raise OnVacation or VacationPlanned if a vacation prevents a nation from declaring war.

    It may not once the vacation is announced, as nobody could attack it in return.
    """
    check_not_on_vacation(aggressor, at)
    if aggressor.vacation is not None and at < aggressor.vacation.since:
        raise VacationPlanned(aggressor.vacation.since)


def cancel(war: War, at: datetime) -> War:
    """Return an open war after operators have cancelled it; nothing is lost or won."""
    return replace(
        war,
        state=next_state(war.state, WarEvent.CANCEL),
        outcome=Outcome.CANCELLED,
        concluded_at=at,
    )
