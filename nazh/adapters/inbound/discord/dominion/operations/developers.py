"""The commands ``/dominion-admin`` and ``/dominion-ops``, which are for developers only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.guards import DEVELOPER_PREFIX
from nazh.adapters.inbound.discord.dominion.messages import action_button, requester_of
from nazh.adapters.inbound.discord.embed_responses import private
from nazh.adapters.inbound.discord.interactions.commands import Autocomplete, handler
from nazh.adapters.inbound.discord.interactions.component_router import (
    ButtonAction,
    FormAction,
    context_custom_id,
    read_number,
)
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response, ResponseType, modal
from nazh.adapters.inbound.discord.ui import DANGER, text_input
from nazh.adapters.inbound.texts.dominion.operations import operations as texts
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.operations.show_audit import ShowAudit
from nazh.application.dominion.operations.show_world import ShowWorld
from nazh.application.dominion.operations.switch import (
    PreviewPhase,
    SetMode,
    SetPhase,
    ShowControls,
    SwitchCommand,
    SwitchFeature,
)
from nazh.domain.dominion.controls import MOST_REASON, Mode
from nazh.domain.dominion.features import FIRST_PHASE, LAST_PHASE, Feature
from nazh.domain.kernel.identity import GuildId

PHASE: Final = f"{DEVELOPER_PREFIX}phase"
STOP: Final = f"{DEVELOPER_PREFIX}stop"
REASON: Final = "reason"
_LONGEST: Final = 100
_MAX_CHOICES: Final = 25
_FEATURES: Final = [lightbulb.Choice(one.value, one.value) for one in Feature]
_MODES: Final = {"on": Mode.MAINTENANCE, "off": Mode.OPEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationUseCases:
    """What the subcommands of ``/dominion-admin`` and ``/dominion-ops`` run."""

    controls: ShowControls
    feature: SwitchFeature
    preview_phase: PreviewPhase
    phase: SetPhase
    command: SwitchCommand
    mode: SetMode
    world: ShowWorld
    audit: ShowAudit


def admin_group(use_cases: OperationUseCases) -> lightbulb.Group:
    """Return the command ``/dominion-admin`` with its subcommands."""
    group = lightbulb.Group("dominion-admin", "Change Dominion (for developers).")
    features = group.subgroup("feature", "Parts of the game.")
    for one in (
        _feature_switch(use_cases.feature, is_on=True),
        _feature_switch(use_cases.feature, is_on=False),
        _feature_list(use_cases.controls, "list"),
        _feature_status(use_cases.controls),
    ):
        features.register(one)
    phases = group.subgroup("phase", "The phases of the rollout.")
    phases.register(_phase_set(use_cases.preview_phase))
    phases.register(_feature_list(use_cases.controls, "status"))
    commands = group.subgroup("command", "Single commands.")
    commands.register(_command_switch(use_cases.command, is_on=True))
    commands.register(_command_switch(use_cases.command, is_on=False))
    group.register(_audit_command(use_cases.audit))
    return group


def operations_group(use_cases: OperationUseCases) -> lightbulb.Group:
    """Return the command ``/dominion-ops`` with its subcommands."""
    group = lightbulb.Group("dominion-ops", "Operate Dominion (for developers).")
    for one in (
        _status_command(use_cases),
        _tasks_command(use_cases.world),
        _maintenance_command(use_cases.mode),
        _stop_command(use_cases.world),
        _resume_command(use_cases.mode),
    ):
        group.register(one)
    return group


def phase_button() -> ButtonAction:
    """Return the action of Continue below the preview of a phase, which asks for the reason."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        translator = private_translator(interaction)
        title = translator(texts.PHASE_TITLE, phase=read_number(arguments))
        return reason_form(PHASE, arguments, title, translator)

    return press


def phase_form(set_phase: SetPhase) -> FormAction:
    """Return the action of the modal that begins a phase."""

    async def submit(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        phase = min(max(read_number(arguments), FIRST_PHASE), LAST_PHASE)
        after = await set_phase(requester_of(interaction), phase, typed_reason(interaction))
        return private(texts.phase_text(after, private_translator(interaction)))

    return submit


def stop_button() -> ButtonAction:
    """Return the action of Continue below the question whether to stop the world."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        translator = private_translator(interaction)
        return reason_form(STOP, "", translator(texts.STOP_TITLE), translator)

    return press


def stop_form(set_mode: SetMode) -> FormAction:
    """Return the action of the modal that stops the world."""

    async def submit(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        requester = requester_of(interaction)
        after = await set_mode(requester, Mode.STOPPED, typed_reason(interaction))
        return private(texts.mode_text(after, private_translator(interaction)))

    return submit


def reason_form(action: str, arguments: str, title: str, translator: Translator) -> Response:
    """Return the modal that asks a developer for the reason of a change."""
    return modal(
        context_custom_id("dominion", action, arguments),
        title,
        text_input(
            REASON,
            translator(texts.REASON_LABEL),
            MOST_REASON,
            translator(texts.REASON_EXAMPLE),
            is_required=True,
        ),
    )


def typed_reason(interaction: hikari.ModalInteraction) -> str:
    """Return the reason that was typed into the modal."""
    fields = (one for row in interaction.components for one in row)
    return next((str(one.value) for one in fields if one.custom_id == REASON), "")[:MOST_REASON]


def reason_option() -> str:
    """Return the option that takes the reason of a change."""
    return lightbulb.string("reason", "Why; kept in the audit log", max_length=MOST_REASON)


def names_like(names: Collection[str]) -> Autocomplete:
    """Return the autocomplete of an option that takes one of the names."""

    async def complete(context: lightbulb.AutocompleteContext[str]) -> Response:
        typed = str(context.focused.value or "").casefold()
        found = sorted(name for name in names if typed in name)[:_MAX_CHOICES]
        choices = tuple({"name": name, "value": name} for name in found)
        return Response(ResponseType.CHOICES, {"choices": choices})

    return complete


def _feature_switch(switch: SwitchFeature, *, is_on: bool) -> type[lightbulb.SlashCommand]:
    class Switch(
        lightbulb.SlashCommand,
        name="enable" if is_on else "disable",
        description="Switch a feature on." if is_on else "Switch a feature off.",
    ):
        feature = lightbulb.string("name", "The feature", choices=_FEATURES)
        reason = reason_option()
        guild = lightbulb.string(
            "server", "The id of a server (all)", default=None, max_length=_LONGEST
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            feature = Feature(self.feature)
            guild = None if self.guild is None else GuildId(read_number(self.guild))
            after = await switch(
                requester_of(interaction), feature, guild, self.reason, is_on=is_on
            )
            translator = private_translator(interaction)
            return private(texts.switched_text(after, feature, translator, is_on=is_on))

    return Switch


def _feature_list(show: ShowControls, name: str) -> type[lightbulb.SlashCommand]:
    class List(lightbulb.SlashCommand, name=name, description="Show the features by their phases."):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            controls = await show(requester_of(interaction))
            return private(texts.features_text(controls, private_translator(interaction)))

    return List


def _feature_status(show: ShowControls) -> type[lightbulb.SlashCommand]:
    class Status(lightbulb.SlashCommand, name="status", description="Show one feature."):
        feature = lightbulb.string("name", "The feature", choices=_FEATURES)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            controls = await show(requester_of(interaction))
            translator = private_translator(interaction)
            return private(texts.feature_text(controls, Feature(self.feature), translator))

    return Status


def _phase_set(preview: PreviewPhase) -> type[lightbulb.SlashCommand]:
    class Set(lightbulb.SlashCommand, name="set", description="Begin a phase, after a preview."):
        number = lightbulb.integer(
            "number", "Which phase", min_value=FIRST_PHASE, max_value=LAST_PHASE
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            change = await preview(requester_of(interaction), self.number)
            translator = private_translator(interaction)
            go_on = action_button(translator(texts.CONTINUE), PHASE, str(self.number), style=DANGER)
            return private(texts.phase_question(change, translator), go_on)

    return Set


def _command_switch(switch: SwitchCommand, *, is_on: bool) -> type[lightbulb.SlashCommand]:
    class Switch(
        lightbulb.SlashCommand,
        name="enable" if is_on else "disable",
        description="Switch a command on." if is_on else "Switch a command off, for all servers.",
    ):
        command = lightbulb.string(
            "name", "The command", max_length=_LONGEST, autocomplete=names_like(switch.commands)
        )
        reason = reason_option()

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            requester = requester_of(interaction)
            await switch(requester, self.command, self.reason, is_on=is_on)
            words = self.command.strip().removeprefix("/")
            translator = private_translator(interaction)
            return private(texts.command_text(words, translator, is_on=is_on))

    return Switch


def _audit_command(show: ShowAudit) -> type[lightbulb.SlashCommand]:
    class Audit(
        lightbulb.SlashCommand, name="audit", description="Show the latest changes by developers."
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            rows = await show(requester_of(interaction))
            return private(texts.audit_text(rows, private_translator(interaction)))

    return Audit


def _status_command(use_cases: OperationUseCases) -> type[lightbulb.SlashCommand]:
    class Status(
        lightbulb.SlashCommand,
        name="status",
        description="Show the state of the game and the world.",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            requester = requester_of(interaction)
            controls = await use_cases.controls(requester)
            world = await use_cases.world(requester)
            return private(texts.status_text(controls, world, private_translator(interaction)))

    return Status


def _tasks_command(show: ShowWorld) -> type[lightbulb.SlashCommand]:
    class Tasks(
        lightbulb.SlashCommand, name="tasks", description="Show whether periodic work is late."
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            world = await show(requester_of(interaction))
            return private(texts.tasks_text(world, private_translator(interaction)))

    return Tasks


def _maintenance_command(set_mode: SetMode) -> type[lightbulb.SlashCommand]:
    class Maintenance(
        lightbulb.SlashCommand,
        name="maintenance",
        description="Refuse commands for a while; the world keeps running.",
    ):
        state = lightbulb.string(
            "state", "On or off", choices=[lightbulb.Choice(one, one) for one in _MODES]
        )
        reason = reason_option()

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            after = await set_mode(requester_of(interaction), _MODES[self.state], self.reason)
            return private(texts.mode_text(after, private_translator(interaction)))

    return Maintenance


def _stop_command(show: ShowWorld) -> type[lightbulb.SlashCommand]:
    class EmergencyStop(
        lightbulb.SlashCommand,
        name="emergency-stop",
        description="Refuse commands and halt the world, after a preview.",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            world = await show(requester_of(interaction))
            translator = private_translator(interaction)
            go_on = action_button(translator(texts.CONTINUE), STOP, style=DANGER)
            return private(texts.stop_question(world, translator), go_on)

    return EmergencyStop


def _resume_command(set_mode: SetMode) -> type[lightbulb.SlashCommand]:
    class Resume(
        lightbulb.SlashCommand, name="resume", description="Resume commands and the world."
    ):
        reason = reason_option()

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            after = await set_mode(requester_of(interaction), Mode.OPEN, self.reason)
            return private(texts.mode_text(after, private_translator(interaction)))

    return Resume
