"""Filters the counted ways by natural opportunities and threats.

The probability of a value together with at least one opportunity follows from its overall
probability and its probability without any. So the same calculation runs up to four times, instead
of tracking the marks of the dice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.domain.dice.modifiers import Critical
from nazh.domain.dice.pools import Dice, Die


@dataclass(frozen=True, slots=True)
class NaturalFilter:
    """Excludes throws whose kept dice have a natural opportunity or threat that is not allowed."""

    opportunities: bool = True
    threats: bool = True

    @property
    def allows_all(self) -> bool:
        """True if every way counts."""
        return self.opportunities and self.threats

    def allows(self, term: Dice, value: int, end: int) -> bool:
        """Return whether a kept die of ``term`` with this value and natural ``end`` is allowed."""
        if self.allows_all or not term.has_d20:
            return True
        success = end == HIGHEST or _is_critical(term, value, success=True)
        if success:
            return self.opportunities
        if end == LOWEST or _is_critical(term, value, success=False):
            return self.threats
        return True


ALLOW_ALL: Final = NaturalFilter()
NEITHER: Final = 0
HIGHEST: Final = 1
LOWEST: Final = 2


def natural_end_of(die: Die, face: int) -> int:
    """Return which end of ``die`` the face is: ``HIGHEST``, ``LOWEST`` or ``NEITHER``."""
    if face == die.highest:
        return HIGHEST
    return LOWEST if face == die.lowest else NEITHER


def _is_critical(term: Dice, value: int, *, success: bool) -> bool:
    return any(
        isinstance(modifier, Critical)
        and modifier.success is success
        and modifier.condition.met_by(value)
        for modifier in term.modifiers
    )
