"""Defines rulesets, a game's own rules as values (docs/dice.md, "Rulesets")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from nazh.domain.dice.pools import Pool
from nazh.domain.kernel.texts import N_plural


@dataclass(frozen=True, slots=True)
class Ruleset:
    """The rules of a game. The plot die is the same in all of them.

    ``bad_words`` name the bad side of the plot die, singular and plural, and ``bad_sign`` is its
    letter. With ``natural_plot`` a natural 20 or 1 on a kept d20 is an opportunity or a
    complication of its own, and ``cs``/``cf`` widen the range. ``lowest_total`` is the least
    possible total. With ``damage_lines`` a pool labelled as damage shows hit, graze and critical.
    With ``has_plot_die`` the plot die is offered; it can be rolled in all of them.
    """

    name: str
    bad_words: tuple[str, str]
    bad_sign: str
    natural_plot: bool
    lowest_total: int | None
    damage_lines: bool
    has_plot_die: bool
    edition: int = 1
    """The edition of the rules. A roll is always judged by the edition in which it was thrown."""

    @property
    def recorded_as(self) -> str:
        """The name in records and receipts, which includes the edition."""
        return self.name if self.edition == 1 else f"{self.name}-{self.edition}"

    def lowest_total_of(self, pool: Pool) -> int | None:
        """Return the least possible total of ``pool``, or ``None`` if it has none.

        Fate dice and other dice with faces below 1, arithmetic without dice and counts may be 0 or
        less. The first edition raised them too, except counts.
        """
        if pool.counts:
            return None
        is_positive = bool(pool.terms) and all(term.die.lowest > 0 for term in pool.terms)
        if self.edition > 1 and not is_positive:
            return None
        return self.lowest_total


_THREATS: Final = N_plural("Threat", "{count} Threats")
NAZH_1: Final = Ruleset("nazh", _THREATS, "!!(T)", False, 1, False, True)
NAZH: Final = replace(NAZH_1, edition=2)
_COMPLICATIONS: Final = N_plural("Complication", "{count} Complications")
COSMERE: Final = Ruleset("cosmere", _COMPLICATIONS, "(C)", True, None, True, True)
PLAIN: Final = Ruleset("plain", _COMPLICATIONS, "(C)", False, None, False, False)
RULESETS: Final[Mapping[str, Ruleset]] = MappingProxyType(
    {ruleset.name: ruleset for ruleset in (NAZH, COSMERE, PLAIN)}
)
"""The rulesets of new rolls, by name."""
RECORDED_RULESETS: Final[Mapping[str, Ruleset]] = MappingProxyType(
    {ruleset.recorded_as: ruleset for ruleset in (NAZH_1, NAZH, COSMERE, PLAIN)}
)
"""All editions of the rulesets, by their names in records and receipts."""
