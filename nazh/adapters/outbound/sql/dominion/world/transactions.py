"""Reads and writes the world in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, or_, select

from nazh.adapters.outbound.sql.dominion.operations.control_store import read_controls
from nazh.adapters.outbound.sql.dominion.rows.citizen_rows import (
    delete_citizen,
    find_citizen,
    find_departure,
    insert_citizen,
    last_unlinked_contribution,
    update_citizen,
)
from nazh.adapters.outbound.sql.dominion.rows.nation_rows import (
    find_nation,
    first_deletion,
    insert_nation,
    nations_by_id,
    newest_nation,
    update_nations,
)
from nazh.adapters.outbound.sql.dominion.rows.notices import last_notice, write_notices
from nazh.adapters.outbound.sql.dominion.rows.pledge_rows import SqlPledges
from nazh.adapters.outbound.sql.dominion.rows.settled_nations import (
    SettledNation,
    mark_settled,
    settle_nations,
)
from nazh.adapters.outbound.sql.dominion.rows.treaty_rows import SqlTreaties
from nazh.adapters.outbound.sql.dominion.rows.war_rows import (
    find_war,
    has_something_due,
    insert_war,
    take_number,
    update_wars,
    wars_of,
)
from nazh.adapters.outbound.sql.dominion.tables import NATIONS
from nazh.adapters.outbound.sql.platform.audit_log import record
from nazh.application.dominion.ports import Pledges, Treaties, WarSecrets
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.dominion.citizens import Citizen, Departure
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.events import losses_of_income
from nazh.domain.dominion.nations.nation import Nation, NationId
from nazh.domain.dominion.nations.units import Military
from nazh.domain.dominion.notices import Notice, NoticeKind
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.wars.responding import Commitment
from nazh.domain.dominion.wars.war import War, WarId, opposite
from nazh.domain.kernel.events import Event
from nazh.domain.kernel.identity import GuildId, UserId


class WorldBehind(Exception):
    """A command needs something that is due; the world must be advanced first."""


class WarIsDue(Exception):
    """Something is due in a war of a nation, which must happen before the nation is settled."""

    def __init__(self, nation: NationId) -> None:
        super().__init__(f"something is due in a war of nation {nation}")
        self.nation = nation


class SqlWorldTransaction:
    """Satisfies ``WorldTransaction``; ``write`` executes the requested changes."""

    def __init__(
        self, connection: Connection, season: Season, at: datetime, secrets: WarSecrets
    ) -> None:
        """Begin. Raises WorldBehind if a nation should have been deleted."""
        if first_deletion(connection, at) is not None:
            raise WorldBehind
        self._connection = connection
        self._secrets = secrets
        self._season = season
        self._at = at
        self._new_nations: list[Nation] = []
        self._nations: dict[NationId, Nation] = {}
        self._stored: dict[NationId, Military] = {}
        self._settled: dict[NationId, SettledNation] = {}
        self._new_citizens: list[Citizen] = []
        self._citizens: list[Citizen] = []
        self._removed_citizens: list[Citizen] = []
        self._entries: list[AuditEntry] = []
        self._notices: dict[NationId, list[Notice]] = {}
        self._new_wars: list[War] = []
        self._wars: dict[WarId, War] = {}
        self.facts: list[Event] = []
        """The events to publish after the commit."""
        self._treaties = SqlTreaties(connection, season)
        self._pledges = SqlPledges(connection)

    @property
    def season(self) -> Season:
        """The current season."""
        return self._season

    def nation_of(self, guild: GuildId) -> Nation | None:
        """Return the nation of a guild, settled. Raises StandingsMissing and WarIsDue."""
        nation = find_nation(self._connection, self._season, guild, lock=True)
        return None if nation is None else self._settle(nation)

    def nation(self, nation: NationId) -> Nation:
        """Return a nation, settled. Raises StandingsMissing and WarIsDue."""
        (locked,) = nations_by_id(self._connection, self._season, (nation,), lock=True)
        return self._settle(locked)

    def lock_with(self, guild: GuildId, key: str) -> tuple[NationId | None, NationId | None]:
        """Lock two nations in ascending order, and return their ids."""
        query = select(NATIONS.c.id, NATIONS.c.guild, NATIONS.c.name_key)
        rows = self._connection.execute(
            query.where(or_(NATIONS.c.guild == guild, NATIONS.c.name_key == key))
        ).all()
        locked = self._lock(NationId(row.id) for row in rows)  # one may have been deleted
        own = (NationId(row.id) for row in rows if row.guild == guild and row.id in locked)
        named = (NationId(row.id) for row in rows if row.name_key == key and row.id in locked)
        return next(own, None), next(named, None)

    def lock_for_war(self, guild: GuildId, number: int) -> War | None:
        """Lock the nations of a war of a guild's nation, and return the war, locked."""
        return self._lock_war(guild, number)

    def lock_for_surrender(self, guild: GuildId, number: int) -> War | None:
        """Lock the nations of a war and the enemy's supporters, and return the war, locked."""
        return self._lock_war(guild, number, with_supporters=True)

    def lock_to_support(self, guild: GuildId, number: int) -> War | None:
        """Lock a guild's nation and the nations of any war, and return the war, locked."""
        of_guild = select(NATIONS.c.id).where(NATIONS.c.guild == guild)
        own = self._connection.execute(of_guild).scalar()
        if own is None:
            return None
        seen = find_war(self._connection, self._season, WarId(number), lock=False)
        if seen is None:
            self._lock((NationId(own),))
            return None
        self._lock((NationId(own), seen.aggressor, seen.defender))
        return find_war(self._connection, self._season, seen.id, lock=True)

    @property
    def pledges(self) -> Pledges:
        """The pledges of nations to support sides of wars."""
        return self._pledges

    @property
    def treaties(self) -> Treaties:
        """The treaties of nations."""
        return self._treaties

    def last_notice(self, nation: NationId, kind: NoticeKind) -> datetime | None:
        """Return when a nation last had a notice of a kind."""
        return last_notice(self._connection, self._season, nation, kind)

    def last_unlinked_contribution(self, nation: NationId, by: datetime) -> datetime | None:
        """Return when a contribution was last made by an instant that no user is linked to."""
        return last_unlinked_contribution(self._connection, self._season, nation, by)

    def is_sanctioned(self, guild: GuildId) -> bool:
        """Return whether a sanction against a guild is in force."""
        sanction = read_controls(self._connection).sanctions.get(guild)
        return sanction is not None and sanction.is_in_force(self._at)

    def name_with_key(self, key: str) -> str | None:
        """Return the name with a key."""
        query = select(NATIONS.c.name).where(NATIONS.c.name_key == key)
        return self._connection.execute(query).scalar()

    def unused_id(self) -> NationId:
        """Return the next id; if another process takes it, writing fails."""
        return NationId(newest_nation(self._connection) + 1)

    def citizen(self, user: UserId) -> Citizen | None:
        """Return the citizenship of a user. Raises WorldBehind if it should have ended."""
        citizen = find_citizen(self._connection, user)
        if citizen is None:
            return None
        if citizen.ends_at is not None and citizen.ends_at <= self._at:
            raise WorldBehind
        if citizen.active_until <= self._at:  # settling the nation does not change the stored row
            return replace(citizen, is_counted=False)
        return citizen

    def departure(self, user: UserId) -> Departure | None:
        """Return a user's last departure from a nation."""
        return find_departure(self._connection, user)

    def add_nation(self, nation: Nation) -> None:
        """Add a new nation."""
        self._new_nations.append(nation)

    def save_nation(self, nation: Nation) -> None:
        """Replace a nation."""
        self._nations[nation.id] = nation

    def add_notice(self, nation: NationId, notice: Notice) -> None:
        """Add a notice of a nation, without locking it."""
        self._notices.setdefault(nation, []).append(notice)

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

    def wars_of(self, *nations: NationId) -> Sequence[War]:
        """Return all wars of nations in the season."""
        return wars_of(self._connection, self._season, nations)

    def new_war_number(self) -> WarId:
        """Return the number of a new war."""
        return take_number(self._connection, self._season)

    def commit_to_secret(self, war: WarId) -> Commitment:
        """Draw the secret of a war."""
        return self._secrets.commit(war)

    def add_war(self, war: War) -> None:
        """Add a new war."""
        self._new_wars.append(war)

    def save_war(self, war: War) -> None:
        """Replace a war."""
        self._wars[war.id] = war

    def announce(self, fact: Event) -> None:
        """Publish a fact after the commit."""
        self.facts.append(fact)

    def write(self) -> None:
        """Write everything. Raises IntegrityError if another process has taken an id or a name."""
        for nation in self._new_nations:
            insert_nation(self._connection, self._season, nation)
        settled = [
            settlement for nation, settlement in self._settled.items() if nation in self._nations
        ]
        mark_settled(self._connection, settled, self._at)
        changed = [nation for _, nation in sorted(self._nations.items())]
        self.facts.extend(losses_of_income(changed))
        update_nations(self._connection, self._season, changed, self._stored)
        write_notices(self._connection, self._season, self._notices)
        for citizen in self._removed_citizens:
            delete_citizen(self._connection, citizen, self._at)
        for citizen in self._new_citizens:
            insert_citizen(self._connection, citizen)
        for citizen in self._citizens:
            update_citizen(self._connection, citizen)
        for war in self._new_wars:
            insert_war(self._connection, self._season, war)
        wars = [war for _, war in sorted(self._wars.items())]
        update_wars(self._connection, self._season, wars)
        self._treaties.write()
        self._pledges.write()
        for entry in self._entries:  # last, because others wait for the log until the commit
            record(self._connection, entry)

    def _lock_war(
        self, guild: GuildId, number: int, *, with_supporters: bool = False
    ) -> War | None:
        """Raises WorldBehind if a nation has pledged its support before the war was locked."""
        of_guild = select(NATIONS.c.id).where(NATIONS.c.guild == guild)
        own = self._connection.execute(of_guild).scalar()
        if own is None:
            return None
        seen = find_war(self._connection, self._season, WarId(number), lock=False)
        role = None if seen is None else seen.role_of(NationId(own))
        if seen is None or role is None:
            self._lock((NationId(own),))
            return None
        supporters = self._supporters(seen.id, opposite(role)) if with_supporters else set()
        self._lock((seen.aggressor, seen.defender, *supporters))
        if with_supporters and self._supporters(seen.id, opposite(role)) - supporters:
            raise WorldBehind
        return find_war(self._connection, self._season, seen.id, lock=True)

    def _supporters(self, war: WarId, role: Role) -> set[NationId]:
        return {pledge.nation for pledge in self._pledges.in_war(war) if pledge.role is role}

    def _lock(self, nations: Iterable[NationId]) -> set[NationId]:
        """Lock nations, and return those that exist."""
        locked = nations_by_id(self._connection, self._season, nations, lock=True)
        return {nation.id for nation in locked}

    def _settle(self, nation: Nation) -> Nation:
        if has_something_due(self._connection, self._season, nation.id, self._at):
            raise WarIsDue(nation.id)
        self._stored[nation.id] = nation.military
        (settled,) = settle_nations(self._connection, self._season, (nation,), self._at)
        self._settled[nation.id] = settled
        return settled.nation
