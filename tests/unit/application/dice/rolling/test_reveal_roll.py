"""Tests that only the roller reveals a roll, once and unchanged."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.application.dice.errors import AlreadyRevealed, OnlyRollerReveals, RollForgotten
from nazh.application.dice.rolling.add_plot_die import AddPlotDie, PlotDieRequest
from nazh.application.dice.rolling.message_rolls import MessageRoll
from nazh.application.dice.rolling.pick_plot_face import PickPlotFace, PickRequest
from nazh.application.dice.rolling.recall_roll import RecallRequest, RecallRoll
from nazh.application.dice.rolling.reveal_roll import RevealRequest, RevealRoll
from nazh.application.dice.rolling.roll_dice import RollDice, RollRequest
from nazh.domain.dice import NAZH
from nazh.domain.dice.events import RollRevealed
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import RequestId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.doubles.rng import ScriptedRng
from tests.doubles.saved_names import FixedSavedNames

ORIGIN, ALICE, BOB = RequestId("100"), UserId(1), UserId(2)
FALLEN = MessageRoll("1d20, a1dp", (10, 2, 5), NAZH, "psst", (2,))
REQUEST = RevealRequest(RequestId("200"), ORIGIN, FALLEN.notation, ALICE, ALICE, FALLEN)
OPEN = replace(FALLEN, picked=())
WITHOUT_PLOT_DIE = MessageRoll("1d20", (10,), NAZH)
PICK = PickRequest(ORIGIN, ALICE, ALICE, face=2, message_roll=OPEN, is_secret=True)
PLOT_DIE = PlotDieRequest(ORIGIN, ALICE, ALICE, WITHOUT_PLOT_DIE, is_secret=True)


class Table:
    def __init__(self) -> None:
        self.ledgers = MemoryRollStore()
        self.publisher = RecordingPublisher(self.ledgers)
        self.reveal = RevealRoll(self.ledgers, FrozenClock(), self.publisher)
        self.pick = PickPlotFace(self.ledgers, FrozenClock(), self.publisher)
        self.add_plot_die = AddPlotDie(
            ScriptedRng([5]), self.ledgers, FrozenClock(), self.publisher
        )


async def test_the_roll_is_unchanged() -> None:
    table = Table()

    rolls = await table.reveal(REQUEST)

    assert rolls[0].throw.faces == (10, 2, 5)
    assert rolls[0].pools[0].total == 14
    assert rolls[0].throw.plan.comment == "psst"
    assert table.publisher.events == [RollRevealed()]


async def test_the_event_is_published_after_the_commit() -> None:
    table = Table()

    await table.reveal(REQUEST)

    assert table.publisher.on_record == [{RequestId("100+reveal"), REQUEST.id}]


async def test_concurrent_reveals_publish_one_event() -> None:
    table = Table()

    first, second = await asyncio.gather(
        table.reveal(REQUEST), table.reveal(replace(REQUEST, id=RequestId("201")))
    )

    assert first == second
    assert table.publisher.events == [RollRevealed()]


async def test_a_pick_that_the_message_does_not_show_yet_is_revealed() -> None:
    table = Table()

    _, rolls = await asyncio.gather(
        table.pick(PICK), table.reveal(replace(REQUEST, message_roll=OPEN))
    )

    assert rolls[0].plot is not None
    assert (rolls[0].plot.face, rolls[0].plot.is_picked) == (2, True)


async def test_a_plot_die_that_the_message_does_not_show_yet_is_revealed() -> None:
    table = Table()
    request = replace(REQUEST, notation="1d20", message_roll=WITHOUT_PLOT_DIE)

    added, rolls = await asyncio.gather(table.add_plot_die(PLOT_DIE), table.reveal(request))

    assert rolls == added.rolls


async def test_a_revealed_roll_is_changed_in_public_only() -> None:
    table = Table()

    first = await asyncio.gather(
        table.reveal(replace(REQUEST, message_roll=OPEN)), table.pick(PICK), return_exceptions=True
    )

    assert isinstance(first[1], AlreadyRevealed)
    with pytest.raises(AlreadyRevealed):
        await table.add_plot_die(PLOT_DIE)
    in_public = replace(PICK, origin=REQUEST.id, face=5, is_secret=False)
    picked = (await table.pick(in_public)).rolls[0].plot
    assert picked is not None
    assert picked.face == 5


async def test_the_revealed_roll_is_recorded_separately() -> None:
    table = Table()
    rolls = await table.reveal(REQUEST)

    assert await RecallRoll(table.ledgers)(RecallRequest(REQUEST.id, FALLEN.notation)) == rolls


@pytest.mark.parametrize(
    ("request_", "refusal"),
    [
        (replace(REQUEST, pressed_by=BOB), OnlyRollerReveals),
        (replace(REQUEST, message_roll=None), RollForgotten),
    ],
)
async def test_a_refusal_reveals_nothing(request_: RevealRequest, refusal: type[Refusal]) -> None:
    table = Table()

    with pytest.raises(refusal):
        await table.reveal(request_)

    assert table.publisher.events == []


async def test_the_revealed_roll_continues_the_secret_one_in_public() -> None:
    table = Table()
    roll_dice = RollDice(
        ScriptedRng([4]), table.ledgers, FixedSavedNames({}), FrozenClock(), RecordingPublisher()
    )
    await roll_dice(RollRequest(ORIGIN, "1d6", ALICE, is_secret=True))

    await table.reveal(replace(REQUEST, notation="1d6", message_roll=None))

    first, later = table.ledgers.find(ORIGIN), table.ledgers.find(REQUEST.id)
    assert first is not None
    assert later is not None
    assert (first.is_secret, first.root_id) == (True, None)
    assert (later.is_secret, later.root_id) == (False, ORIGIN)
