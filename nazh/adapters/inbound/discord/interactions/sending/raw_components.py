"""Passes finished components as JSON through hikari's client, which would build them itself."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence

import hikari

from nazh.adapters.inbound.discord.interactions.responses import Json


class RawComponent(hikari.api.ComponentBuilder):
    """A component as finished JSON."""

    __slots__ = ("_component",)

    def __init__(self, component: Json) -> None:
        self._component = component

    @property
    def type(self) -> int:
        """Discord's number for this type of component."""
        number = self._component["type"]
        assert isinstance(number, int)
        return number

    @property
    def id(self) -> hikari.UndefinedType:
        """Undefined, so that Discord assigns it."""
        return hikari.UNDEFINED

    def build(
        self,
    ) -> tuple[
        MutableMapping[str, object], Sequence[hikari.files.Resource[hikari.files.AsyncReader]]
    ]:
        """Return the JSON object as it is; nothing is attached."""
        return dict(self._component), ()


def json_objects(value: object) -> Sequence[Json]:
    """Return the objects in a JSON list, or none if it is not a list."""
    return value if isinstance(value, (list, tuple)) else ()
