"""Tests the contract of ``Broadcasts``, and that all nations are told of an outage once."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any, Final

import pytest
import pytest_asyncio
from sqlalchemy import select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.control_tables import BROADCASTS
from nazh.adapters.outbound.sql.dominion.operations import broadcasts
from nazh.adapters.outbound.sql.dominion.operations.broadcasts import SqlBroadcasts
from nazh.adapters.outbound.sql.dominion.operations.statuses import SqlWorldStatuses
from nazh.adapters.outbound.sql.dominion.rows.notices import SqlNotices
from nazh.adapters.outbound.sql.dominion.tables import NOTICES
from nazh.adapters.outbound.sql.dominion.views.battles import SqlBattles
from nazh.adapters.outbound.sql.dominion.world.outages import SqlHeartbeats
from nazh.adapters.outbound.sql.platform.audit_log import AUDIT_LOG
from nazh.adapters.outbound.sql.platform.queued_messages import QUEUED_MESSAGES
from nazh.application.dominion.notices.payloads import read_notice
from nazh.application.dominion.notices.queue_notices import QueueNotices
from nazh.application.dominion.operations.announce_to_all import AnnounceToAll
from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.ports import Broadcasts, Requester
from nazh.domain.dominion.errors.controls import AlreadySo, OnlyDevelopers
from nazh.domain.dominion.errors.government import InvalidAnnouncement
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.kernel.identity import GuildId, UserId
from tests.contract.test_notices import settings_of
from tests.contract.test_worlds import HOUR, RULESETS, START, Played, requester
from tests.doubles.clock import FrozenClock

WORKSHOP: Final = GuildId(99)
MINUTE: Final = timedelta(minutes=1)


class BroadcastWorld(Played):
    """A world of three nations, of which the first has a channel."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.heartbeats = SqlHeartbeats(database, RULESETS)
        self.broadcasts: Broadcasts = SqlBroadcasts(database)
        statuses = SqlWorldStatuses(database, RULESETS)
        developers = Developers(WORKSHOP, frozenset({UserId(7)}))
        self.announce = AnnounceToAll(developers, self.broadcasts, statuses)

    async def write_all(self) -> None:
        while await self.broadcasts.write_some():
            pass

    async def notices(self, kind: NoticeKind) -> list[tuple[int, dict[str, Any]]]:
        """Return the nations that have a notice of a kind, with its facts."""
        query = select(NOTICES.c.nation, NOTICES.c.facts).where(NOTICES.c.kind == kind.value)
        ordered = query.order_by(NOTICES.c.nation)
        rows = await self.database.read(lambda on: on.execute(ordered).all())
        return [(row.nation, json.loads(row.facts)) for row in rows]


@pytest_asyncio.fixture
async def world(dominion_database: Database) -> BroadcastWorld:
    broadcast_world = BroadcastWorld(dominion_database)
    for guild in (1, 2, 3):
        await broadcast_world.register(requester(guild, guild * 10, guild), f"Nation {'I' * guild}")
    await broadcast_world.heartbeats.beat(START + MINUTE)
    return broadcast_world


def developer(number: int, user: int = 7) -> Requester:
    return requester(number, user, WORKSHOP, START + HOUR)


async def test_all_nations_are_told_of_an_outage_after_which_the_world_catches_up(
    world: BroadcastWorld,
) -> None:
    since, until = START + MINUTE, START + 5 * HOUR + 2 * MINUTE
    await world.heartbeats.beat(until)

    await world.write_all()

    facts = {
        "what": "caught_up",
        "since": str(int(since.timestamp())),
        "until": str(int(until.timestamp())),
        "count": 6,
    }
    assert await world.notices(NoticeKind.OUTAGE) == [(nation, facts) for nation in (1, 2, 3)]


async def test_all_nations_are_told_of_a_freeze(world: BroadcastWorld) -> None:
    await world.heartbeats.beat(START + 7 * 24 * HOUR)

    await world.write_all()

    notices = await world.notices(NoticeKind.OUTAGE)
    assert [(nation, facts["what"], facts["count"]) for nation, facts in notices] == [
        (nation, "frozen", 4) for nation in (1, 2, 3)
    ]


async def test_nobody_is_told_of_a_short_silence(world: BroadcastWorld) -> None:
    await world.heartbeats.beat(START + 31 * MINUTE)

    assert not await world.broadcasts.write_some()


async def test_a_nation_that_is_founded_after_an_outage_is_not_told(world: BroadcastWorld) -> None:
    await world.heartbeats.beat(START + 5 * HOUR)
    await world.register(requester(4, 40, 4, START + 5 * HOUR), "Nation IV")

    await world.write_all()

    assert [nation for nation, _ in await world.notices(NoticeKind.OUTAGE)] == [1, 2, 3]


async def test_concurrent_processes_tell_each_nation_once(
    world: BroadcastWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcasts, "CHUNK", 1)
    await world.heartbeats.beat(START + 5 * HOUR)

    await world.broadcasts.write_some()  # and then the process is killed
    await asyncio.gather(*(world.write_all() for _ in range(4)))

    assert [nation for nation, _ in await world.notices(NoticeKind.OUTAGE)] == [1, 2, 3]
    assert await world.database.read(lambda on: on.execute(select(BROADCASTS)).all()) == []


async def test_an_announcement_waits_until_it_is_confirmed_and_is_sent_once(
    world: BroadcastWorld,
) -> None:
    draft = await world.announce.draft(developer(50), "Update\n at  **noon**")
    assert not await world.broadcasts.write_some()

    await world.announce.send(developer(51), draft.number, "To warn them")
    with pytest.raises(AlreadySo):
        await world.announce.send(developer(52), draft.number, "Again")
    await world.write_all()

    assert (draft.text, draft.nations) == ("Update at **noon**", 3)
    notices = await world.notices(NoticeKind.OPERATOR_ANNOUNCEMENT)
    assert notices == [(nation, {"text": "Update at **noon**"}) for nation in (1, 2, 3)]
    last = select(AUDIT_LOG.c.action, AUDIT_LOG.c.actor, AUDIT_LOG.c.after)
    rows = await world.database.read(
        lambda on: on.execute(last.order_by(AUDIT_LOG.c.seq.desc())).all()
    )
    assert tuple(rows[0]) == ("dominion.announced", 7, '{"reason":"To warn them"}')
    assert [row.action for row in rows].count("dominion.announced") == 1


async def test_a_draft_is_kept_for_a_day(world: BroadcastWorld) -> None:
    old = await world.announce.draft(developer(50), "Never sent")
    later = Requester(developer(51).request, WORKSHOP, UserId(7), START + 26 * HOUR, START, True)
    await world.announce.draft(later, "Another one")

    with pytest.raises(AlreadySo):
        await world.announce.send(developer(52), old.number, "Too late")


async def test_only_developers_announce_and_only_what_can_be_read(world: BroadcastWorld) -> None:
    with pytest.raises(OnlyDevelopers):
        await world.announce.draft(developer(50, user=8), "Hello")
    with pytest.raises(OnlyDevelopers):
        await world.announce.send(developer(51, user=8), 1, "Hello")
    for text in ("", " \n ", "x" * 1_001):
        with pytest.raises(InvalidAnnouncement):
            await world.announce.draft(developer(52), text)


async def test_the_channel_of_a_nation_gets_an_announcement_as_its_news(
    world: BroadcastWorld,
) -> None:
    draft = await world.announce.draft(developer(50), "Update at noon")
    await world.announce.send(developer(51), draft.number, "To warn them")
    clock = FrozenClock(START + HOUR)
    database = world.database
    queue = QueueNotices(
        SqlNotices(database), world.broadcasts, SqlBattles(database), settings_of, clock, clock
    )

    await queue()
    await queue()

    rows = await database.read(lambda on: on.execute(select(QUEUED_MESSAGES)).all())
    kinds = [read_notice(row.payload).kind for row in rows]
    assert kinds.count(NoticeKind.OPERATOR_ANNOUNCEMENT) == 1
