"""Sight: which natural opportunities and threats are looked away from while ways are counted.

How likely a value is together with at least one opportunity follows from how likely it is at all,
and how likely without any. So the same reckoning is done up to four times, and no mark is carried
through it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.domain.dice.modifiers import Critical
from nazh.domain.dice.pools import Dice, Die


@dataclass(frozen=True, slots=True)
class NaturalFilter:
    """Ways with a natural opportunity, or threat, among the kept dice count only if allowed."""

    opportunities: bool = True
    threats: bool = True

    @property
    def allows_all(self) -> bool:
        """Whether everything counts."""
        return self.opportunities and self.threats

    def allows(self, term: Dice, value: int, end: int) -> bool:
        """Whether a kept die of ``term`` counts that shows one ``end`` of itself (see `end_of`)."""
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
    """Return whether ``face`` is the highest or the lowest of ``die``, or neither."""
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
