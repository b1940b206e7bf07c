"""Tests the contracts of ``Notices`` and ``DirectNotices``: each notice is queued once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select, update

from nazh.adapters.outbound.sql.dominion.operations.broadcasts import SqlBroadcasts
from nazh.adapters.outbound.sql.dominion.operations.compaction import SqlLedgerCompaction
from nazh.adapters.outbound.sql.dominion.rows.notices import (
    SqlDirectNotices,
    SqlNotices,
    last_notice,
    write_notices,
)
from nazh.adapters.outbound.sql.dominion.tables import DIRECT_NOTICES, NATION_STATES, NOTICES
from nazh.adapters.outbound.sql.dominion.views.battles import SqlBattles
from nazh.adapters.outbound.sql.platform.queued_messages import QUEUED_MESSAGES, SqlDeliveries
from nazh.application.dominion.nations.look_at_nation import LookAtNation
from nazh.application.dominion.notices.news_channels import NewsChannel, NewsChannels
from nazh.application.dominion.notices.payloads import TOPIC, read_notice
from nazh.application.dominion.notices.queue_notices import AT_ONCE, QueueNotices
from nazh.application.dominion.notices.show_inbox import ChangeInbox, ShowInbox
from nazh.application.dominion.ports import DirectNotices, Notices, Requester, Subscribers
from nazh.application.dominion.treasury.show_history import ShowHistory
from nazh.application.shared.messages.queued_messages import QueuedMessage, Recipient
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.notices import NATION_CHANNEL, Notice, NoticeKind
from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, GuildSettings
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId
from tests.contract.test_worlds import ARMY, HOUR, RULESETS, START, Played, played, requester
from tests.doubles.clock import FrozenClock

__all__ = ["played"]
HALL = ChannelId(70)
ALICE, BOB = UserId(11), UserId(12)
JOINED, FOUNDED = NoticeKind.CITIZEN_JOINED, NoticeKind.FOUNDED


async def settings_of(guild: GuildId | None) -> GuildSettings:
    """The nation of the first guild has a channel; satisfies ``SettingsOf``."""
    return DEFAULT_SETTINGS.with_word(NATION_CHANNEL, str(HALL)) if guild == 1 else DEFAULT_SETTINGS


def queueing(played: Played, at: datetime = START) -> QueueNotices:
    clock = FrozenClock(at)
    return QueueNotices(
        SqlNotices(played.database),
        SqlBroadcasts(played.database),
        SqlBattles(played.database),
        settings_of,
        clock,
        clock,
    )


async def founded(played: Played, guild: int = 1, *joining: int) -> None:
    """Found a nation, and let users join it."""
    await played.register(requester(guild * 100, guild * 10, guild), f"Nation {'I' * guild}")
    for number, user in enumerate(joining, 1):
        await played.join(requester(guild * 100 + number, user, guild))


async def kinds(played: Played) -> list[tuple[int, str, str, str]]:
    """Return the nation, kind, cause and facts of all notices."""
    notice = NOTICES.c
    query = select(notice.nation, notice.kind, notice.cause, notice.facts).order_by(
        notice.nation, notice.at, notice.kind, notice.cause
    )
    return await played.database.read(lambda on: [tuple(row) for row in on.execute(query)])


async def queued(played: Played) -> list[tuple[str, int, NoticeKind]]:
    query = select(QUEUED_MESSAGES).order_by(QUEUED_MESSAGES.c.seq)
    rows = await played.database.read(lambda on: on.execute(query).all())
    assert {row.topic for row in rows} <= {TOPIC}
    return [(row.kind, row.recipient, read_notice(row.payload).kind) for row in rows]


async def test_ticks_of_all_nations_write_what_settling_one_writes(played: Played) -> None:
    for guild in (1, 2, 3):
        await founded(played, guild, guild * 10 + 1)
    for guild in (1, 2):
        for order in (1, 2):
            name = RequestId(f"{guild}: order {order}")
            await played.build(replace(requester(0, guild * 10, guild), request=name), ARMY, order)
    stock = update(NATION_STATES).values(resources=9_900)
    await played.database.write(lambda on: on.execute(stock.where(NATION_STATES.c.nation < 3)))
    await played.advance(START + HOUR / 2)

    # The second nation is settled by a command before its tick is made for all.
    await LookAtNation(played.world)(requester(9, 20, 2, START + 2 * HOUR))
    await played.advance(START + 50 * HOUR)

    rows = await kinds(played)
    of = {nation: [row[1:] for row in rows if row[0] == nation] for nation in (1, 2, 3)}
    notices = [(kind, facts) for kind, _, facts in of[1]]
    assert notices == [(kind, facts) for kind, _, facts in of[2]]
    assert ("storage_full", '{"capacity": 10000}') in notices
    assert [kind for kind, _ in notices].count("units_built") == 2
    assert [kind for kind, *_ in of[3]] == ["citizen_joined", "founded", "protection_ended"]
    assert [row[:2] for row in of[1] if row[0] == "storage_full"] == [
        row[:2] for row in of[2] if row[0] == "storage_full"
    ]


async def test_the_last_notice_of_a_kind_is_found_among_later_ones(played: Played) -> None:
    await founded(played)
    season, later = (await played.snapshot()).season, START + HOUR
    notices = [
        Notice(START, NoticeKind.ANNOUNCEMENT, "test.1"),
        Notice(later, NoticeKind.MESSAGE_SENT, "test.2"),
    ]

    def last(on: Connection) -> datetime | None:
        write_notices(on, season, {NationId(1): notices})
        return last_notice(on, season, NationId(1), NoticeKind.ANNOUNCEMENT)

    assert await played.database.write(last) == START


async def test_nations_are_told_their_places_once_a_day(played: Played) -> None:
    for guild in (1, 2):
        await founded(played, guild)
    await played.advance(START + 24 * HOUR)
    stock = update(NATION_STATES).values(resources=9_000)
    await played.database.write(lambda on: on.execute(stock.where(NATION_STATES.c.nation == 2)))

    await played.advance(START + 47 * HOUR)
    earlier = [kind for _, kind, *_ in await kinds(played)]
    await played.advance(START + 72 * HOUR)

    assert "rank_changed" not in earlier
    assert [
        (nation, facts) for nation, kind, _, facts in await kinds(played) if kind == "rank_changed"
    ] == [
        (1, '{"place": 2, "before": 1}'),
        (2, '{"place": 1, "before": 2}'),
    ]


async def test_notices_go_to_the_nations_channel_and_to_citizens_who_want_them(
    played: Played,
) -> None:
    await founded(played, 1, ALICE, BOB)
    await founded(played, 2, 21)
    direct: DirectNotices = SqlDirectNotices(played.database)
    await direct.change(ALICE, [JOINED], is_on=True)
    await direct.change(UserId(21), [FOUNDED], is_on=True)

    await queueing(played)()
    await queueing(played)()

    channel, user = ("channel", HALL), "user"
    assert await queued(played) == [
        (*channel, FOUNDED),
        (*channel, JOINED),
        (user, ALICE, JOINED),
        (*channel, JOINED),
        (user, ALICE, JOINED),
        (user, 21, FOUNDED),
    ]


async def test_of_several_processes_one_queues_a_notice(played: Played) -> None:
    await founded(played, 1, *range(100, 120))

    await asyncio.gather(*(queueing(played)() for _ in range(4)))

    assert len(await queued(played)) == 21


async def test_what_cannot_be_queued_stays_waiting(played: Played) -> None:
    notices: Notices = SqlNotices(played.database)
    await founded(played)
    (waiting,) = await notices.waiting(AT_ONCE)

    def fail(subscribers: Subscribers) -> Sequence[QueuedMessage]:
        raise LookupError

    with pytest.raises(LookupError):
        await notices.queue([waiting], fail)

    assert await notices.waiting(AT_ONCE) == (waiting,)
    message = QueuedMessage(Recipient.channel(HALL, GuildId(1)), TOPIC, "{}", START)
    assert await notices.queue([waiting], lambda _: [message])
    assert not await notices.queue([waiting], lambda _: [message])
    assert await notices.waiting(AT_ONCE) == ()


async def test_notices_of_the_last_day_are_sent(played: Played) -> None:
    await founded(played)

    await queueing(played, START + 23 * HOUR)()

    assert [kind for *_, kind in await queued(played)] == [FOUNDED]


async def test_old_notices_are_only_in_the_inbox(played: Played) -> None:
    await founded(played)

    await queueing(played, START + 24 * HOUR)()

    assert await queued(played) == []
    page = await ShowInbox(played.world, SqlNotices(played.database))(
        await citizen(played, 5), page=1
    )
    assert [notice.kind for notice in page.notices] == [JOINED, FOUNDED]


async def citizen(played: Played, number: int, at: datetime = START) -> Requester:
    await played.join(requester(number, ALICE, 1, at))
    return requester(number + 1, ALICE, 1, at)


async def test_the_inbox_has_pages(played: Played) -> None:
    await founded(played, 1, ALICE, *range(100, 110))
    show = ShowInbox(played.world, SqlNotices(played.database))
    leader_request = requester(900, ALICE)

    pages = [await show(leader_request, page) for page in (1, 2, 3)]

    assert [len(page.notices) for page in pages] == [10, 2, 0]
    assert [page.is_last for page in pages] == [False, True, True]
    assert pages[0].notices[0].facts == {"count": 11}
    assert (pages[1].notices[-1].kind, pages[1].nation) == (FOUNDED, "Nation I")


async def test_a_citizen_chooses_what_to_be_told_directly(played: Played) -> None:
    await founded(played, 1, ALICE)
    change = ChangeInbox(
        played.world,
        SqlDirectNotices(played.database),
        NewsChannels(settings_of, SqlDeliveries(played.database)),
    )

    first = await change(requester(900, ALICE))
    both = await change(requester(901, ALICE), [JOINED, FOUNDED])
    again = await change(requester(902, ALICE), [JOINED])
    choice = await change(requester(903, ALICE), [JOINED], is_on=False)

    assert (first.nation, first.news, first.direct) == ("Nation I", NewsChannel(HALL), frozenset())
    assert both.direct == again.direct == {JOINED, FOUNDED}
    assert choice.direct == {FOUNDED}
    assert (await played.records.record_of(ALICE)).direct_notices == {FOUNDED}
    await played.own_data.forget_user(ALICE)
    assert await SqlDirectNotices(played.database).of(ALICE) == frozenset()


async def test_a_leader_who_is_no_citizen_has_an_inbox_and_is_told_directly(
    played: Played,
) -> None:
    await founded(played, 1, ALICE)
    leader = UserId(10)
    change = ChangeInbox(
        played.world,
        SqlDirectNotices(played.database),
        NewsChannels(settings_of, SqlDeliveries(played.database)),
    )
    history = ShowHistory(played.world, played.ledgers)

    changed = await change(requester(900, leader), [FOUNDED])
    page = await ShowInbox(played.world, SqlNotices(played.database))(requester(901, leader), 1)
    sums = (await history(requester(902, leader), 1)).sums
    await change(requester(903, ALICE), [FOUNDED])
    await queueing(played)()

    assert changed.direct == {FOUNDED}
    assert [notice.kind for notice in page.notices] == [JOINED, FOUNDED]
    assert sums == {Reason.SEASON_START: 1_000}
    direct = [(to, kind) for by, to, kind in await queued(played) if by == "user"]
    assert direct == [(leader, FOUNDED), (ALICE, FOUNDED)]


async def test_nothing_about_a_deleted_nation_is_left(played: Played) -> None:
    await founded(played, 1, ALICE)
    await founded(played, 2)

    await played.own_data.forget_guild(GuildId(1))

    assert {row[0] for row in await kinds(played)} == {2}


async def test_notices_are_deleted_after_thirty_days(played: Played) -> None:
    await founded(played)
    compaction = SqlLedgerCompaction(played.database, RULESETS)
    await played.advance(START + 50 * HOUR)

    async def compact(now: datetime) -> None:
        while await compaction.step(now):
            pass

    await compact(START + timedelta(days=30))
    kinds_kept = [kind for _, kind, *_ in await kinds(played)]
    await compact(START + timedelta(days=31))

    assert kinds_kept == ["founded", "protection_ended"]
    assert [kind for _, kind, *_ in await kinds(played)] == ["protection_ended"]


async def test_no_id_of_a_user_is_in_notices(played: Played) -> None:
    await founded(played, 1, UserId(711_711_711))

    rows = await played.database.read(lambda on: on.execute(select(NOTICES)).all())
    direct = await played.database.read(lambda on: on.execute(select(DIRECT_NOTICES)).all())

    assert not any("711711711" in str(cell) for row in rows for cell in row)
    assert direct == []
