"""Defines the plot die: its faces, and which of two is suggested (docs/dice.md, "Plot die")."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from nazh.domain.dice.pools import Tag


class PlotOutcome(Enum):
    """The narrative effect of a face; the value is its name in JSON."""

    NOTHING = "nothing"
    THREAT = "threat"
    OPPORTUNITY = "opportunity"


_BONUS: Final = {1: 2, 2: 4}
MAX_PLOT_BONUS: Final = max(_BONUS.values())
# From the least to the most welcome: nothing, +2 with a Threat, +4 with a Threat, Opportunity.
_WELCOME: Final = {3: 0, 4: 0, 1: 1, 2: 2, 5: 3, 6: 3}


@dataclass(frozen=True, slots=True)
class PlotResult:
    """A rolled plot die. ``choice_open`` means that a user may still pick the other face."""

    face: int
    faces: tuple[int, ...]
    edge: Tag
    choice_open: bool

    @property
    def bonus(self) -> int:
        """The bonus to every skill pool's total: 0, 2 or 4."""
        return _BONUS.get(self.face, 0)

    @property
    def is_picked(self) -> bool:
        """True if there was a choice and a user has made it."""
        return len(self.faces) > 1 and leaves_a_choice(*self.faces) and not self.choice_open

    @property
    def outcome(self) -> PlotOutcome:
        """Threat on 1 and 2, Opportunity on 5 and 6."""
        return outcome_of(self.face)


def outcome_of(face: int) -> PlotOutcome:
    """Return the meaning of ``face``, from 1 to 6."""
    if face <= 2:
        return PlotOutcome.THREAT
    return PlotOutcome.OPPORTUNITY if face >= 5 else PlotOutcome.NOTHING


def suggested(first: int, second: int, edge: Tag) -> int:
    """Return the face that counts until a user picks one: the most (or least) welcome one."""
    if edge is Tag.ADVANTAGE:
        return first if _WELCOME[first] >= _WELCOME[second] else second
    return first if _WELCOME[first] <= _WELCOME[second] else second


def leaves_a_choice(first: int, second: int) -> bool:
    """Return whether the two faces have different meanings, so that a user can pick one."""
    return _WELCOME[first] != _WELCOME[second]
