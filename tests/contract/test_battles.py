"""Tests the contract of ``Battles``, and how both nations are told of a battle."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import Connection, insert, select, update

from nazh.adapters.outbound.sql.dominion.operations.broadcasts import SqlBroadcasts
from nazh.adapters.outbound.sql.dominion.personal_data import SqlDominionRecords
from nazh.adapters.outbound.sql.dominion.rows.notices import SqlNotices
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES
from nazh.adapters.outbound.sql.dominion.views.battles import SqlBattles
from nazh.adapters.outbound.sql.dominion.war_tables import BATTLES, WARS
from nazh.adapters.outbound.sql.platform.queued_messages import QUEUED_MESSAGES
from nazh.application.dominion.battles.check_battle import check_battle
from nazh.application.dominion.notices.payloads import read_battle_view, read_notice
from nazh.application.dominion.notices.queue_notices import QueueNotices
from nazh.application.dominion.ports import Battles
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.notices import NATION_CHANNEL, NoticeKind
from nazh.domain.dominion.wars.war import WarId
from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, GuildSettings
from nazh.domain.kernel.identity import GuildId
from tests.contract.test_wars import BATTLE, Warring, warring
from tests.contract.test_worlds import HOUR, RULESETS
from tests.doubles.clock import FrozenClock

__all__ = ["warring"]
WAR = WarId(1)
NEARLY_FULL = update(NATION_STATES).where(NATION_STATES.c.nation == 1).values(resources=9_000)
"""Leaves the winner room for less than its plunder."""


async def settings_of(guild: GuildId | None) -> GuildSettings:
    """Each guild has a channel of its own; satisfies ``SettingsOf``."""
    return DEFAULT_SETTINGS.with_word(NATION_CHANNEL, f"7{guild}")


async def gained(warring: Warring) -> int:
    """Return what the winner of the battle has booked, less than its plunder."""
    booked = (await warring.snapshot()).ledger[Reason.WAR_GAIN]
    (record,) = (await warring.snapshot()).battles
    assert 0 < booked < json.loads(record)["spoils"]["plunder"]
    return booked


async def test_a_battle_is_read_with_names_and_reputations(warring: Warring) -> None:
    battles: Battles = SqlBattles(warring.database)
    await warring.to_the_battle()
    assert await battles.of_wars([WAR]) == {}
    assert await battles.of_guild(GuildId(1), 25) == ()

    await warring.advance(BATTLE - HOUR / 2)
    await warring.database.write(lambda on: on.execute(NEARLY_FULL).rowcount)
    await warring.advance(BATTLE)

    fought = (await battles.of_wars([WAR, WarId(2)]))[WAR]
    war = await warring.war()
    (record,) = (await warring.snapshot()).battles
    assert (fought.war, fought.fought_at, fought.record) == (WAR, BATTLE, record)
    assert fought.commitment == war.commitment
    assert fought.names == {war.aggressor: "Aurelia", war.defender: "Borealis"}
    assert fought.reputations == {war.aggressor: 10, war.defender: -5}
    assert fought.gains == {war.aggressor: await gained(warring)}
    assert check_battle(fought).is_right
    (won,), (lost,) = [await battles.of_guild(GuildId(guild), 25) for guild in (1, 2)]
    assert (won.war, won.enemy, won.is_won) == (WAR, "Borealis", True)
    assert (lost.war, lost.enemy, lost.is_won) == (WAR, "Aurelia", False)
    assert await battles.of_guild(GuildId(3), 25) == ()
    assert await battles.of_guild(GuildId(1), 0) == ()


def add_battle_of_others(connection: Connection) -> None:
    """Copy the battle as that of another war, between nations 3 and 4."""
    (war,), (battle,) = (
        connection.execute(select(table)).mappings().all() for table in (WARS, BATTLES)
    )
    connection.execute(insert(WARS).values({**war, "id": 2, "aggressor": 3, "defender": 4}))
    connection.execute(insert(BATTLES).values({**battle, "war": 2}))


async def test_only_the_battle_of_a_deleted_nation_is_gone(warring: Warring) -> None:
    await warring.to_the_battle()
    await warring.advance(BATTLE)
    await warring.database.write(add_battle_of_others)

    await SqlDominionRecords(warring.database, RULESETS).forget_guild(GuildId(2))

    battles = SqlBattles(warring.database)
    assert await battles.of_wars([WAR]) == {}
    assert await battles.of_guild(GuildId(1), 25) == ()
    query = select(BATTLES.c.war).join(WARS, WARS.c.id == BATTLES.c.war)
    assert await warring.database.read(lambda on: on.execute(query).scalars().all()) == [2]


async def test_the_channels_of_both_nations_get_the_report_once(warring: Warring) -> None:
    await warring.to_the_battle()
    await warring.advance(BATTLE)
    clock = FrozenClock(BATTLE + timedelta(minutes=1))
    database = warring.database
    notices, broadcasts = SqlNotices(database), SqlBroadcasts(database)
    queue = QueueNotices(notices, broadcasts, SqlBattles(database), settings_of, clock, clock)

    await queue()
    await queue()

    rows = await database.read(lambda on: on.execute(select(QUEUED_MESSAGES)).all())
    views = [(row.recipient, row.payload) for row in rows if read_battle_view(row.payload)]
    kinds = {recipient: read_notice(payload).kind for recipient, payload in views}
    assert len(views) == 2
    assert kinds == {71: NoticeKind.BATTLE_FOUGHT, 72: NoticeKind.BATTLE_FOUGHT}
    viewers = {view.viewer for _, payload in views if (view := read_battle_view(payload))}
    war = await warring.war()
    assert viewers == {war.aggressor, war.defender}
