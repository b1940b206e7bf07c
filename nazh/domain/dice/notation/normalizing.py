"""From what a keyboard sends to the characters of the notation; positions stay the same."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from nazh.domain.dice.errors import ForbiddenCharacter, NotationTooLong
from nazh.domain.dice.limits import Limits

_ORDINARY: Final = re.compile(r"[ -_a-~]*").fullmatch  # printable ASCII but the backtick
_SIGNS: Final = {"−": "-", "–": "-", "—": "-", "×": "*", "÷": "/"}
_FULL_WIDTH: Final = ("\uff01", "\uff5e")
_WHITE: Final = "\t\n\r"
_JOINER: Final = "\u200d"  # holds the parts of an emoji together, in labels and remarks
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def normalized_characters(text: str) -> str:
    """Return ``text`` in lower-case ASCII where it can be, character for character.

    Full-width and other digits, minus signs and dashes, ``×``, ``÷`` and every kind of space
    become their plain form; other letters stay, so that labels can be told apart from dice.
    Raises NotationTooLong and ForbiddenCharacter.
    """
    if len(text) > Limits.NOTATION_LENGTH:
        raise NotationTooLong(len(text))
    if _ORDINARY(text):
        return text.lower()
    return "".join(_plain(character, at) for at, character in enumerate(text))


def _plain(character: str, at: int) -> str:
    if character in _WHITE:
        return " "
    if character == _JOINER:
        return character
    category = unicodedata.category(character)
    if character == "`" or category in _INVISIBLE:
        raise ForbiddenCharacter(character, at)
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if character in _SIGNS:
        return _SIGNS[character]
    if _FULL_WIDTH[0] <= character <= _FULL_WIDTH[1]:
        return unicodedata.normalize("NFKC", character).lower()
    lower = character.lower()
    # Nothing else becomes ASCII: `1d6²` is not 1d62, and no look-alike passes for a die.
    return lower if len(lower) == 1 and lower.isascii() == character.isascii() else character
