"""A place in a text: what stands there, and how to go on. Knows characters, not dice."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.dice.errors import NumberTooLarge, UnreadableNotation
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.modifiers import Comparison, Condition
from nazh.domain.kernel.texts import N_

_INTEGER: Final = re.compile(r"[0-9]+").match
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
    """``text`` is plain (see ``normalized_characters``); ``at`` always stands on no white space."""

    __slots__ = ("at", "here", "text")

    def __init__(self, text: str, at: int = 0) -> None:
        self.text = text
        self.move_to(at)

    def move_to(self, to: int) -> None:
        """Go on at ``to`` and over white space. ``here`` is the character there, or empty."""
        text = self.text
        here = text[to : to + 1]
        while here == " ":
            to += 1
            here = text[to : to + 1]
        self.at = to
        self.here = here

    def accept(self, word: str) -> bool:
        """Go over ``word`` if it stands here; say whether it did."""
        if not self.text.startswith(word, self.at):
            return False
        self.move_to(self.at + len(word))
        return True

    def integer(self) -> int | None:
        """Read an integer of at most the largest number allowed; ``None`` if none is here."""
        found = _INTEGER(self.text, self.at)
        if found is None:
            return None
        number = bounded(found[0], self.at)
        self.move_to(found.end())
        return number

    def require_integer(self, behind: str, *, signed: bool = False) -> int:
        """Read an integer or refuse, saying that what stands ``behind`` it needs one."""
        minus = signed and self.accept("-")
        number = self.integer()
        if number is None:
            text_key = N_("“{written}” needs a number here.")
            raise self._missing(text_key, N_("Write a whole number."), behind)
        return -number if minus else number

    def comparison(self) -> Comparison | None:
        """Read a comparison sign; ``None`` if none is here."""
        if self.here not in _COMPARING:
            return None
        found = _COMPARISON(self.text, self.at)
        if found is None:
            return None
        self.move_to(found.end())
        return _COMPARISONS[found[0]]

    def condition(self, behind: str) -> Condition | None:
        """Read a comparison with a number, or a bare number that is meant exactly."""
        comparison = self.comparison()
        if comparison is not None:
            return Condition(comparison, self.require_integer(behind, signed=True))
        number = self.integer()
        return None if number is None else Condition(Comparison.EQUAL, number)

    def require_condition(self, behind: str) -> Condition:
        """Read a condition or refuse, saying that what stands ``behind`` it needs one."""
        condition = self.condition(behind)
        if condition is None:
            text_key = N_("“{written}” needs a number or a comparison here.")
            raise self._missing(text_key, N_("Try =1, or <=2."), behind)
        return condition

    def word(self) -> str:
        """Return the word that stands here, or the sign; go back to where the word begins.

        Its first letters may have been read as a modifier: ``2d6 fire``, ``1d20 stealth``.
        """
        at = self.at
        while at and self.here.isalpha() and self.text[at - 1].isalpha():
            at -= 1
        self.move_to(at)
        found = _WORD(self.text, at)
        return self.here if found is None else found[0]

    def unexpected_word(self, hint: str | None = None) -> UnreadableNotation:
        """Return the refusal of the word that stands here, or of the sign."""
        word = self.word()
        usual = N_("Put remarks after a #.") if word.isalpha() else N_("Remove it.")
        return UnreadableNotation(
            N_("I can't read “{word}” here."), at=self.at, hint=hint or usual, word=word
        )

    def _missing(self, text_key: str, hint: str, behind: str) -> UnreadableNotation:
        # `2d6 fire` is a word, and no `f` that lacks a number.
        if self.here.isalpha() and self.text[self.at - 1].isalpha():
            return self.unexpected_word()
        return UnreadableNotation(text_key, at=self.at, hint=hint, written=behind)


def bounded(digits: str, at: int) -> int:
    """Return the number that ``digits`` write; refuse one beyond the limit."""
    number = int(digits) if len(digits) < 20 else Limits.NUMBER + 1
    if number > Limits.NUMBER:
        stripped = digits.lstrip("0")
        if len(stripped) > 10 or int(stripped or "0") > Limits.NUMBER:
            raise NumberTooLarge(at)
        return int(stripped or "0")
    return number
