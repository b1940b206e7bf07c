"""Cuts embeds to the lengths that Discord accepts, counted in UTF-16 units. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from nazh.adapters.inbound.discord.interactions.responses import Json
from nazh.adapters.inbound.discord.interactions.sending.raw_components import json_objects
from nazh.domain.kernel.graphemes import cut, units

_TITLE: Final = 256
DESCRIPTION_CHARACTERS: Final = 4_096
_AUTHOR: Final = 256
_FOOTER: Final = 2_048
_FIELD_NAME: Final = 256
_FIELD_VALUE: Final = 1_024
_MAX_FIELDS: Final = 25
_MAX_EMBEDS: Final = 10
_MAX_TOTAL: Final = 6_000
"""Units of all texts in the embeds of one message."""
_MIN_UNITS: Final = 3
"""The minimum length of a cut text: its dots."""
_TEXTS: Final = ("author", "title", "description", "fields", "footer")
_SHOWN: Final = frozenset(
    {"title", "description", "fields", "image", "thumbnail", "footer", "author"}
)


def within_limits(message: Json) -> Json:
    """Return the message with embeds that Discord accepts; a cut text ends in three dots.

    Empty texts, fields and embeds are left out, and so is everything that no longer fits. Later
    texts are cut first.
    """
    embeds = json_objects(message.get("embeds"))
    if not embeds:
        return message
    room = _Room()
    limited = [room.embed(embed) for embed in embeds[:_MAX_EMBEDS]]
    kept = tuple([embed for embed in limited if not _SHOWN.isdisjoint(embed)])
    return message if kept == embeds else {**message, "embeds": kept}


class _Room:
    """The number of units left in a message."""

    def __init__(self) -> None:
        self._left = _MAX_TOTAL

    def embed(self, embed: Json) -> Json:
        limited = dict(embed)
        # The order decides which texts are cut first: the last ones.
        if "author" in embed:
            limited["author"] = self._part(embed["author"], "name", _AUTHOR)
        if "title" in embed:
            limited["title"] = self._text(embed["title"], _TITLE)
        if "description" in embed:
            limited["description"] = self._text(embed["description"], DESCRIPTION_CHARACTERS)
        if "fields" in embed:
            limited["fields"] = self._fields(embed["fields"])
        if "footer" in embed:
            limited["footer"] = self._part(embed["footer"], "text", _FOOTER)
        for key in _TEXTS:
            if key in limited and not limited[key]:
                del limited[key]
        return limited

    def _fields(self, fields: object) -> tuple[Json, ...]:
        limited = (
            {
                **field,
                "name": self._text(field.get("name"), _FIELD_NAME),
                "value": self._text(field.get("value"), _FIELD_VALUE),
            }
            for field in json_objects(fields)[:_MAX_FIELDS]
        )
        return tuple(field for field in limited if field["name"] and field["value"])

    def _part(self, part: object, key: str, most: int) -> Json | None:
        if not isinstance(part, Mapping):
            return None
        text = self._text(part.get(key), most)
        if not text:
            return None
        return part if text == part[key] else {**part, key: text}

    def _text(self, text: object, most: int) -> str:
        most = min(most, self._left)
        if not isinstance(text, str) or not text.strip() or most < _MIN_UNITS:
            return ""
        size = units(text)
        if size > most:
            text = cut(text, most)
            size = units(text)
        self._left -= size
        return text
