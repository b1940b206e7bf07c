"""Translates the dice notation of other tools into Nazh's, or refuses it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

from nazh.domain.dice.dialects import d20, dicemaiden, foundry, roll20
from nazh.domain.dice.dialects.scanning import Change, Translation, Untranslatable
from nazh.domain.dice.errors import NotationTooLong
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal


class Dialect(Enum):
    """The tool whose notation a text uses; the value is its name in a command."""

    NAZH = "nazh"
    ROLL20 = "roll20"
    FOUNDRY = "foundry"
    D20 = "d20"
    DICEMAIDEN = "dicemaiden"


_TRANSLATORS: Final[Mapping[Dialect, Callable[[str], Translation]]] = MappingProxyType(
    {
        Dialect.NAZH: Translation,
        Dialect.ROLL20: roll20.translate,
        Dialect.FOUNDRY: foundry.translate,
        Dialect.D20: d20.translate,
        Dialect.DICEMAIDEN: dicemaiden.translate,
    }
)


def translate(text: str, dialect: Dialect) -> Translation:
    """Translate ``text`` into Nazh's notation, and list what was changed.

    Raises Untranslatable, with a position in ``text``, for anything that may mean something else in
    Nazh, and EmptyNotation, ForbiddenCharacter and NotationTooLong.
    """
    if len(text) > Limits.NOTATION_LENGTH:
        raise NotationTooLong(len(text))
    try:
        return _TRANSLATORS[dialect](text)
    except Refusal as refusal:
        refusal.source = text
        raise


__all__ = ["Change", "Dialect", "Translation", "Untranslatable", "translate"]
