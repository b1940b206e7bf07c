"""One's own data as files, part after part, and nobody else's."""

from __future__ import annotations

import json
from typing import Any

import hikari
import pytest

from nazh.adapters.inbound.discord.answers import Answer
from nazh.adapters.inbound.discord.dice.builder_messages import Builder
from nazh.adapters.inbound.discord.dice.privacy import (
    FILE_NAME,
    FILE_ROLLS,
    export_button,
    forget_button,
)
from nazh.adapters.inbound.discord.errors import ForgedButton
from nazh.adapters.outbound.memory.archive import MemoryArchive
from nazh.adapters.outbound.memory.dice import MemoryLedgers
from nazh.adapters.outbound.memory.forgetting import MemoryPlayerRecords
from nazh.adapters.outbound.memory.saved import MemoryShelves
from nazh.adapters.outbound.memory.servers import MemoryServers
from nazh.application.dice.export_own_data import ExportOwnData
from nazh.application.dice.forget_player import ForgetPlayer
from nazh.application.dice.ports import RollRecord
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.drafting import Draft
from nazh.domain.dice.shelves import EMPTY, shelf_of_player
from nazh.domain.kernel.identity import PlayerId, RequestId
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng
from tests.unit.adapters.inbound.discord.dice.payloads import ALICE, BOB
from tests.unit.adapters.inbound.discord.dice.test_builder import Hand, factory, message_showing

__all__ = ["factory"]

NOW = FrozenClock().now()
PRIVATE = message_showing(Builder(Draft()))


class Records:
    """Rolls in memory, and the buttons over them."""

    def __init__(self) -> None:
        self._ledgers, self.shelves, servers = MemoryLedgers(), MemoryShelves(), MemoryServers()
        records = MemoryPlayerRecords(self._ledgers, servers)
        self.export = ExportOwnData(
            MemoryArchive(self._ledgers), self._ledgers.tallies, self.shelves, records
        )
        self.forget = forget_button(ForgetPlayer(records, self.shelves))

    async def roll(self, by: str, times: int) -> None:
        thrown = throw(parse_roll("1d6"), ScriptedRng([3]))
        for number in range(times):
            name = RequestId(f"{by}.{number}")
            record = RollRecord(name, PlayerId(int(by)), None, None, NOW, NAZH, (thrown,))
            async with self._ledgers(name) as ledger:
                await ledger.history.append(record)
                await ledger.commit()


@pytest.fixture
def hand(factory: hikari.api.EntityFactory) -> Hand:
    return Hand(factory)


def lines(answer: Answer) -> list[dict[str, Any]]:
    assert answer.file is not None
    assert answer.file.name == FILE_NAME
    return [json.loads(line) for line in answer.file.content.splitlines()]


def next_place(answer: Answer) -> str | None:
    """What the button for the next part carries, if there is one."""
    body = json.loads(json.dumps(answer.data))
    buttons = [button for row in body["components"] for button in row["components"]]
    return buttons[0]["custom_id"].removeprefix("nz1:mydata:") if buttons else None


async def test_more_rolls_than_a_part_holds_come_in_the_next(hand: Hand) -> None:
    records = Records()
    await records.roll(ALICE, FILE_ROLLS + 1)
    await records.roll(BOB, 5)
    shelf = EMPTY.with_text("$hit", "1d6")
    await records.shelves.replace(shelf_of_player(PlayerId(int(ALICE))), EMPTY, shelf)
    export = export_button(records.export)

    first = await export(hand.press(PRIVATE), "")
    last = await export(hand.press(PRIVATE), next_place(first) or "")

    kinds = [line["kind"] for line in lines(first)]
    assert kinds.count("roll") == FILE_ROLLS
    assert kinds[:2] == ["saved", "counts"]
    assert [line["id"] for line in lines(last)] == [f"{ALICE}.0"]
    assert next_place(last) is None


async def test_rolls_that_just_fit_are_all_there_is(hand: Hand) -> None:
    records = Records()
    await records.roll(ALICE, FILE_ROLLS)

    answer = await export_button(records.export)(hand.press(PRIVATE), "")

    assert next_place(answer) is None


async def test_a_file_that_is_full_goes_on_in_the_next_and_nothing_is_left_out(hand: Hand) -> None:
    records = Records()
    await records.roll(ALICE, 7)
    export = export_button(records.export, file_bytes=1_000)

    told: list[str] = []
    place: str | None = ""
    while place is not None:
        answer = await export(hand.press(PRIVATE), place)
        told += [line["id"] for line in lines(answer) if line["kind"] == "roll"]
        place = next_place(answer)

    assert told == [f"{ALICE}.{number}" for number in reversed(range(7))]


@pytest.mark.parametrize("place", ["x", "-1", "1" * 20, "٣"])
async def test_a_place_that_was_made_up_is_refused(place: str, hand: Hand) -> None:
    with pytest.raises(ForgedButton):
        await export_button(Records().export)(hand.press(PRIVATE), place)


async def test_every_press_is_about_the_one_who_presses(hand: Hand) -> None:
    records = Records()
    await records.roll(ALICE, 2)
    await records.roll(BOB, 3)
    export = export_button(records.export)

    await records.forget(hand.press(PRIVATE, by=BOB), ALICE)

    assert len(lines(await export(hand.press(PRIVATE, by=ALICE), ""))) == 3
    assert lines(await export(hand.press(PRIVATE, by=BOB), "")) == []
