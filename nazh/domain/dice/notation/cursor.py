"""Reads characters at a position in a text. Knows characters, not dice."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.dice.errors import NumberTooLarge, UnreadableNotation
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.modifiers import Comparison, Condition
from nazh.domain.kernel.texts import N_

_INTEGER: Final = re.compile(r"[0-9]+").match
_DIGITS: Final = 20
"""More than any number within the limit has, so that the rest need not be read."""
_COMPARISON: Final = re.compile(r">=|<=|<>|==|[><=≥≤≠]").match
_WORD: Final = re.compile(r"[^\W\d_]{1,20}|.").match
_COMPARING: Final = frozenset("><=≥≤≠")
_COMPARISONS: Final = {
    ">=": Comparison.AT_LEAST,
    "≥": Comparison.AT_LEAST,
    "<=": Comparison.AT_MOST,
    "≤": Comparison.AT_MOST,
    ">": Comparison.MORE,
    "<": Comparison.LESS,
    "=": Comparison.EQUAL,
    "==": Comparison.EQUAL,
    "<>": Comparison.UNEQUAL,
    "≠": Comparison.UNEQUAL,
}


class Cursor:
    """A position ``at`` in ``text``, which is normalized; the position is never on white space."""

    __slots__ = ("at", "here", "text")

    def __init__(self, text: str, at: int = 0) -> None:
        self.text = text
        self.move_to(at)

    def move_to(self, to: int) -> None:
        """Move to ``to`` and past white space. ``here`` is the character there, or empty."""
        text = self.text
        here = text[to : to + 1]
        while here == " ":
            to += 1
            here = text[to : to + 1]
        self.at = to
        self.here = here

    def accept(self, word: str) -> bool:
        """Move past ``word`` if it is here, and return whether it was."""
        if not self.text.startswith(word, self.at):
            return False
        self.move_to(self.at + len(word))
        return True

    def integer(self) -> int | None:
        """Read an integer up to the largest allowed number, or return ``None``."""
        match = _INTEGER(self.text, self.at)
        if match is None:
            return None
        number = bounded(match[0], self.at)
        self.move_to(match.end())
        return number

    def require_integer(self, written: str, *, signed: bool = False) -> int:
        """Read an integer, or raise the refusal that ``written`` needs one."""
        minus = signed and self.accept("-")
        number = self.integer()
        if number is None:
            text_key = N_("“{written}” needs a number here.")
            raise self._missing(text_key, N_("Write a whole number."), written)
        return -number if minus else number

    def comparison(self) -> Comparison | None:
        """Read a comparison sign; return ``None`` if there is none here."""
        if self.here not in _COMPARING:
            return None
        match = _COMPARISON(self.text, self.at)
        if match is None:
            return None
        self.move_to(match.end())
        return _COMPARISONS[match[0]]

    def condition(self, written: str) -> Condition | None:
        """Read a condition; a bare number means equality."""
        comparison = self.comparison()
        if comparison is not None:
            return Condition(comparison, self.require_integer(written, signed=True))
        number = self.integer()
        return None if number is None else Condition(Comparison.EQUAL, number)

    def require_condition(self, written: str) -> Condition:
        """Read a condition, or raise the refusal that ``written`` needs one."""
        condition = self.condition(written)
        if condition is None:
            text_key = N_("“{written}” needs a number or a comparison here.")
            raise self._missing(text_key, N_("Try =1, or <=2."), written)
        return condition

    def word(self) -> str:
        """Return the word or sign here, after moving back to where the word begins.

        Its first letters may have been read as a modifier: ``2d6 fire``, ``1d20 stealth``.
        """
        at = self.at
        while at and self.here.isalpha() and self.text[at - 1].isalpha():
            at -= 1
        self.move_to(at)
        match = _WORD(self.text, at)
        return self.here if match is None else match[0]

    def unexpected_word(self, hint: str | None = None) -> UnreadableNotation:
        """Return the refusal of the word or sign here."""
        word = self.word()
        default_hint = N_("Put remarks after a #.") if word.isalpha() else N_("Remove it.")
        return UnreadableNotation(
            N_("I can't read “{word}” here."), at=self.at, hint=hint or default_hint, word=word
        )

    def _missing(self, text_key: str, hint: str, written: str) -> UnreadableNotation:
        # `2d6 fire` has a word, not an `f` without a number.
        if self.here.isalpha() and self.text[self.at - 1].isalpha():
            return self.unexpected_word()
        return UnreadableNotation(text_key, at=self.at, hint=hint, written=written)


def bounded(digits: str, at: int) -> int:
    """Return the number in ``digits``, or refuse it if it is above the limit."""
    number = int(digits.lstrip("0")[:_DIGITS] or "0")
    if number > Limits.NUMBER:
        raise NumberTooLarge(at)
    return number
