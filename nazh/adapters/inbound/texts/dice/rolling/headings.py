"""Writes the most important part of a roll as a heading, and the whole roll as one line."""

from __future__ import annotations

from enum import Enum
from typing import Final

from nazh.adapters.inbound.texts.dice.rolling.markup import escape_markdown
from nazh.adapters.inbound.texts.dice.rolling.roll_lines import (
    counted_total,
    damage_totals,
    story_text,
)
from nazh.adapters.inbound.texts.directions import isolated
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dice import Mark, PoolResult, Roll
from nazh.domain.dice.evaluation.simple_pools import dropped_indices
from nazh.domain.dice.pools import PoolKind
from nazh.domain.kernel.texts import N_

NATURAL_20: Final = N_("Natural 20!")
NATURAL_1: Final = N_("natural 1")
_NATURAL_MARKS: Final = {20: Mark.MAX, 1: Mark.MIN}
_DAMAGE: Final = N_("damage")
_STAR: Final = "★"
_SIGNS: Final = {True: "✓", False: "✗"}
_VERDICTS: Final = {True: N_("Success"), False: N_("Failure")}
_LABEL_CHARACTERS: Final = 80
"""Characters of a label in a heading, which should be one line on a phone."""
_HEADING_CHARACTERS: Final = 150


class Verdict(Enum):
    """What the colour of a result means; a natural 20 comes before success and failure."""

    NATURAL_20 = "natural 20"
    SUCCESS = "success"
    FAILURE = "failure"
    NONE = "none"


def verdict_of(rolls: tuple[Roll, ...]) -> Verdict:
    """Return what a roll's main pools show; repeats that differ show nothing."""
    mains = [pool for roll in rolls if (pool := main_pool(roll)) is not None]
    if 20 in map(_natural_face, mains):
        return Verdict.NATURAL_20
    verdicts = {None if pool.target is None else pool.target.success for pool in mains}
    if verdicts == {True}:
        return Verdict.SUCCESS
    return Verdict.FAILURE if verdicts == {False} else Verdict.NONE


def heading_text(rolls: tuple[Roll, ...], translator: Translator) -> str:
    """Return the total, verdict and label of what matters; empty for a lone plot die.

    That is the first pool with a difficulty, or with a d20, or the sum of damage, or the first
    pool. Repeats are listed and not summed. User text is escaped.
    """
    mains = [pool for roll in rolls if (pool := main_pool(roll)) is not None]
    if not mains:
        return ""
    if len(rolls) > 1:
        listed = " · ".join(signed_total(pool, str(pool.total)) for pool in mains)
        natural = _natural_text(mains, translator)
        return f"{listed} — {natural}" if natural else listed
    main = mains[0]
    damage = damage_totals(rolls[0])
    if main.pool.is_damage and main.target is None and len(damage) > 1:
        return f"{sum(damage)} {translator(_DAMAGE)}"
    words = short_label(main.pool.label) if main.pool.label is not None else ""
    if not words and main.target is not None:
        words = translator(_VERDICTS[main.target.success])
    text = _total_with(words, main, translator)
    natural = _natural_text(mains, translator)
    return f"{text}{_separator(natural, words)}{natural}"


def summary_line(roller: str, rolls: tuple[Roll, ...], translator: Translator, heading: str) -> str:
    """Return a roller and the main total in one line, for notifications and without embeds.

    ``heading`` is the ``heading_text`` of the rolls.
    """
    parts = (isolated(escape_markdown(roller)), *summary_parts(rolls, translator, heading))
    return " · ".join([part for part in parts if part])


def summary_parts(rolls: tuple[Roll, ...], translator: Translator, heading: str) -> tuple[str, ...]:
    """Return the heading, which may be empty, then verdict, other totals and story."""
    if len(heading) > _HEADING_CHARACTERS:
        heading = f"{heading[: _HEADING_CHARACTERS - 1].rstrip(chr(92))}…"
    verdicts = [
        translator(_VERDICTS[pool.target.success])
        for pool in (main_pool(roll) for roll in rolls[:1])
        if len(rolls) == 1 and pool is not None and pool.target is not None and pool.pool.label
    ]
    others = (
        (*_other_totals(rolls[0], translator), story_text(rolls[0], translator))
        if len(rolls) == 1
        else ()
    )
    return heading, *(part for part in (*verdicts, *others) if part)


def main_pool(roll: Roll) -> PoolResult | None:
    """Return the pool that the heading is about; ``None`` for a lone plot die."""
    pools = [pool for pool in roll.pools if pool.total is not None]
    if len(pools) < 2:
        return pools[0] if pools else None
    for pool in pools:
        if pool.target is not None:
            return pool
    for pool in pools:
        if pool.pool.kind is PoolKind.SKILL:
            return pool
    return pools[0]


def _other_totals(roll: Roll, translator: Translator) -> list[str]:
    main = main_pool(roll)
    return [
        _total_with(short_label(pool.pool.label or ""), pool, translator)
        for pool in roll.pools
        if pool is not main and pool.total is not None
    ]


def _total_with(words: str, pool: PoolResult, translator: Translator) -> str:
    total = signed_total(pool, counted_total(pool, translator))
    between = " — " if total[-1].isalpha() else " "
    return f"{total}{between}{words}" if words else total


def signed_total(pool: PoolResult, text: str) -> str:
    """Return a total with the sign of its verdict, if it has one."""
    return text if pool.target is None else f"{text} {_SIGNS[pool.target.success]}"


def short_label(label: str) -> str:
    """Return a label that fits into a line, escaped."""
    short = label if len(label) <= _LABEL_CHARACTERS else f"{label[: _LABEL_CHARACTERS - 1]}…"
    return isolated(escape_markdown(short))


def _separator(natural: str, words: str) -> str:
    if not natural:
        return ""
    return " " if natural.startswith(_STAR) and not words else " — "


def _natural_text(pools: list[PoolResult], translator: Translator) -> str:
    faces = [_natural_face(pool) for pool in pools]
    if 20 in faces:
        return f"{_STAR} {translator(NATURAL_20)}"
    return translator(NATURAL_1) if 1 in faces else ""


def _natural_face(pool: PoolResult) -> int | None:
    """Return 20 or 1 if the only kept d20 shows it; of a handful of dice, one always may."""
    simple = pool.simple_pool
    if simple is not None:
        if simple.sides != 20:
            return None
        dropped = dropped_indices(simple, pool.faces)
        kept = [shown for place, shown in enumerate(pool.faces) if place not in dropped]
        return kept[0] if len(kept) == 1 and kept[0] in _NATURAL_MARKS else None
    if pool.pool.kind is not PoolKind.SKILL:
        return None
    kept_dice = [die for die in pool.dice if die.sides == 20 and die.kept]
    if len(kept_dice) != 1:
        return None
    face = kept_dice[0].faces[0]
    return face if _NATURAL_MARKS.get(face) in kept_dice[0].marks else None
