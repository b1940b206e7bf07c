"""The command ``/dominion-admin balance restore``, which returns to earlier values."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.guards import DEVELOPER_PREFIX
from nazh.adapters.inbound.discord.dominion.operations.options import reason_button, typed_reason
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import (
    ButtonAction,
    FormAction,
    read_number,
)
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import (
    MAX_CHOICES,
    File,
    Response,
    choices_response,
)
from nazh.adapters.inbound.discord.ui import DANGER
from nazh.adapters.inbound.texts.dominion.buttons import CONTINUE
from nazh.adapters.inbound.texts.dominion.operations import balance as texts
from nazh.application.dominion.operations.balance.import_rules import MAX_IMPORTED
from nazh.application.dominion.operations.balance.restore_rules import START, RestoreRules

RESTORE: Final = f"{DEVELOPER_PREFIX}restore"
_SEPARATOR: Final = "|"
_FILE: Final = "changes.txt"
_MAX_NUMBER: Final = 10**9


def restore_command(restore: RestoreRules) -> type[lightbulb.SlashCommand]:
    """Return the subcommand, which previews the changes and asks for confirmation."""

    async def complete(context: lightbulb.AutocompleteContext[int]) -> Response:
        interaction, typed = context.interaction, str(context.focused.value or "")
        points = await restore.points(requester_of(interaction), MAX_CHOICES)
        translator = private_translator(interaction)
        names = {point.number: texts.point_choice(point, translator) for point in points[1:]}
        names[START] = texts.start_choice(translator)
        return choices_response(
            (name, number) for number, name in names.items() if str(number).startswith(typed)
        )

    class Restore(
        lightbulb.SlashCommand,
        name="restore",
        description="Return to the values after an earlier change, after a preview.",
    ):
        number = lightbulb.integer(
            "change",
            "After which change",
            min_value=START,
            max_value=_MAX_NUMBER,
            autocomplete=complete,
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            planned = await restore.preview(requester_of(interaction), self.number)
            translator, changes = private_translator(interaction), planned.changes
            arguments = f"{self.number}{_SEPARATOR}{planned.version}"
            proceed = action_button(translator(CONTINUE), RESTORE, arguments, style=DANGER)
            question = private(texts.restore_question(changes, self.number, translator), proceed)
            if len(changes) <= MAX_IMPORTED:
                return question
            lines = texts.change_lines(changes, translator)
            return Response(question.kind, question.data, File(_FILE, lines.encode()))

    return Restore


def restore_button() -> ButtonAction:
    """Return the action of Continue below the changes, which asks for the reason."""
    return reason_button(RESTORE, texts.RESTORE_TITLE)


def restore_form(restore: RestoreRules) -> FormAction:
    """Return the action of the modal that returns to the values."""

    async def submit(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        number, _, version = arguments.partition(_SEPARATOR)
        requester, reason = requester_of(interaction), typed_reason(interaction)
        changes = await restore(requester, read_number(number), version, reason)
        return private(texts.all_changed_text(changes, private_translator(interaction)))

    return submit
