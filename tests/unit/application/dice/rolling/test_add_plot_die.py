"""Tests that the plot die is added once, by the roller, and keeps the faces."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from nazh.adapters.outbound.memory.dice.ledger import MemoryRollLedger, MemoryRollStore
from nazh.application.dice.errors import NotYourRoll, RollForgotten
from nazh.application.dice.ports import AlreadyRecorded
from nazh.application.dice.rolling.add_plot_die import AddPlotDie, PlotDieRequest
from nazh.application.dice.rolling.message_rolls import MessageRoll
from nazh.application.dice.rolling.roll_dice import RollDice, RollRequest
from nazh.domain.dice import COSMERE, NAZH, Roll
from nazh.domain.dice.errors import DuplicatePlotDie, TooFewFaces
from nazh.domain.dice.events import PlotDieAdded
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.doubles.rng import ScriptedRng
from tests.doubles.saved_names import FixedSavedNames

ORIGIN = RequestId("100")
ALICE, BOB = UserId(1), UserId(2)
FALLEN = MessageRoll("1d20+5, 2d6", (10, 3, 4), NAZH)


class SlowLedgers(MemoryRollStore):
    """Run ``meanwhile`` before the next commit, which then loses the race."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: Callable[[], Awaitable[object]] | None = None

    def __call__(self, about: RequestId, fair_guild: GuildId | None = None) -> SlowLedger:
        return SlowLedger(self, about, fair_guild)


class SlowLedger(MemoryRollLedger):
    """A ledger that reports duplicate ids at the commit, as databases do."""

    def __init__(self, ledgers: SlowLedgers, about: RequestId, fair_guild: GuildId | None) -> None:
        super().__init__(ledgers, about, fair_guild)
        self._slow = ledgers

    async def commit(self) -> None:
        meanwhile, self._slow.meanwhile = self._slow.meanwhile, None
        if meanwhile is not None:
            await meanwhile()
            raise AlreadyRecorded("what was put on record meanwhile")
        await super().commit()


class Table:
    """The use case with scripted dice; everything else is real."""

    def __init__(self, *faces: int) -> None:
        self.rng = ScriptedRng(faces)
        self.ledgers = SlowLedgers()
        self.publisher = RecordingPublisher(self.ledgers)
        self._add_plot_die = AddPlotDie(self.rng, self.ledgers, FrozenClock(), self.publisher)
        self.roll_dice = RollDice(
            self.rng, self.ledgers, FixedSavedNames({}), FrozenClock(), RecordingPublisher()
        )

    async def add_plot_die(self, request: PlotDieRequest) -> tuple[Roll, ...]:
        return (await self._add_plot_die(request)).rolls


async def test_the_event_is_published_after_the_commit() -> None:
    table = Table(2)

    await table.add_plot_die(PlotDieRequest(ORIGIN, ALICE, ALICE, FALLEN))

    assert table.publisher.on_record == [{RequestId("100+plot")}]


async def test_the_plot_die_is_added_to_the_roll_in_the_message() -> None:
    table = Table(2)

    rolls = await table.add_plot_die(PlotDieRequest(ORIGIN, ALICE, ALICE, FALLEN))

    assert [pool.total for pool in rolls[0].pools] == [19, 7, None]
    assert rolls[0].throw.faces == (10, 3, 4, 2)
    assert table.publisher.events == [PlotDieAdded(dice=1)]


async def test_the_plot_die_is_added_to_the_recorded_roll() -> None:
    table = Table(10, 6)
    await table.roll_dice(RollRequest(ORIGIN, "1d20 # up", ALICE, ruleset=COSMERE))

    rolls = await table.add_plot_die(PlotDieRequest(ORIGIN, ALICE, ALICE))

    assert rolls[0].opportunities == 1
    assert rolls[0].ruleset is COSMERE
    assert rolls[0].throw.plan.comment == "up"


async def test_every_repeat_gets_its_own_die() -> None:
    table = Table(1, 2)
    message_roll = MessageRoll("2x1d20", (10, 11), NAZH)

    rolls = await table.add_plot_die(PlotDieRequest(ORIGIN, ALICE, ALICE, message_roll))

    assert [roll.pools[0].total for roll in rolls] == [12, 15]
    assert table.publisher.events == [PlotDieAdded(dice=2)]


async def test_the_comment_of_the_message_stays() -> None:
    table = Table(3)
    message_roll = MessageRoll("1d20", (10,), NAZH, comment="for the queen")

    rolls = await table.add_plot_die(PlotDieRequest(ORIGIN, ALICE, ALICE, message_roll))

    assert rolls[0].throw.plan.comment == "for the queen"


async def test_two_concurrent_presses_roll_one_die() -> None:
    table = Table(2)
    request = PlotDieRequest(ORIGIN, ALICE, ALICE, FALLEN)

    first, second = await asyncio.gather(table.add_plot_die(request), table.add_plot_die(request))

    assert first == second
    assert table.publisher.events == [PlotDieAdded(dice=1)]


async def test_concurrent_presses_on_two_messages_of_one_roll_add_one_die() -> None:
    table = Table(10, 11, 2, 5)
    for message in ("1", "2"):
        roll_request = RollRequest(ORIGIN, "1d20", ALICE, alias_id=RequestId(message))
        await table.roll_dice(roll_request)
    below = [PlotDieRequest(RequestId(message), ALICE, ALICE) for message in ("1", "2")]
    table.ledgers.meanwhile = partial(table.add_plot_die, below[0])

    slower = await table.add_plot_die(below[1])

    assert [roll.throw.faces for roll in slower] == [(10, 5)]
    assert [await table.add_plot_die(request) for request in below] == [slower, slower]
    assert table.publisher.events == [PlotDieAdded(dice=1)]


async def test_a_plot_die_shown_by_a_secret_message_too_is_secret_there() -> None:
    table = Table(10, 11, 2)
    for message in ("1", "2"):
        await table.roll_dice(RollRequest(ORIGIN, "1d20", ALICE, alias_id=RequestId(message)))
    await table.add_plot_die(PlotDieRequest(RequestId("1"), ALICE, ALICE))

    await table.add_plot_die(PlotDieRequest(RequestId("2"), ALICE, ALICE, is_secret=True))

    public, secret = (table.ledgers.find(RequestId(f"{message}+plot")) for message in ("1", "2"))
    assert (public and public.is_secret, secret and secret.is_secret) == (False, True)


async def test_a_stranger_is_refused_and_no_die_falls() -> None:
    table = Table(2)

    with pytest.raises(NotYourRoll):
        await table.add_plot_die(PlotDieRequest(ORIGIN, ALICE, BOB, FALLEN))

    assert table.rng.left == (2,)
    assert table.publisher.events == []


async def test_a_roll_that_is_no_longer_stored_is_refused() -> None:
    table = Table(2)

    with pytest.raises(RollForgotten):
        await table.add_plot_die(PlotDieRequest(ORIGIN, ALICE, ALICE))

    assert table.publisher.events == []


@pytest.mark.parametrize(
    ("message_roll", "refusal"),
    [
        (MessageRoll("1d20, dp", (10, 4), NAZH), DuplicatePlotDie),
        (MessageRoll("2d20", (10,), NAZH), TooFewFaces),
    ],
)
async def test_impossible_faces_are_refused(
    message_roll: MessageRoll, refusal: type[Exception]
) -> None:
    table = Table(2)

    with pytest.raises(refusal):
        await table.add_plot_die(PlotDieRequest(ORIGIN, ALICE, ALICE, message_roll))

    assert table.rng.left == (2,)


async def test_a_plot_die_added_to_a_secret_roll_is_secret() -> None:
    table = Table(10, 6)
    await table.roll_dice(RollRequest(ORIGIN, "1d20", ALICE, is_secret=True))

    await table.add_plot_die(PlotDieRequest(ORIGIN, ALICE, ALICE, is_secret=True))

    record = table.ledgers.find(RequestId(f"{ORIGIN}+plot"))
    assert record is not None
    assert (record.is_secret, record.root_id) == (True, ORIGIN)
