"""A place in a text: what stands there, and how to go on. Knows characters, not dice."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.dice.errors import NumberTooLarge, UnreadableNotation
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.modifiers import Comparison, Condition
from nazh.domain.kernel.phrases import phrase

_INTEGER: Final = re.compile(r"[0-9]+").match
_COMPARISON: Final = re.compile(r">=|<=|<>|==|[><=≥≤≠]").match
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
    """``text`` is plain (see ``plain_characters``); ``at`` always stands on no white space."""

    __slots__ = ("at", "here", "text")

    def __init__(self, text: str, at: int = 0) -> None:
        self.text = text
        self.go(at)

    def go(self, to: int) -> None:
        """Go on at ``to`` and over white space. ``here`` is the character there, or empty."""
        text = self.text
        here = text[to : to + 1]
        while here == " ":
            to += 1
            here = text[to : to + 1]
        self.at = to
        self.here = here

    def takes(self, word: str) -> bool:
        """Go over ``word`` if it stands here; say whether it did."""
        if not self.text.startswith(word, self.at):
            return False
        self.go(self.at + len(word))
        return True

    def integer(self) -> int | None:
        """Read an integer of at most the largest number allowed; ``None`` if none is here."""
        found = _INTEGER(self.text, self.at)
        if found is None:
            return None
        number = bounded(found[0], self.at)
        self.go(found.end())
        return number

    def must_integer(self, behind: str, *, signed: bool = False) -> int:
        """Read an integer or refuse, saying that what stands ``behind`` it needs one."""
        minus = signed and self.takes("-")
        number = self.integer()
        if number is None:
            raise UnreadableNotation(
                phrase("“{written}” needs a number here."),
                at=self.at,
                hint=phrase("Write a whole number."),
                written=behind,
            )
        return -number if minus else number

    def comparison(self) -> Comparison | None:
        """Read a comparison sign; ``None`` if none is here."""
        if self.here not in _COMPARING:
            return None
        found = _COMPARISON(self.text, self.at)
        if found is None:
            return None
        self.go(found.end())
        return _COMPARISONS[found[0]]

    def condition(self, behind: str) -> Condition | None:
        """Read a comparison with a number, or a bare number that is meant exactly."""
        comparison = self.comparison()
        if comparison is not None:
            return Condition(comparison, self.must_integer(behind, signed=True))
        number = self.integer()
        return None if number is None else Condition(Comparison.EQUAL, number)

    def must_condition(self, behind: str) -> Condition:
        """Read a condition or refuse, saying that what stands ``behind`` it needs one."""
        condition = self.condition(behind)
        if condition is None:
            raise UnreadableNotation(
                phrase("“{written}” needs a number or a comparison here."),
                at=self.at,
                hint=phrase("Try =1, or <=2."),
                written=behind,
            )
        return condition


def bounded(digits: str, at: int) -> int:
    """Return the number that ``digits`` write; refuse one beyond the limit."""
    number = int(digits) if len(digits) < 20 else Limits.NUMBER + 1
    if number > Limits.NUMBER:
        stripped = digits.lstrip("0")
        if len(stripped) > 10 or int(stripped or "0") > Limits.NUMBER:
            raise NumberTooLarge(at)
        return int(stripped or "0")
    return number
