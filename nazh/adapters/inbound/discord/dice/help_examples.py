"""Adds the dice pages to ``/help``, with buttons that roll their examples."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import hikari

from nazh.adapters.inbound.discord.dice.custom_ids import custom_id
from nazh.adapters.inbound.discord.dice.roll_responder import RollResponder
from nazh.adapters.inbound.discord.errors import UnknownComponent
from nazh.adapters.inbound.discord.guilds.help import HelpPage
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.responses import DEFERRED_UPDATE, Json, Response
from nazh.adapters.inbound.discord.ui import button
from nazh.adapters.inbound.texts.dice.help_pages import (
    HELP_PAGES,
    DicePage,
    example_label,
    help_text,
)
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.shared.idempotency import Debouncer

TRY: Final = "try"


def dice_help() -> Mapping[str, HelpPage]:
    """Return the pages about dice, by their keys in the menu."""
    return {
        key: HelpPage(page.name, partial(help_text, page), partial(_examples, page))
        for key, page in HELP_PAGES.items()
    }


def try_button(roll_responder: RollResponder, debouncer: Debouncer) -> ButtonAction:
    """Return the action of the examples, which roll publicly for the user who presses."""

    async def roll_example(interaction: hikari.ComponentInteraction, notation: str) -> Response:
        if all(notation not in page.examples for page in HELP_PAGES.values()):
            raise UnknownComponent
        if await debouncer.is_duplicate(
            interaction.message.id, interaction.user.id, interaction.id
        ):
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
