"""Parses names of nations, and detects names that look alike."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from nazh.domain.dominion.errors.general import InvalidNationName
from nazh.domain.kernel.look_alikes import as_latin

_CATEGORIES: Final = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd"))
LENGTHS: Final = range(3, 33)
_SIGNS: Final = frozenset(" -'\u2019.")
_INVISIBLE: Final = frozenset(
    map(
        chr,
        (
            *(0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0),
            *range(0x180B, 0x1810),
            *range(0xFE00, 0xFE10),
            *range(0xE0100, 0xE01F0),
        ),
    )
)
"""Invisible letters and marks, such as fillers and variation selectors."""
_MARKS_OF_A_LETTER: Final = 3
_LIST_ITEM: Final = re.compile(r"[0-9]+\. ")


@dataclass(frozen=True, slots=True)
class NationName:
    """A valid name. Names with the same ``key`` look alike, and only one nation can have it."""

    text: str
    key: str


def parse_name(text: str) -> NationName:
    """Return the name in ``text``, with single spaces.

    A name has 3 to 32 characters: letters of any script with their marks, digits, and after the
    first one also spaces, hyphens, apostrophes and full stops. Nothing else is allowed, so that a
    name cannot ping, link, break the markup, cover other lines or be invisible. Raises
    InvalidNationName.
    """
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    is_valid = len(name) in LENGTHS and all(map(_is_allowed, name)) and name[0].isalnum()
    if not is_valid or _has_many_marks(name) or _LIST_ITEM.match(name):
        raise InvalidNationName
    return NationName(name, name_key(name))


def name_key(name: str) -> str:
    """Return the key of a name, which names that look alike share."""
    return as_latin(name)


def sort_key(name: str) -> str:
    """Return the key by which lists sort a name: its letters without capitals and accents."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _is_allowed(sign: str) -> bool:
    if sign in _INVISIBLE:
        return False
    return sign in _SIGNS or unicodedata.category(sign) in _CATEGORIES


def _has_many_marks(name: str) -> bool:
    """Return whether a letter has so many marks that they cover the lines around it."""
    run = 0
    for sign in name:
        run = run + 1 if unicodedata.category(sign) == "Mn" else 0
        if run > _MARKS_OF_A_LETTER:
            return True
    return False
