"""*Roll the dice in this message*: a command in the menu of any message."""

from __future__ import annotations

from functools import partial
from time import perf_counter

import hikari
import lightbulb

from nazh.adapters.inbound.discord.answers import Answer
from nazh.adapters.inbound.discord.dice.buttons import plot_arguments
from nazh.adapters.inbound.discord.dice.commands import EVERYWHERE, INSTALLED
from nazh.adapters.inbound.discord.dice.presenter import roll_message
from nazh.adapters.inbound.discord.dice.seals import Seals
from nazh.adapters.inbound.discord.door import Door, DoorMeter
from nazh.adapters.inbound.discord.errors import NoDiceInMessage
from nazh.adapters.inbound.wording.dice.helping import ROLL_THIS_MESSAGE
from nazh.application.dice.roll_dice import RollDice, RollRequest
from nazh.domain.dice import Ruleset
from nazh.domain.dice.finding import rolls_in
from nazh.domain.kernel.identity import ChannelId, PlayerId, RequestId, ServerId


def message_command(
    roll_dice: RollDice, ruleset: Ruleset, seals: Seals, door: Door, meter: DoorMeter
) -> type[lightbulb.MessageCommand]:
    """Return the command of a message's menu."""

    async def roll(interaction: hikari.CommandInteraction, target: hikari.Message) -> Answer:
        notations = rolls_in(_text(target))
        if not notations:
            raise NoDiceInMessage
        server = interaction.guild_id
        request = RollRequest(
            id=RequestId(str(interaction.id)),
            notation=", ".join(notations),
            by=PlayerId(interaction.user.id),
            where=ChannelId(interaction.channel_id),
            server=None if server is None else ServerId(server),
            ruleset=ruleset,
        )
        started = perf_counter()
        rolls = await roll_dice(request)
        meter.rolled_in(perf_counter() - started)
        return roll_message(rolls, plot_arguments(rolls, interaction, seals))

    class RollThisMessage(
        lightbulb.MessageCommand,
        name=ROLL_THIS_MESSAGE,
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
