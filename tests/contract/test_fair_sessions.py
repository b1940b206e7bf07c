"""Tests the contract of fair session stores (nazh.application.dice.ports.fair)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from nazh.adapters.outbound.memory.dice.archive import MemoryRollArchive
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.adapters.outbound.memory.dice.personal_data import MemoryGuildRecords, MemoryUserRecords
from nazh.adapters.outbound.memory.dice.saved_rolls import MemorySavedRollStore
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dice.archive import SqlRollArchive
from nazh.adapters.outbound.sql.dice.fair_sessions import SqlFairSessionStore
from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
from nazh.adapters.outbound.sql.dice.personal_data import SqlGuildRecords, SqlUserRecords
from nazh.application.dice.ports import (
    AlreadyRecorded,
    ChainEntry,
    FairSessionRecord,
    FairSessionStore,
    OpenRolls,
    ParticipantState,
    RollArchive,
)
from nazh.application.dice.ports.privacy import GuildRecords, ParticipantNumber, UserRecords
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.fair import FairSession, open_session
from nazh.domain.dice.records import Proof, RollRecord
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests.doubles.clock import FrozenClock

KEEP, INN = GuildId(2**62), GuildId(4)
ALICE, BOB = UserId(2**62 + 1), UserId(2)
NOW = FrozenClock().now()
FIRST, SECOND = "00000000000000aa", "00000000000000bb"


@dataclass(frozen=True, slots=True)
class Records:
    """A session store, and the deletion of personal data in it."""

    open_ledger: OpenRolls
    book: FairSessionStore
    players: UserRecords
    servers: GuildRecords
    archive: RollArchive


@pytest.fixture
def records(database: Database | None) -> Records:
    if database is not None:
        return Records(
            SqlRollStore(database),
            SqlFairSessionStore(database),
            SqlUserRecords(database),
            SqlGuildRecords(database),
            SqlRollArchive(database),
        )
    ledgers = MemoryRollStore()
    return Records(
        ledgers,
        ledgers.fair,
        MemoryUserRecords(ledgers),
        MemoryGuildRecords(ledgers, MemorySavedRollStore()),
        MemoryRollArchive(ledgers),
    )


async def begin(
    records: Records, session: str = FIRST, guild: GuildId = KEEP, at: datetime = NOW
) -> FairSession:
    """Open a session."""
    receipt, state = open_session(session, bytes(range(32)), guild, at)
    async with records.open_ledger(RequestId(f"open {session}"), guild) as ledger:
        assert await ledger.fair.state(ALICE, RequestId("none")) is None
        ledger.fair.append(ChainEntry(receipt, state, guild, at, RequestId(f"open {session}")))
        await ledger.commit()
    return state


async def join(
    records: Records,
    name: str,
    player: UserId = ALICE,
    guild: GuildId = KEEP,
    at: datetime = NOW,
) -> Proof:
    """Add words to the open session."""
    async with records.open_ledger(RequestId(name), guild) as ledger:
        place = await ledger.fair.state(player, RequestId(name))
        assert place is not None
        state = place.session.state
        newcomer = (player, state.players + 1) if place.number is None else None
        receipt, after = state.joined(place.number or state.players + 1, name, at)
        ledger.fair.append(ChainEntry(receipt, after, guild, at, RequestId(name), newcomer))
        await ledger.commit()
    return Proof(after.id, receipt.n, receipt.digest)


async def end(records: Records, guild: GuildId = KEEP, at: datetime = NOW) -> None:
    """Close the open session."""
    under = RequestId(f"close {guild}")
    async with records.open_ledger(under, guild) as ledger:
        place = await ledger.fair.state(ALICE, under)
        assert place is not None
        state = place.session.state
        receipt = state.closed(at)
        after = state._replace(n=receipt.n + 1, last=receipt.digest)
        ledger.fair.append(ChainEntry(receipt, after, guild, at, under, closes=True))
        await ledger.commit()


async def session_of(records: Records, guild: GuildId = KEEP) -> FairSessionRecord | None:
    place = await state_of_player(records, ALICE, RequestId("none"), guild)
    return None if place is None else place.session


async def state_of_player(
    records: Records, player: UserId, under: RequestId, guild: GuildId = KEEP
) -> ParticipantState | None:
    async with records.open_ledger(RequestId("looking"), guild) as ledger:
        return await ledger.fair.state(player, under)


async def test_a_session_stands_where_it_was_opened(records: Records) -> None:
    state = await begin(records)

    session_kept = await session_of(records)

    assert session_kept is not None
    assert (session_kept.state, session_kept.guild, session_kept.opened, session_kept.latest) == (
        state,
        KEEP,
        NOW,
        NOW,
    )
    assert session_kept.closing is None
    assert await session_of(records, INN) is None


async def test_the_chain_is_exported_in_order_byte_for_byte(records: Records) -> None:
    await begin(records)
    proofs = [await join(records, name) for name in ("a", "b", "c")]

    lines = await records.book.lines(FIRST)

    assert len(lines) == 4
    assert [proof.n for proof in proofs] == [1, 2, 3]
    for n, line in enumerate(lines[:-1]):
        following = lines[n + 1]
        digest = await records.book.digest(KEEP, n, "")
        assert digest is not None
        assert f'"before":"{digest}"' in following
        assert len(line) > 64
    assert await records.book.digest(KEEP, 3, proofs[-1].short) == proofs[-1].digest
    assert await records.book.digest(KEEP, 3, "x") is None
    assert await records.book.digest(INN, 3, proofs[-1].short) is None
    assert await records.book.lines(SECOND) == ()


async def test_the_size_matches_the_file(records: Records) -> None:
    await begin(records)
    await join(records, "a")

    session_kept = await records.book.latest(KEEP)

    assert session_kept is not None
    assert session_kept.size == sum(len(line) + 1 for line in await records.book.lines(FIRST))


async def test_leaving_without_commit_takes_no_step(records: Records) -> None:
    state = await begin(records)
    async with records.open_ledger(RequestId("a"), KEEP) as ledger:
        receipt, after = state.joined(1, "words", NOW)
        ledger.fair.append(ChainEntry(receipt, after, KEEP, NOW, RequestId("a"), (ALICE, 1)))

    session_kept = await session_of(records)

    assert session_kept is not None
    assert session_kept.state == state
    assert len(await records.book.lines(FIRST)) == 1


async def test_a_roll_and_its_receipt_are_committed_together(records: Records) -> None:
    state = await begin(records)
    await put_roll(records, RequestId("before"), state, None)
    thrown = throw(parse_roll("1d6"), state.dice)
    record = RollRecord(RequestId("before"), ALICE, None, KEEP, NOW, NAZH, (thrown,))

    async with records.open_ledger(RequestId("again"), KEEP) as ledger:
        receipt, after = state.rolled(1, record.rolls, NOW)
        ledger.fair.append(ChainEntry(receipt, after, KEEP, NOW, RequestId("again"), (ALICE, 1)))
        with pytest.raises(ValueError, match="on record"):  # noqa: PT012  # one of the two
            await ledger.history.append(record)
            await ledger.commit()

    session_kept = await session_of(records)
    assert session_kept is not None
    assert session_kept.state == state


async def put_roll(
    records: Records, name: RequestId, state: FairSession, proof: Proof | None
) -> None:
    thrown = throw(parse_roll("1d6"), state.dice)
    record = RollRecord(name, ALICE, None, KEEP, NOW, NAZH, (thrown,), proof=proof)
    async with records.open_ledger(name) as ledger:
        await ledger.history.append(record)
        await ledger.commit()


async def test_a_roll_on_record_knows_its_proof(records: Records) -> None:
    state = await begin(records)
    proof = Proof(FIRST, 7, "f" * 64)
    await put_roll(records, RequestId("proven"), state, proof)
    await put_roll(records, RequestId("unproven"), state, None)

    async with records.open_ledger(RequestId("x")) as ledger:
        proven = await ledger.history.find(RequestId("proven"))
        unproven = await ledger.history.find(RequestId("unproven"))

    assert proven is not None
    assert unproven is not None
    assert (proven.proof, unproven.proof) == (proof, None)


async def test_players_keep_their_numbers(records: Records) -> None:
    await begin(records)
    await join(records, "a", ALICE)
    await join(records, "b", BOB)
    await join(records, "c", ALICE)

    alice = await state_of_player(records, ALICE, RequestId("none"))
    bob = await state_of_player(records, BOB, RequestId("a"))
    nobody = await state_of_player(records, UserId(3), RequestId("none"))

    assert alice is not None
    assert bob is not None
    assert nobody is not None
    assert alice.session.state.players == 2
    assert (alice.number, alice.line) == (1, None)
    assert (bob.number, bob.line) == (2, (await records.book.lines(FIRST))[1])
    assert (nobody.number, nobody.line) == (None, None)


async def test_a_requests_result_is_found_from_a_later_session(records: Records) -> None:
    await begin(records)
    await join(records, "a")
    await end(records)
    await begin(records, SECOND, at=NOW + timedelta(minutes=1))

    place = await state_of_player(records, ALICE, RequestId("a"))

    assert place is not None
    assert place.session.state.id == SECOND
    assert (place.number, place.line) == (None, (await records.book.lines(FIRST))[1])


async def test_a_request_that_led_to_something_leads_to_nothing_else(records: Records) -> None:
    await begin(records)
    await join(records, "a")
    await end(records)
    later = NOW + timedelta(minutes=1)
    receipt, state = open_session(SECOND, bytes(32), KEEP, later)

    async with records.open_ledger(RequestId("a"), KEEP) as ledger:
        ledger.fair.append(ChainEntry(receipt, state, KEEP, later, RequestId("a")))
        with pytest.raises(AlreadyRecorded):
            await ledger.commit()

    assert await records.book.open_guilds() == frozenset()
    entry = await records.book.find_by_request(RequestId("a"))
    assert entry is not None
    assert entry.session.state.id == FIRST


async def test_a_session_is_advanced_by_one_request_at_a_time(records: Records) -> None:
    await begin(records)

    proofs = await asyncio.gather(*(join(records, str(n), UserId(n % 3 + 1)) for n in range(9)))

    assert sorted(proof.n for proof in proofs) == list(range(1, 10))
    session_kept = await session_of(records)
    assert session_kept is not None
    assert (session_kept.state.n, session_kept.state.players) == (10, 3)


async def test_sessions_of_other_servers_do_not_wait(records: Records) -> None:
    await begin(records, FIRST, KEEP)
    await begin(records, SECOND, INN)

    async with records.open_ledger(RequestId("x"), KEEP):
        await asyncio.wait_for(join(records, "elsewhere", guild=INN), 5)


async def test_a_closed_session_is_open_no_more_and_can_be_looked_at(records: Records) -> None:
    await begin(records)
    assert await records.book.open_guilds() == {KEEP}

    await end(records)

    assert await records.book.open_guilds() == frozenset()
    assert await session_of(records) is None
    last = await records.book.latest(KEEP)
    assert last is not None
    assert last.closing == f"close {KEEP}"
    assert last.state.n == len(await records.book.lines(FIRST)) == 2


async def test_a_session_is_found_by_each_request_that_made_an_entry(records: Records) -> None:
    await begin(records)
    await join(records, "a")
    await end(records)
    await begin(records, SECOND, at=NOW + timedelta(minutes=1))

    names = (f"open {FIRST}", "a", f"close {KEEP}", f"open {SECOND}")
    entries = [await records.book.find_by_request(RequestId(name)) for name in names]

    first, second = await records.book.lines(FIRST), await records.book.lines(SECOND)
    assert [entry.session.state.id for entry in entries if entry] == [FIRST, FIRST, FIRST, SECOND]
    assert tuple(entry.line for entry in entries if entry) == first + second
    assert await records.book.find_by_request(RequestId("none")) is None


@pytest.mark.parametrize("minutes", [1, -1])
async def test_another_session_follows_a_closed_one(records: Records, minutes: int) -> None:
    await begin(records)
    await end(records)
    second = await begin(records, SECOND, at=NOW + timedelta(minutes=minutes))

    last = await records.book.latest(KEEP)

    assert last is not None
    assert last.state == second
    assert await records.book.latest(INN) is None
    assert len(await records.book.lines(FIRST)) == 2


async def test_numbers_of_a_deleted_user_become_anonymous(records: Records) -> None:
    await begin(records)
    await join(records, "a", ALICE)
    await join(records, "b", BOB)
    assert await records.players.numbers(ALICE) == (ParticipantNumber(KEEP, FIRST, 1),)
    before = await records.book.lines(FIRST)

    await records.players.forget_numbers(ALICE)
    await records.players.forget_numbers(ALICE)

    assert await records.players.numbers(ALICE) == ()
    assert await records.players.numbers(BOB) == (ParticipantNumber(KEEP, FIRST, 2),)
    assert await records.book.lines(FIRST) == before
    await join(records, "c", ALICE)
    assert await records.players.numbers(ALICE) == (ParticipantNumber(KEEP, FIRST, 3),)


async def test_an_idle_session_is_deleted_with_its_rolls(records: Records) -> None:
    await begin(records, at=NOW - timedelta(days=9))
    await begin(records, SECOND, INN, at=NOW - timedelta(days=9))
    await join(records, "a", guild=INN, at=NOW - timedelta(days=1))

    await records.archive.prune(NOW - timedelta(days=5), 100)

    assert await records.book.open_guilds() == {INN}
    assert await records.book.lines(FIRST) == ()
    assert len(await records.book.lines(SECOND)) == 2
    assert await records.book.latest(KEEP) is None


async def test_numbers_are_listed_in_the_order_of_their_sessions(records: Records) -> None:
    await begin(records)
    await join(records, "a", BOB)
    await join(records, "b", ALICE)
    await begin(records, SECOND, INN, at=NOW - timedelta(hours=1))
    await join(records, "c", ALICE, INN)

    assert await records.players.numbers(ALICE) == (
        ParticipantNumber(INN, SECOND, 1),
        ParticipantNumber(KEEP, FIRST, 2),
    )


async def test_very_many_old_sessions_go_together(records: Records) -> None:
    for number in range(1, 102):
        await begin(records, f"{number:016x}", GuildId(number), at=NOW - timedelta(days=9))

    await records.archive.prune(NOW - timedelta(days=5), 100)

    assert await records.book.open_guilds() == set()


async def test_a_server_that_keeps_rolls_for_less_keeps_sessions_for_less(
    records: Records,
) -> None:
    await begin(records, at=NOW - timedelta(days=9))
    await begin(records, SECOND, INN, at=NOW - timedelta(days=9))

    await records.servers.forget_rolls(KEEP, NOW - timedelta(days=5), 100)
    await records.servers.forget_rolls(INN, NOW - timedelta(days=10), 100)

    assert await records.book.open_guilds() == {INN}


async def test_a_server_that_is_forgotten_leaves_no_session(records: Records) -> None:
    await begin(records)
    await join(records, "a", ALICE)
    await begin(records, SECOND, INN)
    await join(records, "b", BOB, INN)

    await records.servers.forget(KEEP)

    assert await records.book.latest(KEEP) is None
    assert await records.book.lines(FIRST) == ()
    assert await records.players.numbers(ALICE) == ()
    assert await records.players.numbers(BOB) == (ParticipantNumber(INN, SECOND, 1),)
    assert len(await records.book.lines(SECOND)) == 2
    assert await records.book.open_guilds() == {INN}


async def test_a_ledger_that_was_opened_for_no_session_has_none(records: Records) -> None:
    await begin(records)

    async with records.open_ledger(RequestId("a")) as ledger:
        with pytest.raises(ValueError, match="without a session"):
            _ = ledger.fair


async def test_a_concurrent_entry_makes_the_commit_fail(records: Records) -> None:
    state = await begin(records)
    late, after = state.joined(1, "late", NOW)
    await join(records, "early")

    async with records.open_ledger(RequestId("late"), KEEP) as ledger:
        ledger.fair.append(ChainEntry(late, after, KEEP, NOW, RequestId("late")))
        with pytest.raises(Unavailable):
            await ledger.commit()

    assert len(await records.book.lines(FIRST)) == 2


async def test_a_cancelled_waiter_does_not_block_the_session(records: Records) -> None:
    await begin(records)

    async with records.open_ledger(RequestId("a")):
        waiting = asyncio.ensure_future(join(records, "a"))
        for _ in range(5):
            await asyncio.sleep(0)  # it holds the session, and waits for its request
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        proof = await asyncio.wait_for(join(records, "b"), 5)

    assert proof.n == 1
