"""The command ``/dominion-admin``, which is for developers only."""

from __future__ import annotations

from dataclasses import dataclass

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.operations.features import (
    add_command_switches,
    add_feature_commands,
)
from nazh.adapters.inbound.discord.dominion.operations.phases import add_phase_commands
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dominion.operations import audit as texts
from nazh.application.dominion.operations.show_audit import ShowAudit
from nazh.application.dominion.operations.switch import (
    PreviewPhase,
    ShowControls,
    SwitchCommand,
    SwitchFeature,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminUseCases:
    """The use cases of ``/dominion-admin``, except those for the rules."""

    controls: ShowControls
    feature: SwitchFeature
    preview_phase: PreviewPhase
    command: SwitchCommand
    audit: ShowAudit


def admin_group(use_cases: AdminUseCases) -> lightbulb.Group:
    """Return the command ``/dominion-admin`` with its subcommands."""
    group = lightbulb.Group("dominion-admin", "Change Dominion (for developers).")
    add_feature_commands(group, use_cases.controls, use_cases.feature)
    add_phase_commands(group, use_cases.preview_phase, use_cases.controls)
    add_command_switches(group, use_cases.command)
    group.register(_audit_command(use_cases.audit))
    return group


def _audit_command(show: ShowAudit) -> type[lightbulb.SlashCommand]:
    class Audit(
        lightbulb.SlashCommand, name="audit", description="Show the latest changes by developers."
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            rows = await show(requester_of(interaction))
            return private(texts.audit_text(rows, private_translator(interaction)))

    return Audit
