"""Parses the names of nations, and compares them by their looks."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

from nazh.domain.dominion.errors import InvalidNationName

_CATEGORIES: Final = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd"))
_LENGTHS: Final = range(3, 33)
_MARKS: Final = frozenset(" -'\u2019.")
_LOOK_ALIKES: Final = str.maketrans(
    "0135\u0430\u0432\u0435\u0456\u0458\u043a\u043c\u043e\u0440\u0441\u0442\u0443\u0445\u0455\u0501",
    "oleaabeijkmopctyxsd",
)
"""Digits and Cyrillic letters that look like Latin ones, the most common in copied names."""


@dataclass(frozen=True, slots=True)
class NationName:
    """A valid name. Two names with the same ``key`` look alike, and only one nation has it."""

    text: str
    key: str


def parse_name(text: str) -> NationName:
    """Return the name in ``text``, with single spaces.

    A name has 3 to 32 characters: letters of any script with their marks, digits, and a few signs
    in between. Nothing else is taken, so that no name pings, links, breaks the markup or is
    invisible. Raises InvalidNationName.
    """
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    if len(name) not in _LENGTHS or not all(map(_is_allowed, name)) or not name[0].isalnum():
        raise InvalidNationName
    return NationName(name, name_key(name))


def name_key(name: str) -> str:
    """Return what is left of a name without case, accents, signs and look-alikes."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    letters = (sign for sign in bare if sign.isalnum())
    return "".join(letters).translate(_LOOK_ALIKES)


def _is_allowed(sign: str) -> bool:
    return sign in _MARKS or unicodedata.category(sign) in _CATEGORIES
