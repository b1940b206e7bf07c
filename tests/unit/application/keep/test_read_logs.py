"""Tests that expensive logs are claimed before they are read, and that no log costs nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from nazh.application.keep.logs.ports import (
    LogBatch,
    LogCursor,
    LogPiece,
    LogSource,
    LogTrouble,
    LogUnreadable,
    SavedBatch,
)
from nazh.application.keep.logs.read_logs import PERIOD, TIMEOUT, ReadLogs
from nazh.domain.keep.logs.positions import LogPosition
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.identity import GuildId
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher

ISLAND = GameServer(GameServerId(7), GuildId(1), "Island", "ark_asa", "a.example", 27_020)
NOW = FrozenClock().now()
NOTHING_NEW = LogPiece("log", 0, b"", b"", is_continued=True, is_last=False)


class Log:
    """A log that costs the game something; satisfies ``LogSource``."""

    is_exclusive = True

    def __init__(self) -> None:
        self.is_missing = False
        self.times_read = 0

    async def read(self, after: LogPosition | None) -> LogPiece:
        self.times_read += 1
        if self.is_missing:
            raise LogUnreadable(LogTrouble.MISSING)
        return NOTHING_NEW


class Store:
    """Knows one game server; satisfies ``LogStore``."""

    def __init__(self) -> None:
        self.times_asked = 0

    async def servers(self, ids: Collection[GameServerId] | None = None) -> tuple[GameServer, ...]:
        self.times_asked += 1
        return (ISLAND,)

    async def cursor(self, server: GameServerId) -> LogCursor | None:
        return None

    async def save(
        self, server: GameServer, before: LogCursor | None, batch: LogBatch
    ) -> SavedBatch | None:
        raise NotImplementedError

    async def prune(self, before: datetime) -> None:
        raise NotImplementedError


class Claims:
    """Grants claims or not, and remembers them; satisfies ``JobClaims``."""

    def __init__(self, *, is_free: bool = True) -> None:
        self.is_free = is_free
        self.claimed: list[tuple[str, datetime, datetime]] = []
        self.due: list[tuple[str, datetime]] = []

    async def claim(self, name: str, now: datetime, until: datetime) -> bool:
        self.claimed.append((name, now, until))
        return self.is_free

    async def schedule(self, name: str, claimed_until: datetime, due_at: datetime) -> None:
        self.due.append((name, due_at))


def reads(log: LogSource | None, store: Store, claims: Claims) -> ReadLogs:
    sources = {} if log is None else {ISLAND.id: log}
    return ReadLogs(sources, store, claims, PROFILES, RecordingPublisher(), FrozenClock())


async def test_without_logs_no_store_is_asked() -> None:
    store = Store()

    await reads(None, store, Claims())()

    assert store.times_asked == 0


async def test_a_costly_log_is_claimed_for_a_minute_and_due_again_soon() -> None:
    log, claims = Log(), Claims()

    await reads(log, Store(), claims)()

    assert log.times_read == 1
    assert claims.claimed == [("read_log 7", NOW, NOW + TIMEOUT)]
    assert claims.due == [("read_log 7", NOW + PERIOD)]


async def test_a_log_that_another_process_reads_is_left_alone() -> None:
    log, claims = Log(), Claims(is_free=False)

    await reads(log, Store(), claims)()

    assert (log.times_read, claims.due) == (0, [])


async def test_the_state_of_a_log_says_why_it_was_not_read() -> None:
    log = Log()
    read_logs = reads(log, Store(), Claims())
    log.is_missing = True

    await read_logs()

    assert read_logs.states() == {"missing": 1}


async def test_a_log_that_could_not_be_read_is_due_again_soon() -> None:
    log, claims = Log(), Claims()
    log.is_missing = True

    await reads(log, Store(), claims)()

    assert claims.due == [("read_log 7", NOW + PERIOD)]


async def test_a_log_that_another_process_reads_has_no_state_here() -> None:
    log, claims = Log(), Claims()
    read_logs = reads(log, Store(), claims)
    log.is_missing = True
    await read_logs()

    claims.is_free = False
    await read_logs()

    assert read_logs.states() == {}
