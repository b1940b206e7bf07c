"""Describes a roll in full, with the arithmetic and the modifiers of each pool."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Final

from nazh.adapters.inbound.texts.dice.rolling.markup import MARKDOWN, die_markup, escape_markdown
from nazh.adapters.inbound.texts.dice.rolling.plain import die_words
from nazh.adapters.inbound.texts.dice.rolling.roll_lines import (
    counted_total,
    outcome_text,
    story_text,
)
from nazh.adapters.inbound.texts.dice.rolling.steps import modifier_steps
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.punctuation import labelled
from nazh.domain.dice import DieResult, PoolResult, Roll, Ruleset
from nazh.domain.dice.canonical_notation import write_pool
from nazh.domain.dice.evaluation.results import Note, Piece
from nazh.domain.dice.pools import PoolKind, Tag
from nazh.domain.kernel.texts import N_

_PLOT_EDGES: Final = {
    Tag.ADVANTAGE: N_("with advantage the roller picks"),
    Tag.DISADVANTAGE: N_("with disadvantage the game master picks"),
}
_CUT: Final = N_("… and more, which does not fit into one message.")
_ADDS_BEFORE: Final = ("", "+", "(", "{", ",")
_ADDS_BEHIND: Final = ("", "+", "-", ")", "}", ",")
"""The texts around a sum of dice that needs no parentheses."""


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
        if number > 1:
            yield ""
        if len(rolls) > 1:
            yield translator("**Roll {number}**", number=number)
        for place, result in enumerate(roll.pools):
            # All repeats have the same modifiers, so the first explains them.
            if place and len(rolls) == 1:
                yield ""
            yield from _pool_lines(result, roll.ruleset, translator, explains=number == 1)
        story = story_text(roll, translator)
        if story:
            if len(rolls) == 1:
                yield ""
            yield translator("Story: {story}", story=escape_markdown(story))


def _pool_lines(
    result: PoolResult, ruleset: Ruleset, translator: Translator, *, explains: bool
) -> Iterator[str]:
    pool = result.pool
    if pool.label is not None:
        yield MARKDOWN.strong(escape_markdown(pool.label))
    notation = f"`{write_pool(replace(pool, label=None))}`"
    if pool.kind is PoolKind.PLOT:
        for die in result.dice:
            yield labelled(notation, _plot_words(die, ruleset, translator), translator)
        return
    yield f"{notation} = {arithmetic_text(result, ruleset, translator)}"
    if explains:
        yield from (f"- {line}" for line in modifier_steps(pool.expression, translator))
    dropped = [str(die.value) for die in result.dice if not die.kept]
    if dropped:
        phrase = translator("Dropped: {values}", values=", ".join(dropped))
        yield f"- {phrase}"
    rerolled = [str(face) for die in result.dice for face in die.replaced_faces]
    if rerolled:
        phrase = translator("Rerolled: {values}", values=", ".join(rerolled))
        yield f"- {phrase}"


def arithmetic_text(result: PoolResult, ruleset: Ruleset, translator: Translator) -> str:
    """Return a pool's dice, total and outcome, such as ``2 + 2 + 4 = **8**``."""
    return " = ".join(_arithmetic(result, ruleset, translator))


def _arithmetic(result: PoolResult, ruleset: Ruleset, translator: Translator) -> Iterator[str]:
    """Yield the dice and numbers of a pool, unless they are the total, then the total."""
    bonus = ""
    if result.plot_bonus:
        phrase = translator("(+{bonus} Plot)", bonus=result.plot_bonus)
        bonus = f" {phrase}"
    if bonus or result.pool.counts or not _is_one_number(result.pieces):
        separator = ", " if result.pool.counts else " + "
        yield f"{_evaluated(result.pieces, separator, ruleset, translator)}{bonus}"
    total = MARKDOWN.strong(counted_total(result, translator))
    if result.floored and result.raw is not None and result.total is not None:
        fallen = result.raw + result.plot_bonus
        phrase = translator("(raised to {total} from {fallen})", total=result.total, fallen=fallen)
        total = f"{total} {phrase}"
    outcome = outcome_text(result, translator)
    yield f"{total} — {outcome}" if outcome else total


def _is_one_number(pieces: tuple[Piece, ...]) -> bool:
    if len(pieces) != 1:
        return False
    (piece,) = pieces
    return not isinstance(piece, DieResult) or piece.faces == (piece.value,)


def _evaluated(
    pieces: Iterable[Piece], separator: str, ruleset: Ruleset, translator: Translator
) -> str:
    """Return the expression with the faces in place of the dice, such as ``2 + 2 + 4``."""
    runs = [tuple(run) for _, run in groupby(pieces, lambda piece: isinstance(piece, str))]
    texts = [_run(run, separator, ruleset, translator) for run in runs]
    shown = ""
    for run, text, behind in zip(runs, texts, (*texts[1:], ""), strict=True):
        kept = sum(isinstance(piece, DieResult) and piece.kept for piece in run)
        before, after = shown.rstrip()[-1:], behind.lstrip()[:1]
        is_term = before in _ADDS_BEFORE and after in _ADDS_BEHIND
        shown += text if is_term or kept < 2 else f"({text})"
    return shown


def _run(run: tuple[Piece, ...], separator: str, ruleset: Ruleset, translator: Translator) -> str:
    """Return dice with a plus between those that count; text is unchanged."""
    shown = ""
    has_kept = False
    for piece in run:
        match piece:
            case str():
                shown += piece
            case Note(words=words):
                shown += f" ({escape_markdown(words)})"
            case DieResult():
                text = die_markup(piece, ruleset, translator)
                # The brackets remain around a plot die, which adds nothing.
                text = text if piece.is_plot else text[1:-1]
                between = separator if separator == ", " or (has_kept and piece.kept) else " "
                shown = f"{shown}{between}{text}" if shown else text
                has_kept = has_kept or piece.kept
    return shown


def _plot_words(die: DieResult, ruleset: Ruleset, translator: Translator) -> str:
    phrase = die_words(die, ruleset, translator)
    if die.edge not in _PLOT_EDGES:
        return phrase
    return f"{phrase} ({translator(_PLOT_EDGES[die.edge])})"
