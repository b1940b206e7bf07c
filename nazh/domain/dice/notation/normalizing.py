"""Normalizes typed characters to those of the notation, without changing any position."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from nazh.domain.dice.errors import ForbiddenCharacter, NotationTooLong
from nazh.domain.dice.limits import Limits

_ORDINARY: Final = re.compile(r"[ -_a-~]*").fullmatch  # printable ASCII without the backtick
_SIGNS: Final = {"−": "-", "–": "-", "—": "-", "×": "*", "÷": "/"}
_FULL_WIDTH: Final = ("\uff01", "\uff5e")
_WHITE: Final = "\t\n\r"
_JOINER: Final = "\u200d"  # joins the parts of an emoji, in labels and remarks
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def normalized_characters(text: str) -> str:
    """Return ``text`` in lower-case ASCII as far as possible, character for character.

    Full-width and other digits, minus signs and dashes, ``×``, ``÷`` and every kind of space are
    replaced by their plain form. Other letters are kept, so that labels can be distinguished from
    dice. Raises NotationTooLong and ForbiddenCharacter.
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
    # Nothing else becomes ASCII: `1d6²` is not 1d62, and no lookalike character counts as a die.
    return lower if len(lower) == 1 and lower.isascii() == character.isascii() else character
