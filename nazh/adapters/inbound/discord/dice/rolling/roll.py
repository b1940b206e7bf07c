"""The command ``/roll``. Other commands reuse its options."""

from __future__ import annotations

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dice.rolling.roll_responder import RollResponder
from nazh.adapters.inbound.discord.interactions.commands import EVERYWHERE, Autocomplete, handler
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dice import commands as names
from nazh.adapters.inbound.texts.dice.rolling.notation_input import joined
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.texts import N_


def add_plot_option() -> bool:
    """Return the option that adds the plot die."""
    return lightbulb.boolean(
        names.ADD_PLOT, N_("Roll the plot die as well"), localize=True, default=False
    )


def difficulty_option() -> int | None:
    """Return the option for the difficulty of a pool."""
    return lightbulb.integer(
        names.DIFFICULTY,
        N_("The number that the first pool must reach, or the one of for_pool"),
        localize=True,
        default=None,
        min_value=0,
        max_value=Limits.NUMBER,
    )


def for_pool_option() -> int:
    """Return the option for the pool that has the difficulty and the label."""
    return lightbulb.integer(
        names.FOR_POOL,
        N_("Which pool has the difficulty and label: 2 is the second"),
        localize=True,
        default=1,
        min_value=1,
        max_value=Limits.POOLS,
    )


def roll_command(
    roll_responder: RollResponder, complete: Autocomplete
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/roll``."""

    class Roll(
        lightbulb.SlashCommand,
        name=names.ROLL,
        description=N_("Roll up to five pools of dice at once, with an optional plot die."),
        localize=True,
        **EVERYWHERE,
    ):
        pool1 = lightbulb.string(
            names.POOL[0],
            N_("What to roll: a1d20+5, or a list: a1d20+5, 2d6"),
            localize=True,
            autocomplete=complete,
        )
        pool2 = lightbulb.string(
            names.POOL[1],
            N_("More dice: 2d6, or 4d6kh3, or 5d10!"),
            localize=True,
            default=None,
        )
        pool3 = lightbulb.string(names.POOL[2], N_("More dice: 2d8+3"), localize=True, default=None)
        pool4 = lightbulb.string(
            names.POOL[3],
            N_("More dice: Stealth: d1d20+2 vs 15"),
            localize=True,
            default=None,
        )
        pool5 = lightbulb.string(
            names.POOL[4],
            N_("More dice: 6d6>=5 # your remark"),
            localize=True,
            default=None,
        )
        add_plot = add_plot_option()
        difficulty = difficulty_option()
        label = lightbulb.string(
            names.LABEL,
            N_("A label for the first pool, or the one of for_pool: Stealth"),
            localize=True,
            default=None,
            max_length=Limits.NOTATION_LENGTH,
        )
        for_pool = for_pool_option()
        secret = lightbulb.boolean(
            names.SECRET,
            N_("Only you see it until you reveal it, and the channel for secret rolls, if any"),
            localize=True,
            default=False,
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            options = (self.pool1, self.pool2, self.pool3, self.pool4, self.pool5)
            pools = tuple(pool for pool in options if pool)
            request = roll_responder.request(
                interaction,
                joined(pools),
                add_plot=self.add_plot,
                label=self.label,
                difficulty=self.difficulty,
                for_pool=self.for_pool,
                is_secret=self.secret,
            )
            return await roll_responder.respond(interaction, request)

    return Roll
