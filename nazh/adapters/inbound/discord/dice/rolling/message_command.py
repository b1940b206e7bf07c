"""The message command *Roll the dice in this message*."""

from __future__ import annotations

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dice.errors import NoDiceInMessage
from nazh.adapters.inbound.discord.dice.rolling.roll_responder import RollResponder
from nazh.adapters.inbound.discord.dice.rolling.shown_message import shown_text
from nazh.adapters.inbound.discord.dice.rolling.shown_roll import read_roll
from nazh.adapters.inbound.discord.interactions.commands import EVERYWHERE, handler
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dice.commands import ROLL_THIS_MESSAGE
from nazh.domain.dice.rolls_in_messages import remark_in, rolls_in


def message_command(roll_responder: RollResponder) -> type[lightbulb.MessageCommand]:
    """Return the message command."""

    class RollThisMessage(
        lightbulb.MessageCommand,
        name=ROLL_THIS_MESSAGE,
        localize=True,
        **EVERYWHERE,
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            text = _text(self.target, interaction.application_id)
            notations = rolls_in(text)
            if not notations:
                raise NoDiceInMessage
            is_own = self.target.author.id == interaction.application_id
            remark = read_roll(shown_text(self.target)).comment if is_own else remark_in(text)
            request = roll_responder.reroll_request(
                interaction, ", ".join(notations), remark, is_secret=False
            )
            return await roll_responder.respond(interaction, request)

    return RollThisMessage


def _text(message: hikari.Message, application_id: int) -> str:
    """Return the text of a message, or of its embeds, in which the bot's own rolls are."""
    descriptions = [embed.description for embed in message.embeds if embed.description]
    shown = "\n".join(descriptions)
    is_own = message.author.id == application_id
    return (shown if is_own else message.content) or shown or message.content or ""
