"""``/help``: pages for the one who asks alone, with examples one tap from being rolled."""

from __future__ import annotations

from functools import cache
from time import perf_counter
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.answers import (
    EPHEMERAL,
    NO_MENTIONS,
    NOTHING_NEW,
    Answer,
    Json,
    Kind,
    row,
)
from nazh.adapters.inbound.discord.components import ButtonAction, custom_id
from nazh.adapters.inbound.discord.dice.buttons import plot_arguments
from nazh.adapters.inbound.discord.dice.commands import EVERYWHERE, INSTALLED
from nazh.adapters.inbound.discord.dice.presenter import BLUE, roll_message
from nazh.adapters.inbound.discord.dice.seals import Seals
from nazh.adapters.inbound.discord.dice.taps import Taps
from nazh.adapters.inbound.discord.door import Door, DoorMeter
from nazh.adapters.inbound.discord.errors import UnknownButton
from nazh.adapters.inbound.wording.dice.helping import CHOOSE_A_PAGE, HELP_PAGES, example_label
from nazh.application.dice.roll_dice import RollDice, RollRequest
from nazh.domain.dice import Ruleset
from nazh.domain.kernel.identity import ChannelId, PlayerId, RequestId, ServerId

PAGE: Final = "page"
TRY: Final = "try"
_FIRST: Final = "players"


def help_command(door: Door) -> type[lightbulb.SlashCommand]:
    """Return the command ``/help``."""

    async def tell() -> Answer:
        return Answer(Kind.MESSAGE, {**help_page(_FIRST), "flags": EPHEMERAL})

    class Help(
        lightbulb.SlashCommand,
        name="help",
        description="How to roll: for players, for game masters, and the notation.",
        contexts=EVERYWHERE,
        integration_types=INSTALLED,
    ):
        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            await door.receive(ctx.interaction, tell)

    return Help


async def turn_page(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
    """Show the page that was chosen from the menu."""
    chosen = next(iter(interaction.values), "")
    if chosen not in HELP_PAGES:
        raise UnknownButton
    return Answer(Kind.EDIT, help_page(chosen))


def try_button(
    roll_dice: RollDice, ruleset: Ruleset, seals: Seals, taps: Taps, meter: DoorMeter
) -> ButtonAction:
    """Return the action of the examples: a public roll of the one who presses."""

    async def roll_example(interaction: hikari.ComponentInteraction, notation: str) -> Answer:
        if all(notation not in page.examples for page in HELP_PAGES.values()):
            raise UnknownButton
        if taps.is_second(interaction.message.id, interaction.user.id, interaction.id):
            return NOTHING_NEW
        server = interaction.guild_id
        request = RollRequest(
            id=RequestId(str(interaction.id)),
            notation=notation,
            by=PlayerId(interaction.user.id),
            where=ChannelId(interaction.channel_id),
            server=None if server is None else ServerId(server),
            ruleset=ruleset,
        )
        started = perf_counter()
        rolls = await roll_dice(request)
        meter.rolled_in(perf_counter() - started)
        return roll_message(rolls, plot_arguments(rolls, interaction, seals))

    return roll_example


@cache
def help_page(name: str) -> Json:
    """Return a page with its menu and its examples."""
    page = HELP_PAGES[name]
    menu = {
        "type": 3,
        "custom_id": custom_id(PAGE),
        "placeholder": CHOOSE_A_PAGE,
        "options": tuple(
            {"label": other.name, "value": key, "default": key == name}
            for key, other in HELP_PAGES.items()
        ),
    }
    examples = tuple(
        {
            "type": 2,
            "style": 2,
            "label": example_label(example),
            "custom_id": custom_id(TRY, example),
        }
        for example in page.examples
    )
    return {
        "embeds": ({"description": page.text, "color": BLUE},),
        "components": (row((menu,)), row(examples)),
        "allowed_mentions": NO_MENTIONS,
    }
