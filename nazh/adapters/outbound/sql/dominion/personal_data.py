"""Exports and deletes what the game stores about users and guilds."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, delete, or_, select, update

from nazh.adapters.outbound.sql.databases.database import BACKGROUND_TIMEOUT, Database
from nazh.adapters.outbound.sql.dominion.control_tables import REPORTS, SWITCHES
from nazh.adapters.outbound.sql.dominion.operations.reports import reports_of
from nazh.adapters.outbound.sql.dominion.ranking_tables import (
    HISTORY,
    PLACES,
    RANKED_NATIONS,
    RANKINGS,
)
from nazh.adapters.outbound.sql.dominion.rows.answers import forget_requests, requests_naming
from nazh.adapters.outbound.sql.dominion.rows.citizen_rows import find_citizen, find_departure
from nazh.adapters.outbound.sql.dominion.rows.completed_tutorials import tutorial_completed_at
from nazh.adapters.outbound.sql.dominion.rows.deletion_news import tell_of_deletion
from nazh.adapters.outbound.sql.dominion.rows.nation_rows import nations_by_id, update_nations
from nazh.adapters.outbound.sql.dominion.rows.notices import direct_kinds
from nazh.adapters.outbound.sql.dominion.rows.peace_offers import lock_offers_to, return_offers
from nazh.adapters.outbound.sql.dominion.rows.pledge_rows import delete_pledges
from nazh.adapters.outbound.sql.dominion.rows.seasons import find_season
from nazh.adapters.outbound.sql.dominion.rows.treaty_rows import delete_treaties
from nazh.adapters.outbound.sql.dominion.tables import (
    BUILD_ORDERS,
    CITIZENS,
    COMPLETED_TUTORIALS,
    DEPARTURES,
    DIRECT_NOTICES,
    FAILURES,
    FORMER_NAMES,
    LEADERSHIPS,
    LEDGER,
    NATION_STATES,
    NATIONS,
    NOTICES,
    REPUTATION,
    SEASONS,
    UNITS,
)
from nazh.adapters.outbound.sql.dominion.war_tables import BATTLES, WARS
from nazh.adapters.outbound.sql.timestamps import instant
from nazh.application.dominion.ports import (
    HeldOffice,
    LedNation,
    Rulesets,
    TreasuryChange,
    UserRecord,
)
from nazh.domain.dominion.citizens import leave
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import Nation, NationId
from nazh.domain.dominion.nations.offices import Accession, Office
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.world_time import start_of_hour
from nazh.domain.kernel.identity import GuildId, UserId

_OF_NATIONS: Final = (
    *(NATION_STATES, UNITS, BUILD_ORDERS, CITIZENS, DEPARTURES, LEDGER),
    *(NOTICES, PLACES, FAILURES, LEADERSHIPS, FORMER_NAMES, REPUTATION),
    *(HISTORY, RANKED_NATIONS),
)


class SqlDominionRecords:
    """Satisfies ``PersonalData`` and ``UserRecords``."""

    __slots__ = ("_database", "_rulesets")

    def __init__(self, database: Database, rulesets: Rulesets) -> None:
        self._database = database
        self._rulesets = rulesets

    async def forget_user(self, user: UserId) -> None:
        """End the user's citizenship and offices, and unlink their entries in ledgers."""
        naming = await self._database.read(  # a write would hold SQLite's writer meanwhile
            lambda connection: requests_naming(connection, user), BACKGROUND_TIMEOUT
        )

        def write(connection: Connection) -> None:
            forget_requests(connection, naming)
            season = find_season(connection, self._rulesets)
            if season is not None:
                _end_citizenship(connection, season, user)
            for table in (DEPARTURES, DIRECT_NOTICES, COMPLETED_TUTORIALS):
                connection.execute(delete(table).where(table.c.user == user))
            led = update(NATIONS).where(NATIONS.c.leader == user)
            connection.execute(led.values(leader=None))
            for office in Office:
                held = NATIONS.c[office.value]
                connection.execute(update(NATIONS).where(held == user).values({held: None}))
            reigns = update(LEADERSHIPS).where(LEADERSHIPS.c.leader == user)
            connection.execute(reigns.values(leader=None))
            connection.execute(delete(REPORTS).where(REPORTS.c.user == user))
            entries = update(LEDGER).where(LEDGER.c.actor == user)
            connection.execute(entries.values(actor=None))

        await self._database.write_in_background(write)

    async def prune_guild(self, guild: GuildId, before: datetime) -> bool:
        """Return True, because the ledger of a nation must add up to its stock."""
        return True

    async def forget_guild(self, guild: GuildId) -> None:
        """Delete the nation of a guild with all its data, including its wars.

        A sanction stays; otherwise, removing the bot for some time would end it.
        """

        def write(connection: Connection) -> None:
            for table in (SWITCHES, REPORTS):
                connection.execute(delete(table).where(table.c.guild == guild))
            chosen = select(NATIONS.c.id).where(NATIONS.c.guild == guild)
            nation = connection.execute(chosen).scalar()
            if nation is None:
                return
            season = find_season(connection, self._rulesets)
            if season is not None:
                return_offers(connection, season, lock_offers_to(connection, season, nation))
                tell_of_deletion(connection, season, nation)
            delete_nation(connection, nation)

        await self._database.write_in_background(write)

    async def record_of(self, user: UserId) -> UserRecord:
        """Return what is stored about a user."""
        return await self._database.read(lambda connection: _record_of(connection, user))


def _end_citizenship(connection: Connection, season: Season, user: UserId) -> None:
    """Delete a user's citizenship, which may end or move to another nation until that is locked."""
    nations: list[Nation] = []
    locked: NationId | None = None
    while (citizen := find_citizen(connection, user)) is not None and citizen.nation != locked:
        locked = citizen.nation
        nations = nations_by_id(connection, season, (locked,), lock=True)
    if citizen is not None:
        for nation in nations:
            at = start_of_hour(nation.progress.hour)  # about now
            update_nations(connection, season, (leave(nation, citizen, at),))
        connection.execute(delete(CITIZENS).where(CITIZENS.c.user == user))


def delete_nation(connection: Connection, nation: int) -> None:
    """Delete a nation with all its data, including its wars."""
    fought = or_(WARS.c.aggressor == nation, WARS.c.defender == nation)
    of_wars = BATTLES.c.war.in_(select(WARS.c.id).where(fought))
    connection.execute(delete(BATTLES).where(of_wars))
    delete_pledges(connection, nation)
    connection.execute(delete(WARS).where(fought))
    for table in _OF_NATIONS:
        condition = table.c.nation == nation
        if "season" in table.c:  # it is the first column of the index
            condition = and_(condition, table.c.season.in_(select(SEASONS.c.number)))
        elif "ranking" in table.c:
            condition = and_(condition, table.c.ranking.in_(select(RANKINGS.c.number)))
        connection.execute(delete(table).where(condition))
    delete_treaties(connection, nation)
    connection.execute(delete(NATIONS).where(NATIONS.c.id == nation))


def _record_of(connection: Connection, user: UserId) -> UserRecord:
    citizen = find_citizen(connection, user)
    name = None
    if citizen is not None:
        named = select(NATIONS.c.name).where(NATIONS.c.id == citizen.nation)
        name = connection.execute(named).scalar_one()
    offices = [
        HeldOffice(row.name, office)
        for office in Office
        for row in connection.execute(
            select(NATIONS.c.name).where(NATIONS.c[office.value] == user).order_by(NATIONS.c.id)
        )
    ]
    reigns = (
        select(LEADERSHIPS.c.since, LEADERSHIPS.c.by, NATIONS.c.name)
        .join(NATIONS, NATIONS.c.id == LEADERSHIPS.c.nation)
        .where(LEADERSHIPS.c.leader == user)
        .order_by(LEADERSHIPS.c.seq)
    )
    led = select(NATIONS.c.name).where(NATIONS.c.leader == user).order_by(NATIONS.c.id)
    changes = (
        select(LEDGER.c.at, LEDGER.c.reason, LEDGER.c.amount, NATIONS.c.name)
        .join(NATIONS, NATIONS.c.id == LEDGER.c.nation)
        .where(LEDGER.c.actor == user)
        .order_by(LEDGER.c.seq)
    )
    return UserRecord(
        citizen=citizen,
        nation=name,
        departure=find_departure(connection, user),
        direct_notices=direct_kinds(connection, user),
        leads=tuple(connection.execute(led).scalars()),
        changes=tuple(
            TreasuryChange(instant(row.at), row.name, Reason(row.reason), row.amount)
            for row in connection.execute(changes)
        ),
        reports=reports_of(connection, user),
        offices=tuple(offices),
        has_led=tuple(
            LedNation(instant(row.since), row.name, Accession(row.by))
            for row in connection.execute(reigns)
        ),
        tutorial_at=tutorial_completed_at(connection, user),
    )
