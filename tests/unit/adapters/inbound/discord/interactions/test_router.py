"""Tests that each interaction reaches its handler only."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping

import hikari
import lightbulb
import pytest

from nazh.adapters.inbound.discord.errors import ShuttingDown, UnknownComponent
from nazh.adapters.inbound.discord.interactions.commands import Command, handler
from nazh.adapters.inbound.discord.interactions.component_router import ComponentRouter
from nazh.adapters.inbound.discord.interactions.pipeline import InteractionPipeline
from nazh.adapters.inbound.discord.interactions.responses import (
    DEFERRED_UPDATE,
    EMPTY_CHOICES,
    Response,
)
from nazh.adapters.inbound.discord.interactions.router import InteractionRouter
from nazh.adapters.inbound.discord.rest_bot import new_rest_bot
from tests.doubles.interactions import (
    FixedRateLimiter,
    RecordingCrashReports,
    RecordingMetrics,
    SlowResponder,
)
from tests.unit.adapters.inbound.discord.dice.payloads import ALICE, bot_message, payload
from tests.unit.adapters.inbound.discord.http.endpoint_client import interaction

PRESS = {"custom_id": "nz2:toy.press:x", "component_type": 2, "values": []}
FORM = {"custom_id": "nz2:toy.form:x", "components": []}


class Room:
    """A router for a command, a group, a message command, a button and a modal.

    The guard refuses everything if ``is_guarded``.
    """

    def __init__(self, *, is_guarded: bool = False) -> None:
        self.calls: list[object] = []
        self.guarded: list[str] = []
        self.responder = SlowResponder()
        self.responder.may_send.set()
        self.metrics = RecordingMetrics()
        self.pipeline = InteractionPipeline(
            self.responder, FixedRateLimiter(), self.metrics, RecordingCrashReports()
        )
        guards = {"toy": self._refuse} if is_guarded else {}
        components = ComponentRouter(
            self.pipeline, {"toy.press": self._press}, {"toy.form": self._press}, guards
        )
        group = lightbulb.Group("group", "A group.")
        group.register(self._command("inner"))
        commands: list[Command] = [self._command("plain"), group, self._on_message()]
        self.bot = new_rest_bot("MQ.a.b", None)
        self.router = InteractionRouter(
            self.bot, {"toy": commands}, components, self.pipeline, guards
        )

    async def open(self) -> Room:
        await self.router.open()
        return self

    async def take(self, **more: object) -> None:
        body = json.loads(interaction()) | more
        await self.router.dispatch(self.bot.entity_factory.deserialize_interaction(body))

    def _command(self, called: str) -> type[lightbulb.SlashCommand]:
        calls = self.calls

        async def complete(context: lightbulb.AutocompleteContext[str]) -> Response:
            calls.append((called, "typing", context.focused.value))
            return EMPTY_CHOICES

        class RecordingCommand(lightbulb.SlashCommand, name=called, description="A command."):
            text = lightbulb.string("text", "A text.", autocomplete=complete)
            number = lightbulb.integer("number", "A number.", default=7)

            @handler
            async def respond(self, interaction: hikari.CommandInteraction) -> Response:
                calls.append((called, self.text, self.number))
                return DEFERRED_UPDATE

        return RecordingCommand

    def _on_message(self) -> type[lightbulb.MessageCommand]:
        calls = self.calls

        class OnMessage(lightbulb.MessageCommand, name="Look"):
            @handler
            async def respond(self, interaction: hikari.CommandInteraction) -> Response:
                calls.append(("Look", self.target.content))
                return DEFERRED_UPDATE

        return OnMessage

    async def _refuse(self, interaction: hikari.PartialInteraction, name: str) -> None:
        self.guarded.append(name)
        raise ShuttingDown

    async def _press(self, interaction: hikari.PartialInteraction, arguments: str) -> Response:
        self.calls.append(arguments)
        return DEFERRED_UPDATE


@pytest.fixture
async def room() -> Room:
    return await Room().open()


def data(name: str, *options: Mapping[str, object], kind: int = 1) -> dict[str, object]:
    return {"id": "1", "name": name, "type": kind, "options": list(options)}


def text(value: str, **more: object) -> dict[str, object]:
    return {"name": "text", "type": 3, "value": value, **more}


async def test_a_command_reads_given_and_omitted_options(room: Room) -> None:
    await room.take(data=data("plain", text("a")))

    assert room.calls == [("plain", "a", 7)]


async def test_a_command_of_a_group_is_found_behind_its_group(room: Room) -> None:
    await room.take(data=data("group", {"name": "inner", "type": 1, "options": [text("b")]}))

    assert room.calls == [("inner", "b", 7)]


async def test_autocomplete_is_routed_by_option(room: Room) -> None:
    await room.take(type=4, data=data("plain", text("par", focused=True)))

    assert room.calls == [("plain", "typing", "par")]


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
async def test_an_unknown_command_is_refused(room: Room, unknown: dict[str, object]) -> None:
    await room.take(**unknown)

    assert room.calls == []
    assert len(room.responder.contents) == 1


@pytest.mark.parametrize("custom_id", ["nz9:toy.press", "nz2:off.press:x", "nz1:gone", "nz2:", "x"])
@pytest.mark.parametrize("sent", [(3, PRESS), (5, FORM)], ids=["button", "form"])
async def test_an_unknown_custom_id_is_refused(
    room: Room, sent: tuple[int, Mapping[str, object]], custom_id: str
) -> None:
    kind, data = sent

    await room.take(**payload(kind, {**data, "custom_id": custom_id}, bot_message(), ALICE, 1))

    assert room.calls == []
    assert room.metrics.refusals == [UnknownComponent.code]
    assert "isn't running here" in str(room.responder.contents[0])


async def test_a_command_without_required_options_ends_in_an_error_message(room: Room) -> None:
    await room.take(data=data("plain"))

    assert room.calls == []
    assert "text doesn't have a value" in str(room.responder.contents[0])


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("plain", {"data": data("plain", text("a"))}),
        ("toy.press", payload(3, PRESS, bot_message(), ALICE, 1)),
        ("toy.form", payload(5, FORM, bot_message(), ALICE, 1)),
    ],
)
async def test_what_the_guard_of_a_context_refuses_is_not_run(
    room: Room, name: str, sent: dict[str, object]
) -> None:
    guarded = await Room(is_guarded=True).open()

    await room.take(**sent)
    await guarded.take(**sent)

    assert len(room.calls) == 1
    assert (guarded.guarded, guarded.calls) == ([name], [])
    assert guarded.metrics.refusals == [ShuttingDown.code]


async def test_every_handler_is_measured_by_its_english_name(room: Room) -> None:
    commands = ("plain", "plain autocomplete", "group inner", "group inner autocomplete")
    names = {*commands, "Look", "toy.press", "toy.form", "unknown"}

    assert {name.command for name in room.metrics.registered} == names


async def test_work_is_measured_by_the_name_of_its_handler(room: Room) -> None:
    await room.take(data=data("group", {"name": "inner", "type": 1, "options": [text("b")]}))
    await room.take(type=4, data=data("plain", text("par", focused=True)))

    assert room.metrics.use_cases == ["group inner", "plain autocomplete"]


async def test_many_at_once_do_not_read_each_others_options(room: Room) -> None:
    interactions = [room.take(id=str(n), data=data("plain", text(str(n)))) for n in range(1, 50)]
    await asyncio.gather(*interactions)

    assert sorted(call[1] for call in room.calls if isinstance(call, tuple)) == sorted(
        str(n) for n in range(1, 50)
    )
