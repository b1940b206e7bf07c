"""``/roll``: what a player types becomes a request, and the roll a message."""

from __future__ import annotations

from functools import partial
from time import perf_counter

import hikari
import lightbulb

from nazh.adapters.inbound.discord.answers import Answer
from nazh.adapters.inbound.discord.dice.buttons import plot_arguments
from nazh.adapters.inbound.discord.dice.presenter import roll_message
from nazh.adapters.inbound.discord.dice.seals import Seals
from nazh.adapters.inbound.discord.dice.secret_rolls import secret_answer
from nazh.adapters.inbound.discord.dice.suggestions import Autocomplete
from nazh.adapters.inbound.discord.door import Door, DoorMeter
from nazh.adapters.inbound.wording.dice.joining import joined
from nazh.application.dice.roll_dice import RollDice, RollRequest
from nazh.domain.dice import Ruleset
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.identity import ChannelId, PlayerId, RequestId, ServerId

EVERYWHERE = (
    hikari.ApplicationContextType.GUILD,
    hikari.ApplicationContextType.BOT_DM,
    hikari.ApplicationContextType.PRIVATE_CHANNEL,
)
INSTALLED = (
    hikari.ApplicationIntegrationType.GUILD_INSTALL,
    hikari.ApplicationIntegrationType.USER_INSTALL,
)


def roll_command(
    roll_dice: RollDice,
    ruleset: Ruleset,
    seals: Seals,
    door: Door,
    meter: DoorMeter,
    complete: Autocomplete,
    game_master_channel: int | None = None,
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/roll``."""

    async def roll(
        interaction: hikari.CommandInteraction, request: RollRequest, secret: bool
    ) -> Answer:
        started = perf_counter()
        rolls = await roll_dice(request)
        meter.rolled_in(perf_counter() - started)
        arguments = plot_arguments(rolls, interaction, seals)
        if secret:
            return secret_answer(rolls, arguments, interaction, game_master_channel)
        return roll_message(rolls, arguments)

    class Roll(
        lightbulb.SlashCommand,
        name="roll",
        description="Throw up to five pools of dice at once, with a plot die if you like.",
        contexts=EVERYWHERE,
        integration_types=INSTALLED,
    ):
        pool1 = lightbulb.string(
            "pool1",
            "What to throw: a1d20+5, or a whole list: a1d20+5, 2d6",
            autocomplete=complete,
        )
        pool2 = lightbulb.string("pool2", "More dice: 2d6, or 4d6kh3, or 5d10!", default=None)
        pool3 = lightbulb.string("pool3", "More dice: 2d8+3", default=None)
        pool4 = lightbulb.string("pool4", "More dice: Stealth: d1d20+2 vs 15", default=None)
        pool5 = lightbulb.string("pool5", "More dice: 6d6>=5 # your remark", default=None)
        add_plot = lightbulb.boolean("add_plot", "Throw the plot die as well", default=False)
        difficulty = lightbulb.integer(
            "difficulty",
            "What the first pool has to reach",
            default=None,
            min_value=0,
            max_value=Limits.NUMBER,
        )
        label = lightbulb.string(
            "label",
            "What the first pool is called: Stealth",
            default=None,
            max_length=Limits.CHARACTERS,
        )
        secret = lightbulb.boolean("secret", "Only you see it, until you reveal it", default=False)

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            pools = (self.pool1, self.pool2, self.pool3, self.pool4, self.pool5)
            notation = joined(pool for pool in pools if pool)
            request = RollRequest(
                id=RequestId(str(ctx.interaction.id)),
                notation=notation,
                by=PlayerId(ctx.interaction.user.id),
                where=ChannelId(ctx.interaction.channel_id),
                server=None if ctx.guild_id is None else ServerId(ctx.guild_id),
                add_plot=self.add_plot,
                ruleset=ruleset,
                label=self.label,
                difficulty=self.difficulty,
            )
            await door.receive(
                ctx.interaction, partial(roll, ctx.interaction, request, self.secret)
            )

    return Roll
