"""Describes a roll in full, with its steps, every die and the total."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nazh.adapters.inbound.texts.dice.markup import escape_markdown
from nazh.adapters.inbound.texts.dice.plain import die_words, total_words
from nazh.adapters.inbound.texts.dice.roll_lines import outcome_text, story_text
from nazh.adapters.inbound.texts.dice.steps import INDENT, steps
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dice import DieResult, PoolResult, Roll
from nazh.domain.dice.pools import Tag
from nazh.domain.kernel.texts import N_

_EDGES: Final = {
    Tag.ADVANTAGE: N_("advantage keeps the higher"),
    Tag.DISADVANTAGE: N_("disadvantage keeps the lower"),
}
_PLOT_EDGES: Final = {
    Tag.ADVANTAGE: N_("with advantage the roller picks"),
    Tag.DISADVANTAGE: N_("with disadvantage the game master picks"),
}
_CUT: Final = N_("… and more, which does not fit into one message.")


def detail_text(rolls: tuple[Roll, ...], translator: Translator, room: int) -> str:
    """Return all details of a roll in Discord's markdown, at most ``room`` characters."""
    lines: list[str] = []
    cut = translator(_CUT)
    left = room - len(cut)
    for line in _lines(rolls, translator):
        left -= len(line) + 1
        if left < 0:
            lines.append(cut)
            break
        lines.append(line)
    return "\n".join(lines)


def _lines(rolls: tuple[Roll, ...], translator: Translator) -> Iterator[str]:
    for number, roll in enumerate(rolls, 1):
        if len(rolls) > 1:
            yield translator("**Roll {number}**", number=number)
        notations = roll.throw.plan.notations
        for result, notation in zip(roll.pools, notations, strict=True):
            yield f"`{notation}`"
            if number == 1:
                yield from map(_bullet, steps(result.pool.expression, translator))
            yield from _dice_lines(result, roll, translator)
        story = story_text(roll, translator)
        if story:
            yield translator("Story: {story}", story=escape_markdown(story))


def _dice_lines(result: PoolResult, roll: Roll, translator: Translator) -> Iterator[str]:
    for die in result.dice:
        kind = translator("plot die") if die.is_plot else f"d{die.sides}"
        phrase = escape_markdown(die_words(die, roll.ruleset, translator))
        yield f"{kind}: {phrase}{_why(die, translator)}"
    total = total_words(result, translator)
    if total:
        outcome = outcome_text(result, translator)
        name = translator("Result") if result.pool.counts else translator("Total")
        yield f"{name}: **{total}**{f', {outcome}' if outcome else ''}"


def _why(die: DieResult, translator: Translator) -> str:
    reasons: list[str] = []
    if die.is_plot and die.edge in _PLOT_EDGES:
        reasons.append(translator(_PLOT_EDGES[die.edge]))
    elif die.discarded is not None:
        reasons.append(translator(_EDGES[die.edge]))
    if not die.kept:
        reasons.append(translator("the step above says which are kept"))
    return f" ({'; '.join(reasons)})" if reasons else ""


def _bullet(step: str) -> str:
    text = step.lstrip()
    deep = (len(step) - len(text)) // len(INDENT)
    return f"{'  ' * deep}- {escape_markdown(text)}"
