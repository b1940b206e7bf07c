"""The command ``/help``, which shows the pages of all contexts privately."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.errors import UnknownComponent
from nazh.adapters.inbound.discord.guilds.custom_ids import custom_id
from nazh.adapters.inbound.discord.interactions.commands import EVERYWHERE, handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import (
    EPHEMERAL,
    Json,
    Response,
    ResponseType,
    action_row,
)
from nazh.adapters.inbound.discord.ui import embed_body, menu, option
from nazh.adapters.inbound.texts.guilds.help import CHOOSE_A_PAGE, HELP
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.kernel.texts import N_

PAGE: Final = "page"


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page of ``/help``, with its name in the menu, its text in Discord's markdown, and buttons.

    ``name`` is a marked text. There are at most five buttons.
    """

    name: str
    text: Callable[[Translator], str]
    buttons: Callable[[Translator], tuple[Json, ...]]


class HelpPages:
    """Shows the pages of all contexts; each page is built once per language."""

    def __init__(self, contexts: Sequence[Mapping[str, HelpPage]]) -> None:
        self._pages = {key: page for pages in contexts for key, page in pages.items()}
        self._bodies: dict[tuple[str, Translator], Json] = {}

    @property
    def first(self) -> str:
        """The key of the page with which ``/help`` opens."""
        return next(iter(self._pages))

    def body(self, key: str, translator: Translator) -> Json:
        """Return a page with the menu of all pages. Raises UnknownComponent."""
        if key not in self._pages:
            raise UnknownComponent
        if (key, translator) not in self._bodies:
            self._bodies[key, translator] = self._new_body(key, translator)
        return self._bodies[key, translator]

    def _new_body(self, key: str, translator: Translator) -> Json:
        page = self._pages[key]
        options = tuple(
            option(translator(other.name), name, is_default=name == key)
            for name, other in self._pages.items()
        )
        pages = menu(custom_id(PAGE), translator(CHOOSE_A_PAGE), options)
        buttons = page.buttons(translator)
        rows = (action_row((pages,)), *((action_row(buttons),) if buttons else ()))
        return embed_body(page.text(translator), rows)


def help_command(pages: HelpPages) -> type[lightbulb.SlashCommand]:
    """Return the command ``/help``."""

    class Help(
        lightbulb.SlashCommand,
        name=HELP,
        description=N_("How to use me, with examples."),
        localize=True,
        **EVERYWHERE,
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            page = pages.body(pages.first, private_translator(interaction))
            return Response(ResponseType.MESSAGE, {**page, "flags": EPHEMERAL})

    return Help


def page_menu(pages: HelpPages) -> ButtonAction:
    """Return the action of the menu, which shows the chosen page."""

    async def turn(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        chosen = next(iter(interaction.values), "")
        return Response(ResponseType.EDIT, pages.body(chosen, private_translator(interaction)))

    return turn
