"""*Roll the dice in this message*: a command in the menu of any message."""

from __future__ import annotations

from functools import partial

import hikari
import lightbulb

from nazh.adapters.inbound.discord.answers import Answer
from nazh.adapters.inbound.discord.dice.commands import EVERYWHERE, INSTALLED
from nazh.adapters.inbound.discord.dice.rolling import Table
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.errors import NoDiceInMessage
from nazh.adapters.inbound.wording.dice.commands import ROLL_THIS_MESSAGE
from nazh.domain.dice.finding import rolls_in


def message_command(table: Table, door: Door) -> type[lightbulb.MessageCommand]:
    """Return the command of a message's menu."""

    async def roll(interaction: hikari.CommandInteraction, target: hikari.Message) -> Answer:
        notations = rolls_in(_text(target))
        if not notations:
            raise NoDiceInMessage
        request = table.request_again(interaction, ", ".join(notations), None, is_secret=False)
        return await table.answer(interaction, request)

    class RollThisMessage(
        lightbulb.MessageCommand,
        name=ROLL_THIS_MESSAGE,
        localize=True,
        contexts=EVERYWHERE,
        integration_types=INSTALLED,
    ):
        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            await door.receive(ctx.interaction, partial(roll, ctx.interaction, self.target))

    return RollThisMessage


def _text(message: hikari.Message) -> str:
    """Return what a message says: its own words, or those of its embeds, as in a roll of ours."""
    told = [embed.description for embed in message.embeds if embed.description]
    return message.content or "\n".join(told)
