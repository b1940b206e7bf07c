"""Rolls in words alone: for pipes, screen readers, and terminals without styles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from nazh.adapters.inbound.wording.dice.lines import outcome_text, story_text
from nazh.adapters.inbound.wording.languages import Words
from nazh.domain.dice import DieResult, Mark, PoolResult, Roll, Ruleset
from nazh.domain.dice.pools import Tag
from nazh.domain.dice.results import Note
from nazh.domain.dice.writing import write_pool
from nazh.domain.kernel.phrases import phrase

_MARKS: Final = {
    Mark.MAX: phrase("max"),
    Mark.MIN: phrase("min"),
    Mark.EXPLODED: phrase("exploded"),
    Mark.SUCCESS: phrase("success"),
    Mark.FAILURE: phrase("failure"),
    Mark.CRITICAL_SUCCESS: phrase("critical success"),
    Mark.CRITICAL_FAILURE: phrase("critical failure"),
    Mark.OPPORTUNITY: phrase("Opportunity"),
    Mark.CAPPED: phrase("stopped at the limit"),
}
_EDGES: Final = {
    Tag.ADVANTAGE: phrase("{shown} over {other}"),
    Tag.DISADVANTAGE: phrase("{shown} under {other}"),
}


@dataclass(frozen=True, slots=True)
class Telling:
    """How a channel without markdown shows the parts of a line."""

    total: Callable[[PoolResult, Words], str]
    notation: Callable[[str], str]
    dice: Callable[[PoolResult, Ruleset, Words], str]
    story: Callable[[Roll, str], str]


def plain_lines(rolls: tuple[Roll, ...], words: Words) -> tuple[str, ...]:
    """Return a roll and all its repeats in words, a line a pool, the remark first."""
    return told_lines(rolls, words, PLAIN_TELLING)


def told_lines(rolls: tuple[Roll, ...], words: Words, telling: Telling) -> tuple[str, ...]:
    """Return the lines of a roll; two spaces stand between total, notation, dice and outcome."""
    first = rolls[0]
    plan = first.throw.plan
    remark = () if plan.comment is None else (f"# {plan.comment}",)
    if len(rolls) > 1:
        numbered = (f"{n}. {_repeat(roll, words, telling)}" for n, roll in enumerate(rolls, 1))
        return (*remark, telling.notation(plan.notation), *numbered)
    pools = (
        _columns(telling.notation(write_pool(pool.pool)), pool, first, words, telling)
        for pool in first.pools
    )
    story = story_text(first, words)
    return (*remark, *pools, *((telling.story(first, story),) if story else ()))


def _repeat(roll: Roll, words: Words, telling: Telling) -> str:
    pools = "; ".join(_columns("", pool, roll, words, telling) for pool in roll.pools)
    story = story_text(roll, words)
    return f"{pools}; {telling.story(roll, story)}" if story else pools


def _columns(notation: str, pool: PoolResult, roll: Roll, words: Words, telling: Telling) -> str:
    total, dice = telling.total(pool, words), telling.dice(pool, roll.ruleset, words)
    columns = (total, notation, dice, outcome_text(pool, words))
    return "  ".join(column for column in columns if column)


def total_words(result: PoolResult, words: Words) -> str:
    """Return the total and what raised it, such as ``27 (+4 Plot)``; empty for a plot die."""
    if result.total is None or result.raw is None:
        return ""
    told = [str(result.total)]
    if result.plot_bonus:
        told.append(words("(+{bonus} Plot)", bonus=result.plot_bonus))
    if result.floored:
        fallen = result.raw + result.plot_bonus
        told.append(words("(raised to {total} from {fallen})", total=result.total, fallen=fallen))
    return " ".join(told)


def pool_words(result: PoolResult, ruleset: Ruleset, words: Words) -> str:
    """Return the expression as it fell, such as ``[18 over 3] + 5``."""
    shown: list[str] = []
    for piece in result.pieces:
        match piece:
            case DieResult():
                shown.append(f"[{die_words(piece, ruleset, words)}]")
            case Note(words=note):
                shown.append(f" ({note})")
            case _:
                shown.append(piece)
    return "".join(shown)


def die_words(die: DieResult, ruleset: Ruleset, words: Words) -> str:
    """Return one die, such as ``6 max, exploded`` or ``3 dropped``."""
    value = words.any_of(map(str, die.faces)) if die.is_plot else _value(die, words)
    told = [] if die.kept else [words("dropped")]
    for mark in die.marks:
        match mark:
            case Mark.REROLLED:
                gone = words.all_of(map(str, die.gone))
                told.append(words("rerolled from {gone}", gone=gone))
            case Mark.THREAT:
                told.append(words(ruleset.bad_words[0]))
            case _:
                told.append(words(_MARKS[mark]))
    if not told:
        return value
    between = " " if value.lstrip("-").isdigit() else ", "
    return f"{value}{between}{', '.join(told)}"


def _value(die: DieResult, words: Words) -> str:
    face = die.faces[0]
    shown = str(face)
    if die.added:
        shown = words("{value} from {faces}", value=die.value, faces="+".join(map(str, die.added)))
    elif face != die.value:
        shown = words("{face} counts as {value}", face=face, value=die.value)
    if die.discarded is None:
        return shown
    return words(_EDGES[die.edge], shown=shown, other=die.discarded)


PLAIN_TELLING: Final = Telling(
    total=total_words,
    notation=lambda notation: notation,
    dice=pool_words,
    story=lambda roll, story: story,
)
