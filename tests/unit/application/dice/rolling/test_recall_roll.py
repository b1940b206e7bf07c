"""Tests that a recorded roll is found with its additions and picks."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

import pytest

from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.application.dice.errors import RollForgotten
from nazh.application.dice.ports import RollLedger
from nazh.application.dice.rolling.add_plot_die import AddPlotDie, PlotDieRequest
from nazh.application.dice.rolling.message_rolls import MessageRoll
from nazh.application.dice.rolling.pick_plot_face import PickPlotFace, PickRequest
from nazh.application.dice.rolling.recall_roll import RecallRequest, RecallRoll
from nazh.application.dice.rolling.roll_dice import RollDice, RollRequest
from nazh.domain.dice import NAZH
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.doubles.rng import ScriptedRng
from tests.doubles.saved_names import FixedSavedNames

ORIGIN, ALICE = RequestId("100"), UserId(1)


async def rolled(ledgers: MemoryRollStore, notation: str, *faces: int) -> None:
    rng, publisher = ScriptedRng(faces), RecordingPublisher()
    roll_dice = RollDice(rng, ledgers, FixedSavedNames({}), FrozenClock(), publisher)
    await roll_dice(RollRequest(ORIGIN, notation, ALICE))


async def test_a_roll_carried_by_its_message_keeps_its_pick() -> None:
    fallen = MessageRoll("1d20, a1dp", (10, 2, 5), NAZH, picked=(2,))

    rolls = await RecallRoll(MemoryRollStore())(RecallRequest(ORIGIN, fallen.notation, fallen))

    assert rolls[0].pools[0].total == 14


async def test_a_plot_die_may_exceed_the_input_limit() -> None:
    notation = f"{'x' * (Limits.NOTATION_LENGTH - 7)}: 1d20, dp"
    fallen = MessageRoll(notation, (10, 2), NAZH)

    rolls = await RecallRoll(MemoryRollStore())(RecallRequest(ORIGIN, notation, fallen))

    assert rolls[0].pools[0].total == 14


async def test_the_ledger_returns_the_added_plot_die() -> None:
    ledgers = MemoryRollStore()
    await rolled(ledgers, "1d20", 10)
    add = AddPlotDie(ScriptedRng([1]), ledgers, FrozenClock(), RecordingPublisher())
    await add(PlotDieRequest(ORIGIN, ALICE, ALICE))
    recall = RecallRoll(ledgers)

    before = await recall(RecallRequest(ORIGIN, "1d20"))
    after = await recall(RecallRequest(ORIGIN, "1d20, dp"))

    assert [rolls[0].pools[0].total for rolls in (before, after)] == [10, 12]


async def test_the_ledger_returns_the_picked_face() -> None:
    ledgers = MemoryRollStore()
    await rolled(ledgers, "1d20, a1dp", 10, 2, 5)
    pick = PickPlotFace(ledgers, FrozenClock(), RecordingPublisher())
    await pick(PickRequest(ORIGIN, ALICE, ALICE, face=2))

    rolls = await RecallRoll(ledgers)(RecallRequest(ORIGIN, "1d20, a1dp"))

    assert rolls[0].pools[0].total == 14


@pytest.mark.parametrize("notation", ["1d20", "1d6"])
async def test_an_unknown_roll_is_refused(notation: str) -> None:
    ledgers = MemoryRollStore()
    if notation == "1d6":
        await rolled(ledgers, "1d20", 3)

    with pytest.raises(RollForgotten):
        await RecallRoll(ledgers)(RecallRequest(ORIGIN, notation))


async def test_a_roll_carried_by_its_message_needs_no_storage() -> None:
    class Away:
        def __call__(
            self, about: RequestId, fair_guild: GuildId | None = None
        ) -> AbstractAsyncContextManager[RollLedger]:
            raise Unavailable("the roll ledger")

    rolls = await RecallRoll(Away())(
        RecallRequest(RequestId("1"), "1d6", MessageRoll("1d6", (4,), NAZH))
    )

    assert rolls[0].pools[0].total == 4
