"""``/roll``: what a player types becomes a request, and the roll a message.

Other commands take its options too.
"""

from __future__ import annotations

from functools import partial

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dice.rolling import Table
from nazh.adapters.inbound.discord.dice.suggestions import Autocomplete
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.wording.dice import commands as names
from nazh.adapters.inbound.wording.dice.joining import joined
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.phrases import phrase

EVERYWHERE = (
    hikari.ApplicationContextType.GUILD,
    hikari.ApplicationContextType.BOT_DM,
    hikari.ApplicationContextType.PRIVATE_CHANNEL,
)
INSTALLED = (
    hikari.ApplicationIntegrationType.GUILD_INSTALL,
    hikari.ApplicationIntegrationType.USER_INSTALL,
)


def add_plot_option() -> bool:
    """Return the option whether the plot die is in it."""
    return lightbulb.boolean(
        names.ADD_PLOT, phrase("Throw the plot die as well"), localize=True, default=False
    )


def difficulty_option() -> int | None:
    """Return the option of a difficulty for the first pool."""
    return lightbulb.integer(
        names.DIFFICULTY,
        phrase("What the first pool has to reach"),
        localize=True,
        default=None,
        min_value=0,
        max_value=Limits.NUMBER,
    )


def roll_command(table: Table, door: Door, complete: Autocomplete) -> type[lightbulb.SlashCommand]:
    """Return the command ``/roll``."""

    class Roll(
        lightbulb.SlashCommand,
        name=names.ROLL,
        description=phrase("Throw up to five pools of dice at once, with a plot die if you like."),
        localize=True,
        contexts=EVERYWHERE,
        integration_types=INSTALLED,
    ):
        pool1 = lightbulb.string(
            names.POOL[0],
            phrase("What to throw: a1d20+5, or a whole list: a1d20+5, 2d6"),
            localize=True,
            autocomplete=complete,
        )
        pool2 = lightbulb.string(
            names.POOL[1],
            phrase("More dice: 2d6, or 4d6kh3, or 5d10!"),
            localize=True,
            default=None,
        )
        pool3 = lightbulb.string(
            names.POOL[2], phrase("More dice: 2d8+3"), localize=True, default=None
        )
        pool4 = lightbulb.string(
            names.POOL[3],
            phrase("More dice: Stealth: d1d20+2 vs 15"),
            localize=True,
            default=None,
        )
        pool5 = lightbulb.string(
            names.POOL[4],
            phrase("More dice: 6d6>=5 # your remark"),
            localize=True,
            default=None,
        )
        add_plot = add_plot_option()
        difficulty = difficulty_option()
        label = lightbulb.string(
            names.LABEL,
            phrase("What the first pool is called: Stealth"),
            localize=True,
            default=None,
            max_length=Limits.CHARACTERS,
        )
        secret = lightbulb.boolean(
            names.SECRET,
            phrase("Only you see it, until you reveal it"),
            localize=True,
            default=False,
        )

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            pools = (self.pool1, self.pool2, self.pool3, self.pool4, self.pool5)
            request = table.request(
                ctx.interaction,
                joined(pool for pool in pools if pool),
                add_plot=self.add_plot,
                label=self.label,
                difficulty=self.difficulty,
                is_secret=self.secret,
            )
            await door.receive(ctx.interaction, partial(table.answer, ctx.interaction, request))

    return Roll
