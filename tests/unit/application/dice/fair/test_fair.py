"""Tests which use cases add entries to a fair session's chain."""

from __future__ import annotations

import asyncio
from hashlib import sha256

import pytest

from nazh.adapters.outbound.memory.dice.fair_sessions import MemoryFairSessionStore
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.application.dice.errors import RollForgotten
from nazh.application.dice.fair.add_words import AddWords, WordsRequest
from nazh.application.dice.fair.cached_sessions import CachedSessions
from nazh.application.dice.fair.close_fair import CloseFair
from nazh.application.dice.fair.errors import (
    NoSessionOpen,
    NoSessionYet,
    OnlyManagersOpenSessions,
    SessionIsFull,
    SessionIsOpen,
)
from nazh.application.dice.fair.fair_rolls import MAX_CHAIN_BYTES, FairRolls
from nazh.application.dice.fair.open_fair import FairRequest, OpenFair
from nazh.application.dice.fair.show_receipts import Receipts, ShowReceipts
from nazh.application.dice.ports import ChainEntry, FairSessionRecord, RecordedLine
from nazh.application.dice.rolling.add_plot_die import AddPlotDie, PlotDieRequest
from nazh.application.dice.rolling.outcome import Outcome
from nazh.application.dice.rolling.roll_dice import RollDice, RollRequest
from nazh.domain.dice.errors import DivisionByZero
from nazh.domain.dice.events import PlotDieAdded, Rolled
from nazh.domain.dice.fair import Joined, Spoiled, fair_rng, read_entry
from nazh.domain.dice.fair import PlotDieAdded as AddedEntry
from nazh.domain.dice.fair import Rolled as RolledEntry
from nazh.domain.dice.fair.checking import check
from nazh.domain.dice.fair.report import Known, Report, Verdict
from nazh.domain.dice.records import Proof
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.doubles.saved_names import FixedSavedNames

KEEP, INN = GuildId(8), GuildId(9)
ALICE, BOB = UserId(1), UserId(2)


class EarlyBook(MemoryFairSessionStore):
    """Answers the next query for an ``early`` request as if nothing was recorded."""

    def __init__(self) -> None:
        super().__init__()
        self.early: set[RequestId] = set()

    async def find_by_request(self, request: RequestId) -> RecordedLine | None:
        if request in self.early:
            self.early.remove(request)
            return None
        return await super().find_by_request(request)


class Table:
    """A server with a scripted clock, entropy and publisher; everything else is real."""

    def __init__(self) -> None:
        self.publisher = RecordingPublisher()
        self.ledgers = MemoryRollStore()
        self.ledgers.fair = self.book = EarlyBook()
        self.clock, rng = FrozenClock(), SeededRng(7)
        self.known = CachedSessions(self.ledgers.fair, self.clock)
        fair = FairRolls(self.known)
        self.roll_dice = RollDice(
            rng, self.ledgers, FixedSavedNames({}), self.clock, self.publisher, fair
        )
        self.add_plot_die = AddPlotDie(rng, self.ledgers, self.clock, self.publisher, fair)
        self.open_fair = OpenFair(rng, self.ledgers, self.ledgers.fair, self.known, self.clock)
        self.add_words = AddWords(self.ledgers, self.ledgers.fair, self.clock)
        self.close_fair = CloseFair(self.ledgers, self.ledgers.fair, self.known, self.clock)

    async def open(self, name: str = "open") -> FairSessionRecord:
        return await self.open_fair(FairRequest(RequestId(name), KEEP, ALICE, is_manager=True))

    async def close(self, name: str = "close") -> Receipts:
        return await self.close_fair(FairRequest(RequestId(name), KEEP, ALICE, is_manager=True))

    async def roll(
        self,
        name: str,
        notation: str = "2d6",
        by: UserId = ALICE,
        *,
        guild: GuildId | None = KEEP,
        is_secret: bool = False,
    ) -> Outcome:
        return await self.roll_dice(
            RollRequest(RequestId(name), notation, by, guild=guild, is_secret=is_secret)
        )

    async def add(self, name: str) -> Outcome:
        return await self.add_plot_die(PlotDieRequest(RequestId(name), ALICE, ALICE, guild=KEEP))

    async def lines(self) -> tuple[str, ...]:
        return (await ShowReceipts(self.ledgers.fair)(KEEP)).lines


def checked(receipts: Receipts, *seen: Proof | None) -> Report:
    marks = tuple((proof.n, proof.short) for proof in seen if proof is not None)
    lines = [line.encode("ascii") for line in receipts.lines]
    return check(lines, Known(receipts.session.state.commitment, marks))


async def test_rolls_of_an_open_session_are_proven_when_it_closes() -> None:
    table = Table()
    opened = await table.open()
    alice = await table.roll("1", "a1d20+5, 2d6 # comment")
    bob = await table.roll("2", "3x4d6kh3", BOB)
    receipts = await table.close()

    assert alice.proof is not None
    assert bob.proof is not None
    assert (alice.proof.n, bob.proof.n) == (1, 2)
    report = checked(receipts, alice.proof, bob.proof)
    assert report.verdict is Verdict.PROVEN
    assert report.rolls == 2
    assert receipts.session.state.commitment == opened.state.commitment
    first = read_entry(receipts.lines[1])
    assert isinstance(first, RolledEntry)
    assert first.faces == tuple(alice.rolls[0].throw.faces)
    assert table.publisher.events == [Rolled(dice=4), Rolled(dice=12)]
    assert receipts.session.state.n == len(receipts.lines)


@pytest.mark.parametrize(("guild", "is_secret"), [(KEEP, True), (INN, False), (None, False)])
async def test_a_secret_roll_and_one_elsewhere_take_no_step(
    guild: GuildId | None, is_secret: bool
) -> None:
    table = Table()
    await table.open()

    outcome = await table.roll("1", guild=guild, is_secret=is_secret)

    assert outcome.proof is None
    assert len(await table.lines()) == 1


async def test_the_same_roll_twice_takes_one_step() -> None:
    table = Table()
    await table.open()

    first, second, third = await asyncio.gather(*(table.roll("1") for _ in range(3)))

    assert first == second == third
    assert first.proof is not None
    assert len(await table.lines()) == 2
    assert table.publisher.events == [Rolled(dice=2)]


async def test_a_repeated_roll_from_before_the_session_adds_no_entry() -> None:
    table = Table()
    before = await table.roll("1")
    await table.open()

    again = await table.roll("1")

    assert again == before
    assert again.proof is None
    assert len(await table.lines()) == 1


async def test_words_count_from_the_next_throw_on() -> None:
    table = Table()
    await table.open()
    await table.roll("1", "20d6")
    added = await table.add_words(WordsRequest(RequestId("w"), KEEP, BOB, "swordfish"))
    outcome = await table.roll("2", "20d6")
    receipts = await table.close()

    assert (added.player, added.proof.n) == (2, 2)
    assert added.words == sha256(b"swordfish").hexdigest()
    state = receipts.session.state
    faces = fair_rng(state.secret, state.id, state.mix, 1).faces(20, 6)
    assert tuple(outcome.rolls[0].throw.faces) == tuple(faces)
    assert checked(receipts, added.proof).verdict is Verdict.PROVEN


async def test_the_same_words_requested_twice_are_added_once() -> None:
    table = Table()
    await table.open()
    request = WordsRequest(RequestId("w"), KEEP, BOB, "swordfish")

    assert await table.add_words(request) == await table.add_words(request)

    entries = [read_entry(line) for line in await table.lines()]
    assert sum(isinstance(entry, Joined) for entry in entries) == 1


async def test_words_under_the_id_of_a_roll_are_a_mistake() -> None:
    table = Table()
    await table.open()
    await table.roll("1", by=BOB)

    with pytest.raises(ValueError, match="the id of another request"):
        await table.add_words(WordsRequest(RequestId("1"), KEEP, BOB, "swordfish"))


@pytest.mark.parametrize("is_another_open", [False, True])
async def test_repeated_words_report_their_own_session(
    is_another_open: bool,
) -> None:
    table = Table()
    await table.open()
    request = WordsRequest(RequestId("w"), KEEP, BOB, "swordfish")
    added = await table.add_words(request)
    await table.close()
    if is_another_open:
        await table.open("another")

    again = await table.add_words(request)

    assert again == added
    assert len(await table.lines()) == (1 if is_another_open else 3)


async def test_a_plot_die_added_later_takes_its_own_step_once() -> None:
    table = Table()
    await table.open()
    rolled = await table.roll("1", "1d20")
    await table.roll("2")
    added = await table.add("1")
    again = await table.add("1")
    receipts = await table.close()

    assert added == again
    assert added.proof is not None
    assert added.proof.n == 3
    entry = read_entry(receipts.lines[3])
    assert isinstance(entry, AddedEntry)
    assert (entry.of, entry.faces[0]) == (1, added.rolls[0].throw.faces[-1])
    assert checked(receipts, rolled.proof, added.proof).verdict is Verdict.PROVEN
    assert table.publisher.events[-1] == PlotDieAdded(dice=1)


async def test_beside_a_roll_that_two_messages_show_one_plot_die_falls() -> None:
    table = Table()
    await table.open()
    for message in ("1", "2"):
        request = RollRequest(
            RequestId("build"), "1d20", ALICE, guild=KEEP, alias_id=RequestId(message)
        )
        await table.roll_dice(request)
    first = await table.add("1")
    second = await table.add("2")
    second_again = await table.add("2")
    receipts = await table.close()

    assert first == second == second_again
    assert first.proof is not None
    assert checked(receipts, first.proof).verdict is Verdict.PROVEN
    assert table.publisher.events.count(PlotDieAdded(dice=1)) == 1


async def test_a_plot_die_for_a_roll_outside_the_chain_is_outside_too() -> None:
    table = Table()
    await table.roll("before")
    await table.open()
    of_before = await table.add("before")
    await table.roll("inside")
    await table.close()
    of_closed = await table.add("inside")
    await table.open("again")
    await table.roll("second")
    await table.close("close again")
    await table.open("third")
    of_another = await table.add("second")

    assert of_before.proof is of_closed.proof is of_another.proof is None
    assert len(await table.lines()) == 1


@pytest.mark.parametrize(
    "notation",
    [
        "6/(1d2-1)",
        "{6/(1d2-1),1d6!}kh1",  # which divides during the roll
    ],
)
async def test_a_division_by_zero_is_recorded_in_the_chain_and_refused_again(notation: str) -> None:
    table = Table()
    await table.open()
    name = await spoil(table, notation)

    with pytest.raises(DivisionByZero):
        await table.roll(name, notation)
    receipts = await table.close()

    entries = [read_entry(line) for line in receipts.lines]
    assert sum(isinstance(entry, Spoiled) for entry in entries) == 1
    assert checked(receipts).verdict is Verdict.PROVEN


async def test_a_spoiled_roll_of_an_earlier_session_is_not_rolled_again() -> None:
    table = Table()
    await table.open()
    name = await spoil(table)
    await table.close()
    await table.open("another")

    with pytest.raises(DivisionByZero):
        await table.roll(name, "6/(1d2-1)")

    assert len(await table.lines()) == 1


async def spoil(table: Table, notation: str = "6/(1d2-1)") -> str:
    """Roll until a divisor is zero; return the id of that roll."""
    for number in range(99):
        try:
            await table.roll(f"spoil{number}", notation)
        except DivisionByZero:
            return f"spoil{number}"
    raise AssertionError


async def test_a_proven_roll_that_was_forgotten_does_not_fall_again() -> None:
    table = Table()
    await table.open()
    await table.roll("1")
    table.ledgers.forget([RequestId("1")])

    with pytest.raises(RollForgotten):
        await table.roll("1")

    assert len(await table.lines()) == 2


async def fill(table: Table) -> None:
    """Fill the open session to its limit."""
    async with table.ledgers(RequestId("fill"), KEEP) as ledger:
        place = await ledger.fair.state(ALICE, RequestId("fill"))
        assert place is not None
        receipt, after = place.session.state.joined(1, "words", table.clock.now())
        filling = receipt._replace(line=receipt.line + " " * MAX_CHAIN_BYTES)
        newcomer = (ALICE, 1) if place.number is None else None
        step = ChainEntry(filling, after, KEEP, table.clock.now(), RequestId("fill"), newcomer)
        ledger.fair.append(step)
        await ledger.commit()


async def test_a_full_session_takes_no_more_and_can_be_closed() -> None:
    table = Table()
    await table.open()
    await fill(table)

    outcome = await table.roll("1")
    with pytest.raises(SessionIsFull):
        await table.add_words(WordsRequest(RequestId("w"), KEEP, BOB, "too late"))
    receipts = await table.close()

    assert outcome.proof is None
    assert len(receipts.lines) == 3


async def test_entries_of_a_full_session_remain() -> None:
    table = Table()
    await table.open()
    rolled = await table.roll("1")
    words = WordsRequest(RequestId("w"), KEEP, BOB, "in time")
    added = await table.add_words(words)
    spoiled = await spoil(table)
    await fill(table)

    with pytest.raises(DivisionByZero):
        await table.roll(spoiled, "6/(1d2-1)")

    assert await table.roll("1") == rolled
    assert await table.add_words(words) == added


async def test_managers_open_and_close_one_session_at_a_time() -> None:
    table = Table()
    stranger = FairRequest(RequestId("x"), KEEP, BOB, is_manager=False)
    with pytest.raises(OnlyManagersOpenSessions):
        await table.open_fair(stranger)
    with pytest.raises(NoSessionOpen):
        await table.close()
    first, again = await asyncio.gather(table.open(), table.open())
    with pytest.raises(OnlyManagersOpenSessions):
        await table.close_fair(stranger)
    with pytest.raises(SessionIsOpen):
        await table.open("another")
    closed, closed_again = await asyncio.gather(table.close(), table.close())

    assert first == again
    assert closed == closed_again
    with pytest.raises(NoSessionOpen):
        await table.close("another")
    with pytest.raises(NoSessionOpen):
        await table.add_words(WordsRequest(RequestId("w"), KEEP, BOB, "too late"))
    second = await table.open("another")
    assert second.state.id != first.state.id
    assert second.state.secret != first.state.secret


async def test_rolls_know_at_once_that_a_session_is_open_or_closed() -> None:
    table = Table()

    is_known = [await table.known(KEEP)]
    await table.open()
    is_known.append(await table.known(KEEP))
    await table.close()
    is_known.append(await table.known(KEEP))

    assert is_known == [False, True, False]


async def test_a_request_repeated_later_gets_its_first_answer() -> None:
    table = Table()
    first = await table.open()
    closed = await table.close()

    opened_again = await table.open()
    with pytest.raises(NoSessionOpen):
        await table.close("none is open")
    second = await table.open("another")
    closed_again = await table.close()

    assert opened_again.state.commitment == first.state.commitment
    assert closed_again == closed
    assert (await table.roll("1")).proof is not None
    assert (await table.close("closed")).session.state.id == second.state.id


async def test_a_duplicate_concurrent_request_closes_no_other_session() -> None:
    table = Table()
    await table.open()
    closed = await table.close()
    second = await table.open("another")
    table.book.early.add(RequestId("close"))

    closed_again = await table.close()

    assert closed_again == closed
    assert await table.book.open_guilds() == {KEEP}
    assert (await table.close("closed")).session.state.id == second.state.id


@pytest.mark.parametrize("is_another_open", [False, True])
async def test_a_duplicate_concurrent_request_opens_one_session(
    is_another_open: bool,
) -> None:
    table = Table()
    first = await table.open()
    await table.close()
    if is_another_open:
        await table.open("another")
    table.book.early.add(RequestId("open"))

    opened_again = await table.open()

    assert opened_again.state.commitment == first.state.commitment
    assert await table.book.open_guilds() == ({KEEP} if is_another_open else set())


async def test_closing_while_rolls_are_on_their_way_leaves_no_roll_in_between() -> None:
    table = Table()
    await table.open()
    rolls = [asyncio.ensure_future(table.roll(str(number))) for number in range(20)]
    receipts, *outcomes = await asyncio.gather(table.close(), *rolls)

    assert isinstance(receipts, Receipts)
    proofs = [outcome.proof for outcome in outcomes if isinstance(outcome, Outcome)]
    assert checked(receipts, *proofs).verdict is Verdict.PROVEN
    assert sum(proof is not None for proof in proofs) == len(receipts.lines) - 2


async def test_everyone_can_see_a_sessions_status() -> None:
    table = Table()
    book = table.ledgers.fair
    with pytest.raises(NoSessionYet):
        await ShowReceipts(book)(KEEP)
    await table.open()
    rolled = await table.roll("1")

    receipts = await ShowReceipts(book)(KEEP)

    session = receipts.session
    assert len(receipts.lines) == 2
    assert rolled.proof is not None
    assert (session.state.n, session.state.counter, session.closing) == (2, 1, None)
    assert await book.digest(KEEP, 1, rolled.proof.short) == rolled.proof.digest
    assert await book.digest(INN, 1, rolled.proof.short) is None
