"""Tests concurrent rolls in fair sessions, in one process and in two."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import pytest
import pytest_asyncio

from nazh.adapters.outbound.memory.dice.ledger import NoSavedNames
from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.secrets_rng import SecretsRng
from nazh.adapters.outbound.sql.dice.fair_sessions import SqlFairSessionStore
from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
from nazh.adapters.outbound.system.clock import SystemClock
from nazh.application.dice.fair.add_words import AddWords, WordsRequest
from nazh.application.dice.fair.cached_sessions import CachedSessions
from nazh.application.dice.fair.close_fair import CloseFair
from nazh.application.dice.fair.fair_rolls import FairRolls
from nazh.application.dice.fair.open_fair import FairRequest, OpenFair
from nazh.application.dice.fair.show_receipts import Receipts
from nazh.application.dice.ports import FairSessionRecord, FairSessionStore, OpenRolls
from nazh.application.dice.rolling.outcome import Outcome
from nazh.application.dice.rolling.roll_dice import RollDice, RollRequest
from nazh.domain.dice.fair.checking import check
from nazh.domain.dice.fair.report import Known, Report, Verdict
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests import databases

KEEP = GuildId(8)
ROLLS = 50


class Process:
    """The ledgers and the session cache of one process."""

    def __init__(self, ledgers: OpenRolls, book: FairSessionStore) -> None:
        clock, rng = SystemClock(), SecretsRng()
        self.known = CachedSessions(book, clock)
        self.roll_dice = RollDice(
            rng, ledgers, NoSavedNames(), clock, NullPublisher(), FairRolls(self.known)
        )
        self.open_fair = OpenFair(rng, ledgers, book, self.known, clock)
        self.add_words = AddWords(ledgers, book, clock)
        self.close_fair = CloseFair(ledgers, book, self.known, clock)

    async def open(self, name: str = "open") -> FairSessionRecord:
        return await self.open_fair(FairRequest(RequestId(name), KEEP, UserId(1), is_manager=True))

    async def close(self, name: str = "close") -> Receipts:
        return await self.close_fair(FairRequest(RequestId(name), KEEP, UserId(1), is_manager=True))

    async def roll(self, number: int) -> Outcome | None:
        """Roll; ``None`` if the database is too slow on a busy machine."""
        try:
            return await self.roll_dice(
                RollRequest(RequestId(f"roll {number}"), "2d6", UserId(number % 7 + 1), guild=KEEP)
            )
        except Unavailable:
            return None

    async def add(self, number: int) -> None:
        """Add words, with retries on a busy machine."""
        name = RequestId(f"words {number}")
        request = WordsRequest(name, KEEP, UserId(number % 7 + 1), "swordfish")
        while True:
            with suppress(Unavailable):
                await self.add_words(request)
                return


@pytest_asyncio.fixture(params=["one process", "two processes"])
async def processes(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[tuple[Process, Process]]:
    """Two processes on PostgreSQL; or one twice, on SQLite."""
    is_one = request.param == "one process"
    async with AsyncExitStack() as stack:
        open_database = databases.sqlite if is_one else databases.postgresql
        address = await stack.enter_async_context(open_database(tmp_path))
        first = await stack.enter_async_context(databases.opened(address))
        process = Process(SqlRollStore(first), SqlFairSessionStore(first))
        if is_one:
            yield process, process
            return
        second = await stack.enter_async_context(databases.opened(address))
        yield process, Process(SqlRollStore(second), SqlFairSessionStore(second))


def checked(receipts: Receipts, outcomes: list[Outcome]) -> Report:
    proofs = [outcome.proof for outcome in outcomes if outcome.proof is not None]
    proofs_seen = tuple((proof.n, proof.short) for proof in proofs)
    known = Known(receipts.session.state.commitment, proofs_seen)
    return check([line.encode("ascii") for line in receipts.lines], known)


async def test_concurrent_rolls_make_one_chain_without_a_gap(
    processes: tuple[Process, Process],
) -> None:
    process, other = processes
    await process.open()
    await asyncio.gather(
        *(processes[number % 2].roll(number) for number in range(ROLLS)),
        *(processes[number % 2].add(number) for number in range(4)),
    )
    # Repeated, including those that timed out on a busy machine.
    answers = [await processes[1 - number % 2].roll(number) for number in range(ROLLS)]
    receipts = await other.close()

    outcomes = [outcome for outcome in answers if outcome is not None]
    assert len(outcomes) == ROLLS
    report = checked(receipts, outcomes)
    assert report.faults == ()
    assert report.verdict is Verdict.PROVEN
    places = [outcome.proof.n for outcome in outcomes if outcome.proof is not None]
    assert len(places) == len(set(places)) == ROLLS
    assert (report.rolls, report.players) == (ROLLS, 7)
    assert len(receipts.lines) == ROLLS + 4 + 2


async def test_a_session_is_opened_and_closed_once_for_each_request(
    processes: tuple[Process, Process],
) -> None:
    process, other = processes
    opened = await process.open()
    closed = await other.close()

    assert (await other.open()).state.id == opened.state.id
    second = await process.open("another")
    assert await other.close() == closed

    assert second.state.id != opened.state.id
    assert (await other.close("closed")).session.state.id == second.state.id


async def test_a_session_closes_while_many_roll(processes: tuple[Process, Process]) -> None:
    process, other = processes
    await process.open()
    assert await other.known(KEEP)

    rolling = [asyncio.ensure_future(processes[n % 2].roll(n)) for n in range(ROLLS)]
    await asyncio.wait(rolling, return_when=asyncio.FIRST_COMPLETED)
    receipts = await other.close()
    outcomes = [outcome for outcome in await asyncio.gather(*rolling) if outcome is not None]

    report = checked(receipts, outcomes)
    assert report.verdict is Verdict.PROVEN
    # Rolls that timed out are not in the chain and show no proof.
    assert report.rolls >= sum(outcome.proof is not None for outcome in outcomes) >= 1


async def test_two_concurrent_managers_open_one_session(processes: tuple[Process, Process]) -> None:
    requests = (
        FairRequest(RequestId(f"open {number}"), KEEP, UserId(number), is_manager=True)
        for number in range(2)
    )
    opening = [each.open_fair(req) for each, req in zip(processes, requests, strict=True)]

    answers = await asyncio.gather(*opening, return_exceptions=True)

    assert sum(isinstance(answer, Exception) for answer in answers) == 1
    assert len((await processes[0].close()).lines) == 2


async def test_a_session_that_another_process_closed_takes_no_roll(
    processes: tuple[Process, Process],
) -> None:
    process, other = processes
    await process.open()
    assert await other.known(KEEP)
    receipts = await process.close()

    outcome = await other.roll(1)

    assert outcome is not None
    assert outcome.proof is None
    assert len(receipts.lines) == 2
