"""A roll in full: the steps in their order, every die with what became of it, and the total."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nazh.adapters.inbound.wording.dice.lines import outcome_text, story_text
from nazh.adapters.inbound.wording.dice.markup import escape_markdown
from nazh.adapters.inbound.wording.dice.plain import die_words, total_words
from nazh.adapters.inbound.wording.dice.steps import INDENT, steps
from nazh.domain.dice import DieResult, PoolResult, Roll
from nazh.domain.dice.pools import Tag

_EDGES: Final = {
    Tag.ADVANTAGE: "advantage keeps the higher",
    Tag.DISADVANTAGE: "disadvantage keeps the lower",
}
_PLOT_EDGES: Final = {
    Tag.ADVANTAGE: "with advantage the roller picks",
    Tag.DISADVANTAGE: "with disadvantage the game master picks",
}
_CUT: Final = "… and more than fits into one message."


def detail_text(rolls: tuple[Roll, ...], room: int) -> str:
    """Return everything about a roll in Discord's markdown, at most ``room`` characters."""
    lines: list[str] = []
    left = room - len(_CUT)
    for line in _lines(rolls):
        left -= len(line) + 1
        if left < 0:
            lines.append(_CUT)
            break
        lines.append(line)
    return "\n".join(lines)


def _lines(rolls: tuple[Roll, ...]) -> Iterator[str]:
    for number, roll in enumerate(rolls, 1):
        if len(rolls) > 1:
            yield f"**Roll {number}**"
        notations = roll.throw.plan.notations
        for result, notation in zip(roll.pools, notations, strict=True):
            yield f"`{notation}`"
            if number == 1:
                yield from map(_bullet, steps(result.pool.expression))
            yield from _dice_lines(result, roll)
        story = story_text(roll)
        if story:
            yield f"Story: {escape_markdown(story)}"


def _dice_lines(result: PoolResult, roll: Roll) -> Iterator[str]:
    for die in result.dice:
        kind = "plot die" if die.is_plot else f"d{die.sides}"
        yield f"{kind}: {escape_markdown(die_words(die, roll.ruleset))}{_why(die)}"
    total = total_words(result)
    if total:
        outcome = outcome_text(result)
        name = "Result" if result.pool.counts else "Total"
        yield f"{name}: **{total}**{f', {outcome}' if outcome else ''}"


def _why(die: DieResult) -> str:
    words: list[str] = []
    if die.is_plot and die.edge in _PLOT_EDGES:
        words.append(_PLOT_EDGES[die.edge])
    elif die.discarded is not None:
        words.append(_EDGES[die.edge])
    if not die.kept:
        words.append("the step above says which are kept")
    return f" ({'; '.join(words)})" if words else ""


def _bullet(step: str) -> str:
    text = step.lstrip()
    deep = (len(step) - len(text)) // len(INDENT)
    return f"{'  ' * deep}- {escape_markdown(text)}"
