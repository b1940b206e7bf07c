"""Tabulates what made both sides of a battle stronger or weaker, for a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.combat.battle import BattleResult, SideResult
from nazh.domain.kernel.texts import N_

_AGGRESSOR: Final = N_("Attack")
_DEFENDER: Final = N_("Defence")
_BASE: Final = N_("Units")
_TERRAIN: Final = N_("Terrain")
_SUPPORT: Final = N_("Support")
_STANCE: Final = N_("Stance")
_FORTIFICATION: Final = N_("Fortified")
_VARIANCE: Final = N_("Chance")
_FINAL: Final = N_("Final")
Pair: TypeAlias = tuple[str, str]
"""What is shown of the aggressor and of the defender."""
_FEW_DECIMALS: Final = 2
_ALL_DECIMALS: Final = 8
"""Enough decimals to distinguish any two final strengths."""


def strength_table(result: BattleResult, translator: Translator) -> str:
    """Return a code block with a line for each modifier, and a column for each side."""
    rows: list[tuple[str, str, str]] = [("", translator(_AGGRESSOR), translator(_DEFENDER))]
    sides = (result.aggressor, result.defender)
    rows += [(translator(name), one, other) for name, (one, other) in _lines(sides)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = (
        f"{name:<{widths[0]}}  {one:>{widths[1]}}  {other:>{widths[2]}}"
        for name, one, other in rows
    )
    return "\n".join(("```", *lines, "```"))


def _lines(sides: tuple[SideResult, SideResult]) -> Iterator[tuple[str, Pair]]:
    one, other = sides
    mine, theirs = one.modifiers, other.modifiers
    yield _BASE, (f"{one.base:,}", f"{other.base:,}")
    yield _TERRAIN, (_percent(mine.terrain), _percent(theirs.terrain))
    yield _SUPPORT, (_percent(mine.support), _percent(theirs.support))
    yield _STANCE, (_percent(mine.stance), _percent(theirs.stance))
    yield _FORTIFICATION, (_percent(mine.fortification), _percent(theirs.fortification))
    yield _VARIANCE, (_percent(one.variance), _percent(other.variance))
    yield _FINAL, final_strengths(one.final, other.final)


def _percent(basis_points: int) -> str:
    """Return a share with its sign, such as +8.33%."""
    if basis_points == 0:
        return "–"
    sign, size = ("−" if basis_points < 0 else "+"), abs(basis_points)
    return f"{sign}{size // 100}.{size % 100:02}%"


def final_strengths(one: int, other: int) -> Pair:
    """Return the final strengths, rounded down as far as they still differ."""
    few = _decimal(one, _FEW_DECIMALS), _decimal(other, _FEW_DECIMALS)
    if one == other or few[0] != few[1]:
        return few
    return _decimal(one, _ALL_DECIMALS), _decimal(other, _ALL_DECIMALS)


def _decimal(final: int, decimals: int) -> str:
    whole, rest = divmod(final, WHOLE**2)
    digits = f"{rest:0{_ALL_DECIMALS}}"[:decimals]
    return f"{whole:,}.{digits}"
