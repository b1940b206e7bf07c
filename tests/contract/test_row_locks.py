"""Tests on PostgreSQL that what another transaction changes is waited for, so that nothing is lost.

SQLite has a single writer.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
import pytest_asyncio
from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Update,
    case,
    delete,
    event,
    func,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.util import await_only

from nazh.adapters.outbound.sql.databases.database import Database, Result, Work
from nazh.adapters.outbound.sql.dice.fair_session_rows import FAIR_SESSIONS
from nazh.adapters.outbound.sql.dice.fair_sessions import forget_sessions
from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
from nazh.adapters.outbound.sql.dice.rolls import ROLLS
from nazh.adapters.outbound.sql.dominion.rankings.rankings import read_scores
from nazh.adapters.outbound.sql.dominion.tables import (
    CITIZENS,
    HEARTBEAT,
    LEDGER,
    NATION_STATES,
    NATIONS,
)
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.adapters.outbound.sql.dominion.world.outages import SqlHeartbeats
from nazh.adapters.outbound.sql.dominion.world.proceeding import note_war_failure
from nazh.adapters.outbound.sql.dominion.world.step_writes import settle
from nazh.adapters.outbound.sql.dominion.world.steps import Settling
from nazh.adapters.outbound.sql.guilds.guild_store import GUILDS, SqlGuildStore
from nazh.adapters.outbound.sql.keep.bridges import SqlBridgeStore
from nazh.adapters.outbound.sql.keep.contacts import SqlContactStore
from nazh.adapters.outbound.sql.keep.mutes import SqlMuteStore
from nazh.adapters.outbound.sql.keep.servers import SqlServerStore
from nazh.adapters.outbound.sql.keep.tables import BRIDGES, CONTACTS, GRANTS, LINES, MUTES, SERVERS
from nazh.adapters.outbound.sql.platform.audit_log import (
    AUDIT_LOG,
    READ_TIMEOUT,
    SqlAuditLog,
    record,
)
from nazh.adapters.outbound.sql.platform.audit_records import SqlAuditRecords
from nazh.adapters.outbound.sql.platform.outbox import put_in_outbox
from nazh.adapters.outbound.sql.platform.queued_messages import (
    QUEUED_MESSAGES,
    SENDING,
    SqlMessageQueue,
    queue_messages,
)
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.citizens.register_citizen import RegisterCitizen
from nazh.application.dominion.live_world import COMMAND_TIMEOUT, LiveWorld
from nazh.application.dominion.ports import WorldTransaction
from nazh.application.shared.audit.audit_chain import verify
from nazh.application.shared.messages.queued_messages import QueuedMessage, Recipient, Waiting
from nazh.domain.dice.records import RollRecord
from nazh.domain.dominion.errors.general import CitizenElsewhere
from nazh.domain.dominion.names.names import name_key
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.rankings.ranking import rank_nations
from nazh.domain.dominion.world_time import DAY
from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, LANGUAGE, SettingChange
from nazh.domain.keep.access import Grant
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.bridges import MAX_MUTED
from nazh.domain.keep.errors import TooManyMuted
from nazh.domain.keep.servers import GameServerId
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId
from tests import databases
from tests.audit_entries import ENTRY, entry_of
from tests.contract.keep_examples import (
    ALICE,
    BOB,
    CHANNEL,
    MODERATORS,
    NOW,
    OURS,
    chat_line,
    new,
    sealed,
)
from tests.contract.test_peace import OFFERED, Negotiating, accept_war
from tests.contract.test_roll_ledgers import record as roll
from tests.contract.test_wars import BATTLE
from tests.contract.test_worlds import HOUR, RULESETS, requester

pytestmark = pytest.mark.slow  # because of PostgreSQL
Act = Callable[[Negotiating], Awaitable[object]]
GIFT: Final = 7
OF_SERVERS: Final = (BRIDGES.c.server, GRANTS.c.server, CONTACTS.c.server)
LOCKED: Final = OFFERED + timedelta(minutes=5)
WAITS_FOR_US: Final = text(
    "SELECT count(*) > 0 FROM pg_locks"
    " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
)


async def has_waited(
    database: Database,
    change: Executable | Work[object],
    act: Callable[[], Awaitable[object]],
) -> bool:
    """Change rows, and commit that as soon as ``act`` waits for it or ends; return which."""
    is_changed = asyncio.Event()

    async def act_meanwhile() -> None:
        await is_changed.wait()
        await act()

    acting = asyncio.ensure_future(act_meanwhile())

    def write(connection: Connection) -> bool:
        if isinstance(change, Executable):
            connection.execute(change)
        else:
            change(connection)
        is_changed.set()
        is_waiting = False
        while not is_waiting and not acting.done():
            is_waiting = connection.execute(WAITS_FOR_US).scalar_one()
        return is_waiting

    has_waited = await database.write(write)
    await acting
    return has_waited


async def begin(database: Database) -> None:
    """Begin a war in which the first nation offers peace, and orders are soon locked."""
    world = Negotiating(database)
    await world.begin()
    await world.declare()
    await accept_war(world)
    assert await world.propose() is None
    await world.advance(OFFERED)
    await world.change_war(battle_at=microseconds(LOCKED + HOUR), due_at=microseconds(LOCKED))
    await SqlHeartbeats(database, RULESETS).beat(OFFERED)


@pytest_asyncio.fixture
async def world(templates: databases.Templates, tmp_path: Path) -> AsyncIterator[Negotiating]:
    contexts = ("dominion", "keep")
    async with templates.opened(databases.postgresql, contexts, tmp_path, begin) as database:
        yield Negotiating(database)


async def values(world: Negotiating, *sought: ColumnElement[Any]) -> tuple[object, ...]:
    return await world.database.read(lambda on: tuple(on.execute(select(*sought)).one()))


async def gifts(world: Negotiating, nation: int) -> int:
    """Return what a nation has more than its ledger."""
    of_nation = select(func.sum(LEDGER.c.amount)).where(LEDGER.c.nation == nation)
    stock = select(NATION_STATES.c.resources).where(NATION_STATES.c.nation == nation)

    def read(on: Connection) -> int:
        return int(on.execute(stock).scalar_one() - on.execute(of_nation).scalar_one())

    return await world.database.read(read)


async def test_commands_behind_a_stuck_one_are_refused_in_time(world: Negotiating) -> None:
    loop = asyncio.get_running_loop()
    live = LiveWorld(world.world, SqlHeartbeats(world.database, RULESETS))
    asked = [requester(number, at=OFFERED) for number in range(4)]
    async with world.database.transaction("stuck") as stuck:
        await stuck.run(lambda on: on.execute(text("LOCK TABLE dominion_nations")))
        began = loop.time()
        commands = (live.look(by, lambda now: now.nation_of(GuildId(1))) for by in asked)

        results = await asyncio.gather(*commands, return_exceptions=True)

        seconds = loop.time() - began
    assert [type(result) for result in results] == [Unavailable] * 4
    assert seconds < COMMAND_TIMEOUT + 0.5
    assert await world.world.look(asked[0], lambda now: now.nation_of(GuildId(1)))


def nation_changes() -> Update:
    state = NATION_STATES.c
    return update(NATION_STATES).where(state.nation == 1).values(resources=state.resources + GIFT)


def war_changes() -> Update:
    return update(WARS).values(offers=WARS.c.offers + GIFT, failures=1)


@pytest.mark.parametrize(
    ("change", "works"),
    [
        pytest.param(
            nation_changes(),
            (
                lambda world: world.nation_of(GuildId(1)),
                lambda world: world.nation(NationId(1)),
                lambda world: world.lock_with(GuildId(2), name_key("Aurelia")),
                lambda world: world.lock_for_war(GuildId(2), 1),
                lambda world: world.lock_for_surrender(GuildId(2), 1),
                lambda world: world.lock_to_support(GuildId(2), 1),
            ),
            id="nation",
        ),
        pytest.param(
            war_changes(),
            (
                lambda world: world.lock_for_war(GuildId(2), 1),
                lambda world: world.lock_for_surrender(GuildId(2), 1),
                lambda world: world.lock_to_support(GuildId(2), 1),
            ),
            id="war",
        ),
    ],
)
async def test_transactions_wait_for_what_they_lock(
    world: Negotiating, change: Update, works: Sequence[Callable[[WorldTransaction], object]]
) -> None:
    acts = [partial(world.world.apply, GuildId(1), OFFERED, work) for work in works]

    assert all([await has_waited(world.database, change, act) for act in acts])


async def test_a_nation_that_is_deleted_meanwhile_is_unknown(world: Negotiating) -> None:
    results = []

    async def lock() -> None:
        def work(transaction: WorldTransaction) -> object:
            return transaction.lock_with(GuildId(1), name_key("Borealis"))

        results.append(await world.world.apply(GuildId(1), OFFERED, work))

    assert await has_waited(world.database, delete(NATIONS).where(NATIONS.c.id == 2), lock)

    assert results == [(1, None)]


async def forget_citizen(world: Negotiating) -> None:
    await world.own_data.forget_user(UserId(1))
    (nation, _) = (await world.snapshot()).nations
    assert nation.population == 0


async def forget_enemy(world: Negotiating) -> None:
    await world.own_data.forget_guild(GuildId(2))
    (nation,) = (await world.snapshot()).nations
    assert nation.guild == 1


async def settle_nations(world: Negotiating) -> None:
    step = Settling((await world.snapshot()).season, (NationId(1), NationId(2)), OFFERED)
    await world.database.write(lambda on: settle(on, step))


async def lock_orders(world: Negotiating) -> None:
    await world.advance(LOCKED)


async def accept_peace(world: Negotiating) -> None:
    assert await world.answer("accept") is None


@pytest.mark.parametrize("act", [forget_citizen, forget_enemy, settle_nations, lock_orders])
async def test_what_a_nation_gets_meanwhile_is_kept(world: Negotiating, act: Act) -> None:
    assert await has_waited(world.database, nation_changes(), lambda: act(world))

    assert await gifts(world, 1) == GIFT


async def test_a_citizen_of_a_busy_nation_is_refused_at_once_by_another(
    world: Negotiating,
) -> None:
    async def join() -> None:
        with pytest.raises(CitizenElsewhere, match="Aurelia"):
            await RegisterCitizen(world.world)(requester(99, user=1, guild=2, at=OFFERED))

    assert not await has_waited(world.database, nation_changes(), join)


async def test_a_user_who_leaves_while_they_are_forgotten_leaves_once(world: Negotiating) -> None:
    gone = delete(CITIZENS).where(CITIZENS.c.user == 1).returning(CITIZENS.c.user).cte("gone")
    left = update(NATION_STATES).where(NATION_STATES.c.nation == 1).values(population=0)

    assert await has_waited(
        world.database,
        left.add_cte(gone),
        lambda: world.own_data.forget_user(UserId(1)),
    )

    assert await values(world, func.min(NATION_STATES.c.population)) == (0,)


async def test_all_boards_have_the_nations_of_one_instant(world: Negotiating) -> None:
    database, state = world.database, NATION_STATES.c
    lately, long_ago = microseconds(OFFERED), microseconds(OFFERED - 365 * DAY)
    other = case((state.empty_since == lately, long_ago), else_=lately)
    comes_or_goes = update(NATION_STATES).where(state.nation == 2)
    comes_or_goes = comes_or_goes.values(population=0, empty_since=other)

    def change(*_: object) -> None:
        await_only(database.write(lambda on: on.execute(comes_or_goes).rowcount))

    def rank(on: Connection) -> set[int]:
        event.listen(on, "after_execute", change)
        boards = rank_nations(read_scores(on, season, OFFERED))
        return {len(board.nations[None]) for board in boards.values()}

    season = (await world.snapshot()).season

    assert len(await database.read(rank)) == 1


async def test_an_entry_that_is_added_while_the_log_is_verified_is_no_fault(
    world: Negotiating,
) -> None:
    database = world.database
    read = database.read

    def add(*_: object) -> None:
        await_only(database.write(partial(record, entry=ENTRY)))

    async def read_meanwhile(work: Work[Result], timeout: float = READ_TIMEOUT) -> Result:
        def interrupted(on: Connection) -> Result:
            event.listen(on, "after_execute", add)
            return work(on)

        return await read(interrupted, timeout)

    database.read = read_meanwhile  # type: ignore[method-assign]  # adds entries

    assert (await SqlAuditLog(database).replay(verify)).fault is None


async def test_old_entries_are_deleted_once_a_new_one_is_committed(world: Negotiating) -> None:
    adding = select(func.pg_advisory_xact_lock(func.hashtext(AUDIT_LOG.name)))
    entries = SqlAuditRecords(world.database)

    assert await has_waited(world.database, adding, lambda: entries.prune(OFFERED, 9))


async def test_a_change_of_a_roll_waits_for_another_one(world: Negotiating) -> None:
    database, rolls = world.database, SqlRollStore(world.database)
    root, later = roll(RequestId("a")), roll(RequestId("a+pick0"))

    async def append(*records: RollRecord) -> None:
        async with rolls(RequestId("x")) as ledger:
            for one in records:
                await ledger.history.append(one)
            await ledger.commit()

    await append(root)
    changed = update(ROLLS).values(comment="changed")

    assert await has_waited(database, changed, lambda: append(replace(later, root_id=root.id)))


async def test_a_fair_session_that_is_continued_meanwhile_is_kept(world: Negotiating) -> None:
    idle = {"session": "a", "server": OURS, "opened": 1, "latest": 1, "secret": "", "mix": ""}
    new_session = insert(FAIR_SESSIONS).values(
        **idle, counter=0, entries=1, last="", players=0, size=0
    )
    await world.database.write(lambda on: on.execute(new_session).rowcount)
    continued = update(FAIR_SESSIONS).values(latest=microseconds(NOW))

    assert await has_waited(
        world.database, continued, lambda: forget_sessions(world.database, microseconds(NOW))
    )

    assert await values(world, func.count(FAIR_SESSIONS.c.session)) == (1,)


async def fail(world: Negotiating) -> None:
    war = await world.war()
    error = ValueError("broken")
    await world.database.write(lambda on: note_war_failure(on, war, BATTLE, error))
    assert await values(world, WARS.c.failures) == (2,)


@pytest.mark.parametrize("act", [accept_peace, lock_orders, fail])
async def test_what_changes_in_a_war_meanwhile_is_kept(world: Negotiating, act: Act) -> None:
    assert await has_waited(world.database, war_changes(), lambda: act(world))

    assert await values(world, WARS.c.offers) == (1 + GIFT,)


async def test_a_deletion_that_is_cancelled_meanwhile_does_not_happen(world: Negotiating) -> None:
    second = update(NATIONS).where(NATIONS.c.id == 2)
    due = second.values(deletion_at=microseconds(OFFERED + HOUR))
    await world.database.write(lambda on: on.execute(due).rowcount)

    assert await has_waited(
        world.database, second.values(deletion_at=None), lambda: world.advance(OFFERED + HOUR)
    )

    assert len((await world.snapshot()).nations) == 2


async def test_a_freeze_that_is_noted_meanwhile_is_not_done_again(world: Negotiating) -> None:
    later = OFFERED + 72 * HOUR
    noted = update(HEARTBEAT).values(at=microseconds(later), frozen_days=3)
    heartbeats = SqlHeartbeats(world.database, RULESETS)

    assert await has_waited(world.database, noted, lambda: heartbeats.beat(later))

    assert await values(world, HEARTBEAT.c.frozen_days) == (3,)


async def test_messages_that_another_process_begins_are_not_begun_again(
    world: Negotiating,
) -> None:
    database, queue = world.database, SqlMessageQueue(world.database)
    hall = Recipient.channel(ChannelId(10), OURS)
    waiting = Waiting(hall, "game")
    message = QueuedMessage(hall, "game", "hello", NOW)
    await database.write(lambda on: queue_messages(on, (message,)))
    batches = []

    async def begin() -> None:
        batches.append(await queue.begin(waiting, NOW, NOW + HOUR))

    assert await has_waited(database, update(QUEUED_MESSAGES).values(state=SENDING), begin)

    assert batches == [None]


async def test_messages_that_another_process_begins_do_not_expire(world: Negotiating) -> None:
    database, queue = world.database, SqlMessageQueue(world.database)
    message = QueuedMessage(Recipient.channel(ChannelId(10), OURS), "game", "hello", NOW)
    await database.write(lambda on: queue_messages(on, (message,)))
    begun = update(QUEUED_MESSAGES).values(state=SENDING)

    assert await has_waited(database, begun, lambda: queue.expire(NOW + HOUR, NOW + HOUR, 9))

    assert await values(world, QUEUED_MESSAGES.c.state) == (SENDING,)


async def test_lines_of_a_game_are_dropped_if_its_bridge_is_paused_meanwhile(
    world: Negotiating,
) -> None:
    database, bridges = world.database, SqlBridgeStore(world.database)
    island = await SqlServerStore(database).add(new("Island"), sealed, ENTRY)
    await bridges.link(OURS, island.id, CHANNEL, entry_of)
    paused = update(BRIDGES).values(paused_at=microseconds(NOW))

    assert await has_waited(database, paused, lambda: bridges.add(island, [chat_line(1)]))

    assert await values(world, func.count(LINES.c.seq)) == (0,)


async def test_lines_of_a_game_that_come_while_its_bridge_is_removed_are_removed_too(
    world: Negotiating,
) -> None:
    database, bridges = world.database, SqlBridgeStore(world.database)
    island = await SqlServerStore(database).add(new("Island"), sealed, ENTRY)
    await bridges.link(OURS, island.id, CHANNEL, entry_of)
    locked = select(BRIDGES.c.guild, BRIDGES.c.server, literal("chat"), literal("Ash"), literal(""))
    columns = ("guild", "server", "kind", "author", "text")
    added = insert(LINES).from_select(columns, locked.with_for_update())

    assert await has_waited(database, added, lambda: bridges.unlink(OURS, island.id, entry_of))

    assert await values(world, func.count(LINES.c.seq)) == (0,)


async def link(database: Database, island: GameServerId) -> None:
    assert not await SqlBridgeStore(database).link(OURS, island, CHANNEL, entry_of)


async def grant(database: Database, island: GameServerId) -> None:
    granted = Grant(MODERATORS, AccessLevel.VIEWER, island)
    assert not await SqlServerStore(database).grant(OURS, granted, entry_of)


async def note(database: Database, island: GameServerId) -> None:
    contacts = SqlContactStore(database)
    assert await contacts.note(OURS, island, is_answering=True, at=NOW) is None


@pytest.mark.parametrize("act", [link, grant, note])
async def test_nothing_is_stored_about_a_game_server_that_is_removed_meanwhile(
    world: Negotiating, act: Callable[[Database, GameServerId], Awaitable[None]]
) -> None:
    island = await SqlServerStore(world.database).add(new("Island"), sealed, ENTRY)

    assert await has_waited(world.database, delete(SERVERS), lambda: act(world.database, island.id))

    assert [await values(world, func.count(column)) for column in OF_SERVERS] == [(0,)] * 3


async def test_a_bridge_that_is_linked_while_its_game_server_is_removed_is_removed_too(
    world: Negotiating,
) -> None:
    servers = SqlServerStore(world.database)
    island = await servers.add(new("Island"), sealed, ENTRY)
    locked = select(SERVERS.c.guild, SERVERS.c.id, literal(CHANNEL), literal(True))
    linked = insert(BRIDGES).from_select(
        ("guild", "server", "channel", "is_two_way"),
        locked.with_for_update(read=True, key_share=True),
    )

    assert await has_waited(world.database, linked, lambda: servers.remove(OURS, island.id, ENTRY))

    assert await values(world, func.count(BRIDGES.c.server)) == (0,)


@pytest.mark.parametrize("is_new", [False, True])
async def test_settings_that_another_process_changes_are_not_replaced(
    world: Negotiating, is_new: bool
) -> None:
    database, store = world.database, SqlGuildStore(world.database)
    french, german = (DEFAULT_SETTINGS.with_word(LANGUAGE, language) for language in ("fr", "de"))
    stored = json.dumps(dict(french.words))
    added = insert(GUILDS).values(server=OURS, settings=stored)
    changed = update(GUILDS).values(settings=stored)
    if not is_new:
        await store.note([OURS], NOW)
    replaced = []

    async def replace() -> None:
        change = SettingChange(NOW, UserId(1), LANGUAGE.name, None, "de")
        replaced.append(await store.replace(OURS, DEFAULT_SETTINGS, german, change, ENTRY))

    assert await has_waited(database, added if is_new else changed, replace)

    assert replaced == [False]
    assert await store.read(OURS) == french
    assert await store.changes(OURS) == ()


async def test_guilds_that_another_process_records_do_not_keep_others_unrecorded(
    world: Negotiating,
) -> None:
    database, store = world.database, SqlGuildStore(world.database)
    left, joined, other = GuildId(91), GuildId(92), GuildId(93)
    await store.note([left], NOW)
    settings = json.dumps(dict(DEFAULT_SETTINGS.words))
    added = insert(GUILDS).values(server=joined, settings=settings)
    counts = []

    async def note() -> None:
        counts.append(await store.note([joined, other], NOW))

    assert await has_waited(database, added, note)

    assert counts == [(1, 0)]
    assert await store.left() == {left: NOW}
    assert await store.note([left, joined, other], NOW) == (0, 1)
    assert await values(world, func.count(GUILDS.c.server)) == (3,)


async def test_messages_of_a_topic_are_committed_in_the_order_of_their_numbers(
    world: Negotiating,
) -> None:
    database = world.database
    first, second, other = (
        partial(put_in_outbox, topic=topic, payload=payload, at=NOW)
        for topic, payload in (("a", "1"), ("a", "2"), ("b", "1"))
    )

    assert await has_waited(database, first, lambda: database.write(second))
    assert not await has_waited(database, first, lambda: database.write(other))


async def test_users_who_are_muted_at_the_same_time_keep_the_limit(
    world: Negotiating, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, mutes = world.database, SqlMuteStore(world.database)
    others = range(100, 99 + MAX_MUTED)
    rows = [{"guild": OURS, "player": user, "muted_at": 0} for user in others]
    await database.write(lambda on: on.execute(insert(MUTES), rows).rowcount)
    works: list[Work[object]] = []

    async def keep(work: Work[object]) -> bool:
        works.append(work)
        return True

    async def mute() -> None:
        with pytest.raises(TooManyMuted):
            await mutes.mute(OURS, ALICE, NOW, ENTRY)

    with monkeypatch.context() as replaced:
        replaced.setattr(database, "write", keep)
        await mutes.mute(OURS, BOB, NOW, ENTRY)
    (mute_bob,) = works

    assert await has_waited(database, mute_bob, mute)

    assert await mutes.is_muted(OURS, BOB)


async def test_a_user_whom_another_process_mutes_is_not_muted_again(world: Negotiating) -> None:
    mutes = SqlMuteStore(world.database)
    muted = insert(MUTES).values(guild=OURS, player=ALICE, muted_at=microseconds(NOW))
    were_new = []

    async def mute() -> None:
        were_new.append(await mutes.mute(OURS, ALICE, NOW + HOUR, ENTRY))

    assert await has_waited(world.database, muted, mute)

    assert were_new == [False]
    assert await mutes.of_guild(OURS) == (ALICE,)
