"""The command ``/nation vacation``, and the button that confirms it."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.overviews import NATION
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private, public
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, read_number
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.discord.ui import DANGER
from nazh.adapters.inbound.texts.dominion.buttons import NOT_NOW
from nazh.adapters.inbound.texts.dominion.nations import vacations as texts
from nazh.application.dominion.nations.take_vacation import PreviewVacation, TakeVacation

VACATION_NOW: Final = "vacation_now"
_MAX_DAYS: Final = 365


def vacation_command(preview: PreviewVacation) -> type[lightbulb.SlashCommand]:
    """Return the command ``/nation vacation``, which asks for confirmation."""

    class TakeAVacation(
        lightbulb.SlashCommand,
        name="vacation",
        description="Send the nation on vacation, once a season (for the leader).",
    ):
        days = lightbulb.integer("days", "How many days", min_value=1, max_value=_MAX_DAYS)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            view = await preview(requester_of(interaction), self.days)
            translator = private_translator(interaction)
            return private(
                texts.vacation_question(view, self.days, translator),
                action_button(
                    translator(texts.BEGIN_VACATION), VACATION_NOW, str(self.days), style=DANGER
                ),
                action_button(translator(NOT_NOW), NATION),
            )

    return TakeAVacation


def vacation_button(take: TakeVacation) -> ButtonAction:
    """Return the action of Take the Vacation."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        result = await take(requester_of(interaction), read_number(arguments))
        return public(texts.vacation_text(result, private_translator(interaction)))

    return press
