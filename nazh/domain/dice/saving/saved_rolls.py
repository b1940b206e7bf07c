"""Validates what users save: names, numbers and rolls."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from nazh.domain.dice.errors.saved import InvalidSavedName, NotANumber
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.notation import Parameter, meant_text, names_in, read_saved
from nazh.domain.dice.notation.normalizing import normalized_characters
from nazh.domain.kernel.errors import Refusal

NUMBER: Final = "@"
ROLL: Final = "$"
_NAME: Final = re.compile(r"[^\W\d_]\w*").fullmatch
_NUMBER: Final = re.compile(r"[+-]? *[0-9]{1,20}").fullmatch
STAND_IN: Final = "1"
"""A placeholder for a number that differs between players, used while a text is checked."""


def saved_name(written: str, sign: str = ROLL) -> str:
    """Return a name as the notation reads it; ``sign`` is added if it has none.

    White space becomes underscores. Raises InvalidSavedName.
    """
    try:
        plain = normalized_characters(written.strip())
    except Refusal as refusal:
        raise InvalidSavedName from refusal
    if plain.startswith((NUMBER, ROLL)):
        sign, plain = plain[0], plain[1:]
    plain = "_".join(plain.split())
    if not _NAME(plain) or len(plain) > Limits.NAME_LENGTH:
        raise InvalidSavedName
    return f"{sign}{plain}"


def saved_number(name: str, written: str) -> str:
    """Return the number to save under ``name``, in canonical notation.

    Raises NotANumber.
    """
    try:
        plain = normalized_characters(written.strip())
    except Refusal as refusal:
        raise NotANumber(name) from refusal
    if not _NUMBER(plain) or abs(int(plain.replace(" ", ""))) > Limits.NUMBER:
        raise NotANumber(name)
    return str(int(plain.replace(" ", "")))


def saved_text(name: str, written: str, known: Mapping[str, str]) -> str:
    """Return the text to save under ``name``; ``known`` has the texts of other names.

    The text may use numbers that are not known, because they differ between players. Raises the
    refusal of the notation.
    """
    if name.startswith(NUMBER):
        return saved_number(name, written)
    typed = " ".join(written.split())
    text = " ".join(meant_text(typed, _known_texts(typed, known)).split())
    checked_parameters(name, text, known)
    return text


def checked_parameters(name: str, text: str, known: Mapping[str, str]) -> tuple[Parameter, ...]:
    """Return the parameters of a text to save. Raises as ``saved_text`` does."""
    return read_saved(name, text, _known_texts(text, known))


def _known_texts(text: str, known: Mapping[str, str]) -> dict[str, str]:
    texts = referenced_texts(names_in(text), known)
    for mentioned in (text, *texts.values()):
        for name in names_in(mentioned):
            if name.startswith(NUMBER):
                texts.setdefault(name, STAND_IN)
    return texts


def referenced_texts(names: Collection[str], known: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of ``names`` and of all names that these use, as far as they are known.

    They are sorted by name, so that equal rolls always have equal texts.
    """
    texts: dict[str, str] = {}
    waiting = list(names)
    for name in waiting:
        if name in known and name not in texts:
            texts[name] = known[name]
            waiting.extend(names_in(known[name]))
    return dict(sorted(texts.items()))
