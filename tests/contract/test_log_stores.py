"""Tests the contract of log stores, and that no event of real files is lost or doubled."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection, Table, func, select

from nazh.adapters.outbound.game_logs.file_log import FileLog
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.keep.log_store import SqlLogStore
from nazh.adapters.outbound.sql.keep.personal_data import SqlKeepRecords
from nazh.adapters.outbound.sql.keep.play_sessions import MAX_NAMES
from nazh.adapters.outbound.sql.keep.players import SqlPlayerStore
from nazh.adapters.outbound.sql.keep.servers import SqlServerStore
from nazh.adapters.outbound.sql.keep.tables import (
    EVENTS,
    LOG_CURSORS,
    PLAYER_NAMES,
    PLAYERS,
    SESSIONS,
)
from nazh.adapters.outbound.sql.platform.jobs import SqlJobClaims
from nazh.adapters.outbound.sql.timestamps import instant
from nazh.application.keep.logs.ports import LogBatch, LogStore
from nazh.application.keep.logs.prune_logs import PruneLogs
from nazh.application.keep.logs.read_logs import MAX_SAMPLES, READ, ReadLogs
from nazh.application.keep.players.ports import PlayerStore
from nazh.application.keep.prune_records import PruneRecords
from nazh.domain.keep.events import LogRead
from nazh.domain.keep.logs.events import EventKind
from nazh.domain.keep.logs.sessions import SessionOutcome
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.servers import GameServer, GameServerId, NewServer
from nazh.domain.kernel.identity import GuildId
from tests.audit_entries import ENTRY
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher

NOW = FrozenClock().now()
OURS, THEIRS = GuildId(2**62), GuildId(2)
PEBBLE, RIVER = "0002aa00bb11cc22dd33ee44ff556677", "0002aa00bb11cc22dd33ee44ff556678"


@pytest.fixture
def store(keep_database: Database) -> LogStore:
    return SqlLogStore(keep_database)


@pytest_asyncio.fixture
async def island(keep_database: Database) -> GameServer:
    return await added(keep_database)


async def added(database: Database, guild: GuildId = OURS, profile: str = "ark_asa") -> GameServer:
    new = NewServer(guild, f"Island {profile}", profile, "a.example", 27_020, NOW)
    return await SqlServerStore(database).add(new, lambda _: "sealed", ENTRY)


class Reader:
    """Reads the log file of a game server, as the job does every few seconds."""

    def __init__(self, database: Database, *logs: tuple[GameServer, Path]) -> None:
        self.published = RecordingPublisher()
        self.clock = FrozenClock()
        self.read_logs = ReadLogs(
            {server.id: FileLog(path) for server, path in logs},
            SqlLogStore(database),
            SqlJobClaims(database),
            PROFILES,
            self.published,
            self.clock,
        )

    async def __call__(self) -> None:
        self.clock.advance(10)
        await self.read_logs()

    def counted(self, kind: EventKind) -> int:
        return sum(
            event.lines.get(kind, 0)
            for event in self.published.events
            if isinstance(event, LogRead)
        )


@pytest.fixture
def log(tmp_path: Path) -> Path:
    (tmp_path / "logs").mkdir()
    return tmp_path / "logs/ShooterGame.log"


def write(log: Path, *lines: str) -> None:
    with log.open("ab") as file:
        file.write("".join(f"{line}\r\n" for line in lines).encode())


def joined(clock: str, player: str = PEBBLE, name: str = "Pebble") -> str:
    return f"2026.01.01_{clock}: {name} [UniqueNetId:{player} Platform:None] joined this ARK!"


def left(clock: str, player: str = PEBBLE) -> str:
    return f"2026.01.01_{clock}: Pebble [UniqueNetId:{player} Platform:None] left this ARK!"


def chat_line(clock: str, text: str) -> str:
    return f"2026.01.01_{clock}: Pebble (Ash): {text}"


async def count(database: Database, table: Table) -> int:
    return await database.read(
        lambda connection: connection.execute(select(func.count()).select_from(table)).scalar_one()
    )


async def events(database: Database) -> list[tuple[str, str, str]]:
    events_query = select(EVENTS.c.kind, EVENTS.c.name, EVENTS.c.text).order_by(EVENTS.c.seq)

    def query(connection: Connection) -> list[tuple[str, str, str]]:
        return [(row.kind, row.name, row.text) for row in connection.execute(events_query)]

    return await database.read(query)


async def sessions(database: Database) -> list[tuple[str, str, str, str]]:
    """Return player, start, end and state of all sessions, in the order of storing."""
    joined = SESSIONS.join(PLAYERS, PLAYERS.c.id == SESSIONS.c.player)
    sessions_query = select(SESSIONS, PLAYERS.c.player.label("whose")).select_from(joined)

    def clock(stored: int | None) -> str:
        return "" if stored is None else f"{instant(stored):%H.%M.%S}"

    def query(connection: Connection) -> list[tuple[str, str, str, str]]:
        return [
            (row.whose, clock(row.opened_at), clock(row.closed_at), row.state)
            for row in connection.execute(sessions_query.order_by(SESSIONS.c.seq))
        ]

    return await database.read(query)


async def test_a_log_is_read_as_it_grows(
    keep_database: Database, island: GameServer, log: Path
) -> None:
    read = Reader(keep_database, (island, log))
    write(
        log,
        joined("12.00.00"),
        chat_line("12.00.01", "hi"),
        "[2026.01.01-12.00.02:000][  1]noise 1",
    )
    await read()
    write(log, joined("12.00.05", RIVER, "Ri*ver* \u202eFern"), left("12.30.00"))
    await read()
    await read()

    assert [kind for kind, *_ in await events(keep_database)] == ["join", "chat", "join", "leave"]
    assert await sessions(keep_database) == [
        (PEBBLE, "12.00.00", "12.30.00", "closed"),
        (RIVER, "12.00.05", "", "open"),
    ]
    names = select(PLAYER_NAMES.c.name).order_by(PLAYER_NAMES.c.player)
    assert await keep_database.read(lambda on: list(on.execute(names).scalars())) == [
        "Pebble",
        "River Fern",
    ]
    assert read.counted(EventKind.UNKNOWN) == 1
    assert len(read.published.events) == 2
    assert read.read_logs.states() == {READ: 1}


async def test_a_replay_changes_nothing(
    keep_database: Database, island: GameServer, log: Path
) -> None:
    read = Reader(keep_database, (island, log))
    first_lines = [
        joined("12.00.00"),
        chat_line("12.00.01", "hi"),
        chat_line("12.00.01", "hi"),
        left("12.30.00"),
    ]
    write(log, *first_lines, joined("13.00.00"))
    await read()
    before = await events(keep_database), await sessions(keep_database)

    shutil.copy(log, log.with_name("again"))
    write(log.with_name("again"), *first_lines, joined("13.00.00"))  # written twice into one file
    rename(log.with_name("again"), log)
    await read()
    remove(log)
    write(log, *first_lines, joined("13.00.00"))  # another file with the same lines
    await read()

    assert (await events(keep_database), await sessions(keep_database)) == before
    assert read.counted(EventKind.JOIN) == 6


async def test_a_rotated_and_a_truncated_log_lose_nothing(
    keep_database: Database, island: GameServer, log: Path
) -> None:
    read = Reader(keep_database, (island, log))
    write(log, joined("12.00.00"))
    await read()
    write(log, chat_line("12.00.01", "before"))
    rename(log, log.with_name("ShooterGame-backup-2026.01.01-12.00.02.log"))
    write(log, chat_line("12.00.01", "after"))
    await read()
    write(log, chat_line("12.00.03", "copied"))
    shutil.copy(log, log.with_name("ShooterGame.log.1"))
    os.truncate(log, 0)
    await read()
    write(log, chat_line("12.00.04", "last"))
    await read()

    assert [text for *_, text in await events(keep_database)] == [
        "",
        "before",
        "after",
        "copied",
        "last",
    ]


async def test_a_start_of_the_game_server_ends_sessions(
    keep_database: Database, island: GameServer, log: Path
) -> None:
    read = Reader(keep_database, (island, log))
    write(log, joined("12.00.00"), joined("12.10.00", RIVER))
    await read()
    write(log, "[2026.01.01-14.00.00:000][  1]World Save Complete. Took: 0.67")
    write(log, "[2026.01.01-20.00.00:000][  0]Log file open, 01/01/26 20:00:00")
    await read()

    assert await sessions(keep_database) == [
        (PEBBLE, "12.00.00", "14.00.00", "inferred"),
        (RIVER, "12.10.00", "14.00.00", "inferred"),
    ]
    (published,) = read.published.events[1:]
    assert isinstance(published, LogRead)
    assert published.sessions[SessionOutcome.INFERRED] == 2


async def test_of_two_processes_one_stores_a_batch(
    keep_database: Database, island: GameServer, log: Path
) -> None:
    write(log, joined("12.00.00"))
    first, second = Reader(keep_database, (island, log)), Reader(keep_database, (island, log))
    await first()
    store = SqlLogStore(keep_database)
    old = await store.cursor(island.id)
    assert old is not None
    write(log, left("12.30.00"))
    second.clock.advance(60)
    await second()

    batch = LogBatch(replace(old.position, offset=1), old.state, (), ())

    assert await store.save(island, old, batch) is None
    assert await store.save(island, None, batch) is None
    cursor = await store.cursor(island.id)
    assert cursor is not None
    assert cursor.position.offset == log_size(log)
    assert len(await events(keep_database)) == 2


async def test_a_log_that_another_process_reads_is_left_to_it(
    keep_database: Database, island: GameServer, log: Path
) -> None:
    write(log, joined("12.00.00"))
    await SqlJobClaims(keep_database).claim(
        f"read_log {island.id}", NOW, NOW + timedelta(minutes=1)
    )
    read = Reader(keep_database, (island, log))

    await read()
    assert await events(keep_database) == []
    read.clock.advance(60)
    await read()

    assert len(await events(keep_database)) == 1


async def test_unreadable_logs_are_reported_and_delay_no_other(
    keep_database: Database, island: GameServer, log: Path
) -> None:
    trains = await added(keep_database, profile="openttd")
    removed = replace(island, id=GameServerId(99))
    missing = await added(keep_database, THEIRS)
    folder = await added(keep_database, GuildId(3))
    write(log, joined("12.00.00"))
    read = Reader(
        keep_database,
        (trains, log),
        (removed, log),
        (missing, log.with_name("missing")),
        (folder, log.parent),
        (island, log),
    )

    await read()

    assert read.read_logs.states() == {
        "read": 1,
        "no_grammar": 1,
        "no_server": 1,
        "missing": 1,
        "not_a_file": 1,
    }
    assert len(await events(keep_database)) == 1


async def test_samples_are_kept_of_lines_of_different_forms(
    store: LogStore, keep_database: Database, island: GameServer, log: Path
) -> None:
    write(log, *(f"a line\x00 {number}" for number in range(30)))
    write(log, *("x" * number for number in range(1, 300)))

    await Reader(keep_database, (island, log))()

    cursor = await store.cursor(island.id)
    assert cursor is not None
    assert len(cursor.samples) == MAX_SAMPLES
    assert cursor.samples[:2] == ("a line 0", "x")


async def test_the_last_names_of_a_player_are_kept(
    keep_database: Database, island: GameServer, log: Path
) -> None:
    names = [f"Name {number:02}" for number in range(MAX_NAMES + 5)]
    read = Reader(keep_database, (island, log))
    write(log, *(joined("12.59.00", RIVER, name) for name in ("River", names[-1])))
    await read()
    for number, name in enumerate(names):
        write(log, joined(f"12.00.{number:02}", name=name), left(f"12.00.{number:02}"))
        await read()

    names_query = (
        select(PLAYERS.c.player, PLAYER_NAMES.c.name)
        .join(PLAYERS, PLAYERS.c.id == PLAYER_NAMES.c.player)
        .order_by(PLAYERS.c.player, PLAYER_NAMES.c.name)
    )
    assert await keep_database.read(lambda on: list(map(tuple, on.execute(names_query)))) == [
        *((PEBBLE, name) for name in names[5:]),
        *((RIVER, name) for name in (names[-1], "River")),
    ]
    assert [whose for whose, *_ in await sessions(keep_database)].count(PEBBLE) == 1


async def test_a_player_who_leaves_a_server_still_plays_on_another_one(
    keep_database: Database, island: GameServer, tmp_path: Path
) -> None:
    new = NewServer(OURS, "Center", "ark_asa", "a.example", 27_021, NOW)
    center = await SqlServerStore(keep_database).add(new, lambda _: "sealed", ENTRY)
    logs = tmp_path / "island.log", tmp_path / "center.log"
    read = Reader(keep_database, *zip((island, center), logs, strict=True))
    write(logs[0], joined("12.00.00"))
    await read()
    write(logs[1], joined("12.10.00"))
    await read()

    write(logs[0], left("12.30.00"))
    await read()

    assert await sessions(keep_database) == [
        (PEBBLE, "12.00.00", "12.30.00", "closed"),
        (PEBBLE, "12.10.00", "", "open"),
    ]


async def test_the_same_player_of_two_guilds_is_two(
    keep_database: Database, island: GameServer, log: Path
) -> None:
    their_log = await added(keep_database, THEIRS)
    write(log, joined("12.00.00"))

    await Reader(keep_database, (island, log), (their_log, log))()

    assert await count(keep_database, PLAYERS) == 2
    assert len(await sessions(keep_database)) == 2
    await SqlKeepRecords(keep_database).forget_guild(OURS)
    for table in (EVENTS, PLAYERS, PLAYER_NAMES, SESSIONS, LOG_CURSORS):
        assert await count(keep_database, table) == 1


async def test_old_events_are_deleted(store: LogStore, keep_database: Database, log: Path) -> None:
    island = await added(keep_database)
    write(
        log,
        *(chat_line("12.00.01", f"{number}") for number in range(600)),
        chat_line("12.00.02", "new"),
    )
    await Reader(keep_database, (island, log))()

    await store.prune(at("12.00.02"))

    assert [text for *_, text in await events(keep_database)] == ["new"]


async def test_a_guild_that_keeps_its_data_for_less_loses_players_with_their_sessions(
    keep_database: Database, island: GameServer, log: Path
) -> None:
    write(log, joined("12.00.00"), left("12.10.00"), joined("12.20.00", RIVER))
    await Reader(keep_database, (island, log))()

    while not await SqlKeepRecords(keep_database).prune_guild(OURS, at("12.20.00")):
        pass

    assert [player for player, *_ in await sessions(keep_database)] == [RIVER]
    assert (await count(keep_database, PLAYERS), await count(keep_database, PLAYER_NAMES)) == (1, 1)
    assert len(await events(keep_database)) == 1


async def test_sessions_past_the_operators_retention_period_are_deleted_with_their_players(
    keep_database: Database, island: GameServer, log: Path
) -> None:
    write(log, joined("12.00.00"), left("12.10.00"), joined("12.20.00", RIVER))
    await Reader(keep_database, (island, log))()
    clock = FrozenClock(at("12.20.00") + timedelta(days=30))

    await PruneRecords(SqlKeepRecords(keep_database), clock, days=30)()

    assert [player for player, *_ in await sessions(keep_database)] == [RIVER]
    assert (await count(keep_database, PLAYERS), await count(keep_database, PLAYER_NAMES)) == (1, 1)


@pytest.mark.parametrize(("days", "kept"), [(89, 1), (91, 0)])
async def test_events_are_kept_for_ninety_days(
    store: LogStore,
    keep_database: Database,
    island: GameServer,
    log: Path,
    days: int,
    kept: int,
) -> None:
    write(log, joined("12.00.00"))
    await Reader(keep_database, (island, log))()

    await PruneLogs(store, FrozenClock(at("12.00.00") + timedelta(days=days)))()

    assert await count(keep_database, EVENTS) == kept


async def test_what_was_read_of_a_removed_server_is_deleted(
    store: LogStore, keep_database: Database, island: GameServer, log: Path
) -> None:
    center = await added(keep_database, OURS, "openttd")
    write(log, joined("12.00.00"))
    await Reader(keep_database, (island, log))()
    await SqlServerStore(keep_database).remove(OURS, island.id, ENTRY)

    await PruneLogs(store, FrozenClock(NOW))()

    for table in (EVENTS, PLAYERS, PLAYER_NAMES, SESSIONS, LOG_CURSORS):
        assert await count(keep_database, table) == 0
    assert await store.servers([island.id, center.id]) == (center,)
    assert await store.servers() == (center,)
    assert await store.servers([island.id]) == ()


def at(clock: str) -> datetime:
    return datetime.strptime(f"2026.01.01 {clock} +0000", "%Y.%m.%d %H.%M.%S %z")


def log_size(log: Path) -> int:
    return log.stat().st_size


def rename(path: Path, other: Path) -> None:
    path.rename(other)


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("typed", ["Ольха", "ольха", "ОЛЬ", "ö. Émile", "Ö. É"])
async def test_players_are_found_by_names_in_any_script_and_case(
    keep_database: Database, island: GameServer, log: Path, typed: str
) -> None:
    players: PlayerStore = SqlPlayerStore(keep_database)
    write(log, joined("10.00.00"), joined("12.00.00", RIVER, "Ольха Ö. Émile"))
    await Reader(keep_database, (island, log))()

    players_found = await players.find(OURS, (island.id,), typed, 9)

    assert [player.id for player in players_found] == [RIVER]


async def test_no_player_has_a_name_that_cannot_be_stored(
    keep_database: Database, island: GameServer
) -> None:
    players: PlayerStore = SqlPlayerStore(keep_database)

    assert await players.find(OURS, (island.id,), "Peb\0ble", 9) == ()


async def test_players_are_found_by_id_and_name_and_have_their_sessions(
    keep_database: Database, island: GameServer, log: Path
) -> None:
    players: PlayerStore = SqlPlayerStore(keep_database)
    write(log, joined("10.00.00"), left("10.30.00"), joined("11.00.00", name="Pebble 100%"))
    write(log, joined("12.00.00", RIVER, "River Fern"))
    await Reader(keep_database, (island, log))()

    async def ids_found(typed: str, servers: tuple[GameServerId, ...] = (island.id,)) -> list[str]:
        return [player.id for player in await players.find(OURS, servers, typed, 9)]

    assert await ids_found("") == [RIVER, PEBBLE]
    assert (
        await ids_found("pebble")
        == await ids_found("100%")
        == await ids_found(PEBBLE.upper())
        == [PEBBLE]
    )
    assert await ids_found("nobody") == []
    assert await ids_found("", ()) == await ids_found("", (GameServerId(island.id + 1),)) == []
    (pebble,) = await players.find(OURS, (island.id,), PEBBLE, 9)
    assert pebble.names == ("Pebble 100%", "Pebble")
    sessions = await players.sessions(OURS, (island.id,), 9)
    assert [(session.name, session.session.closed_at is None) for session in sessions] == [
        ("River Fern", True),
        ("Pebble 100%", True),
        ("Pebble 100%", False),
    ]
    assert await players.sessions(OURS, (island.id,), 9, PEBBLE) == sessions[1:]
    assert await players.sessions(OURS, (island.id,), 1) == sessions[:1]
    assert await players.sessions(OURS, (), 9) == ()
