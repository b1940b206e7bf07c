"""Formats dice with bold, italic and struck faces (docs/dice.md, "Reading")."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dice import DieResult, Mark, PoolResult, Ruleset
from nazh.domain.dice.evaluation.results import Note, Piece
from nazh.domain.dice.evaluation.simple_pools import SimplePool, dropped_indices, in_chain_order
from nazh.domain.dice.pools import Tag
from nazh.domain.kernel.texts import N_, N_plural

_ARROWS: Final = {Tag.ADVANTAGE: "↑", Tag.DISADVANTAGE: "↓"}
_FORMATTING: Final = re.compile(r"([\\*_~|>\[\]()#:<@/.-])")
_ESCAPED: Final = re.compile(r"\\(.)")
_SIGNS: Final = {
    Mark.EXPLODED: "!",
    Mark.SUCCESS: "✓",
    Mark.FAILURE: "✗",
    Mark.CAPPED: "…",
}
_WORDS: Final = {
    Mark.CRITICAL_SUCCESS: N_("crit"),
    Mark.CRITICAL_FAILURE: N_("fumble"),
}
_LEFT_OUT: Final = N_plural("{count} more die", "{count} more dice")


@dataclass(frozen=True, slots=True)
class Style:
    """A channel's markup, with the marks around each style, and a function that escapes text."""

    bold: tuple[str, str]
    italic: tuple[str, str]
    struck: tuple[str, str]
    escape: Callable[[str], str]

    def strong(self, text: str) -> str:
        """Return ``text`` in bold."""
        return f"{self.bold[0]}{text}{self.bold[1]}"


def escape_markdown(text: str) -> str:
    """Return ``text`` so that Discord shows it literally, without formats, mentions or links."""
    # Discord parses a mention only if its name directly follows the @, so a character that prevents
    # line breaks is inserted between them.
    escaped = _FORMATTING.sub(r"\\\1", text)
    return escaped.replace("@", "@\u2060").replace("`", "'")


def unescape_markdown(text: str) -> str:
    """Return the text that ``escape_markdown`` wrote; its backticks stay apostrophes."""
    # The notation refuses invisible characters, so the text itself contains no word joiner.
    return _ESCAPED.sub(r"\1", text.replace("@\u2060", "@"))


MARKDOWN: Final = Style(("**", "**"), ("*", "*"), ("~~", "~~"), escape_markdown)


def pool_markup(
    result: PoolResult,
    ruleset: Ruleset,
    translator: Translator,
    style: Style = MARKDOWN,
    most: int | None = None,
) -> str:
    """Return the evaluated expression, such as ``[18↑(3)] + 5``.

    With ``most`` the text ends after about that many characters and says how many dice are left
    out; no style is left open.
    """
    simple = result.simple_pool
    if simple is not None and style is MARKDOWN:
        text = simple_pool_markup(simple, result.faces)
        if most is None or len(text) <= most:
            return text
    shown: list[str] = []
    room = 0
    pieces = result.pieces
    for place, piece in enumerate(pieces):
        text = _piece(piece, ruleset, translator, style)
        room += len(text)
        if most is not None and room > most:
            left = sum(isinstance(rest, DieResult) for rest in pieces[place:])
            shown.append(f" … {translator.counted(_LEFT_OUT, left)}")
            break
        shown.append(text)
    return "".join(shown)


# The dice of simple pools by face, as `die_markup` would format them, formatted once.


@lru_cache(maxsize=32)
def _kept(sides: int) -> tuple[str, ...]:
    return ("", "[*1*]", *(f"[{face}]" for face in range(2, sides)), f"[**{sides}**]")


@lru_cache(maxsize=32)
def _exploding(sides: int) -> tuple[str, ...]:
    return (*_kept(sides)[:-1], f"[**{sides}**!]")


@lru_cache(maxsize=32)
def _dropped(sides: int) -> tuple[str, ...]:
    return tuple(f"[~~{face}~~]" for face in range(sides + 1))


def simple_pool_markup(simple: SimplePool, faces: Sequence[int]) -> str:
    """Return the same as ``pool_markup`` for a simple pool, from its faces alone."""
    sides = simple.sides
    if simple.explodes:
        shown = in_chain_order(simple, faces) if sides in faces else faces
        text = "".join(map(_exploding(sides).__getitem__, shown))
    elif simple.modifier is not None:
        text = _with_dropped(simple, faces)
    elif len(faces) == 1:
        text = _kept(sides)[faces[0]]
    else:
        text = "".join(map(_kept(sides).__getitem__, faces))
    bonus = simple.bonus
    if bonus:
        return f"{text} + {bonus}" if bonus > 0 else f"{text} - {-bonus}"
    return text


def _with_dropped(simple: SimplePool, faces: Sequence[int]) -> str:
    dropped = _dropped(simple.sides)
    shown = list(map(_kept(simple.sides).__getitem__, faces))
    for place in dropped_indices(simple, faces):
        shown[place] = dropped[faces[place]]
    return "".join(shown)


def _piece(piece: Piece, ruleset: Ruleset, translator: Translator, style: Style) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Note):
        return f" {style.escape(piece.words)}"
    return die_markup(piece, ruleset, translator, style)


def die_markup(
    die: DieResult, ruleset: Ruleset, translator: Translator, style: Style = MARKDOWN
) -> str:
    """Return one die in its brackets."""
    if die.is_plot:
        return _plot_die(die, ruleset, style)
    if not die.marks and len(die.faces) == 1 and die.kept and die.value == die.faces[0]:
        return f"[{die.value}]"
    shown = _value(die)
    marks = die.marks
    if not die.kept:
        shown = f"{style.struck[0]}{shown}{style.struck[1]}"
    elif Mark.MAX in marks:
        shown = style.strong(shown)
    elif Mark.MIN in marks:
        shown = f"{style.italic[0]}{shown}{style.italic[1]}"
    signs = "".join(_sign(mark, translator) for mark in marks)
    return f"[{_before(die, style)}{shown}{signs}{_natural(marks, ruleset)}{_after(die)}]"


def _sign(mark: Mark, translator: Translator) -> str:
    return f" {translator(_WORDS[mark])}" if mark in _WORDS else _SIGNS.get(mark, "")


def _value(die: DieResult) -> str:
    if die.added:
        return str(die.value)
    face = die.faces[0]
    return str(face) if face == die.value else f"{face}→{die.value}"


def _before(die: DieResult, style: Style) -> str:
    return "".join(f"{style.struck[0]}{face}{style.struck[1]} " for face in die.replaced_faces)


def _after(die: DieResult) -> str:
    added = f"({'+'.join(map(str, die.added))})" if die.added else ""
    aside = "" if die.discarded is None else f"{_ARROWS[die.edge]}({die.discarded})"
    return f"{added}{aside}"


def _natural(marks: tuple[Mark, ...], ruleset: Ruleset) -> str:
    if Mark.OPPORTUNITY in marks:
        return "(O)"
    return ruleset.bad_sign if Mark.THREAT in marks else ""


def _plot_die(die: DieResult, ruleset: Ruleset, style: Style) -> str:
    shown = str(die.faces[0])
    if Mark.OPPORTUNITY in die.marks:
        shown += style.strong("(O)")
    elif Mark.THREAT in die.marks:
        shown += ruleset.bad_sign
    return f"[{shown}{_after(die)}]"
