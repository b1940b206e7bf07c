"""The command ``/help``, which shows the pages of all contexts privately."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.errors import UnknownComponent
from nazh.adapters.inbound.discord.guilds.custom_ids import custom_id
from nazh.adapters.inbound.discord.guilds.members import server_of
from nazh.adapters.inbound.discord.interactions.commands import EVERYWHERE, handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import (
    Json,
    Response,
    ResponseType,
    action_row,
    private_response,
)
from nazh.adapters.inbound.discord.ui import embed_body, menu, option
from nazh.adapters.inbound.texts.guilds.help import CHOOSE_A_PAGE, HELP
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.guilds.ports import SettingsOf
from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, GuildSettings
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId
from nazh.domain.kernel.texts import N_

PAGE: Final = "page"


def everywhere(settings: GuildSettings) -> bool:
    """Return True, for pages that are shown regardless of the settings."""
    return True


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page of ``/help``, with its name in the menu, its text in Discord's markdown, and buttons.

    ``name`` is a marked text. There are at most five buttons. ``is_shown`` says whether the page is
    in the menu of a guild with these settings.
    """

    name: str
    text: Callable[[Translator], str]
    buttons: Callable[[Translator], tuple[Json, ...]]
    is_shown: Callable[[GuildSettings], bool] = everywhere


class HelpPages:
    """Shows the pages of all contexts; each page is built once per language and menu."""

    def __init__(self, contexts: Sequence[Mapping[str, HelpPage]], settings_of: SettingsOf) -> None:
        self._settings_of = settings_of
        self._pages = {key: page for pages in contexts for key, page in pages.items()}
        self._bodies: dict[tuple[str, Translator, tuple[str, ...]], Json] = {}

    @property
    def first(self) -> str:
        """The key of the page with which ``/help`` opens."""
        return next(iter(self._pages))

    async def body(self, key: str, guild: GuildId | None, translator: Translator) -> Json:
        """Return a page with the menu of all pages of a guild. Raises UnknownComponent."""
        if key not in self._pages:
            raise UnknownComponent
        try:
            settings = await self._settings_of(guild)
        except Unavailable:
            settings = DEFAULT_SETTINGS
        shown = tuple(name for name, page in self._pages.items() if page.is_shown(settings))
        if (key, translator, shown) not in self._bodies:
            self._bodies[key, translator, shown] = self._new_body(key, translator, shown)
        return self._bodies[key, translator, shown]

    def _new_body(self, key: str, translator: Translator, shown: Sequence[str]) -> Json:
        page = self._pages[key]
        options = tuple(
            option(translator(self._pages[name].name), name, is_default=name == key)
            for name in shown
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
            translator = private_translator(interaction)
            page = await pages.body(pages.first, server_of(interaction), translator)
            return private_response(page)

    return Help


def page_menu(pages: HelpPages) -> ButtonAction:
    """Return the action of the menu, which shows the chosen page."""

    async def turn(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        chosen = next(iter(interaction.values), "")
        translator = private_translator(interaction)
        page = await pages.body(chosen, server_of(interaction), translator)
        return Response(ResponseType.EDIT, page)

    return turn
