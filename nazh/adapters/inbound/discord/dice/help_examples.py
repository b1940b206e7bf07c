"""Adds the dice pages to ``/help``, with buttons that roll their examples."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import hikari

from nazh.adapters.inbound.discord.dice.custom_ids import custom_id
from nazh.adapters.inbound.discord.dice.rolling.component_context import is_duplicate_press
from nazh.adapters.inbound.discord.dice.rolling.roll_responder import RollResponder
from nazh.adapters.inbound.discord.errors import UnknownComponent
from nazh.adapters.inbound.discord.guilds.help import HelpPage, everywhere
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.responses import DEFERRED_UPDATE, Json, Response
from nazh.adapters.inbound.discord.ui import button
from nazh.adapters.inbound.texts.dice.help_pages import (
    HELP_PAGES,
    PLOT_DIE_PAGE,
    DicePage,
    example_label,
    help_text,
)
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.shared.debounce import Debouncer
from nazh.domain.dice import Ruleset
from nazh.domain.dice.guild_settings import chosen_ruleset
from nazh.domain.guilds.guild_settings import GuildSettings

TRY: Final = "try"


def dice_help(operator_ruleset: Ruleset) -> Mapping[str, HelpPage]:
    """Return the pages about dice, by their keys in the menu."""

    def offers_plot_die(settings: GuildSettings) -> bool:
        return chosen_ruleset(settings, operator_ruleset).has_plot_die

    return {
        key: HelpPage(
            page.name,
            partial(help_text, page),
            partial(_examples, page),
            offers_plot_die if key == PLOT_DIE_PAGE else everywhere,
        )
        for key, page in HELP_PAGES.items()
    }


def try_button(roll_responder: RollResponder, debouncer: Debouncer) -> ButtonAction:
    """Return the action of the examples, which roll publicly for the user who presses one."""

    async def roll_example(interaction: hikari.ComponentInteraction, notation: str) -> Response:
        if all(notation not in page.examples for page in HELP_PAGES.values()):
            raise UnknownComponent
        if await is_duplicate_press(debouncer, interaction, notation):
            return DEFERRED_UPDATE
        return await roll_responder.respond(
            interaction, roll_responder.request(interaction, notation)
        )

    return roll_example


def _examples(page: DicePage, translator: Translator) -> tuple[Json, ...]:
    return tuple(
        button(example_label(example, translator), custom_id(TRY, example))
        for example in page.examples
    )
