"""Finished parts of messages, as JSON, for hikari's client, which would build them itself."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence

import hikari

from nazh.adapters.inbound.discord.interactions.responses import Json


class RawComponent(hikari.api.ComponentBuilder):
    """A component that needs no building."""

    __slots__ = ("_component",)

    def __init__(self, component: Json) -> None:
        self._component = component

    @property
    def type(self) -> int:
        """Discord's number for this kind of component."""
        number = self._component["type"]
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
        return dict(self._component), ()


def json_objects(value: object) -> Sequence[Json]:
    """Return the objects in a JSON list; none where there is no list."""
    return value if isinstance(value, (list, tuple)) else ()
