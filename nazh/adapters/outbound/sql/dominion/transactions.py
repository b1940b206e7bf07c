"""Reads and writes the world in one transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from nazh.adapters.outbound.sql.audit_log import record
from nazh.adapters.outbound.sql.dominion.citizen_rows import (
    delete_citizen,
    due_lapses,
    find_citizen,
    find_departure,
    insert_citizen,
    mark_lapsed,
    update_citizen,
    users_gone,
)
from nazh.adapters.outbound.sql.dominion.nation_rows import (
    due_deletions,
    find_nation,
    insert_nation,
    nations_by_id,
    update_nation,
)
from nazh.adapters.outbound.sql.dominion.standings import doubled_medians
from nazh.adapters.outbound.sql.dominion.tables import NATIONS
from nazh.application.shared.audit import AuditEntry
from nazh.domain.dominion.citizens import Citizen, Departure
from nazh.domain.dominion.founding import Season
from nazh.domain.dominion.government import vacate_offices
from nazh.domain.dominion.nations import Nation, NationId
from nazh.domain.dominion.settling import settle_in_season
from nazh.domain.kernel.identity import GuildId, UserId


class WorldBehind(Exception):
    """Something else is due that a command needs; the world has to be advanced first."""


class SqlWorldTransaction:
    """Satisfies ``WorldTransaction``; ``write`` does what was asked for."""

    def __init__(self, connection: Connection, season: Season, at: datetime) -> None:
        """Begin. Raises WorldBehind if a nation should have been deleted."""
        if due_deletions(connection, at, 1):
            raise WorldBehind
        self._connection = connection
        self._season = season
        self._at = at
        self._new_nations: list[Nation] = []
        self._nations: dict[NationId, Nation] = {}
        self._new_citizens: list[Citizen] = []
        self._citizens: list[Citizen] = []
        self._removed_citizens: list[Citizen] = []
        self._entries: list[AuditEntry] = []

    @property
    def season(self) -> Season:
        """The current season."""
        return self._season

    def nation_of(self, guild: GuildId) -> Nation | None:
        """Return the nation of a guild, settled. Raises StandingsMissing."""
        nation = find_nation(self._connection, self._season, guild, lock=True)
        return None if nation is None else self._settled(nation)

    def nation(self, nation: NationId) -> Nation:
        """Return a nation, settled. Raises StandingsMissing."""
        (found,) = nations_by_id(self._connection, self._season, (nation,), lock=True)
        return self._settled(found)

    def name_with_key(self, key: str) -> str | None:
        """Return the name that has a key."""
        query = select(NATIONS.c.name).where(NATIONS.c.name_key == key)
        return self._connection.execute(query).scalar()

    def unused_id(self) -> NationId:
        """Return the next id; if another process takes it, writing fails."""
        newest = self._connection.execute(select(func.max(NATIONS.c.id))).scalar()
        return NationId((newest or 0) + 1)

    def citizen(self, user: UserId) -> Citizen | None:
        """Return the citizenship of a user. Raises WorldBehind if it should have ended."""
        citizen = find_citizen(self._connection, user)
        if citizen is not None and citizen.ends_at is not None and citizen.ends_at <= self._at:
            raise WorldBehind
        return citizen

    def departure(self, user: UserId) -> Departure | None:
        """Return when a user left the last nation."""
        return find_departure(self._connection, user)

    def add_nation(self, nation: Nation) -> None:
        """Add a new nation."""
        self._new_nations.append(nation)

    def save_nation(self, nation: Nation) -> None:
        """Replace a nation."""
        self._nations[nation.id] = nation

    def add_citizen(self, citizen: Citizen) -> None:
        """Add a citizen."""
        self._new_citizens.append(citizen)

    def save_citizen(self, citizen: Citizen) -> None:
        """Replace a citizen."""
        self._citizens.append(citizen)

    def remove_citizen(self, citizen: Citizen) -> None:
        """Remove a citizen."""
        self._removed_citizens.append(citizen)

    def record(self, entry: AuditEntry) -> None:
        """Add an entry to the audit log."""
        self._entries.append(entry)

    def write(self) -> None:
        """Write everything. Raises IntegrityError if another process has taken an id or a name."""
        for nation in self._new_nations:
            insert_nation(self._connection, self._season, nation)
        mark_lapsed(self._connection, self._nations, self._at)
        for _, nation in sorted(self._nations.items()):
            update_nation(self._connection, self._season, nation)
        for citizen in self._removed_citizens:
            delete_citizen(self._connection, citizen, self._at)
        for citizen in self._new_citizens:
            insert_citizen(self._connection, citizen)
        for citizen in self._citizens:
            update_citizen(self._connection, citizen)
        for entry in self._entries:  # last, as others wait for the log until the commit
            record(self._connection, entry)

    def _settled(self, nation: Nation) -> Nation:
        return settle_nation(self._connection, self._season, nation, self._at)


def settle_nation(
    connection: Connection, season: Season, nation: Nation, until: datetime
) -> Nation:
    """Return a nation at an instant. Raises StandingsMissing."""
    settled = settle_in_season(
        nation,
        until,
        season,
        lapses=due_lapses(connection, nation.id, until),
        medians=doubled_medians(connection, season, nation.progress.hour, until),
    )
    for user in users_gone(connection, nation.id, until):
        settled = vacate_offices(settled, user)
    return settled
