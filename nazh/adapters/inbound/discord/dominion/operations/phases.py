"""The commands ``/dominion-admin phase``, with which developers begin a phase of the rollout."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.guards import DEVELOPER_PREFIX
from nazh.adapters.inbound.discord.dominion.operations.features import feature_list
from nazh.adapters.inbound.discord.dominion.operations.options import reason_form, typed_reason
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import (
    ButtonAction,
    FormAction,
    read_number,
)
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.discord.ui import DANGER
from nazh.adapters.inbound.texts.dominion.buttons import CONTINUE
from nazh.adapters.inbound.texts.dominion.operations import features as texts
from nazh.application.dominion.operations.switch import PreviewPhase, SetPhase, ShowControls
from nazh.domain.dominion.operations.features import FIRST_PHASE, LAST_PHASE

PHASE: Final = f"{DEVELOPER_PREFIX}phase"


def add_phase_commands(group: lightbulb.Group, preview: PreviewPhase, show: ShowControls) -> None:
    """Add the subcommands to ``/dominion-admin``."""
    phases = group.subgroup("phase", "The phases of the rollout.")
    phases.register(_phase_set(preview))
    phases.register(feature_list(show, "status"))


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


def _phase_set(preview: PreviewPhase) -> type[lightbulb.SlashCommand]:
    class Set(lightbulb.SlashCommand, name="set", description="Begin a phase, after a preview."):
        number = lightbulb.integer(
            "number", "Which phase", min_value=FIRST_PHASE, max_value=LAST_PHASE
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            change = await preview(requester_of(interaction), self.number)
            translator = private_translator(interaction)
            proceed = action_button(translator(CONTINUE), PHASE, str(self.number), style=DANGER)
            return private(texts.phase_question(change, translator), proceed)

    return Set
