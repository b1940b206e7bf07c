"""Stores which process relays the messages of channels into the games."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.keep.tables import LISTENERS
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.domain.keep.bridges import LISTENER_LEASE, ListenerState

_NAME: Final = "messages"


class SqlListenerLease:
    """Satisfies ``ListenerLease`` for all processes that share a database."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def renew(self, owner: str, state: ListenerState, now: datetime) -> bool:
        """Take or renew the lease for LISTENER_LEASE; return whether it was free or held."""
        values = {
            "owner": owner,
            "state": state.value,
            "expires_at": microseconds(now + LISTENER_LEASE),
        }
        is_free = or_(LISTENERS.c.owner == owner, LISTENERS.c.expires_at <= microseconds(now))
        taken = update(LISTENERS).where(LISTENERS.c.name == _NAME, is_free).values(values)
        known = select(LISTENERS.c.name).where(LISTENERS.c.name == _NAME)

        def write(connection: Connection) -> bool:
            if connection.execute(taken).rowcount == 1:
                return True
            if connection.execute(known).scalar() is not None:
                return False
            connection.execute(insert(LISTENERS).values(name=_NAME, **values))
            return True

        try:
            return await self._database.write_in_background(write)
        except IntegrityError:  # another process was the first to take it
            return False

    async def release(self, owner: str) -> None:
        """Free the lease, if this process holds it."""
        held = delete(LISTENERS).where(LISTENERS.c.name == _NAME, LISTENERS.c.owner == owner)

        def write(connection: Connection) -> None:
            connection.execute(held)

        await self._database.write_in_background(write)

    async def state(self, now: datetime) -> ListenerState:
        """Return the state of the process that holds the lease, or ABSENT."""
        held = select(LISTENERS.c.state).where(
            LISTENERS.c.name == _NAME, LISTENERS.c.expires_at > microseconds(now)
        )

        def query(connection: Connection) -> ListenerState:
            state = connection.execute(held).scalar()
            return ListenerState.ABSENT if state is None else ListenerState(state)

        return await self._database.read(query)
