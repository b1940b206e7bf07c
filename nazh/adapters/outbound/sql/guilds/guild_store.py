"""Stores the settings, changes and membership of guilds in a database."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Executable,
    Integer,
    RowMapping,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.databases.database import BACKGROUND_TIMEOUT, Database
from nazh.adapters.outbound.sql.metadata import METADATA
from nazh.adapters.outbound.sql.platform.audit_log import record
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.guilds.ports import UserSettingChange
from nazh.application.guilds.ports.guilds import ALL_GUILDS, Span
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.guilds.guild_settings import (
    DAYS,
    DEFAULT_SETTINGS,
    GuildSettings,
    SettingChange,
)
from nazh.domain.guilds.limits import GuildLimits
from nazh.domain.kernel.identity import GuildId, UserId

GUILDS: Final = Table(
    "servers",
    METADATA,
    Column("server", BigInteger, primary_key=True),
    Column("settings", Text),
    Column("days", Integer),
    Column("left_at", BigInteger),
)
"""The schema after the newest migration. ``days`` repeats a value of ``settings``, for queries."""
GUILD_CHANGES: Final = Table(
    "server_changes",
    METADATA,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("server", BigInteger),
    Column("player", BigInteger),
    Column("at", BigInteger),
    Column("setting", Text),
    Column("before", Text),
    Column("after", Text),
    sqlite_autoincrement=True,
)
"""The schema after the newest migration. ``at`` is in microseconds since 1970, UTC."""
LOOKUP_TIMEOUT: Final = 0.8
"""Seconds for reading before a ledger opens; both together stay below three."""
_BATCH_SIZE: Final = 500


class SqlGuildStore:
    """Satisfies ``GuildSettingsStore``, ``GuildMembership`` and ``GuildRecords``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, guild: GuildId) -> GuildSettings:
        """Return the settings of ``guild``."""

        def query(connection: Connection) -> str | None:
            chosen = select(GUILDS.c.settings).where(GUILDS.c.server == guild)
            return connection.execute(chosen).scalar()

        rows = await self._database.read(query, LOOKUP_TIMEOUT)
        return _settings_of(rows)

    async def replace(
        self,
        guild: GuildId,
        before: GuildSettings,
        after: GuildSettings,
        change: SettingChange,
        entry: AuditEntry,
    ) -> bool:
        """Replace ``before`` with ``after``; return whether it was replaced."""
        values = {"settings": _serialized(after), "days": after.of(DAYS)}

        def write(connection: Connection) -> bool:
            here = GUILDS.c.server == guild
            stored = connection.execute(select(GUILDS.c.settings).where(here)).first()
            if before != _settings_of(None if stored is None else stored.settings):
                return False
            if stored is None:
                connection.execute(insert(GUILDS).values(server=guild, **values))
            else:
                unchanged = update(GUILDS).where(here, GUILDS.c.settings == stored.settings)
                if connection.execute(unchanged.values(values)).rowcount != 1:
                    return False
            _record_change(connection, guild, change)
            record(connection, entry)
            return True

        try:
            return await self._database.write(write)
        except IntegrityError:
            # Another process has inserted this guild meanwhile.
            return False

    async def changes(self, guild: GuildId) -> tuple[SettingChange, ...]:
        """Return the recorded changes, the latest first."""

        def query(connection: Connection) -> tuple[SettingChange, ...]:
            query = select(GUILD_CHANGES).where(GUILD_CHANGES.c.server == guild)
            rows = connection.execute(query.order_by(GUILD_CHANGES.c.seq.desc())).mappings()
            return tuple(map(_change_of, rows))

        return await self._database.read(query)

    async def note(
        self, present: Collection[GuildId], at: datetime, among: Span = ALL_GUILDS
    ) -> tuple[int, int]:
        """Record the bot's guilds; return how many it left, and to how many it returned."""
        try:
            return await self._note(present, at, among)
        except IntegrityError:
            # Another process is recording the same guilds; those that it has inserted are known
            # now.
            return await self._note(present, at, among)

    async def _note(
        self, present: Collection[GuildId], at: datetime, among: Span
    ) -> tuple[int, int]:
        part = select(GUILDS.c.server, GUILDS.c.left_at).where(GUILDS.c.server > among.above)
        if among.up_to is not None:
            part = part.where(GUILDS.c.server <= among.up_to)

        def query(connection: Connection) -> dict[GuildId, int | None]:
            return {GuildId(row.server): row.left_at for row in connection.execute(part)}

        here = set(present)
        known = await self._database.read(query, BACKGROUND_TIMEOUT)
        left = {guild for guild, left_at in known.items() if left_at is None} - here
        returned = {guild for guild, left_at in known.items() if left_at is not None} & here
        settings = _serialized(DEFAULT_SETTINGS)
        for some in _batches(here - known.keys()):
            rows = [{"server": guild, "settings": settings} for guild in some]
            await self._execute(insert(GUILDS), rows)
        for ids, left_at in ((left, microseconds(at)), (returned, None)):
            for some in _batches(ids):
                marked = update(GUILDS).where(GUILDS.c.server.in_(some))
                await self._execute(marked.values(left_at=left_at))
        return len(left), len(returned)

    async def _execute(
        self, statement: Executable, rows: Sequence[Mapping[str, object]] | None = None
    ) -> None:
        """Execute ``statement``, once for each of ``rows``, in its own transaction."""

        def write(connection: Connection) -> None:
            connection.execute(statement, rows)

        await self._database.write_in_background(write)

    async def left(self) -> Mapping[GuildId, datetime]:
        """Return when the bot left each guild."""

        def query(connection: Connection) -> dict[GuildId, datetime]:
            departed = select(GUILDS.c.server, GUILDS.c.left_at).where(
                GUILDS.c.left_at.is_not(None)
            )
            return {
                GuildId(row.server): instant(row.left_at) for row in connection.execute(departed)
            }

        return await self._database.read(query, BACKGROUND_TIMEOUT)

    async def days(self) -> Mapping[GuildId, int]:
        """Return the retention period in days of each guild that has chosen one."""

        def query(connection: Connection) -> dict[GuildId, int]:
            chosen = select(GUILDS.c.server, GUILDS.c.days).where(GUILDS.c.days.is_not(None))
            return {GuildId(row.server): int(row.days) for row in connection.execute(chosen)}

        return await self._database.read(query, BACKGROUND_TIMEOUT)

    async def changes_by(self, user: UserId) -> tuple[UserSettingChange, ...]:
        """Return the changes that a user made, the latest first."""
        statement = select(GUILD_CHANGES).where(GUILD_CHANGES.c.player == user)

        def query(connection: Connection) -> tuple[UserSettingChange, ...]:
            rows = connection.execute(statement.order_by(GUILD_CHANGES.c.seq.desc())).mappings()
            return tuple(UserSettingChange(GuildId(row["server"]), _change_of(row)) for row in rows)

        return await self._database.read(query)

    async def forget_changes(self, user: UserId) -> None:
        """Unlink changes from this user."""
        unlinking = update(GUILD_CHANGES).where(GUILD_CHANGES.c.player == user).values(player=None)

        def write(connection: Connection) -> None:
            connection.execute(unlinking)

        await self._database.write(write)

    async def forget(self, guild: GuildId) -> None:
        """Delete settings, changes and membership."""

        def write(connection: Connection) -> None:
            connection.execute(delete(GUILD_CHANGES).where(GUILD_CHANGES.c.server == guild))
            connection.execute(delete(GUILDS).where(GUILDS.c.server == guild))

        await self._database.write_in_background(write)


def _change_of(row: RowMapping | Mapping[str, object]) -> SettingChange:
    """Return the change in a row of ``GUILD_CHANGES``."""
    at, by, before, after = row["at"], row["player"], row["before"], row["after"]
    assert isinstance(at, int)
    return SettingChange(
        at=instant(at),
        by=UserId(by) if isinstance(by, int) else None,
        setting=str(row["setting"]),
        before=None if before is None else str(before),
        after=None if after is None else str(after),
    )


def _record_change(connection: Connection, guild: GuildId, change: SettingChange) -> None:
    connection.execute(
        insert(GUILD_CHANGES).values(
            server=guild,
            player=change.by,
            at=microseconds(change.at),
            setting=change.setting,
            before=change.before,
            after=change.after,
        )
    )
    here = GUILD_CHANGES.c.server == guild
    last = select(GUILD_CHANGES.c.seq).where(here).order_by(GUILD_CHANGES.c.seq.desc())
    kept = last.limit(GuildLimits.SETTING_CHANGES)
    connection.execute(delete(GUILD_CHANGES).where(here, GUILD_CHANGES.c.seq.not_in(kept)))


def _batches(ids: Iterable[GuildId]) -> Iterator[list[GuildId]]:
    """Yield ``ids`` in batches whose transactions take a fraction of 50 ms."""
    waiting = iter(ids)
    while some := list(islice(waiting, _BATCH_SIZE)):
        yield some


def _serialized(settings: GuildSettings) -> str:
    return json.dumps(dict(settings.words), separators=(",", ":"))


def _settings_of(stored: str | None) -> GuildSettings:
    return DEFAULT_SETTINGS if stored is None else GuildSettings(json.loads(stored))
