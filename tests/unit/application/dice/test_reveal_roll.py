"""RevealRoll: unchanged, once, by the roller alone."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from nazh.adapters.outbound.memory.dice import MemoryLedgers
from nazh.application.dice.errors import OnlyRollerReveals, RollForgotten
from nazh.application.dice.fallen_dice import FallenDice
from nazh.application.dice.recall_roll import RecallRequest, RecallRoll
from nazh.application.dice.reveal_roll import RevealRequest, RevealRoll
from nazh.application.dice.roll_dice import RollDice, RollRequest
from nazh.domain.dice import NAZH
from nazh.domain.dice.events import RollRevealed
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import PlayerId, RequestId
from tests.doubles.announcer import RecordingAnnouncer
from tests.doubles.clock import FrozenClock
from tests.doubles.names import NamesInHand
from tests.doubles.rng import ScriptedRng

ORIGIN, ALICE, BOB = RequestId("100"), PlayerId(1), PlayerId(2)
FALLEN = FallenDice("1d20, a1dp", (10, 2, 5), NAZH, "psst", (2,))
REQUEST = RevealRequest(RequestId("200"), ORIGIN, FALLEN.notation, ALICE, ALICE, FALLEN)


class Table:
    def __init__(self) -> None:
        self.told = RecordingAnnouncer()
        self.ledgers = MemoryLedgers()
        self.reveal = RevealRoll(self.ledgers, FrozenClock(), self.told)


async def test_the_roll_stands_unchanged() -> None:
    table = Table()

    rolls = await table.reveal(REQUEST)

    assert rolls[0].throw.faces == (10, 2, 5)
    assert rolls[0].pools[0].total == 14
    assert rolls[0].throw.plan.comment == "psst"
    assert table.told.events == [RollRevealed()]


async def test_asking_twice_at_once_tells_it_once() -> None:
    table = Table()

    first, second = await asyncio.gather(
        table.reveal(REQUEST), table.reveal(replace(REQUEST, id=RequestId("201")))
    )

    assert first == second
    assert table.told.events == [RollRevealed()]


async def test_the_revealed_roll_is_on_record_by_itself() -> None:
    table = Table()
    rolls = await table.reveal(REQUEST)

    assert await RecallRoll(table.ledgers)(RecallRequest(REQUEST.id, FALLEN.notation)) == rolls


@pytest.mark.parametrize(
    ("request_", "refusal"),
    [
        (replace(REQUEST, pressed_by=BOB), OnlyRollerReveals),
        (replace(REQUEST, fallen=None), RollForgotten),
    ],
)
async def test_a_refusal_reveals_nothing(request_: RevealRequest, refusal: type[Refusal]) -> None:
    table = Table()

    with pytest.raises(refusal):
        await table.reveal(request_)

    assert table.told.events == []


async def test_the_revealed_roll_goes_on_with_the_secret_one_in_public() -> None:
    table = Table()
    roll_dice = RollDice(
        ScriptedRng([4]), table.ledgers, NamesInHand({}), FrozenClock(), RecordingAnnouncer()
    )
    await roll_dice(RollRequest(ORIGIN, "1d6", ALICE, is_secret=True))

    await table.reveal(replace(REQUEST, notation="1d6", fallen=None))

    first, later = table.ledgers.find(ORIGIN), table.ledgers.find(REQUEST.id)
    assert first is not None
    assert later is not None
    assert (first.is_secret, first.story) == (True, None)
    assert (later.is_secret, later.story) == (False, ORIGIN)
