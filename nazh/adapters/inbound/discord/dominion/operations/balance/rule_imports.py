"""The command ``/dominion-admin balance import``, and the confirmation of its changes.

The confirmation reads the changes from the lines of the message that previews them.
"""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.guards import DEVELOPER_PREFIX
from nazh.adapters.inbound.discord.dominion.operations.options import reason_button, typed_reason
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import (
    ButtonAction,
    FormAction,
    context_custom_id,
    typed_texts,
)
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response, modal
from nazh.adapters.inbound.discord.ui import DANGER, text_area
from nazh.adapters.inbound.texts.dominion.buttons import CONTINUE
from nazh.adapters.inbound.texts.dominion.operations import balance as texts
from nazh.application.dominion.operations.balance.import_rules import ImportRules

IMPORT: Final = f"{DEVELOPER_PREFIX}import"
IMPORT_NOW: Final = f"{DEVELOPER_PREFIX}import_now"
VALUES: Final = "values"
MAX_TYPED_LENGTH: Final = 4_000
"""The longest text that Discord accepts in a field."""


def import_command(import_rules: ImportRules) -> type[lightbulb.SlashCommand]:
    """Return the subcommand, which asks for the values."""

    class Import(
        lightbulb.SlashCommand,
        name="import",
        description="Change several values, after a preview.",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            import_rules.writer.developers.check(requester_of(interaction))
            translator = private_translator(interaction)
            return modal(
                context_custom_id("dominion", IMPORT),
                translator(texts.IMPORT_TITLE),
                text_area(
                    VALUES,
                    translator(texts.VALUES_LABEL),
                    MAX_TYPED_LENGTH,
                    translator(texts.VALUES_EXAMPLE),
                    "",
                    is_required=True,
                ),
            )

    return Import


def import_form(import_rules: ImportRules) -> FormAction:
    """Return the action of the modal with the values, which shows what they change."""

    async def submit(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        typed = typed_texts(interaction).get(VALUES, "")
        planned = await import_rules.preview(requester_of(interaction), typed)
        translator = private_translator(interaction)
        proceed = action_button(translator(CONTINUE), IMPORT_NOW, planned.version, style=DANGER)
        return private(texts.import_question(planned.changes, translator), proceed)

    return submit


def import_now_button() -> ButtonAction:
    """Return the action of Continue below the changes, which asks for the reason."""
    return reason_button(IMPORT_NOW, texts.CHANGES_TITLE)


def import_now_form(import_rules: ImportRules) -> FormAction:
    """Return the action of the modal that makes the changes in the message."""

    async def submit(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        message = interaction.message
        if message is None or not message.embeds:
            raise InvalidComponent
        lines = texts.shown_lines(message.embeds[0].description or "")
        requester, reason = requester_of(interaction), typed_reason(interaction)
        changes = await import_rules(requester, lines, arguments, reason)
        return private(texts.all_changed_text(changes, private_translator(interaction)))

    return submit
