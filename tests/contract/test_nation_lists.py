"""Tests the contract of ``NationDirectory`` about the list of all nations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.rows.seasons import SqlSeasonRules
from nazh.application.dominion.operations.list_nations import PAGE_LENGTH, ListNations
from nazh.application.dominion.operations.moderate import SanctionNation
from nazh.application.dominion.operations.order_deletion import OrderDeletion
from nazh.domain.dominion.nations.lifecycle import Status
from nazh.domain.dominion.operations.controls import SanctionKind
from nazh.domain.kernel.identity import GuildId
from tests.contract.test_dominion_controls import DAY, DEV, Operated
from tests.contract.test_worlds import HOUR, RULESETS, START, requester


@pytest.fixture
def world(dominion_database: Database) -> Operated:
    return Operated(dominion_database)


async def test_nations_are_listed_by_their_ids_in_pages(world: Operated) -> None:
    names = [f"Nation {number:02}" for number in range(PAGE_LENGTH + 1, 0, -1)]
    for number, name in enumerate(names, 1):
        await world.register(requester(number, user=number, guild=number), name)
    season = SqlSeasonRules(world.database, RULESETS, world.clock)
    list_nations = ListNations(world.writer, world.directory, season)

    first, second, third = [await list_nations(DEV, page) for page in (1, 2, 3)]

    assert [nation.nation.name for nation in first.nations] == names[:PAGE_LENGTH]
    assert [nation.nation.name for nation in second.nations] == names[PAGE_LENGTH:]
    assert third.nations == ()
    assert [page.is_last for page in (first, second, third)] == [False, True, True]


async def test_a_list_says_what_each_nation_is(world: Operated) -> None:
    for number, name in enumerate(("Aurelia", "Borealis", "Corvia"), 1):
        await world.register(requester(number, user=number, guild=number), name)
    sanction = SanctionNation(world.writer, world.directory, world.world)
    await sanction(DEV, "Aurelia", SanctionKind.FREEZE, 3, "A look")
    await OrderDeletion(world.developers, world.world)(DEV, GuildId(2), "r")
    season = SqlSeasonRules(world.database, RULESETS, world.clock)
    list_nations = ListNations(world.writer, world.directory, season)

    now = await list_nations(DEV, 1)
    later = await list_nations(replace(DEV, at=START + 40 * DAY), 1)

    assert [
        (nation.nation.guild, nation.sanction, nation.nation.deletion_at) for nation in now.nations
    ] == [
        (1, SanctionKind.FREEZE, None),
        (2, None, START + 72 * HOUR),
        (3, None, None),
    ]
    assert {nation.status for nation in now.nations} == {Status.PROTECTED}
    assert {nation.status for nation in later.nations} == {Status.ARCHIVED}
    assert {nation.sanction for nation in later.nations} == {None}
