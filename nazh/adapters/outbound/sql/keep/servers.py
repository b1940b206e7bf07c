"""Stores the game servers of guilds, and roles' access to them."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Row,
    Update,
    and_,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.isolation import serialize
from nazh.adapters.outbound.sql.keep.tables import (
    ALL_SERVERS,
    BRIDGES,
    CONTACTS,
    GRANTS,
    LINES,
    SERVERS,
)
from nazh.adapters.outbound.sql.platform.audit_log import record
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.keep.access import Grant
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.errors import ServerNameTaken, TooManyServers
from nazh.domain.keep.servers import (
    MAX_SERVERS,
    GameServer,
    GameServerId,
    NewServer,
    server_name_key,
    server_name_order,
)
from nazh.domain.kernel.identity import GuildId, RoleId


class SqlServerStore:
    """Satisfies ``ServerStore``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def servers(self, guild: GuildId) -> tuple[GameServer, ...]:
        """Return the servers of a guild, by their names."""
        statement = select(SERVERS).where(SERVERS.c.guild == guild)

        def query(connection: Connection) -> tuple[GameServer, ...]:
            servers = map(game_server, connection.execute(statement))
            return tuple(sorted(servers, key=lambda server: server_name_order(server.name)))

        return await self._database.read(query)

    async def add(
        self, new: NewServer, seal: Callable[[GameServerId], str], entry: AuditEntry
    ) -> GameServer:
        """Add a server. Raises ServerNameTaken and TooManyServers."""
        row = {
            "guild": new.guild,
            "name": new.name,
            "name_key": server_name_key(new.name),
            "profile": new.profile,
            "host": new.host,
            "port": new.port,
            "password": "",
            "added_at": microseconds(new.added_at),
        }
        counted = select(func.count()).where(SERVERS.c.guild == new.guild)

        def write(connection: Connection) -> GameServerId:
            serialize(connection, SERVERS.name, str(new.guild))
            if int(connection.execute(counted).scalar_one()) >= MAX_SERVERS:
                raise TooManyServers(most=MAX_SERVERS)
            key = connection.execute(insert(SERVERS).values(row)).inserted_primary_key
            assert key is not None
            id = GameServerId(key[0])
            sealed = update(SERVERS).where(SERVERS.c.id == id).values(password=seal(id))
            connection.execute(sealed)
            record(connection, entry)
            return id

        try:
            id = await self._database.write(write)
        except IntegrityError:
            raise ServerNameTaken from None
        return GameServer(id, new.guild, new.name, new.profile, new.host, new.port)

    async def sealed_password(self, server: GameServer) -> str | None:
        """Return the sealed password, or ``None`` unless its guild has it at this address."""
        statement = select(SERVERS.c.password).where(
            SERVERS.c.guild == server.guild,
            SERVERS.c.id == server.id,
            SERVERS.c.host == server.host,
            SERVERS.c.port == server.port,
        )

        def query(connection: Connection) -> str | None:
            return connection.execute(statement).scalar()

        return await self._database.read(query)

    async def replace_password(
        self, guild: GuildId, server: GameServerId, sealed: str, entry: AuditEntry
    ) -> bool:
        """Store a new password; return whether the guild has the server."""
        statement = update(SERVERS).where(SERVERS.c.guild == guild, SERVERS.c.id == server)

        def write(connection: Connection) -> bool:
            return _recorded(connection, entry, statement.values(password=sealed))

        return await self._database.write(write)

    async def change(self, changed: GameServer, sealed: str | None, entry: AuditEntry) -> bool:
        """Store a server's new name, address and password. Raises ServerNameTaken."""
        values: dict[str, object] = {
            "name": changed.name,
            "name_key": server_name_key(changed.name),
        }
        statement = update(SERVERS).where(
            SERVERS.c.guild == changed.guild, SERVERS.c.id == changed.id
        )
        if sealed is None:
            statement = statement.where(
                SERVERS.c.host == changed.host, SERVERS.c.port == changed.port
            )
        else:
            values |= {"host": changed.host, "port": changed.port, "password": sealed}

        def write(connection: Connection) -> bool:
            return _recorded(connection, entry, statement.values(values))

        try:
            return await self._database.write(write)
        except IntegrityError:
            raise ServerNameTaken from None

    async def remove(self, guild: GuildId, server: GameServerId, entry: AuditEntry) -> bool:
        """Delete a server and the access to it; return whether the guild had it."""
        deletion = delete(SERVERS).where(SERVERS.c.guild == guild, SERVERS.c.id == server)
        # The server comes first: rows about it that are added meanwhile are waited for.
        others = [
            delete(table).where(table.c.guild == guild, table.c.server == server)
            for table in (GRANTS, BRIDGES, LINES, CONTACTS)
        ]

        def write(connection: Connection) -> bool:
            is_removed = _recorded(connection, entry, deletion)
            for other in others:
                connection.execute(other)
            return is_removed

        return await self._database.write(write)

    async def grants(self, guild: GuildId) -> tuple[Grant, ...]:
        """Return all access of the guild's roles."""
        statement = select(GRANTS).where(GRANTS.c.guild == guild)
        ordered = statement.order_by(GRANTS.c.server, GRANTS.c.level.desc(), GRANTS.c.role)

        def query(connection: Connection) -> tuple[Grant, ...]:
            return tuple(map(_grant, connection.execute(ordered)))

        return await self._database.read(query)

    async def grant(
        self, guild: GuildId, grant: Grant, entry_of: Callable[[AccessLevel | None], AuditEntry]
    ) -> bool:
        """Give a role an access level; return whether the guild has the server."""
        row = {
            "guild": guild,
            "role": grant.role,
            "server": grant.server or ALL_SERVERS,
            "level": int(grant.level),
        }

        granted = _is_grant(guild, grant.role, grant.server)

        def write(connection: Connection) -> bool:
            if grant.server is not None and not has_server(connection, guild, grant.server):
                return False
            before = _level(connection, granted)
            if before != grant.level:
                connection.execute(delete(GRANTS).where(granted))
                connection.execute(insert(GRANTS).values(row))
                record(connection, entry_of(before))
            return True

        try:
            return await self._database.write(write)
        except IntegrityError:  # another process has inserted it meanwhile
            return await self._database.write(write)

    async def revoke(
        self,
        guild: GuildId,
        role: RoleId,
        server: GameServerId | None,
        entry_of: Callable[[AccessLevel | None], AuditEntry],
    ) -> bool:
        """Delete a role's level on a server, or on all of them; return whether it had one."""
        granted = _is_grant(guild, role, server)

        def write(connection: Connection) -> bool:
            before = _level(connection, granted)
            return _recorded(connection, entry_of(before), delete(GRANTS).where(granted))

        return await self._database.write(write)


def _recorded(connection: Connection, entry: AuditEntry, change: Delete | Update) -> bool:
    """Change a row, and record the change; return whether the row existed."""
    is_changed = connection.execute(change).rowcount == 1
    if is_changed:
        record(connection, entry)
    return is_changed


def _level(connection: Connection, granted: ColumnElement[bool]) -> AccessLevel | None:
    level = connection.execute(select(GRANTS.c.level).where(granted)).scalar()
    return None if level is None else AccessLevel(level)


def _is_grant(guild: GuildId, role: RoleId, server: GameServerId | None) -> ColumnElement[bool]:
    return and_(
        GRANTS.c.guild == guild,
        GRANTS.c.role == role,
        GRANTS.c.server == (server or ALL_SERVERS),
    )


def has_server(connection: Connection, guild: GuildId, server: GameServerId) -> bool:
    """Return whether the guild has the server, which is not removed before the transaction ends."""
    row = select(SERVERS.c.id).where(SERVERS.c.guild == guild, SERVERS.c.id == server)
    locked = row.with_for_update(read=True, key_share=True)
    return connection.execute(locked).scalar() is not None


def game_server(row: Row[tuple[object, ...]]) -> GameServer:
    """Return the server in a row."""
    return GameServer(
        id=GameServerId(row.id),
        guild=GuildId(row.guild),
        name=row.name,
        profile=row.profile,
        host=row.host,
        port=row.port,
    )


def _grant(row: Row[tuple[object, ...]]) -> Grant:
    server = None if row.server == ALL_SERVERS else GameServerId(row.server)
    return Grant(RoleId(row.role), AccessLevel(row.level), server)
