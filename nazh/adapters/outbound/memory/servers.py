"""The servers in memory: what each has chosen, what was changed, and which were left."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from nazh.application.dice.ports.servers import EVERY_SERVER, Span
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.server_settings import UNCHANGED, ServerSettings, SettingChange
from nazh.domain.kernel.identity import ServerId

SERVERS_KEPT: Final = 10_000
"""Servers that have chosen something; with all their changes they take about 100 MB."""


class MemoryServers:
    """Satisfies ``ServerBook`` and ``ServerRegister``; who changed nothing longest goes first."""

    __slots__ = ("_most", "changed", "chosen", "noted")

    def __init__(self, most: int = SERVERS_KEPT) -> None:
        if most < 1:
            raise ValueError("there is room for at least one server")
        self._most = most
        self.chosen: dict[ServerId, ServerSettings] = {}
        self.changed: dict[ServerId, tuple[SettingChange, ...]] = {}
        self.noted: dict[ServerId, datetime | None] = {}

    async def read(self, server: ServerId) -> ServerSettings:
        """Return what ``server`` has chosen."""
        return self.chosen.get(server, UNCHANGED)

    async def replace(
        self, server: ServerId, before: ServerSettings, after: ServerSettings, change: SettingChange
    ) -> bool:
        """Put ``after`` in the place of ``before``; whether it was done."""
        if self.chosen.get(server, UNCHANGED) != before:
            return False
        self.chosen.pop(server, None)
        self.chosen[server] = after
        known = (change, *self.changed.get(server, ()))
        self.changed[server] = known[: Limits.CHANGES_OF_SERVER]
        if len(self.chosen) > self._most:
            oldest = next(iter(self.chosen))
            del self.chosen[oldest], self.changed[oldest]
        return True

    async def changes(self, server: ServerId) -> tuple[SettingChange, ...]:
        """Return what was changed, the latest first."""
        return self.changed.get(server, ())

    async def note(
        self, present: Collection[ServerId], at: datetime, among: Span = EVERY_SERVER
    ) -> tuple[int, int]:
        """Note where the bot is; return how many servers were left, and how many come back to."""
        here = set(present)
        known = {**dict.fromkeys(self.chosen), **self.noted}
        left = {one for one, gone in known.items() if gone is None and among.holds(one)} - here
        back = {one for one, gone in known.items() if gone is not None} & here
        self.noted |= dict.fromkeys(here)
        self.noted |= dict.fromkeys(left, at)
        return len(left), len(back)

    async def left(self) -> Mapping[ServerId, datetime]:
        """Return when servers were left."""
        return {server: gone for server, gone in self.noted.items() if gone is not None}

    async def days(self) -> Mapping[ServerId, int]:
        """Return for how many days servers want their rolls kept."""
        chosen = ((server, settings.days) for server, settings in self.chosen.items())
        return {server: days for server, days in chosen if days is not None}
