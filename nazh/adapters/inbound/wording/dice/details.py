"""A roll in full: the steps in their order, every die with what became of it, and the total."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nazh.adapters.inbound.wording.dice.lines import outcome_text, story_text
from nazh.adapters.inbound.wording.dice.markup import escape_markdown
from nazh.adapters.inbound.wording.dice.plain import die_words, total_words
from nazh.adapters.inbound.wording.dice.steps import INDENT, steps
from nazh.adapters.inbound.wording.languages import Words
from nazh.domain.dice import DieResult, PoolResult, Roll
from nazh.domain.dice.pools import Tag
from nazh.domain.kernel.phrases import phrase

_EDGES: Final = {
    Tag.ADVANTAGE: phrase("advantage keeps the higher"),
    Tag.DISADVANTAGE: phrase("disadvantage keeps the lower"),
}
_PLOT_EDGES: Final = {
    Tag.ADVANTAGE: phrase("with advantage the roller picks"),
    Tag.DISADVANTAGE: phrase("with disadvantage the game master picks"),
}
_CUT: Final = phrase("… and more than fits into one message.")


def detail_text(rolls: tuple[Roll, ...], words: Words, room: int) -> str:
    """Return everything about a roll in Discord's markdown, at most ``room`` characters."""
    lines: list[str] = []
    cut = words(_CUT)
    left = room - len(cut)
    for line in _lines(rolls, words):
        left -= len(line) + 1
        if left < 0:
            lines.append(cut)
            break
        lines.append(line)
    return "\n".join(lines)


def _lines(rolls: tuple[Roll, ...], words: Words) -> Iterator[str]:
    for number, roll in enumerate(rolls, 1):
        if len(rolls) > 1:
            yield words("**Roll {number}**", number=number)
        notations = roll.throw.plan.notations
        for result, notation in zip(roll.pools, notations, strict=True):
            yield f"`{notation}`"
            if number == 1:
                yield from map(_bullet, steps(result.pool.expression, words))
            yield from _dice_lines(result, roll, words)
        story = story_text(roll, words)
        if story:
            yield words("Story: {story}", story=escape_markdown(story))


def _dice_lines(result: PoolResult, roll: Roll, words: Words) -> Iterator[str]:
    for die in result.dice:
        kind = words("plot die") if die.is_plot else f"d{die.sides}"
        told = escape_markdown(die_words(die, roll.ruleset, words))
        yield f"{kind}: {told}{_why(die, words)}"
    total = total_words(result, words)
    if total:
        outcome = outcome_text(result, words)
        name = words("Result") if result.pool.counts else words("Total")
        yield f"{name}: **{total}**{f', {outcome}' if outcome else ''}"


def _why(die: DieResult, words: Words) -> str:
    reasons: list[str] = []
    if die.is_plot and die.edge in _PLOT_EDGES:
        reasons.append(words(_PLOT_EDGES[die.edge]))
    elif die.discarded is not None:
        reasons.append(words(_EDGES[die.edge]))
    if not die.kept:
        reasons.append(words("the step above says which are kept"))
    return f" ({'; '.join(reasons)})" if reasons else ""


def _bullet(step: str) -> str:
    text = step.lstrip()
    deep = (len(step) - len(text)) // len(INDENT)
    return f"{'  ' * deep}- {escape_markdown(text)}"
