"""Tests what happens to an open offer of peace, to support and to the battle, row by row.

The rows are those of the table in docs/diplomacy.md, "Peace".
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

import pytest
import pytest_asyncio
from sqlalchemy import update

from nazh.adapters.outbound.sql.dominion.tables import NATIONS
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.ports import WorldTransaction
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.lifecycle import orphan
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.dominion.operations.controls import SanctionKind
from nazh.domain.dominion.wars.war import Outcome
from nazh.domain.kernel.identity import GuildId
from tests import databases
from tests.contract.test_paused_wars import sanction
from tests.contract.test_peace import Negotiating
from tests.contract.test_war_support import Supporting, gather
from tests.contract.test_wars import BATTLE, DECLARED
from tests.contract.test_worlds import HOUR

pytestmark = pytest.mark.slow

OFFERED: Final = DECLARED + 2 * HOUR
EXPIRED: Final = OFFERED + 24 * HOUR
SET_ASIDE: Final = {Reason.PEACE_OFFER: -300}
RETURNED: Final = {Reason.PEACE_OFFER: -300, Reason.PEACE_RETURN: 300}


class Compensating(Supporting, Negotiating):
    """A war in which the aggressor offers peace, and two nations support the defender."""

    async def offer_peace_with_support(self, *, is_accepted: bool = True) -> None:
        await self.declare()
        if is_accepted:
            assert await self.command(DECLARED + HOUR, 2, "war accept", war=1) is None
        await self.arm({3: 100, 4: 100})
        for ally in (3, 4):
            await self.ally(2, ally)
            assert await self.support(ally) is None
        assert await self.propose(OFFERED) is None
        assert await self.booked() == SET_ASIDE

    async def remove_the_bot(self, guild: int) -> None:
        def work(world: WorldTransaction) -> None:
            nation = world.nation_of(GuildId(guild))
            assert nation is not None
            world.save_nation(orphan(nation, OFFERED))

        await self.world.apply(GuildId(guild), OFFERED, work)

    async def supporting(self) -> list[int]:
        """Fight the battle, and return who supported the defender in it."""
        return [supporter.nation for supporter in (await self.fight()).defender.supporters]


@pytest_asyncio.fixture
async def world(prepared: databases.Prepared) -> AsyncIterator[Compensating]:
    async with prepared(gather) as database:
        yield Compensating(database)


@pytest.mark.parametrize(
    ("guild", "words", "is_accepted", "outcome"),
    [
        (2, "war peace accept", True, Outcome.PEACE),
        (2, "war decline", False, Outcome.DECLINED),
        (1, "war withdraw", False, Outcome.WITHDRAWN),
        (1, "war surrender", True, Outcome.SURRENDER),
        (2, "war surrender", True, Outcome.SURRENDER),
    ],
)
async def test_support_ends_without_losses_if_a_side_ends_the_war(
    world: Compensating, guild: int, words: str, is_accepted: bool, outcome: Outcome
) -> None:
    await world.offer_peace_with_support(is_accepted=is_accepted)

    assert await world.command(OFFERED, guild, words, war=1) is None
    await world.advance(BATTLE)

    assert (await world.war()).outcome is outcome
    assert [await world.soldiers(number) for number in (3, 4)] == [100, 100]
    assert (await world.snapshot()).battles == ()
    carried_out = outcome is Outcome.PEACE
    expected = {**SET_ASIDE, Reason.PEACE_LOSS: -40, Reason.PEACE_GAIN: 40} if carried_out else {}
    booked = await world.booked()
    if carried_out:  # what the storage of the defender had no room for is lost
        expected[Reason.PEACE_GAIN] = booked[Reason.PEACE_GAIN]
        assert 40 <= booked[Reason.PEACE_GAIN] <= 340
    assert booked == (expected or RETURNED)


async def test_support_stays_if_the_offer_is_rejected(world: Compensating) -> None:
    await world.offer_peace_with_support()

    assert await world.answer("reject") is None

    assert await world.booked() == RETURNED
    assert await world.supporting() == [3, 4]


async def test_a_ban_returns_what_was_set_aside_ends_support_and_tells_all(
    world: Compensating,
) -> None:
    await world.offer_peace_with_support()

    await sanction(world, SanctionKind.BAN)
    await world.advance(BATTLE)

    assert (await world.war()).outcome is Outcome.CANCELLED
    assert await world.booked() == RETURNED
    assert [await world.soldiers(number) for number in (3, 4)] == [100, 100]
    assert (await world.snapshot()).battles == ()
    assert await world.notified_nations(NoticeKind.WAR_ENDED) == [1, 2, 3, 4]


async def forget(world: Compensating) -> None:
    await world.own_data.forget_guild(GuildId(2))


async def make_deletion_due(world: Compensating) -> None:
    due = microseconds(OFFERED + HOUR)
    of_side = update(NATIONS).where(NATIONS.c.id == 2)
    await world.database.write(lambda on: on.execute(of_side.values(deletion_at=due)).rowcount)


@pytest.mark.parametrize("delete", [forget, make_deletion_due])
async def test_the_war_is_deleted_with_a_side_and_the_others_are_told(
    world: Compensating, delete: Callable[[Compensating], Awaitable[None]]
) -> None:
    await world.offer_peace_with_support()

    await delete(world)
    await world.advance(BATTLE)

    assert await world.booked() == RETURNED
    assert await world.pledges() == 0
    assert [await world.soldiers(number) for number in (3, 4)] == [100, 100]
    assert await world.notified_nations(NoticeKind.WAR_ENDED) == [1, 3, 4]
    assert await world.notified_nations(NoticeKind.TREATY_BROKEN) == [3, 4]


async def freeze(world: Compensating) -> None:
    await sanction(world, SanctionKind.FREEZE)


async def leave_without_the_bot(world: Compensating) -> None:
    await world.remove_the_bot(2)


@pytest.mark.parametrize("pause", [freeze, leave_without_the_bot])
async def test_an_offer_stays_and_expires_if_a_side_is_frozen_or_without_the_bot(
    world: Compensating, pause: Callable[[Compensating], Awaitable[None]]
) -> None:
    await world.offer_peace_with_support()

    await pause(world)

    await stays_and_expires(world)


async def test_an_offer_stays_and_expires_if_a_side_is_on_vacation(world: Compensating) -> None:
    assert await world.command(DECLARED, 2, "nation vacation", days=7) is None

    await world.offer_peace_with_support()

    await stays_and_expires(world)


async def stays_and_expires(world: Compensating) -> None:
    await world.advance(EXPIRED - HOUR)
    assert await world.booked() == SET_ASIDE
    await world.advance(EXPIRED)
    assert await world.booked() == RETURNED
    assert await world.supporting() == [3, 4]
    assert (await world.war()).outcome is Outcome.VICTORY


async def go_on_vacation(world: Compensating) -> None:
    assert await world.command(OFFERED, 3, "nation vacation", days=5) is None


async def remove_the_bot_of_a_supporter(world: Compensating) -> None:
    await world.remove_the_bot(3)


async def delete_a_supporter(world: Compensating) -> None:
    await world.own_data.forget_guild(GuildId(3))


@pytest.mark.parametrize(
    ("leave", "left"),
    [(go_on_vacation, 2), (remove_the_bot_of_a_supporter, 2), (delete_a_supporter, 1)],
)
async def test_an_offer_stays_if_a_supporter_leaves_and_the_others_fight(
    world: Compensating, leave: Callable[[Compensating], Awaitable[None]], left: int
) -> None:
    await world.offer_peace_with_support()

    await leave(world)

    assert await world.booked() == SET_ASIDE
    assert await world.pledges() == left
    assert await world.supporting() == [4]
    assert await world.booked() == RETURNED
