"""Tests that every command, component, modal and autocomplete is limited and counted."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import hikari
import pytest
from dependency_injector import providers
from lightbulb.commands.options import OptionData

from nazh.adapters.inbound.discord.interactions.commands import InOneGuild, offered_command
from nazh.adapters.inbound.discord.interactions.component_router import context_custom_id
from nazh.adapters.inbound.discord.interactions.languages import localized
from nazh.adapters.inbound.discord.interactions.pipeline import InteractionPipeline
from nazh.adapters.inbound.discord.interactions.responses import EMPTY_CHOICES
from nazh.adapters.inbound.discord.interactions.router import InteractionRouter
from nazh.adapters.inbound.discord.interactions.telemetry import HandlerName
from nazh.adapters.inbound.settings import Settings
from nazh.adapters.inbound.settings.dominion import DominionSettings
from nazh.adapters.outbound.sql.databases.factory import new_database
from nazh.domain.kernel.identity import GuildId
from nazh.wiring.channels import GATEWAY, HTTP
from nazh.wiring.contexts import CONTEXTS
from nazh.wiring.platform import PlatformContainer
from nazh.wiring.program import assemble
from tests.conftest import CheckGolden
from tests.doubles.interactions import (
    FixedRateLimiter,
    RecordingCrashReports,
    RecordingMetrics,
    RecordingResponder,
)
from tests.settings import SETTINGS
from tests.unit.adapters.inbound.discord.http.endpoint_client import interaction

DISCORD = Path(__file__).parents[3] / "nazh/adapters/inbound/discord"
ROUTERS = {"interactions/router.py", "interactions/component_router.py"}
TEXTS = Path(__file__).parents[3] / "nazh/adapters/inbound/texts"
WITH_DEVELOPERS = replace(SETTINGS, context_sections=(DominionSettings(admin_guild=GuildId(5)),))
TRANSPORTS = {"gateway/gateway_service.py", "http/http_service.py"}
Pressed = TypeVar("Pressed", hikari.ComponentInteraction, hikari.ModalInteraction)


class Program:
    """The handlers that the program has; ``waits`` are those of users over a limit."""

    def __init__(
        self, channel: str, folder: Path, settings: Settings = SETTINGS, **waits: float
    ) -> None:
        platform = PlatformContainer(settings=settings, channel=channel)
        # Contexts that cannot keep anything in memory are built, and not used.
        platform.database.override(providers.Object(new_database(f"sqlite:///{folder}/unused")))
        self.responder, self.metrics, self.limits, self.crashes = (
            RecordingResponder(),
            RecordingMetrics(),
            FixedRateLimiter(**waits),
            RecordingCrashReports(),
        )
        pipeline = InteractionPipeline(self.responder, self.limits, self.metrics, self.crashes)
        platform.pipeline.override(providers.Object(pipeline))
        program = assemble(platform, [context.load(platform) for context in CONTEXTS.values()])
        self.router: InteractionRouter = program.service.router()
        self.offers = program.service.commands()
        self.commands = {
            context: [offered_command(offer) for offer in offers]
            for context, offers in self.offers.items()
        }
        self.components = program.components
        self._app = platform.rest_app()

    def sent(self) -> Iterator[hikari.PartialInteraction]:
        """Yield one interaction for each command, component and modal."""
        for commands in self.router.client.invokable_commands.values():
            for path, command in commands.items():
                kind = 1 if command.message is None else 3
                yield self._interaction(path, kind)
        for action in self.components._buttons:
            yield self._pressed(hikari.ComponentInteraction, action)
        for action in self.components._forms:
            yield self._pressed(hikari.ModalInteraction, action)

    def typed(self) -> Iterator[hikari.PartialInteraction]:
        """Yield one interaction for each option that completes what is typed."""
        for commands in self.router.client.invokable_commands.values():
            for path, command in commands.items():
                options = command.slash._command_data.options.values() if command.slash else ()
                for option in options:
                    if option.autocomplete_provider:
                        yield self._interaction(path, 1, option._localized_name)

    def hostile(self) -> Iterator[hikari.PartialInteraction]:
        """Yield commands with options that Discord's client would not send."""
        for commands in self.router.client.invokable_commands.values():
            for path, command in commands.items():
                if command.slash is None:
                    continue
                declared = list(command.slash._command_data.options.values())
                yield self._interaction(path, 1, options=[{"name": "x", "type": 3, "value": "x"}])
                if any(option.default is hikari.UNDEFINED for option in declared):
                    yield self._interaction(path, 1)
                for option in declared:
                    for kind, value in hostile_values(option):
                        option_payload = {
                            "name": option._localized_name,
                            "type": kind,
                            "value": value,
                        }
                        yield self._interaction(path, 1, options=[option_payload])
                        yield self._interaction(path, 1, options=[option_payload, option_payload])

    def _interaction(
        self,
        path: tuple[str, ...],
        kind: int,
        typed: str | None = None,
        options: Sequence[object] = (),
    ) -> hikari.PartialInteraction:
        name, *inner = path
        if typed is not None:
            options = [{"name": typed, "type": 3, "value": "x", "focused": True}]
        for command in reversed(inner):
            options = [{"name": command, "type": 1, "options": options}]
        data = {"id": "1", "name": name, "type": kind, "options": options}
        body = json.loads(interaction(type=2 if typed is None else 4, data=data))
        deserialized: hikari.PartialInteraction = self._app.entity_factory.deserialize_interaction(
            body
        )
        return deserialized

    def _pressed(self, kind: type[Pressed], action: str) -> Pressed:
        sender = self._interaction(("roll",), 1)
        pressed = kind.__new__(kind)
        pressed.app, pressed.id, pressed.guild_id = sender.app, sender.id, None
        pressed.user, pressed.locale = sender.user, sender.locale
        pressed.type = hikari.InteractionType.MESSAGE_COMPONENT
        pressed.custom_id = context_custom_id(*action.split("."))
        return pressed


async def translated_commands(program: Program) -> list[hikari.api.CommandBuilder]:
    """Return the commands of the contexts that speak every language."""
    return [
        await command.as_command_builder(hikari.Locale.EN_US, localized)
        for context, commands in program.commands.items()
        if any((TEXTS / context / "catalogues").glob("*.po"))
        for command in commands
    ]


def nodes(
    node: hikari.api.SlashCommandBuilder | hikari.CommandOption,
) -> Iterator[hikari.api.SlashCommandBuilder | hikari.CommandOption]:
    """Yield a command with everything inside."""
    yield node
    for option in node.options or ():
        yield from nodes(option)


def option_line(option: OptionData[object, object]) -> str:
    """Return an option with what a user may choose."""
    facts = {
        "default": option.default,
        "least": option.min_value,
        "most": option.max_value,
        "shortest": option.min_length,
        "longest": option.max_length,
        "channels": option.channel_types,
    }
    known = [f"{name} {fact}" for name, fact in facts.items() if fact is not hikari.UNDEFINED]
    if option.autocomplete_provider:
        known.append("completed")
    if isinstance(option.choices, Sequence):
        known += [f"{choice.name}={choice.value}" for choice in option.choices]
    return f"{option.name} ({option.type.name}): {option.description} [{', '.join(known)}]"


def hostile_values(option: OptionData[object, object]) -> Iterator[tuple[int, object]]:
    """Yield types and values that do not fit an option."""
    declared = int(option.type)
    for kind, value in ((3, "x"), (4, 1), (5, True), (10, 0.5), (6, "1"), (7, "1"), (8, "1")):
        if kind != declared:
            yield kind, value
    wrong: dict[int, tuple[object, ...]] = {
        3: (1, True, None, ["x"], "x" * 7_000),
        4: ("1", 0.5, True, None, 10**40, -(10**40)),
        5: (1, "true", None),
        6: ("1",),
        7: ("1",),
        8: ("1",),
    }
    yield from ((declared, hostile_value) for hostile_value in wrong[declared])
    if isinstance(option.choices, Sequence):
        yield declared, "none of them" if declared == 3 else 10**6


@pytest.fixture(params=[GATEWAY, HTTP])
async def program(request: pytest.FixtureRequest, tmp_path: Path) -> Program:
    program = Program(request.param, tmp_path, player=1)
    await program.router.open()
    return program


async def test_every_command_component_and_modal_is_limited_and_counted(program: Program) -> None:
    interactions = list(program.sent())

    for each in interactions:
        await program.router.dispatch(each)

    metrics = program.metrics
    assert len(program.limits.asked) == len(metrics.refused) == len(interactions) > 40
    assert set(metrics.refusals) == {"too_fast"}
    assert metrics.use_cases == []
    assert metrics.answered == len(interactions)
    typing = {name for name in program.router.handlers if name.command.endswith(" autocomplete")}
    assert set(metrics.refused) == set(program.router.handlers) - typing
    assert {name.command for name in typing} >= {"roll autocomplete", "character set autocomplete"}


async def test_every_autocomplete_is_counted(program: Program) -> None:
    typed = list(program.typed())

    for each in typed:
        await program.router.dispatch(each)

    assert len(program.responder.responses) == len(typed) > 5
    assert program.limits.asked == []  # Discord asks at every keystroke
    assert {response.kind for response in program.responder.responses} == {EMPTY_CHOICES.kind}
    assert all(name.endswith(" autocomplete") for name in program.metrics.use_cases)
    assert len(program.metrics.use_cases) == len(typed)


async def test_every_measured_handler_is_registered(program: Program) -> None:
    for each in program.sent():
        await program.router.dispatch(each)

    assert set(program.metrics.refused) < set(program.metrics.registered)
    assert HandlerName("none", "unknown") in program.metrics.registered


async def test_every_command_is_offered_as_agreed(
    tmp_path: Path, check_golden: CheckGolden
) -> None:
    program = Program(GATEWAY, tmp_path, WITH_DEVELOPERS)
    await program.router.open()
    lines: list[str] = []
    for context, offers in program.offers.items():
        for offer in offers:
            command = await offered_command(offer).as_command_builder(
                hikari.Locale.EN_US, localized
            )
            guild = f" in server {offer.guild}" if isinstance(offer, InOneGuild) else ""
            places = ", ".join(context_type.name for context_type in command.context_types or ())
            kinds = ", ".join(
                integration_type.name for integration_type in command.integration_types or ()
            )
            permissions = command.default_member_permissions
            lines.append(f"{context}: {command.name}{guild} ({places}; {kinds}; {permissions!r})")
    for commands in program.router.client.invokable_commands.values():
        for path, invokable in commands.items():
            if invokable.slash is not None:
                data = invokable.slash._command_data
                lines.append(f"/{' '.join(path)}: {data.description}")
                lines += [f"  {option_line(option)}" for option in data.options.values()]

    check_golden("discord/commands.txt", "\n".join(lines) + "\n")


async def test_every_command_and_option_is_translated(program: Program) -> None:
    built = await translated_commands(program)

    trees = [command for command in built if isinstance(command, hikari.api.SlashCommandBuilder)]
    words = [
        *((command.name, command.name_localizations) for command in built),
        *((node.name, node.description_localizations) for tree in trees for node in nodes(tree)),
    ]
    untranslated = [name for name, languages in words if set(languages) != set(localized(""))]
    assert len(words) > 50
    assert untranslated == [], "declare these with localize=True"


async def test_names_can_be_typed_in_every_language(program: Program) -> None:
    for command in await translated_commands(program):
        if not isinstance(command, hikari.api.SlashCommandBuilder):
            assert all(len(name) <= 32 for name in command.name_localizations.values())
            continue
        for node in nodes(command):
            for name in node.name_localizations.values():
                assert re.fullmatch(r"[-_\w]{1,32}", name), name
                assert name == name.lower()
            for locale in localized(""):
                options = [option.name_localizations[locale] for option in node.options or ()]
                assert len(set(options)) == len(options), (node.name, locale)


def test_no_handler_runs_the_pipeline_itself() -> None:
    runners = {
        str(path.relative_to(DISCORD))
        for path in DISCORD.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("pipeline.run")
    }
    importers = {
        str(path.relative_to(DISCORD))
        for path in DISCORD.rglob("*.py")
        if "InteractionPipeline" in path.read_text()
    }

    assert runners == ROUTERS
    assert importers == ROUTERS | TRANSPORTS | {"interactions/pipeline.py"}


def test_no_command_escapes_the_router() -> None:
    marked = {
        str(path.relative_to(DISCORD))
        for path in DISCORD.rglob("*.py")
        if "lightbulb.invoke" in path.read_text()
    }

    assert marked == {"interactions/commands.py"}


async def test_options_that_no_client_would_send_are_refused_without_a_crash(
    tmp_path: Path,
) -> None:
    program = Program(GATEWAY, tmp_path)
    await program.router.open()
    interactions = list(program.hostile())

    for each in interactions:
        await program.router.dispatch(each)

    assert len(interactions) > 500
    assert program.crashes.reports == []
    assert len(program.metrics.refusals) == len(interactions)
    assert program.metrics.refusals.count("invalid_option") > 500


async def test_components_of_servers_are_refused_in_direct_messages_without_a_crash(
    tmp_path: Path,
) -> None:
    program = Program(GATEWAY, tmp_path)
    await program.router.open()
    pressed = [
        program._pressed(hikari.ComponentInteraction, action)
        for action in program.components._buttons
        if action.startswith("dominion.")
    ]

    for each in pressed:
        await program.router.dispatch(each)

    assert program.crashes.reports == []
    assert program.metrics.refusals.count("forged_button") > 50
