"""Stores bridges, and the lines that wait to be posted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Row,
    Select,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.keep.servers import game_server, has_server
from nazh.adapters.outbound.sql.keep.tables import BRIDGES, LINES, SERVERS
from nazh.adapters.outbound.sql.platform.audit_log import record
from nazh.adapters.outbound.sql.timestamps import microseconds, optional_instant
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.keep.bridges import MAX_WAITING, Bridge, StopReason, WaitingLine, WaitingLines
from nazh.domain.keep.game_lines import GameLine, LineKind
from nazh.domain.keep.servers import GameServer, GameServerId, server_name_order
from nazh.domain.kernel.identity import ChannelId, GuildId


class SqlBridgeStore:
    """Satisfies ``BridgeStore``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def link(
        self,
        guild: GuildId,
        server: GameServerId,
        channel: ChannelId,
        entry_of: Callable[[ChannelId | None], AuditEntry],
        *,
        is_two_way: bool = True,
    ) -> bool:
        """Link a server to a channel; return whether the guild has the server."""
        place = {"channel": channel, "is_two_way": is_two_way, "stopped": None, "paused_at": None}
        row = {"server": server, "guild": guild, **place}
        condition = _is_bridge(guild, server)
        linked = update(BRIDGES).where(condition)
        lines = _lines_of(guild, server)

        def write(connection: Connection) -> bool:
            if not has_server(connection, guild, server):
                return False
            before = _channel(connection, guild, server)
            if before is None:
                connection.execute(insert(BRIDGES).values(row))
            else:
                connection.execute(linked.values(place))
            if before not in (None, channel):
                connection.execute(linked.values(posting_to=None))
                connection.execute(lines)
            record(connection, entry_of(before))
            return True

        try:
            return await self._database.write(write)
        except IntegrityError:  # another process has inserted it meanwhile
            return await self._database.write(write)

    async def unlink(
        self,
        guild: GuildId,
        server: GameServerId,
        entry_of: Callable[[ChannelId | None], AuditEntry],
    ) -> bool:
        """Remove the bridge of a server and its waiting lines; return whether there was one."""
        deletion = delete(BRIDGES).where(_is_bridge(guild, server))
        lines = _lines_of(guild, server)

        def write(connection: Connection) -> bool:
            before = _channel(connection, guild, server)
            # The bridge comes first: lines that are added meanwhile are waited for.
            is_changed = connection.execute(deletion).rowcount == 1
            connection.execute(lines)
            if is_changed:
                record(connection, entry_of(before))
            return is_changed

        return await self._database.write(write)

    async def pause(
        self, guild: GuildId, server: GameServerId, at: datetime, entry: AuditEntry
    ) -> bool:
        """Pause the bridge of a server, and drop its waiting lines; return whether there is one."""
        condition = _is_bridge(guild, server)
        existing = select(BRIDGES.c.server).where(condition)
        running = update(BRIDGES).where(condition, BRIDGES.c.paused_at.is_(None))
        paused = running.values(paused_at=microseconds(at), posting_to=None)
        lines = _lines_of(guild, server)

        def write(connection: Connection) -> bool:
            if connection.execute(paused).rowcount == 0:
                return connection.execute(existing).scalar() is not None
            connection.execute(lines)
            record(connection, entry)
            return True

        return await self._database.write(write)

    async def resume(self, guild: GuildId, server: GameServerId, entry: AuditEntry) -> bool:
        """End a pause; return whether there is a bridge."""
        condition = _is_bridge(guild, server)
        existing = select(BRIDGES.c.server).where(condition)
        resumed = update(BRIDGES).where(condition, BRIDGES.c.paused_at.is_not(None))

        def write(connection: Connection) -> bool:
            if connection.execute(resumed.values(paused_at=None)).rowcount == 0:
                return connection.execute(existing).scalar() is not None
            record(connection, entry)
            return True

        return await self._database.write(write)

    async def of_guild(self, guild: GuildId) -> tuple[Bridge, ...]:
        """Return the bridges of a guild, by the names of the servers."""
        counts = (
            select(LINES.c.server, func.count().label("waiting"))
            .where(LINES.c.guild == guild)
            .group_by(LINES.c.server)
        )
        statement = _bridges().where(BRIDGES.c.guild == guild)

        def query(connection: Connection) -> tuple[Bridge, ...]:
            waiting = {row.server: row.waiting for row in connection.execute(counts)}
            bridges = (
                _bridge(row, waiting.get(row.id, 0)) for row in connection.execute(statement)
            )
            return tuple(sorted(bridges, key=lambda bridge: server_name_order(bridge.server.name)))

        return await self._database.read(query)

    async def running(self) -> tuple[Bridge, ...]:
        """Return the bridges of all guilds that are not stopped, including paused ones."""
        statement = _bridges().where(BRIDGES.c.stopped.is_(None)).order_by(BRIDGES.c.server)

        def query(connection: Connection) -> tuple[Bridge, ...]:
            return tuple(_bridge(row, 0) for row in connection.execute(statement))

        return await self._database.read(query)

    async def add(self, server: GameServer, lines: Sequence[GameLine]) -> None:
        """Queue lines to be posted on a running bridge; drop the oldest beyond MAX_WAITING."""
        rows = [
            {
                "guild": server.guild,
                "server": server.id,
                "kind": line.kind.value,
                "author": line.author,
                "text": line.text,
            }
            for line in lines[-MAX_WAITING:]
        ]
        begun = update(BRIDGES).where(BRIDGES.c.server == server.id).values(posting_to=None)
        newest = (
            select(LINES.c.seq)
            .where(LINES.c.server == server.id)
            .order_by(LINES.c.seq.desc())
            .offset(MAX_WAITING)
            .limit(1)
        )

        # Locks the bridge, so that lines come before a pause, which drops them, or after it.
        bridge = select(BRIDGES.c.paused_at).where(BRIDGES.c.server == server.id)

        def write(connection: Connection) -> None:
            row = connection.execute(bridge.with_for_update()).one_or_none()
            if row is None or row.paused_at is not None:
                return
            connection.execute(insert(LINES), rows)
            last_dropped = connection.execute(newest).scalar()
            if last_dropped is not None:
                connection.execute(_lines_to(server.id, last_dropped))
                connection.execute(begun.where(BRIDGES.c.posting_to <= last_dropped))

        await self._database.write_in_background(write)

    async def waiting(self, server: GameServerId) -> WaitingLines:
        """Return the lines of a begun post, or else all waiting lines, the oldest first."""
        posting_to = BRIDGES.c.posting_to
        # One statement: a bridge that is linked meanwhile has other lines, for another channel.
        statement = (
            select(LINES, BRIDGES.c.channel, posting_to)
            .join(BRIDGES, BRIDGES.c.server == LINES.c.server)
            .where(LINES.c.server == server, or_(posting_to.is_(None), LINES.c.seq <= posting_to))
            .order_by(LINES.c.seq)
        )

        def query(connection: Connection) -> WaitingLines:
            rows = connection.execute(statement).all()
            if not rows:
                return WaitingLines(())
            lines = tuple(
                WaitingLine(row.seq, GameLine(LineKind(row.kind), row.author, row.text))
                for row in rows
            )
            return WaitingLines(
                lines, ChannelId(rows[0].channel), is_begun=rows[0].posting_to is not None
            )

        return await self._database.read(query)

    async def begin_post(self, server: GameServerId, last: int) -> None:
        """Record that the lines up to the number ``last`` are being posted."""
        # A pause may have dropped it meanwhile; a post without lines would block the next ones.
        waits = select(LINES.c.seq).where(LINES.c.server == server, LINES.c.seq == last).exists()
        noted = update(BRIDGES).where(BRIDGES.c.server == server, waits).values(posting_to=last)

        def write(connection: Connection) -> None:
            connection.execute(noted)

        await self._database.write_in_background(write)

    async def end_post(self, server: GameServerId, last: int) -> None:
        """Delete the posted lines, up to ``last``."""
        noted = update(BRIDGES).where(BRIDGES.c.server == server).values(posting_to=None)

        def write(connection: Connection) -> None:
            connection.execute(noted)
            connection.execute(_lines_to(server, last))

        await self._database.write_in_background(write)

    async def stop(self, server: GameServerId, reason: StopReason) -> None:
        """Stop posting until the server is linked again."""
        stopped = update(BRIDGES).where(BRIDGES.c.server == server)

        def write(connection: Connection) -> None:
            connection.execute(stopped.values(stopped=reason.value, posting_to=None))

        await self._database.write_in_background(write)


def _is_bridge(guild: GuildId, server: GameServerId) -> ColumnElement[bool]:
    return and_(BRIDGES.c.guild == guild, BRIDGES.c.server == server)


def _lines_of(guild: GuildId, server: GameServerId) -> Delete:
    return delete(LINES).where(LINES.c.guild == guild, LINES.c.server == server)


def _lines_to(server: GameServerId, last: int) -> Delete:
    return delete(LINES).where(LINES.c.server == server, LINES.c.seq <= last)


def _channel(connection: Connection, guild: GuildId, server: GameServerId) -> ChannelId | None:
    """Return the channel of a bridge, which is not changed before the transaction ends."""
    channel = select(BRIDGES.c.channel).where(_is_bridge(guild, server)).with_for_update()
    linked = connection.execute(channel).scalar()
    return None if linked is None else ChannelId(linked)


def _bridges() -> Select[tuple[object, ...]]:
    joined = BRIDGES.join(SERVERS, SERVERS.c.id == BRIDGES.c.server)
    return select(
        SERVERS.c.id,
        SERVERS.c.guild,
        SERVERS.c.name,
        SERVERS.c.profile,
        SERVERS.c.host,
        SERVERS.c.port,
        BRIDGES.c.channel,
        BRIDGES.c.is_two_way,
        BRIDGES.c.stopped,
        BRIDGES.c.paused_at,
    ).select_from(joined)


def _bridge(row: Row[tuple[object, ...]], waiting: int) -> Bridge:
    stopped = None if row.stopped is None else StopReason(row.stopped)
    channel, is_two_way = ChannelId(row.channel), bool(row.is_two_way)
    paused_at = optional_instant(row.paused_at)
    return Bridge(game_server(row), channel, waiting, stopped, is_two_way, paused_at)
