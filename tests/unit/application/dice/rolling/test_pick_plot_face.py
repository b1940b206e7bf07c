"""Tests that a plot face is picked once, by the permitted user, and keeps the faces."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.application.dice.errors import (
    NothingToPick,
    OnlyGameMasterPicks,
    OnlyRollerPicks,
    RollForgotten,
)
from nazh.application.dice.rolling.message_rolls import MessageRoll
from nazh.application.dice.rolling.pick_plot_face import PickPlotFace, PickRequest
from nazh.application.dice.rolling.roll_dice import RollDice, RollRequest
from nazh.domain.dice import NAZH, Roll
from nazh.domain.dice.errors import ImpossiblePick
from nazh.domain.dice.events import PlotFacePicked
from nazh.domain.dice.records import Proof
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import RequestId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.doubles.rng import ScriptedRng
from tests.doubles.saved_names import FixedSavedNames

ORIGIN = RequestId("100")
ALICE, BOB = UserId(1), UserId(2)
ADVANTAGE = MessageRoll("1d20, a1dp", (10, 2, 5), NAZH)
DISADVANTAGE = MessageRoll("1d20, d1dp", (10, 2, 5), NAZH)
TWICE = MessageRoll("2x1d20, a1dp", (10, 2, 5, 11, 1, 6), NAZH)
BY_ALICE = PickRequest(ORIGIN, ALICE, ALICE, face=2, message_roll=ADVANTAGE)


class Table:
    """The use case without dice to draw."""

    def __init__(self) -> None:
        self.ledgers = MemoryRollStore()
        self.publisher = RecordingPublisher(self.ledgers)
        self._pick = PickPlotFace(self.ledgers, FrozenClock(), self.publisher)

    async def roll(self, notation: str, *faces: int) -> None:
        rng, publisher = ScriptedRng(faces), RecordingPublisher()
        roll_dice = RollDice(rng, self.ledgers, FixedSavedNames({}), FrozenClock(), publisher)
        await roll_dice(RollRequest(ORIGIN, notation, ALICE))

    async def pick(self, request: PickRequest) -> tuple[Roll, ...]:
        return (await self._pick(request)).rolls


def faces(rolls: tuple[Roll, ...]) -> list[int]:
    return [roll.plot.face for roll in rolls if roll.plot is not None]


async def test_the_picked_face_counts() -> None:
    table = Table()

    rolls = await table.pick(BY_ALICE)

    assert faces(rolls) == [2]
    assert rolls[0].pools[0].total == 14
    assert rolls[0].threats == 1
    assert table.publisher.events == [PlotFacePicked()]


async def test_the_event_is_published_after_the_commit() -> None:
    table = Table()

    await table.pick(BY_ALICE)

    assert table.publisher.on_record == [{RequestId("100+pick0")}]


async def test_a_recorded_roll_is_picked_without_its_message() -> None:
    table = Table()
    await table.roll("1d20, a1dp", 10, 2, 5)

    rolls = await table.pick(replace(BY_ALICE, message_roll=None))

    assert faces(rolls) == [2]


async def test_the_first_pick_stands() -> None:
    table = Table()

    first, second = await asyncio.gather(
        table.pick(BY_ALICE), table.pick(replace(BY_ALICE, face=5))
    )

    assert first == second
    assert faces(second) == [2]
    assert table.publisher.events == [PlotFacePicked()]


async def test_a_pick_that_the_message_carries_stands() -> None:
    table = Table()
    picked = replace(ADVANTAGE, picked=(2,))

    assert faces(await table.pick(replace(BY_ALICE, face=5, message_roll=picked))) == [2]
    assert table.publisher.events == []


async def test_with_disadvantage_the_game_master_picks() -> None:
    table = Table()
    by_bob = PickRequest(ORIGIN, ALICE, BOB, face=5, is_game_master=True, message_roll=DISADVANTAGE)

    assert faces(await table.pick(by_bob)) == [5]


async def test_a_pick_does_not_restore_a_deleted_roll() -> None:
    table = Table()
    by_bob = PickRequest(ORIGIN, ALICE, BOB, face=5, is_game_master=True, message_roll=DISADVANTAGE)
    again = replace(by_bob, message_roll=replace(DISADVANTAGE, picked=(5,)), face=2)

    assert faces(await table.pick(by_bob)) == [5]
    assert faces(await table.pick(again)) == [5]

    assert list(table.ledgers.records) == []
    assert table.publisher.events == []


async def test_a_game_masters_pick_is_recorded_with_the_roll() -> None:
    table = Table()
    await table.roll("1d20, d1dp", 10, 2, 5)

    await table.pick(PickRequest(ORIGIN, ALICE, BOB, face=5, is_game_master=True))

    record = table.ledgers.find(RequestId(f"{ORIGIN}+pick0"))
    assert record is not None
    assert (record.by, record.picked) == (ALICE, (5,))
    assert table.publisher.events == [PlotFacePicked()]


async def test_repeats_are_picked_one_after_the_other_and_late_presses_change_nothing() -> None:
    table = Table()
    first = replace(BY_ALICE, message_roll=TWICE)
    second = replace(BY_ALICE, message_roll=replace(TWICE, picked=(2, 0)), face=1, position=1)

    assert faces(await table.pick(first)) == [2, 6]
    assert faces(await table.pick(second)) == [2, 1]
    assert faces(await table.pick(replace(first, face=5))) == [2, 1]
    assert len(table.publisher.events) == 2


async def test_a_fair_roll_keeps_its_proof() -> None:
    table, proof = Table(), Proof("session", 7, "f" * 64)
    await table.roll("1d20, a1dp", 10, 2, 5)
    original = table.ledgers.find(ORIGIN)
    assert original is not None
    table.ledgers.keep(replace(original, proof=proof), original.rolls)

    await table.pick(replace(BY_ALICE, message_roll=None))

    picked = table.ledgers.find(RequestId(f"{ORIGIN}+pick0"))
    assert picked is not None
    assert picked.proof == proof


@pytest.mark.parametrize(
    ("request_", "refusal"),
    [
        (replace(BY_ALICE, pressed_by=BOB, is_game_master=True), OnlyRollerPicks),
        (replace(BY_ALICE, message_roll=DISADVANTAGE), OnlyGameMasterPicks),
        (replace(BY_ALICE, message_roll=MessageRoll("1d20", (3,), NAZH)), NothingToPick),
        (replace(BY_ALICE, message_roll=MessageRoll("1d20, dp", (3, 2), NAZH)), NothingToPick),
        (replace(BY_ALICE, position=1), NothingToPick),
        (replace(BY_ALICE, face=6), ImpossiblePick),
        (replace(BY_ALICE, message_roll=None), RollForgotten),
    ],
)
async def test_a_refusal_changes_nothing(request_: PickRequest, refusal: type[Refusal]) -> None:
    table = Table()

    with pytest.raises(refusal):
        await table.pick(request_)

    assert table.publisher.events == []
    if request_.message_roll == ADVANTAGE:
        assert faces(await table.pick(BY_ALICE)) == [2]


async def test_a_face_picked_in_a_secret_roll_is_secret() -> None:
    table = Table()

    await table.pick(replace(BY_ALICE, is_secret=True))

    record = table.ledgers.find(RequestId(f"{ORIGIN}+pick0"))
    assert record is not None
    assert (record.is_secret, record.root_id) == (True, ORIGIN)
