"""Tests the contract of ``World`` about deletions of nations that developers order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.tables import NOTICES
from nazh.application.dominion.nations.delete_nation import CancelDeletion, DeleteNation
from nazh.application.dominion.operations.order_deletion import OrderDeletion, RevokeDeletion
from nazh.domain.dominion.errors.controls import AlreadySo
from nazh.domain.dominion.errors.general import UnknownNation
from nazh.domain.dominion.errors.lifecycle import DeletionOrdered, NotBeingDeleted
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.kernel.identity import GuildId, RequestId
from tests.contract.test_dominion_controls import DAY, DEV, Operated
from tests.contract.test_worlds import HOUR, START, requester

GUILD = GuildId(1)
LEADER = requester(20, user=10)


@pytest.fixture
def world(dominion_database: Database) -> Operated:
    return Operated(dominion_database)


async def notices(world: Operated) -> list[str]:
    query = select(NOTICES.c.facts).where(NOTICES.c.kind == NoticeKind.DELETION.value)
    return list(await world.database.read(lambda on: on.execute(query).scalars().all()))


async def test_an_ordered_deletion_is_announced_recorded_and_done(world: Operated) -> None:
    await world.register(requester(1, user=10), "Aurelia")
    order = OrderDeletion(world.developers, world.world)

    deletion = await order(DEV, GUILD, "Cheating")
    again = await order(DEV, GUILD, "Cheating")

    assert deletion == again
    assert deletion.deletion_at == START + 72 * HOUR
    with pytest.raises(AlreadySo):
        await order(replace(DEV, request=RequestId("2000")), GUILD, "Once more")
    with pytest.raises(UnknownNation):
        await order(replace(DEV, request=RequestId("2001")), GuildId(2), "r")
    assert len(await notices(world)) == 1
    assert "Cheating" in (await notices(world))[0]
    assert await world.actions() == ["dominion.nation.deletion_ordered"]
    assert await world.is_chain_whole()
    await world.advance(START + 72 * HOUR - timedelta(minutes=1))
    assert await world.directory.named("Aurelia") is not None
    await world.advance(START + 73 * HOUR)
    assert await world.directory.named("Aurelia") is None
    await world.register(requester(2, user=10, at=START + 73 * HOUR), "Aurelia")


async def test_only_developers_cancel_what_they_have_ordered(world: Operated) -> None:
    await world.register(requester(1, user=10), "Aurelia")
    order = OrderDeletion(world.developers, world.world)
    revoke = RevokeDeletion(world.developers, world.world)
    await order(DEV, GUILD, "Cheating")

    with pytest.raises(DeletionOrdered):
        await CancelDeletion(world.world)(LEADER)
    with pytest.raises(DeletionOrdered):
        await DeleteNation(world.world)(LEADER)
    await revoke(replace(DEV, request=RequestId("2000")), GUILD, "Another one")

    with pytest.raises(NotBeingDeleted):
        await revoke(replace(DEV, request=RequestId("2001")), GUILD, "Again")
    await world.advance(START + 4 * DAY)
    assert await world.directory.named("Aurelia") is not None
    assert len(await notices(world)) == 2
    assert await world.actions() == [
        "dominion.nation.deletion_revoked",
        "dominion.nation.deletion_ordered",
    ]
    own = await DeleteNation(world.world)(requester(30, user=10, at=START + 4 * DAY))
    assert own.deletion_at == START + 7 * DAY


async def test_a_nation_is_told_of_its_own_deletion_while_it_can_be_cancelled(
    world: Operated,
) -> None:
    await world.register(requester(1, user=10), "Aurelia")

    await DeleteNation(world.world)(LEADER)
    await CancelDeletion(world.world)(replace(LEADER, request=RequestId("2002")))

    scheduled, cancelled = await notices(world)
    until = int((START + 72 * HOUR).timestamp())
    assert (str(until) in scheduled, "scheduled" in scheduled) == (True, True)
    assert "cancelled" in cancelled


async def test_an_order_makes_the_own_deletion_of_a_nation_final(world: Operated) -> None:
    await world.register(requester(1, user=10), "Aurelia")
    own = await DeleteNation(world.world)(LEADER)

    ordered = await OrderDeletion(world.developers, world.world)(
        replace(DEV, at=START + HOUR), GUILD, "It must not come back"
    )

    assert ordered.deletion_at == own.deletion_at
    with pytest.raises(DeletionOrdered):
        await CancelDeletion(world.world)(requester(21, user=10, at=START + 2 * HOUR))
