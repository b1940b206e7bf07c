"""Determines which steps of the tutorial a user has done, as far as the game can tell."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Final

from nazh.domain.dominion.citizens import Citizen
from nazh.domain.dominion.nations.nation import Nation


class TutorialStep(IntEnum):
    """The steps in the order of play (REG-15); the value is the number."""

    CITIZENSHIP = 1
    CONTRIBUTION = 2
    TREASURY = 3
    ARMY = 4
    SCOUTING = 5
    PRACTICE = 6
    ALLY = 7


LAST_STEP: Final = TutorialStep.ALLY


def seen_steps(nation: Nation | None, citizen: Citizen | None) -> Mapping[TutorialStep, bool]:
    """Return whether each step that the game can check is done.

    ``nation`` is the nation of the server, and ``citizen`` the user's citizenship in it, if any.
    """
    has_ordered = nation is not None and nation.military.size + nation.military.orders_given > 0
    return {
        TutorialStep.CITIZENSHIP: citizen is not None,
        TutorialStep.CONTRIBUTION: citizen is not None and citizen.contributed_at is not None,
        TutorialStep.ARMY: has_ordered,
    }


def step_to_show(seen: Mapping[TutorialStep, bool]) -> TutorialStep:
    """Return the first step that is not done, or the one after all checked steps."""
    undone = (step for step, is_done in seen.items() if not is_done)
    return next(undone, TutorialStep(max(seen) + 1))
