"""Reads the logs of game servers."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from nazh.application.keep.logs.ports import (
    LogBatch,
    LogCursor,
    LogPiece,
    LogSource,
    LogStore,
    LogUnreadable,
)
from nazh.application.shared.jobs import JobClaims
from nazh.application.shared.ports import Clock, EventPublisher
from nazh.domain.keep.events import LogRead
from nazh.domain.keep.logs.grammar import LogGrammar
from nazh.domain.keep.logs.reading import LogReading, ReadingState, read_piece
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.errors import Unavailable

PERIOD: Final = timedelta(seconds=10)
TIMEOUT: Final = timedelta(minutes=1)
MAX_PIECES: Final = 400
"""Chunks of a log that are read per run."""
MAX_SAMPLES: Final = 20
"""Stored lines of each log that its grammar does not match, each of a different form."""
LONGEST_SAMPLE: Final = 200
READ: Final = "read"
NO_SERVER: Final = "no_server"
NO_GRAMMAR: Final = "no_grammar"
_DIGITS: Final = re.compile(r"[0-9]+")
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReadLogs:
    """Reads the new content of every log that this process can access.

    The position is stored in the same transaction as the events, so that a crash neither loses nor
    duplicates an event. If several processes can access a log, one reads it at a time.
    """

    sources: Mapping[GameServerId, LogSource]
    store: LogStore
    claims: JobClaims
    profiles: Mapping[str, Profile]
    events: EventPublisher
    clock: Clock
    _states: dict[GameServerId, str] = field(default_factory=dict, init=False)
    _logged: dict[GameServerId, str] = field(default_factory=dict, init=False)

    def states(self) -> Mapping[str, int]:
        """Return how many logs were in each state after the last run."""
        return Counter(self._states.values())

    async def __call__(self) -> None:
        """Read all logs concurrently; failing ones do not delay others. Raises ``Unavailable``."""
        if not self.sources:
            return
        servers = {server.id: server for server in await self.store.servers(self.sources)}
        await asyncio.gather(
            *(self._read(id, source, servers.get(id)) for id, source in self.sources.items())
        )

    async def _read(self, id: GameServerId, source: LogSource, server: GameServer | None) -> None:
        grammar = None if server is None else server.profile_in(self.profiles).log
        if server is None or grammar is None:
            self._note(id, NO_SERVER if server is None else NO_GRAMMAR)
            return
        try:
            if await self._read_new(server, source, grammar):
                self._note(id, READ)
            else:  # another process reads it, and has its state
                self._states.pop(id, None)
        except LogUnreadable as error:
            self._note(id, error.trouble.value)
        except Unavailable as error:
            _LOG.warning("the log of game server %s is read later: %s", id, error)

    def _note(self, id: GameServerId, state: str) -> None:
        if self._logged.get(id, READ) != state:
            _LOG.warning("the state of the log of game server %s is now: %s", id, state)
        self._states[id] = self._logged[id] = state

    async def _read_new(self, server: GameServer, source: LogSource, grammar: LogGrammar) -> bool:
        """Read up to the end of the log; return False if only another process may read it now.

        Raises LogUnreadable and ``Unavailable``.
        """
        started_at, is_claimed = self.clock.now(), False
        claim = f"read_log {server.id}"
        cursor = await self.store.cursor(server.id)
        until = started_at + TIMEOUT
        if source.is_exclusive:
            if not await self.claims.claim(claim, started_at, until):
                return False
            is_claimed = True
        for _ in range(MAX_PIECES):
            try:
                piece = await source.read(None if cursor is None else cursor.position)
            except LogUnreadable:
                if is_claimed:
                    await self.claims.schedule(claim, until, started_at + PERIOD)
                raise
            reading = _reading(piece, cursor, grammar, server)
            if reading.size == 0:
                break
            if not is_claimed:
                if not await self.claims.claim(claim, started_at, until):
                    break
                is_claimed = True
            samples = () if cursor is None else cursor.samples
            batch = LogBatch(
                piece.position_after(reading.size),
                reading.state,
                _with_samples(samples, reading.unknown),
                reading.events,
            )
            saved = await self.store.save(server, cursor, batch)
            if saved is None:
                break
            cursor = saved.cursor
            await self.events.publish(LogRead(reading.counts, saved.sessions))
        if is_claimed:
            await self.claims.schedule(claim, until, started_at + PERIOD)
        return True


def _reading(
    piece: LogPiece, cursor: LogCursor | None, grammar: LogGrammar, server: GameServer
) -> LogReading:
    state = ReadingState() if cursor is None or not piece.is_continued else cursor.state
    if piece.offset == 0:
        state = replace(state, is_in_line=False)
    return read_piece(piece.data, state, grammar, server.id, is_last=piece.is_last)


def _with_samples(samples: tuple[str, ...], unknown: Iterable[str]) -> tuple[str, ...]:
    """Add lines whose form the samples do not contain; forms ignore numbers."""
    if len(samples) >= MAX_SAMPLES:
        return samples
    by_form = {_DIGITS.sub("0", line): line for line in samples}
    for line in unknown:
        sample = "".join(
            character for character in line[:LONGEST_SAMPLE] if character.isprintable()
        )
        by_form.setdefault(_DIGITS.sub("0", sample), sample)
        if len(by_form) == MAX_SAMPLES:
            break
    return tuple(by_form.values())
