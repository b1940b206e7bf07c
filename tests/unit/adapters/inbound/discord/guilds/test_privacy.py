"""Tests that a user's data is exported in parts, without data of others."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

import hikari
import pytest

from nazh.adapters.inbound.discord.dice.building.builder_messages import Builder
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.guilds.privacy import (
    FILE_NAME,
    FILE_ROLLS,
    export_button,
    forget_button,
)
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dice.own_data import dice_own_data
from nazh.adapters.inbound.texts.guilds.privacy import OwnData, OwnLine, guild_own_data
from nazh.adapters.outbound.memory.dice.archive import MemoryRollArchive
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.adapters.outbound.memory.dice.personal_data import MemoryGuildRecords, MemoryUserRecords
from nazh.adapters.outbound.memory.dice.saved_rolls import MemorySavedRollStore
from nazh.adapters.outbound.memory.guilds.guild_store import MemoryGuildStore
from nazh.application.dice.privacy.export_dice import ExportDice
from nazh.application.dice.privacy.forget_dice import ForgetDice
from nazh.application.guilds.forget_user import ForgetUser
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.building.drafting import Draft
from nazh.domain.dice.records import RollRecord
from nazh.domain.dice.saving.saved_collections import EMPTY_COLLECTION, user_owner
from nazh.domain.kernel.identity import RequestId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.doubles.rng import ScriptedRng
from tests.unit.adapters.inbound.discord.dice.building.test_builder import (
    Users,
    factory,
    message_showing,
)
from tests.unit.adapters.inbound.discord.dice.payloads import ALICE, BOB

__all__ = ["factory"]

NOW = FrozenClock().now()
PRIVATE = message_showing(Builder(Draft()))


class Records:
    """Rolls in memory, and their buttons."""

    def __init__(self) -> None:
        self._rolls, self.saved_rolls, servers = (
            MemoryRollStore(),
            MemorySavedRollStore(),
            MemoryGuildStore(),
        )
        users = MemoryUserRecords(self._rolls)
        export = ExportDice(
            MemoryRollArchive(self._rolls), self._rolls.counters, self.saved_rolls, users
        )
        self._own_data = guild_own_data(servers), dice_own_data(export)
        guilds = MemoryGuildRecords(self._rolls, self.saved_rolls)
        dice = ForgetDice(users, guilds, self.saved_rolls, RecordingPublisher())
        self.forget = forget_button(ForgetUser([dice], servers))

    async def own_data_of(self, user: UserId) -> Sequence[OwnData]:
        return self._own_data

    async def roll(self, by: str, times: int) -> None:
        thrown = throw(parse_roll("1d6"), ScriptedRng([3]))
        for number in range(times):
            name = RequestId(f"{by}.{number}")
            record = RollRecord(name, UserId(int(by)), None, None, NOW, NAZH, (thrown,))
            async with self._rolls(name) as ledger:
                await ledger.history.append(record)
                await ledger.commit()


@pytest.fixture
def users(factory: hikari.api.EntityFactory) -> Users:
    return Users(factory)


def lines(response: Response) -> list[dict[str, Any]]:
    assert response.file is not None
    assert response.file.name == FILE_NAME
    return [json.loads(line) for line in response.file.content.splitlines()]


def next_part(response: Response) -> str | None:
    """The state in the button for the next part, if there is one."""
    body = json.loads(json.dumps(response.data))
    buttons = [button for row in body["components"] for button in row["components"]]
    return buttons[0]["custom_id"].removeprefix("nz2:guilds.mydata:") if buttons else None


async def test_more_rolls_than_a_part_holds_come_in_the_next(users: Users) -> None:
    records = Records()
    await records.roll(ALICE, FILE_ROLLS + 1)
    await records.roll(BOB, 5)
    collection = EMPTY_COLLECTION.with_text("$hit", "1d6")
    await records.saved_rolls.replace(user_owner(UserId(int(ALICE))), EMPTY_COLLECTION, collection)
    export = export_button(records.own_data_of)

    first = await export(users.press(PRIVATE), "")
    last = await export(users.press(PRIVATE), next_part(first) or "")

    kinds = [line["kind"] for line in lines(first)]
    assert kinds.count("roll") == FILE_ROLLS
    assert kinds[:2] == ["saved", "counts"]
    assert [line["id"] for line in lines(last)] == [f"{ALICE}.0"]
    assert next_part(last) is None


async def test_rolls_that_just_fit_are_all_there_is(users: Users) -> None:
    records = Records()
    await records.roll(ALICE, FILE_ROLLS)

    response = await export_button(records.own_data_of)(users.press(PRIVATE), "")

    assert next_part(response) is None


async def test_a_position_without_a_context_is_one_of_the_dice(users: Users) -> None:
    records = Records()
    await records.roll(ALICE, 3)
    export = export_button(records.own_data_of, file_bytes=1)
    arguments = next_part(await export(users.press(PRIVATE), "")) or ""

    named = await export(users.press(PRIVATE), arguments)
    unnamed = await export(users.press(PRIVATE), arguments.removeprefix("dice."))

    assert arguments.startswith("dice.")
    assert lines(named) == lines(unnamed) != []


async def test_a_full_export_continues_in_the_next_part_without_gaps(users: Users) -> None:
    records = Records()
    await records.roll(ALICE, 7)
    export = export_button(records.own_data_of, file_bytes=1_000)

    summary: list[str] = []
    sequence: str | None = ""
    while sequence is not None:
        response = await export(users.press(PRIVATE), sequence)
        summary += [line["id"] for line in lines(response) if line["kind"] == "roll"]
        sequence = next_part(response)

    assert summary == [f"{ALICE}.{number}" for number in reversed(range(7))]


async def test_a_part_has_all_that_the_next_context_stores(users: Users) -> None:
    positions: list[int | None] = []

    def nothing(*_: object) -> tuple[()]:
        return ()

    async def own_data_of(user: UserId) -> Sequence[OwnData]:
        return [OwnData(context, nothing, nothing, export) for context in ("dice", "keep")]

    async def export(user: UserId, position: int | None) -> AsyncIterator[OwnLine]:
        positions.append(position)
        yield OwnLine(b"{}\n")

    await export_button(own_data_of)(users.press(PRIVATE), "dice.5")

    assert positions == [5, None]


@pytest.mark.parametrize("sequence", ["x", "-1", "1" * 20, "٣", "dice.", "dominion.1"])
async def test_a_place_that_was_made_up_is_refused(sequence: str, users: Users) -> None:
    with pytest.raises(InvalidComponent):
        await export_button(Records().own_data_of)(users.press(PRIVATE), sequence)


async def test_every_press_applies_to_the_user_who_pressed(users: Users) -> None:
    records = Records()
    await records.roll(ALICE, 2)
    await records.roll(BOB, 3)
    export = export_button(records.own_data_of)

    await records.forget(users.press(PRIVATE, by=BOB), ALICE)

    assert len(lines(await export(users.press(PRIVATE, by=ALICE), ""))) == 3
    assert lines(await export(users.press(PRIVATE, by=BOB), "")) == []
