"""Cleans player names, without damaging any script."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from nazh.domain.kernel.graphemes import cut_graphemes

LONGEST_NAME: Final = 32
NAMELESS: Final = "Survivor"
_READ: Final = 128
"""The most characters of a name that are read; games allow far fewer."""
_PLAIN: Final = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*", re.ASCII)
_ANSI: Final = re.compile(r"\x1b\[[0-9;?]{0,16}[A-Za-z]")
_CUSTOM_EMOJI: Final = re.compile(r"<a?:[A-Za-z0-9_]{1,32}:[0-9]{1,20}>")
_BLANKS: Final = re.compile(r"\s+")
_MARKUP: Final = frozenset("*_~`|><@#[]:\\")
_INVISIBLE: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u200b\u2800")
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk", "Zl", "Zp", "Me"})
_MARKS: Final = frozenset({"Mn", "Mc"})
_COMPOSED: Final = ("LATIN ", "CYRILLIC ", "GREEK ")
"""Scripts whose letters compose with their accents, so that no separate marks remain."""
_NUKTA: Final = 7
_MAX_MARKS: Final = 2


def clean_name(raw: str) -> str:
    """Return a name of 1 to 32 grapheme clusters without markup, emoji, controls and stacked marks.

    Latin, Cyrillic and Greek letters keep the marks that they compose with; other letters keep two
    marks and a nukta. If nothing is left, the name is ``Survivor``. Cleaning a clean name returns
    it unchanged.
    """
    if len(raw) <= LONGEST_NAME and _PLAIN.fullmatch(raw):
        return raw
    text = _CUSTOM_EMOJI.sub("", _ANSI.sub("", raw[:_READ]))
    cleaned = _cleaned(text)
    # A dropped character may have separated a letter from a mark that composes with it.
    while cleaned != text:
        text, cleaned = cleaned, _cleaned(cleaned)
    return cleaned or NAMELESS


def _cleaned(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text)
    visible = _visible(_BLANKS.sub(" ", composed))
    return cut_graphemes(_BLANKS.sub(" ", visible).strip(), LONGEST_NAME).strip()


def _visible(text: str) -> str:
    visible: list[str] = []
    room, nuktas = 0, 0
    for character in text:
        if character.isascii():
            if character.isprintable() and character not in _MARKUP:
                visible.append(character)
                room = nuktas = 0
            continue
        category = unicodedata.category(character)
        if category in _DROPPED or character in _INVISIBLE or _is_selector(character):
            continue
        if category in _MARKS:
            if nuktas and unicodedata.combining(character) == _NUKTA:
                nuktas -= 1
            elif room:
                room -= 1
            else:
                continue
        elif category[0] == "L" and not unicodedata.name(character, "").startswith(_COMPOSED):
            room, nuktas = _MAX_MARKS, 1
        else:
            room = nuktas = 0
        visible.append(character)
    return "".join(visible)


def _is_selector(character: str) -> bool:
    return (
        "\ufe00" <= character <= "\ufe0f"
        or "\u180b" <= character <= "\u180f"
        or ("\U000e0100" <= character <= "\U000e01ef")
    )
