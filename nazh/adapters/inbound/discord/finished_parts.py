"""Finished parts of messages, as JSON, for hikari's client, which would build them itself."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence

import hikari

from nazh.adapters.inbound.discord.answers import Json


class FinishedPart(hikari.api.ComponentBuilder):
    """A component that needs no building."""

    __slots__ = ("_part",)

    def __init__(self, part: Json) -> None:
        self._part = part

    @property
    def type(self) -> int:
        """Discord's number for this kind of component."""
        number = self._part["type"]
        assert isinstance(number, int)
        return number

    @property
    def id(self) -> hikari.UndefinedType:
        """Left for Discord to give."""
        return hikari.UNDEFINED

    def build(
        self,
    ) -> tuple[
        MutableMapping[str, object], Sequence[hikari.files.Resource[hikari.files.AsyncReader]]
    ]:
        """Return the JSON object as it is; nothing is attached."""
        return dict(self._part), ()


def objects_in(value: object) -> Sequence[Json]:
    """Return the objects in a JSON list; none where there is no list."""
    return value if isinstance(value, (list, tuple)) else ()
