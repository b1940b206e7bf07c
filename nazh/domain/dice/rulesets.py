"""Defines rulesets, a game's own rules as values (docs/dice.md, "Rulesets")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from nazh.domain.kernel.texts import N_plural


@dataclass(frozen=True, slots=True)
class Ruleset:
    """The rules of a game. The plot die is the same in all of them.

    ``bad_words`` name the bad side of the plot die, singular and plural, and ``bad_sign`` is its
    letter. With ``natural_plot`` a natural 20 or 1 on a kept d20 is an opportunity or a
    complication of its own, and ``cs``/``cf`` widen the range. ``lowest_total`` is the least
    possible total. With ``damage_lines`` a pool labelled as damage shows hit, graze and critical.
    """

    name: str
    bad_words: tuple[str, str]
    bad_sign: str
    natural_plot: bool
    lowest_total: int | None
    damage_lines: bool


NAZH: Final = Ruleset("nazh", N_plural("Threat", "{count} Threats"), "!!(T)", False, 1, False)
_COMPLICATIONS: Final = N_plural("Complication", "{count} Complications")
COSMERE: Final = Ruleset("cosmere", _COMPLICATIONS, "(C)", True, None, True)
PLAIN: Final = Ruleset("plain", _COMPLICATIONS, "(C)", False, None, False)
RULESETS: Final[Mapping[str, Ruleset]] = MappingProxyType(
    {ruleset.name: ruleset for ruleset in (NAZH, COSMERE, PLAIN)}
)
