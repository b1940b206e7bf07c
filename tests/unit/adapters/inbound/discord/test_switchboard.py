"""The switchboard: each interaction is handed to what it is for, and to nothing else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping

import hikari
import lightbulb
import pytest

from nazh.adapters.inbound.discord.answers import NOTHING_NEW, Answer
from nazh.adapters.inbound.discord.client import Command
from nazh.adapters.inbound.discord.components import ComponentRouter
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.rest_bot import new_rest_bot
from nazh.adapters.inbound.discord.switchboard import Switchboard
from tests.unit.adapters.inbound.discord.callers import interaction
from tests.unit.adapters.inbound.discord.test_door import Gate, Mailbox, Notebook, SlowOutbox


class Room:
    """A switchboard over a command, a group, a message's command, a button and a form."""

    def __init__(self) -> None:
        self.heard: list[object] = []
        self.outbox = SlowOutbox()
        self.outbox.may_send.set()
        self.notebook = Notebook()
        self.door = Door(self.outbox, Gate(), self.notebook, Mailbox())
        components = ComponentRouter(self.door, {"press": self._press}, {"form": self._press})
        group = lightbulb.Group("group", "A group.")
        group.register(self._command("inner"))
        commands: list[Command] = [self._command("plain"), group, self._on_message()]
        self.bot = new_rest_bot("MQ.a.b", None)
        self.switchboard = Switchboard(self.bot, commands, components, self.door)

    async def open(self) -> Room:
        await self.switchboard.open()
        return self

    async def take(self, **more: object) -> None:
        body = json.loads(interaction()) | more
        await self.switchboard.connect(self.bot.entity_factory.deserialize_interaction(body))

    def _command(self, called: str) -> type[lightbulb.SlashCommand]:
        heard, answer = self.heard, self._answer

        async def complete(context: lightbulb.AutocompleteContext[str]) -> None:
            heard.append((called, "typing", context.focused.value))
            await answer(context.interaction)

        class Told(lightbulb.SlashCommand, name=called, description="A command."):
            text = lightbulb.string("text", "A text.", autocomplete=complete)
            number = lightbulb.integer("number", "A number.", default=7)

            @lightbulb.invoke
            async def invoke(self, ctx: lightbulb.Context) -> None:
                heard.append((called, self.text, self.number))
                if self.text == "trouble":
                    raise RuntimeError("before the door")
                await answer(ctx.interaction)

        return Told

    def _on_message(self) -> type[lightbulb.MessageCommand]:
        heard, answer = self.heard, self._answer

        class OnMessage(lightbulb.MessageCommand, name="Look"):
            @lightbulb.invoke
            async def invoke(self, ctx: lightbulb.Context) -> None:
                heard.append(("Look", self.target.content))
                await answer(ctx.interaction)

        return OnMessage

    async def _answer(self, interaction: hikari.PartialInteraction) -> None:
        async def work() -> Answer:
            return NOTHING_NEW

        await self.door.receive(interaction, work)

    async def _press(self, interaction: hikari.PartialInteraction, arguments: str) -> Answer:
        self.heard.append(arguments)
        return NOTHING_NEW


@pytest.fixture
async def room() -> Room:
    return await Room().open()


def data(name: str, *options: Mapping[str, object], kind: int = 1) -> dict[str, object]:
    return {"id": "1", "name": name, "type": kind, "options": list(options)}


def text(value: str, **more: object) -> dict[str, object]:
    return {"name": "text", "type": 3, "value": value, **more}


async def test_a_command_reads_what_was_typed_and_what_was_not(room: Room) -> None:
    await room.take(data=data("plain", text("a")))

    assert room.heard == [("plain", "a", 7)]


async def test_a_command_of_a_group_is_found_behind_its_group(room: Room) -> None:
    await room.take(data=data("group", {"name": "inner", "type": 1, "options": [text("b")]}))

    assert room.heard == [("inner", "b", 7)]


async def test_what_is_typed_is_completed_by_its_option(room: Room) -> None:
    await room.take(type=4, data=data("plain", text("par", focused=True)))

    assert room.heard == [("plain", "typing", "par")]


@pytest.mark.parametrize(
    "unknown",
    [
        {"data": data("duel")},
        {"data": data("group")},
        {"data": data("plain", kind=3)},
        {"type": 4, "data": data("duel", text("x", focused=True))},
        {"type": 4, "data": data("plain", {"name": "number", "type": 4, "value": 1})},
    ],
    ids=str,
)
async def test_what_is_for_nothing_is_refused(room: Room, unknown: dict[str, object]) -> None:
    await room.take(**unknown)

    assert room.heard == []
    assert len(room.outbox.words) == 1


async def test_a_command_that_lacks_what_it_needs_ends_in_an_apology(room: Room) -> None:
    await room.take(data=data("plain"))

    assert room.heard == []
    assert "reference" in str(room.outbox.words[0])


async def test_what_goes_wrong_before_the_door_ends_in_an_apology(room: Room) -> None:
    await room.take(data=data("plain", text("trouble")))

    assert "reference" in str(room.outbox.words[0])


async def test_many_at_once_do_not_read_each_others_options(room: Room) -> None:
    taken = [room.take(id=str(n), data=data("plain", text(str(n)))) for n in range(1, 50)]
    await asyncio.gather(*taken)

    assert sorted(heard[1] for heard in room.heard if isinstance(heard, tuple)) == sorted(
        str(n) for n in range(1, 50)
    )
