"""KnownSessions: on which servers a fair session is open, asked for by every roll."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from nazh.application.dice.ports import FairBook
from nazh.application.shared.ports import Clock
from nazh.application.shared.turns import Turns
from nazh.domain.kernel.identity import ServerId

FRESH: Final = timedelta(seconds=5)
"""For how long something is believed that another process may have changed."""
_NEVER: Final = datetime.min.replace(tzinfo=UTC)
_ABOUT: Final = "open sessions"


class KnownSessions:
    """Answers ``OpenHere``. For one event loop; whoever opens or closes a session tells it.

    All servers are read at once: few have a session open, and a server that has none shall not
    ask for each of its rolls. While it believes what it knows, an answer takes half a µs.
    """

    __slots__ = ("_book", "_clock", "_known_at", "_lessons", "_open", "_stale_at", "_turns")

    def __init__(self, book: FairBook, clock: Clock) -> None:
        self._book = book
        self._clock = clock
        self._open: frozenset[ServerId] = frozenset()
        self._known_at = self._stale_at = _NEVER
        self._lessons = 0
        self._turns = Turns()

    async def __call__(self, server: ServerId) -> bool:
        """Whether a session is open on ``server``."""
        # A clock that was set back must not make anything fresh for ever.
        if not self._known_at <= self._clock.now() < self._stale_at:
            await self._read()
        return server in self._open

    def learn(self, server: ServerId, *, is_open: bool) -> None:
        """Believe what has just been put down."""
        self._lessons += 1
        self._open = self._open | {server} if is_open else self._open - {server}

    async def _read(self) -> None:
        # Of many who ask at once, one reads.
        await self._turns.take(_ABOUT)
        try:
            while not self._known_at <= self._clock.now() < self._stale_at:
                lessons = self._lessons
                found = await self._book.open_on()
                # What was read may be older than what was learnt meanwhile.
                if lessons == self._lessons:
                    self._open, self._known_at = found, self._clock.now()
                    self._stale_at = self._known_at + FRESH
        finally:
            self._turns.end(_ABOUT)
