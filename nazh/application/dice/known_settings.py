"""KnownSettings: what a server has chosen, asked for by every roll and read now and then."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from nazh.application.dice.ports import ServerBook
from nazh.application.shared.ports import Clock
from nazh.application.shared.turns import Turns
from nazh.domain.dice.server_settings import UNCHANGED, ServerSettings
from nazh.domain.kernel.identity import ServerId

FRESH: Final = timedelta(seconds=5)
"""For how long something is believed that another process may have changed."""
REMEMBERED: Final = 10_000
"""Servers, the least lately read of which are forgotten first; they take about 5 MB."""
_NOW: Final = timedelta()


class KnownSettings:
    """Answers ``SettingsHere``. For one event loop; whoever changes settings tells it."""

    __slots__ = ("_book", "_clock", "_known", "_turns")

    def __init__(self, book: ServerBook, clock: Clock) -> None:
        self._book = book
        self._clock = clock
        self._known: dict[ServerId, tuple[datetime, ServerSettings]] = {}
        self._turns = Turns()

    async def __call__(self, server: ServerId | None) -> ServerSettings:
        """Return the settings of ``server``."""
        if server is None:
            return UNCHANGED
        known = self._remembered(server)
        return await self._read(server) if known is None else known

    def learn(self, server: ServerId, settings: ServerSettings) -> None:
        """Believe what has just been put down."""
        self._known.pop(server, None)
        self._known[server] = self._clock.now(), settings
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]

    def _remembered(self, server: ServerId) -> ServerSettings | None:
        known = self._known.get(server)
        # A clock that was set back must not make anything fresh for ever.
        if known is None or not _NOW <= self._clock.now() - known[0] < FRESH:
            return None
        return known[1]

    async def _read(self, server: ServerId) -> ServerSettings:
        about = str(server)
        # Of many who ask at once, one reads.
        await self._turns.take(about)
        try:
            known = self._remembered(server)
            if known is None:
                found = await self._book.read(server)
                # What was learnt meanwhile may be newer than what was read.
                known = self._remembered(server)
                if known is None:
                    known = found
                    self.learn(server, known)
            return known
        finally:
            self._turns.end(about)
