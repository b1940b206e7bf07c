"""Rolls in words alone: for pipes, screen readers, and terminals without styles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from nazh.adapters.inbound.wording.dice.lines import outcome_text, story_text
from nazh.domain.dice import DieResult, Mark, PoolResult, Roll, Ruleset
from nazh.domain.dice.pools import Tag
from nazh.domain.dice.results import Note
from nazh.domain.dice.writing import write_pool

_MARKS: Final = {
    Mark.MAX: "max",
    Mark.MIN: "min",
    Mark.EXPLODED: "exploded",
    Mark.SUCCESS: "success",
    Mark.FAILURE: "failure",
    Mark.CRITICAL_SUCCESS: "critical success",
    Mark.CRITICAL_FAILURE: "critical failure",
    Mark.OPPORTUNITY: "Opportunity",
    Mark.CAPPED: "stopped at the limit",
}
_EDGES: Final = {Tag.ADVANTAGE: "over", Tag.DISADVANTAGE: "under"}


@dataclass(frozen=True, slots=True)
class Telling:
    """How a channel without markdown shows the parts of a line."""

    total: Callable[[PoolResult], str]
    notation: Callable[[str], str]
    dice: Callable[[PoolResult, Ruleset], str]
    story: Callable[[Roll, str], str]


def plain_lines(rolls: tuple[Roll, ...]) -> tuple[str, ...]:
    """Return a roll and all its repeats in words, a line a pool, the remark first."""
    return told_lines(rolls, PLAIN_TELLING)


def told_lines(rolls: tuple[Roll, ...], telling: Telling) -> tuple[str, ...]:
    """Return the lines of a roll; two spaces stand between total, notation, dice and outcome."""
    first = rolls[0]
    plan = first.throw.plan
    remark = () if plan.comment is None else (f"# {plan.comment}",)
    if len(rolls) > 1:
        numbered = (f"{n}. {_repeat(roll, telling)}" for n, roll in enumerate(rolls, 1))
        return (*remark, telling.notation(plan.notation), *numbered)
    pools = (
        _columns(telling.total(pool), telling.notation(write_pool(pool.pool)), pool, first, telling)
        for pool in first.pools
    )
    story = story_text(first)
    return (*remark, *pools, *((telling.story(first, story),) if story else ()))


def _repeat(roll: Roll, telling: Telling) -> str:
    pools = "; ".join(_columns(telling.total(pool), "", pool, roll, telling) for pool in roll.pools)
    story = story_text(roll)
    return f"{pools}; {telling.story(roll, story)}" if story else pools


def _columns(total: str, notation: str, pool: PoolResult, roll: Roll, telling: Telling) -> str:
    columns = (total, notation, telling.dice(pool, roll.ruleset), outcome_text(pool))
    return "  ".join(column for column in columns if column)


def total_words(result: PoolResult) -> str:
    """Return the total and what raised it, such as ``27 (+4 Plot)``; empty for a plot die."""
    if result.total is None or result.raw is None:
        return ""
    bonus = f" (+{result.plot_bonus} Plot)" if result.plot_bonus else ""
    fallen = result.raw + result.plot_bonus
    raised = f" (raised to {result.total} from {fallen})" if result.floored else ""
    return f"{result.total}{bonus}{raised}"


def pool_words(result: PoolResult, ruleset: Ruleset) -> str:
    """Return the expression as it fell, such as ``[18 over 3] + 5``."""
    shown: list[str] = []
    for piece in result.pieces:
        match piece:
            case DieResult():
                shown.append(f"[{die_words(piece, ruleset)}]")
            case Note(words=words):
                shown.append(f" ({words})")
            case _:
                shown.append(piece)
    return "".join(shown)


def die_words(die: DieResult, ruleset: Ruleset) -> str:
    """Return one die, such as ``6 max, exploded`` or ``3 dropped``."""
    value = _plot_face(die) if die.is_plot else _value(die)
    words = [] if die.kept else ["dropped"]
    for mark in die.marks:
        match mark:
            case Mark.REROLLED:
                words.append(f"rerolled from {_gone(die)}")
            case Mark.THREAT:
                words.append(ruleset.bad_word)
            case _:
                words.append(_MARKS[mark])
    if not words:
        return value
    between = " " if value.lstrip("-").isdigit() else ", "
    return f"{value}{between}{', '.join(words)}"


def _plot_face(die: DieResult) -> str:
    return " or ".join(map(str, die.faces))


def _value(die: DieResult) -> str:
    face = die.faces[0]
    if die.added:
        shown = f"{die.value} from {'+'.join(map(str, die.added))}"
    else:
        shown = str(face) if face == die.value else f"{face} counts as {die.value}"
    return shown if die.discarded is None else f"{shown} {_EDGES[die.edge]} {die.discarded}"


def _gone(die: DieResult) -> str:
    *others, last = map(str, die.gone)
    return f"{', '.join(others)} and {last}" if others else last


PLAIN_TELLING: Final = Telling(
    total=total_words,
    notation=lambda notation: notation,
    dice=pool_words,
    story=lambda roll, story: story,
)
