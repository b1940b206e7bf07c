"""Tests that peace is made by its terms, and that what is set aside returns exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import pytest
import pytest_asyncio
from sqlalchemy import Connection, select, update

from nazh.adapters.inbound.cli.dominion.script_ports import ScriptSettings
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.tables import (
    LEDGER,
    NATION_STATES,
    NATIONS,
    NOTICES,
)
from nazh.adapters.outbound.sql.dominion.views.war_directory import SqlWarDirectory
from nazh.adapters.outbound.sql.dominion.world.outages import SqlHeartbeats
from nazh.adapters.outbound.sql.platform.queued_messages import SqlDeliveries
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.government.show_dashboard import ShowDashboard, Task
from nazh.application.dominion.notices.news_channels import NewsChannels
from nazh.application.dominion.ports import Requester
from nazh.application.dominion.wars.look_at_war import LookAtWar, OpenOffer
from nazh.application.dominion.wars.make_peace import AcceptPeace, PreviewPeace
from nazh.application.dominion.wars.preview_war_end import PreviewWithdrawal
from nazh.domain.dominion.errors import peace as peace_errors
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.dominion.operations.controls import SanctionKind
from nazh.domain.dominion.wars.war import Outcome, Terms
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests import databases
from tests.contract.test_paused_wars import sanction
from tests.contract.test_wars import BATTLE, DECLARED, Warring
from tests.contract.test_worlds import HOUR, RULESETS, requester

OFFERED: Final = DECLARED + 2 * HOUR
TERMS: Final[Mapping[str, int]] = {
    "give_resources": 300,
    "give_territory": 5,
    "ask_resources": 40,
    "ask_territory": 2,
}


class Negotiating(Warring):
    """A war of two nations that can make peace; the aggressor of guild 1 offers it."""

    async def propose(self, at: datetime = OFFERED, guild: int = 1, **more: int) -> str | None:
        terms = {**TERMS, **more}
        return await self.command(at, guild, "war peace propose", war=1, **terms)

    async def answer(self, words: str, guild: int = 2, at: datetime = OFFERED) -> str | None:
        return await self.command(at, guild, f"war peace {words}", war=1)

    async def land(self) -> dict[int, int]:
        return {int(nation.guild): nation.territory for nation in (await self.snapshot()).nations}

    async def stocks(self) -> dict[int, int]:
        return {int(nation.guild): nation.resources for nation in (await self.snapshot()).nations}

    async def booked(self) -> dict[Reason, int]:
        """Return the sums of the entries about peace; check that each stock adds up (INV-02)."""

        def read(on: Connection) -> dict[Reason, int]:
            entries = on.execute(select(LEDGER.c.nation, LEDGER.c.reason, LEDGER.c.amount)).all()
            sums: Counter[int] = Counter()
            by_reason: Counter[Reason] = Counter()
            for row in entries:
                sums[row.nation] += row.amount
                by_reason[Reason(row.reason)] += row.amount
            for state in on.execute(select(NATION_STATES.c.nation, NATION_STATES.c.resources)):
                assert state.resources == sums[state.nation] >= 0
            return {reason: sum_ for reason, sum_ in by_reason.items() if "peace" in reason.value}

        return await self.database.read(read)

    async def actors(self) -> set[tuple[Reason, int | None]]:
        """Return the users in the entries about peace."""
        query = select(LEDGER.c.reason, LEDGER.c.actor).where(LEDGER.c.reason.like("peace%"))
        rows = await self.database.read(lambda on: on.execute(query).all())
        return {(Reason(row.reason), row.actor) for row in rows}


async def declare(database: Database) -> None:
    negotiating = Negotiating(database)
    await negotiating.begin()
    await negotiating.declare()


@pytest_asyncio.fixture
async def world(prepared: databases.Prepared) -> AsyncIterator[Negotiating]:
    async with prepared(declare) as database:
        yield Negotiating(database)


async def accept_war(world: Negotiating) -> None:
    assert await world.command(DECLARED + HOUR, 2, "war accept", war=1) is None


async def test_peace_moves_what_both_sides_give_and_begins_a_truce(world: Negotiating) -> None:
    await accept_war(world)
    spent = {"category": "research", "amount": 2_000}
    for guild in (1, 2):
        assert await world.command(OFFERED, guild, "treasury allocate", **spent) is None
    stocks, land = await world.stocks(), await world.land()

    assert await world.propose() is None
    set_aside, less_land = await world.stocks(), await world.land()
    assert await world.answer("accept") is None

    war = await world.war()
    assert (war.outcome, war.offer, war.winner) == (Outcome.PEACE, None, None)
    assert war.truce is not None
    assert war.truce.until == OFFERED + timedelta(hours=72)
    assert (set_aside[1], less_land[1]) == (stocks[1] - 300, land[1] - 5)
    assert await world.stocks() == {1: stocks[1] - 300 + 40, 2: stocks[2] - 40 + 300}
    assert await world.land() == {1: land[1] - 5 + 2, 2: land[2] - 2 + 5}
    assert await world.booked() == {
        Reason.PEACE_OFFER: -300,
        Reason.PEACE_LOSS: -40,
        Reason.PEACE_GAIN: 340,
    }
    assert await world.actors() == {
        (Reason.PEACE_OFFER, 1),
        (Reason.PEACE_LOSS, 2),
        (Reason.PEACE_GAIN, None),
    }
    await world.advance(BATTLE + HOUR)
    assert (await world.snapshot()).battles == ()


async def test_what_peace_would_bring_is_what_it_then_brings(world: Negotiating) -> None:
    await accept_war(world)
    for guild in (1, 2):  # so that what is got fits into the treasury
        spent = {"category": "research", "amount": 2_000}
        assert await world.command(OFFERED, guild, "treasury allocate", **spent) is None
    assert await world.propose() is None
    stocks, land = await world.stocks(), await world.land()

    preview = await PreviewPeace(world.world)(requester(1, user=2, guild=2, at=OFFERED), 1)
    peace = await AcceptPeace(world.world)(requester(2, user=2, guild=2, at=OFFERED), 1)

    assert preview == peace
    assert (peace.gave_resources, peace.gave_territory) == (40, 2)
    assert (peace.got_resources, peace.got_territory) == (300, 5)
    assert peace.truce_until == OFFERED + timedelta(hours=72)
    assert (await world.stocks())[2] == stocks[2] - peace.gave_resources + peace.got_resources
    assert (await world.land())[2] == land[2] - peace.gave_territory + peace.got_territory


async def test_a_full_storage_loses_what_peace_brings_and_the_preview_says_so(
    world: Negotiating,
) -> None:
    await accept_war(world)
    assert await world.propose() is None

    preview = await PreviewPeace(world.world)(requester(1, user=2, guild=2, at=OFFERED), 1)

    assert (await world.stocks())[2] == 10_000
    assert (preview.got_resources, preview.lost_resources) == (40, 260)


async def test_only_the_offer_that_was_shown_is_accepted(world: Negotiating) -> None:
    await accept_war(world)
    assert await world.propose() is None
    preview = await PreviewPeace(world.world)(requester(1, user=2, guild=2, at=OFFERED), 1)
    assert await world.answer("reject", guild=1) is None
    assert await world.propose(ask_resources=1_000) is None
    stocks, accept = await world.stocks(), AcceptPeace(world.world)

    with pytest.raises(peace_errors.PeaceOfferChanged):
        await accept(requester(2, user=2, guild=2, at=OFFERED), 1, preview.offer)

    assert await world.stocks() == stocks
    peace = await accept(requester(3, user=2, guild=2, at=OFFERED), 1, preview.offer + 1)
    assert peace.gave_resources == 1_000


async def test_a_war_that_was_not_accepted_ends_without_a_truce(world: Negotiating) -> None:
    assert await world.propose() is None
    assert await world.answer("accept") is None

    assert (await world.war()).truce is None


async def ended(world: Negotiating, way: str) -> None:
    """End the offer, or the war, in one of the ways of docs/diplomacy.md, "Peace"."""
    match way:
        case "rejected":
            assert await world.answer("reject") is None
        case "taken back":
            assert await world.answer("reject", guild=1) is None
        case "expired":
            await world.advance(OFFERED + timedelta(hours=24))
        case "declined":
            assert await world.command(OFFERED, 2, "war decline", war=1) is None
        case "withdrawn":
            assert await world.command(OFFERED, 1, "war withdraw", war=1) is None
        case "surrendered":
            assert await world.command(OFFERED, 1, "war surrender", war=1) is None
        case "surrendered by the other":
            assert await world.command(OFFERED, 2, "war surrender", war=1) is None
        case "deleted":
            await world.own_data.forget_guild(GuildId(2))
        case "deleted when due":
            due = update(NATIONS).where(NATIONS.c.guild == 2)
            at = microseconds(OFFERED + HOUR)
            await world.database.write(lambda on: on.execute(due.values(deletion_at=at)).rowcount)
            await world.advance(OFFERED + 2 * HOUR)
            assert len((await world.snapshot()).nations) == 1
        case "cancelled":
            await sanction(world, SanctionKind.BAN)
        case "fought":
            await world.advance(BATTLE)
        case _:
            raise AssertionError(way)


EXPIRES_LATE: Final = BATTLE - timedelta(hours=3)


@pytest.mark.parametrize(
    ("way", "is_accepted", "at"),
    [
        ("rejected", True, OFFERED),
        ("taken back", False, OFFERED),
        ("expired", True, OFFERED),
        ("declined", False, OFFERED),
        ("withdrawn", False, OFFERED),
        ("surrendered", True, OFFERED),
        ("surrendered by the other", True, OFFERED),
        ("cancelled", True, OFFERED),
        ("deleted", True, OFFERED),
        ("deleted when due", False, OFFERED),
        ("fought", True, EXPIRES_LATE),
    ],
)
async def test_what_was_set_aside_returns_once_however_the_offer_ends(
    world: Negotiating, way: str, is_accepted: bool, at: datetime
) -> None:  # INV-04
    if is_accepted:
        await accept_war(world)
    before = (await world.land())[1]
    assert await world.propose(at) is None
    assert await world.booked() == {Reason.PEACE_OFFER: -300}

    await ended(world, way)

    assert await world.booked() == {Reason.PEACE_OFFER: -300, Reason.PEACE_RETURN: 300}
    fought_or_lost = {"surrendered", "surrendered by the other", "fought"}
    if way not in fought_or_lost:
        assert (await world.land())[1] == before
    if not way.startswith("deleted"):
        assert (await world.war()).offer is None
        assert await world.answer("reject", at=BATTLE + HOUR) in {"no_peace_offer", "war_is_over"}
    assert await world.booked() == {Reason.PEACE_OFFER: -300, Reason.PEACE_RETURN: 300}


async def test_a_surrender_costs_the_same_with_an_offer_as_without(world: Negotiating) -> None:
    await accept_war(world)
    stock, land = (await world.stocks())[1], (await world.land())[1]
    assert await world.propose() is None

    await ended(world, "surrendered")

    assert (await world.stocks())[1] == stock - (stock - 1_000) * 30 // 100
    assert (await world.land())[1] == land - land * 20 // 100


async def test_an_expired_offer_cannot_be_accepted_by_a_command_that_comes_late(
    world: Negotiating,
) -> None:
    await accept_war(world)
    assert await world.propose() is None

    late = OFFERED + timedelta(hours=24, seconds=15)

    assert await world.answer("accept", at=late) == "no_peace_offer"
    assert await world.booked() == {Reason.PEACE_OFFER: -300, Reason.PEACE_RETURN: 300}


async def test_a_freeze_postpones_the_end_of_an_offer_with_the_battle(world: Negotiating) -> None:
    await accept_war(world)
    assert await world.propose() is None
    beats = SqlHeartbeats(world.database, RULESETS)
    await beats.beat(OFFERED)

    await beats.beat(OFFERED + timedelta(days=5))

    war = await world.war()
    assert war.battle_at == BATTLE + timedelta(days=5)
    assert war.offer is not None
    assert war.offer.expires_at == OFFERED + timedelta(days=6)


async def test_every_refusal_about_peace_happens_and_sets_nothing_aside(
    world: Negotiating,
) -> None:
    codes = {
        await world.answer("accept"),
        await world.propose(give_territory=101),
        await world.propose(give_resources=-1),
        await world.propose(give_resources=10**6),
    }
    assert await world.booked() == {}
    assert await world.propose(give_territory=100, ask_resources=10**6) is None
    codes |= {
        await world.propose(),
        await world.answer("accept", guild=1),
        await world.answer("accept"),
    }
    with pytest.raises(peace_errors.PeaceOfferChanged) as changed:
        await AcceptPeace(world.world)(requester(1, user=2, guild=2, at=OFFERED), 1, 2)
    codes.add(changed.value.code)

    assert await world.booked() == {Reason.PEACE_OFFER: -300}
    expected = {
        var.code
        for var in vars(peace_errors).values()
        if isinstance(var, type) and issubclass(var, Refusal) and var is not Refusal
    }
    assert codes == {*expected, "not_enough_resources"}


async def test_asking_what_an_ending_costs_leaves_the_offer_set_aside(world: Negotiating) -> None:
    assert await world.propose() is None
    before = (await world.stocks(), await world.land(), await world.booked())
    account = DECLARED - timedelta(days=400)

    for number in range(2):
        question = RequestId(f"question {number}")
        requester = Requester(question, GuildId(1), UserId(1), OFFERED, account)
        await PreviewWithdrawal(world.world)(requester, 1)

    assert (await world.stocks(), await world.land(), await world.booked()) == before
    assert await world.answer("accept", at=OFFERED + 2 * HOUR) is None


async def test_the_page_of_a_war_shows_an_open_offer_to_its_sides(world: Negotiating) -> None:
    look = LookAtWar(world.world, SqlWarDirectory(world.database))

    async def offer(number: int, guild: int, user: int) -> OpenOffer | None:
        by = requester(number, user=user, guild=guild, at=OFFERED)
        own = (await look(by, 1)).own
        assert own is not None
        return own.offer

    none = await offer(1, guild=1, user=1)
    assert await world.propose() is None
    others_view, own = await offer(2, guild=2, user=2), await offer(3, guild=1, user=1)
    await world.join(requester(4, user=9, guild=2, at=OFFERED))
    of_a_citizen = await offer(5, guild=2, user=9)

    assert none is None
    assert others_view is not None
    assert (others_view.is_own, others_view.gives, others_view.gets) == (
        False,
        Terms(40, 2),
        Terms(300, 5),
    )
    assert own is not None
    assert (own.is_own, own.gives, own.gets) == (True, Terms(300, 5), Terms(40, 2))
    assert others_view.may_answer
    assert own.may_answer
    assert of_a_citizen == replace(others_view, may_answer=False)


async def test_the_dashboard_names_what_others_wait_for_until_it_is_done(
    world: Negotiating,
) -> None:
    news = NewsChannels(ScriptSettings(), SqlDeliveries(world.database))
    show = ShowDashboard(world.world, SqlWarDirectory(world.database), news)
    decisions = (
        *(Task.ANSWER_WAR, Task.ANSWER_PEACE),
        *(Task.GIVE_ORDERS, Task.ANSWER_PROPOSALS),
    )

    async def tasks(guild: int, at: datetime = OFFERED) -> list[Task]:
        asked = requester(next(world.lines), user=guild, guild=guild, at=at)
        return [task for task in (await show(asked)).tasks if task in decisions]

    assert await world.propose() is None
    assert await tasks(1) == []
    assert await tasks(2) == [Task.ANSWER_WAR, Task.ANSWER_PEACE]

    assert await world.command(OFFERED, 2, "war accept", war=1) is None
    assert await world.answer("reject") is None
    assert await tasks(1) == await tasks(2) == [Task.GIVE_ORDERS]

    assert await world.command(OFFERED, 2, "war stance", war=1, stance="defensive") is None
    assert await tasks(2) == []

    assert await world.command(OFFERED, 1, "war surrender", war=1) is None
    pact = {"nation": "Borealis", "type": "trade"}
    assert await world.command(OFFERED, 1, "diplomacy pact propose", **pact) is None
    assert (await tasks(1), await tasks(2)) == ([], [Task.ANSWER_PROPOSALS])
    assert await tasks(2, OFFERED + timedelta(hours=48)) == []


async def test_a_nation_is_told_until_when_an_offer_is_open(world: Negotiating) -> None:
    assert await world.propose() is None

    facts = select(NOTICES.c.facts).where(NOTICES.c.kind == NoticeKind.PEACE_PROPOSED.value)
    (stored_facts,) = await world.database.read(lambda on: on.execute(facts).scalars().all())
    assert str(int((OFFERED + timedelta(hours=24)).timestamp())) in stored_facts
