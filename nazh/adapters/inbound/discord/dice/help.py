"""``/help``: pages for the one who asks alone, with examples one tap from being rolled."""

from __future__ import annotations

from functools import cache, partial
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
from nazh.adapters.inbound.discord.dice.commands import EVERYWHERE, INSTALLED
from nazh.adapters.inbound.discord.dice.presenter import BLUE
from nazh.adapters.inbound.discord.dice.rolling import Table
from nazh.adapters.inbound.discord.dice.taps import Taps
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.errors import UnknownButton
from nazh.adapters.inbound.discord.languages import private_words
from nazh.adapters.inbound.wording.dice import commands as names
from nazh.adapters.inbound.wording.dice.helping import (
    CHOOSE_A_PAGE,
    HELP_PAGES,
    example_label,
    help_text,
)
from nazh.adapters.inbound.wording.languages import Words
from nazh.domain.kernel.phrases import phrase

PAGE: Final = "page"
TRY: Final = "try"
_FIRST: Final = "players"


def help_command(door: Door) -> type[lightbulb.SlashCommand]:
    """Return the command ``/help``."""

    async def tell(interaction: hikari.CommandInteraction) -> Answer:
        page = help_page(_FIRST, private_words(interaction))
        return Answer(Kind.MESSAGE, {**page, "flags": EPHEMERAL})

    class Help(
        lightbulb.SlashCommand,
        name=names.HELP,
        description=phrase("How to roll: for players, for game masters, and the notation."),
        localize=True,
        contexts=EVERYWHERE,
        integration_types=INSTALLED,
    ):
        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            await door.receive(ctx.interaction, partial(tell, ctx.interaction))

    return Help


async def turn_page(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
    """Show the page that was chosen from the menu."""
    chosen = next(iter(interaction.values), "")
    if chosen not in HELP_PAGES:
        raise UnknownButton
    return Answer(Kind.EDIT, help_page(chosen, private_words(interaction)))


def try_button(table: Table, taps: Taps) -> ButtonAction:
    """Return the action of the examples: a public roll of the one who presses."""

    async def roll_example(interaction: hikari.ComponentInteraction, notation: str) -> Answer:
        if all(notation not in page.examples for page in HELP_PAGES.values()):
            raise UnknownButton
        if await taps.is_second(interaction.message.id, interaction.user.id, interaction.id):
            return NOTHING_NEW
        return await table.answer(interaction, table.request(interaction, notation))

    return roll_example


@cache
def help_page(name: str, words: Words) -> Json:
    """Return a page with its menu and its examples."""
    page = HELP_PAGES[name]
    menu = {
        "type": 3,
        "custom_id": custom_id(PAGE),
        "placeholder": words(CHOOSE_A_PAGE),
        "options": tuple(
            {"label": words(other.name), "value": key, "default": key == name}
            for key, other in HELP_PAGES.items()
        ),
    }
    examples = tuple(
        {
            "type": 2,
            "style": 2,
            "label": example_label(example, words),
            "custom_id": custom_id(TRY, example),
        }
        for example in page.examples
    )
    return {
        "embeds": ({"description": help_text(page, words), "color": BLUE},),
        "components": (row((menu,)), row(examples)),
        "allowed_mentions": NO_MENTIONS,
    }
