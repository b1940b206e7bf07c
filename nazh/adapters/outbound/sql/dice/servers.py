"""The servers in a database: what each has chosen, what was changed, and which were left."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import islice
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    RowMapping,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.database import LEISURE, Database
from nazh.adapters.outbound.sql.dice.rolls import instant, microseconds
from nazh.application.dice.ports.servers import EVERY_SERVER, Span
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.server_settings import (
    UNCHANGED,
    ServerSettings,
    Setting,
    SettingChange,
    read_settings,
)
from nazh.domain.kernel.identity import PlayerId, ServerId

SERVERS: Final = Table(
    "servers",
    MetaData(),
    Column("server", BigInteger, primary_key=True),
    Column("settings", Text),
    Column("days", Integer),
    Column("left_at", BigInteger),
)
"""As the newest migration leaves it. ``days`` is in ``settings`` too, and here to be found."""
CHANGES: Final = Table(
    "server_changes",
    MetaData(),
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("server", BigInteger),
    Column("player", BigInteger),
    Column("at", BigInteger),
    Column("setting", Text),
    Column("before", Text),
    Column("after", Text),
    sqlite_autoincrement=True,
)
"""As the newest migration leaves it. ``at`` is in microseconds since 1970, UTC."""
ON_THE_WAY: Final = 0.8
"""Seconds for what a roll asks before its ledger opens: both together stay below three."""
_AT_ONCE: Final = 500
_KNOWN: Final = {setting.value: setting for setting in Setting}


class SqlServers:
    """Satisfies ``ServerBook`` and ``ServerRegister`` over one database."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, server: ServerId) -> ServerSettings:
        """Return what ``server`` has chosen."""

        def look(connection: Connection) -> str | None:
            chosen = select(SERVERS.c.settings).where(SERVERS.c.server == server)
            return connection.execute(chosen).scalar()

        found = await self._database.read(look, ON_THE_WAY)
        return UNCHANGED if found is None else read_settings(json.loads(found))

    async def replace(
        self, server: ServerId, before: ServerSettings, after: ServerSettings, change: SettingChange
    ) -> bool:
        """Put ``after`` in the place of ``before``; whether it was done."""
        values = {"settings": _written(after), "days": after.days}

        def write(connection: Connection) -> bool:
            here = SERVERS.c.server == server
            if connection.execute(select(SERVERS.c.server).where(here)).first() is None:
                if before != UNCHANGED:
                    return False
                connection.execute(insert(SERVERS).values(server=server, **values))
            else:
                there = update(SERVERS).where(here, SERVERS.c.settings == _written(before))
                if connection.execute(there.values(values)).rowcount != 1:
                    return False
            _put_on_record(connection, server, change)
            return True

        try:
            return await self._database.write(write)
        except IntegrityError:
            # Another process has put down this server meanwhile.
            return False

    async def changes(self, server: ServerId) -> tuple[SettingChange, ...]:
        """Return what was changed, the latest first."""

        def look(connection: Connection) -> tuple[SettingChange, ...]:
            found = select(CHANGES).where(CHANGES.c.server == server)
            rows = connection.execute(found.order_by(CHANGES.c.seq.desc())).mappings()
            return tuple(change_of(row) for row in rows if row["setting"] in _KNOWN)

        return await self._database.read(look)

    async def note(
        self, present: Collection[ServerId], at: datetime, among: Span = EVERY_SERVER
    ) -> tuple[int, int]:
        """Note where the bot is; return how many servers were left, and how many come back to."""
        here = set(present)
        sought = select(SERVERS.c.server, SERVERS.c.left_at).where(SERVERS.c.server > among.above)
        if among.up_to is not None:
            sought = sought.where(SERVERS.c.server <= among.up_to)

        def write(connection: Connection) -> tuple[int, int]:
            rows = connection.execute(sought).all()
            known = {ServerId(row.server): row.left_at for row in rows}
            left = {one for one, at in known.items() if at is None} - here
            back = {one for one, at in known.items() if at is not None} & here
            new = [{"server": one, "settings": _written(UNCHANGED)} for one in here - known.keys()]
            if new:
                connection.execute(insert(SERVERS), new)
            _mark(connection, left, microseconds(at))
            _mark(connection, back, None)
            return len(left), len(back)

        try:
            return await self._database.write_at_leisure(write)
        except IntegrityError:
            # Another process notes the same servers; what it has put down is there now.
            return await self._database.write_at_leisure(write)

    async def left(self) -> Mapping[ServerId, datetime]:
        """Return when servers were left."""

        def look(connection: Connection) -> dict[ServerId, datetime]:
            gone = select(SERVERS.c.server, SERVERS.c.left_at).where(SERVERS.c.left_at.is_not(None))
            return {ServerId(row.server): instant(row.left_at) for row in connection.execute(gone)}

        return await self._database.read(look, LEISURE)

    async def days(self) -> Mapping[ServerId, int]:
        """Return for how many days servers want their rolls kept."""

        def look(connection: Connection) -> dict[ServerId, int]:
            chosen = select(SERVERS.c.server, SERVERS.c.days).where(SERVERS.c.days.is_not(None))
            return {ServerId(row.server): int(row.days) for row in connection.execute(chosen)}

        return await self._database.read(look, LEISURE)


def change_of(row: RowMapping | Mapping[str, object]) -> SettingChange:
    """Return the change in a row of ``CHANGES``; its setting must be known."""
    at, by, before, after = row["at"], row["player"], row["before"], row["after"]
    assert isinstance(at, int)
    return SettingChange(
        at=instant(at),
        by=PlayerId(by) if isinstance(by, int) else None,
        setting=_KNOWN[str(row["setting"])],
        before=None if before is None else str(before),
        after=None if after is None else str(after),
    )


def _put_on_record(connection: Connection, server: ServerId, change: SettingChange) -> None:
    connection.execute(
        insert(CHANGES).values(
            server=server,
            player=change.by,
            at=microseconds(change.at),
            setting=change.setting.value,
            before=change.before,
            after=change.after,
        )
    )
    here = CHANGES.c.server == server
    last = select(CHANGES.c.seq).where(here).order_by(CHANGES.c.seq.desc())
    kept = last.limit(Limits.CHANGES_OF_SERVER)
    connection.execute(delete(CHANGES).where(here, CHANGES.c.seq.not_in(kept)))


def _mark(connection: Connection, servers: Collection[ServerId], left_at: int | None) -> None:
    waiting = iter(servers)
    while some := list(islice(waiting, _AT_ONCE)):
        marked = update(SERVERS).where(SERVERS.c.server.in_(some))
        connection.execute(marked.values(left_at=left_at))


def _written(settings: ServerSettings) -> str:
    """Return the words of ``settings``: the same settings, the same text."""
    words = {setting.value: word for setting, word in settings.words.items()}
    return json.dumps(words, separators=(",", ":"))
