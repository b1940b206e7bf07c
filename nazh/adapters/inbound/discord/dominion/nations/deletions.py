"""The command ``/nation delete``, and the buttons that confirm and cancel a deletion."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.overviews import NATION
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private, public
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Json, Response
from nazh.adapters.inbound.discord.ui import DANGER
from nazh.adapters.inbound.texts.dominion.nations import deletions as texts
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.administrators import Administrators
from nazh.application.dominion.nations.delete_nation import CancelDeletion, DeleteNation
from nazh.application.dominion.nations.look_at_nation import LookAtNation

DELETE_NOW: Final = "delete_now"
CANCEL_DELETION: Final = "cancel_deletion"


def delete_command(
    look: LookAtNation, administrators: Administrators
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/nation delete``, which asks first, or offers to cancel a deletion."""

    class Delete(
        lightbulb.SlashCommand,
        name="delete",
        description=(
            "Delete the nation (for administrators), or cancel its deletion (also for the leader)."
        ),
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            requester = requester_of(interaction)
            view = await look(requester)
            nation, translator = view.nation, private_translator(interaction)
            if nation.deletion_at is not None:
                text = texts.planned_text(nation, nation.deletion_at, translator)
                buttons = () if nation.is_deletion_ordered else (_cancel_button(translator),)
                return private(text, *buttons)
            await administrators.check(requester)
            return private(
                texts.delete_question(view, translator),
                action_button(translator(texts.DELETE), DELETE_NOW, style=DANGER),
                action_button(translator(texts.KEEP), NATION),
            )

    return Delete


def delete_button(delete: DeleteNation) -> ButtonAction:
    """Return the action of Delete the Nation."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        result = await delete(requester_of(interaction))
        translator = private_translator(interaction)
        return public(texts.scheduled_text(result, translator), _cancel_button(translator))

    return press


def cancel_deletion_button(cancel: CancelDeletion) -> ButtonAction:
    """Return the action of Cancel the Deletion."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        result = await cancel(requester_of(interaction))
        return public(texts.cancelled_text(result, private_translator(interaction)))

    return press


def _cancel_button(translator: Translator) -> Json:
    return action_button(translator(texts.CANCEL_DELETION), CANCEL_DELETION)
