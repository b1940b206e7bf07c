"""Writes rolls without markup, for pipes, screen readers and plain terminals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from nazh.adapters.inbound.texts.dice.rolling.roll_lines import (
    counted_total,
    outcome_text,
    story_text,
)
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.punctuation import joined
from nazh.domain.dice import DieResult, Mark, PoolResult, Roll, Ruleset
from nazh.domain.dice.canonical_notation import write_pool
from nazh.domain.dice.evaluation.results import Note
from nazh.domain.dice.pools import Tag
from nazh.domain.kernel.texts import N_

_MARKS: Final = {
    Mark.MAX: N_("max"),
    Mark.MIN: N_("min"),
    Mark.EXPLODED: N_("exploded"),
    Mark.SUCCESS: N_("success"),
    Mark.FAILURE: N_("failure"),
    Mark.CRITICAL_SUCCESS: N_("critical success"),
    Mark.CRITICAL_FAILURE: N_("critical failure"),
    Mark.OPPORTUNITY: N_("Opportunity"),
    Mark.CAPPED: N_("stopped at the limit"),
}
_EDGES: Final = {
    Tag.ADVANTAGE: N_("{shown} over {other}"),
    Tag.DISADVANTAGE: N_("{shown} under {other}"),
}


@dataclass(frozen=True, slots=True)
class PlainFormat:
    """The format of a line's parts in a channel without markdown."""

    total: Callable[[PoolResult, Translator], str]
    notation: Callable[[str], str]
    dice: Callable[[PoolResult, Ruleset, Translator], str]
    story: Callable[[Roll, str], str]


def plain_lines(rolls: tuple[Roll, ...], translator: Translator) -> tuple[str, ...]:
    """Return a roll and all its repeats in words, one line per pool, the comment first."""
    return formatted_lines(rolls, translator, PLAIN_FORMAT)


def formatted_lines(
    rolls: tuple[Roll, ...], translator: Translator, line_format: PlainFormat
) -> tuple[str, ...]:
    """Return the lines of a roll; two spaces separate total, notation, dice and outcome."""
    first = rolls[0]
    plan = first.throw.plan
    remark = () if plan.comment is None else (f"# {plan.comment}",)
    if len(rolls) > 1:
        numbered = (
            f"{n}. {_repeat(roll, translator, line_format)}" for n, roll in enumerate(rolls, 1)
        )
        return (*remark, line_format.notation(plan.notation), *numbered)
    pools = (
        _columns(line_format.notation(write_pool(pool.pool)), pool, first, translator, line_format)
        for pool in first.pools
    )
    story = story_text(first, translator)
    return (*remark, *pools, *((line_format.story(first, story),) if story else ()))


def _repeat(roll: Roll, translator: Translator, line_format: PlainFormat) -> str:
    parts = [_columns("", pool, roll, translator, line_format) for pool in roll.pools]
    story = story_text(roll, translator)
    if story:
        parts.append(line_format.story(roll, story))
    return joined(parts, translator)


def _columns(
    notation: str, pool: PoolResult, roll: Roll, translator: Translator, line_format: PlainFormat
) -> str:
    total, dice = (
        line_format.total(pool, translator),
        line_format.dice(pool, roll.ruleset, translator),
    )
    columns = (total, notation, dice, outcome_text(pool, translator))
    return "  ".join(column for column in columns if column)


def total_words(result: PoolResult, translator: Translator) -> str:
    """Return the total and what raised it, such as ``27 (+4 Plot)``; empty for a plot die."""
    if result.total is None or result.raw is None:
        return ""
    phrases = [counted_total(result, translator)]
    if result.plot_bonus:
        phrases.append(translator("(+{bonus} Plot)", bonus=result.plot_bonus))
    if result.floored:
        fallen = result.raw + result.plot_bonus
        phrases.append(
            translator("(raised to {total} from {fallen})", total=result.total, fallen=fallen)
        )
    return " ".join(phrases)


def pool_words(result: PoolResult, ruleset: Ruleset, translator: Translator) -> str:
    """Return the evaluated expression, such as ``[18 over 3] + 5``."""
    shown: list[str] = []
    for piece in result.pieces:
        match piece:
            case DieResult():
                shown.append(f"[{die_words(piece, ruleset, translator)}]")
            case Note(words=note):
                shown.append(f" ({note})")
            case _:
                shown.append(piece)
    return "".join(shown)


def die_words(die: DieResult, ruleset: Ruleset, translator: Translator) -> str:
    """Return one die, such as ``6 max, exploded`` or ``3 dropped``."""
    value = translator.any_of(map(str, die.faces)) if die.is_plot else _value(die, translator)
    phrases = [] if die.kept else [translator("dropped")]
    for mark in die.marks:
        match mark:
            case Mark.REROLLED:
                replaced = translator.all_of(map(str, die.replaced_faces))
                phrases.append(translator("rerolled from {gone}", gone=replaced))
            case Mark.THREAT:
                phrases.append(translator(ruleset.bad_words[0]))
            case _:
                phrases.append(translator(_MARKS[mark]))
    if not phrases:
        return value
    between = " " if value.lstrip("-").isdigit() else ", "
    return f"{value}{between}{', '.join(phrases)}"


def _value(die: DieResult, translator: Translator) -> str:
    face = die.faces[0]
    shown = str(face)
    if die.added:
        shown = translator(
            "{value} from {faces}", value=die.value, faces="+".join(map(str, die.added))
        )
    elif face != die.value:
        shown = translator("{face} counts as {value}", face=face, value=die.value)
    if die.discarded is None:
        return shown
    return translator(_EDGES[die.edge], shown=shown, other=die.discarded)


PLAIN_FORMAT: Final = PlainFormat(
    total=total_words,
    notation=lambda notation: notation,
    dice=pool_words,
    story=lambda roll, story: story,
)
