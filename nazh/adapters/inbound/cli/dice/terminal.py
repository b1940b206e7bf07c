"""Formats rolls for a terminal with bold, italic, struck and coloured text."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.dice.rolling.markup import Style, pool_markup
from nazh.adapters.inbound.texts.dice.rolling.plain import PlainFormat, formatted_lines, total_words
from nazh.adapters.inbound.texts.languages import ENGLISH, Translator
from nazh.domain.dice import PoolResult, Roll, Ruleset

_RESET: Final = "\x1b[0m"
_GOLD: Final = "\x1b[33m"
_RED: Final = "\x1b[31m"
_DIM: Final = "\x1b[2m"
_NOT_DIM: Final = "\x1b[22m"
TERMINAL: Final = Style(
    bold=("\x1b[1m", "\x1b[22m"),
    italic=("\x1b[3m", "\x1b[23m"),
    struck=("\x1b[9m", "\x1b[29m"),
    escape=lambda text: "".join(character for character in text if character.isprintable()),
)


def terminal_lines(rolls: tuple[Roll, ...]) -> tuple[str, ...]:
    """Return a roll and all its repeats with ANSI styles, which end on the same line."""
    return formatted_lines(rolls, ENGLISH, _MARKUP)


def _total(result: PoolResult, translator: Translator) -> str:
    total_text = total_words(result, translator)
    if not total_text:
        return ""
    total, space, rest = total_text.partition(" ")
    return f"{TERMINAL.strong(total)}{space}{rest}"


def _notation(notation: str) -> str:
    return f"{_DIM}{notation}{_NOT_DIM}"


def _dice(result: PoolResult, ruleset: Ruleset, translator: Translator) -> str:
    return pool_markup(result, ruleset, translator, TERMINAL)


def _story(roll: Roll, story: str) -> str:
    # Colour only repeats what the words say, for users who cannot see it.
    if roll.opportunities:
        return f"{_GOLD}{story}{_RESET}"
    return f"{_RED}{story}{_RESET}" if roll.threats else story


_MARKUP: Final = PlainFormat(_total, _notation, _dice, _story)
