"""Tests what the operator is told of each game server's log."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import pytest

from nazh.application.keep.logs.ports import (
    LogBatch,
    LogCursor,
    LogPiece,
    LogTrouble,
    LogUnreadable,
    SavedBatch,
)
from nazh.application.keep.logs.show_logs import LogReport, ShowLogs
from nazh.domain.keep.logs.positions import LogPosition
from nazh.domain.keep.logs.reading import ReadingState
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.identity import GuildId

ISLAND = GameServer(GameServerId(1), GuildId(1), "Island", "ark_asa", "a.example", 27_020)
TRANSPORT = GameServer(GameServerId(2), GuildId(1), "Transport", "openttd", "b.example", 3_979)
PIECE = LogPiece("log", 0, b"", b"", is_continued=True, is_last=False)
CURSOR = LogCursor(1, PIECE.position_after(0), ReadingState(), ("an unknown line",))


class Source:
    """A log that can be read, or not; satisfies ``LogSource``."""

    is_exclusive = False

    def __init__(self, trouble: LogTrouble | None = None) -> None:
        self._trouble = trouble

    async def read(self, after: LogPosition | None) -> LogPiece:
        if self._trouble is not None:
            raise LogUnreadable(self._trouble)
        return PIECE


class Logs:
    """Has two servers, and has read the log of one; satisfies ``LogStore``."""

    async def servers(self, ids: Collection[GameServerId] | None = None) -> tuple[GameServer, ...]:
        return (TRANSPORT, ISLAND)

    async def cursor(self, server: GameServerId) -> LogCursor | None:
        return CURSOR if server == ISLAND.id else None

    async def save(
        self, server: GameServer, before: LogCursor | None, batch: LogBatch
    ) -> SavedBatch | None:
        raise NotImplementedError

    async def prune(self, before: datetime) -> None:
        raise NotImplementedError


@pytest.mark.parametrize(
    ("show", "report"),
    [
        (ShowLogs({ISLAND.id: Source()}, Logs(), PROFILES), ("read", CURSOR.samples)),
        (
            ShowLogs({ISLAND.id: Source(LogTrouble.MISSING)}, Logs(), PROFILES),
            ("missing", CURSOR.samples),
        ),
        (ShowLogs({}, Logs(), PROFILES, {ISLAND.id}), ("console", CURSOR.samples)),
        (ShowLogs({}, Logs(), PROFILES), ("not_named", ())),
    ],
)
async def test_a_log_is_read_or_it_is_said_why_not(
    show: ShowLogs, report: tuple[str, tuple[str, ...]]
) -> None:
    assert await show() == (
        LogReport(ISLAND.id, ISLAND, *report),
        LogReport(TRANSPORT.id, TRANSPORT, "no_grammar"),
    )


async def test_a_log_of_a_server_that_does_not_exist_is_reported() -> None:
    nobody = GameServerId(9)

    *_, last = await ShowLogs({nobody: Source()}, Logs(), PROFILES)()

    assert last == LogReport(nobody, None, "no_server")
