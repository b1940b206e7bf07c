"""The command ``/player``, which shows who played on the game servers."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.embed_responses import private
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, Autocomplete, handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.component_signer import ComponentSigner
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response, choices_response
from nazh.adapters.inbound.discord.keep.callers import (
    LONGEST_TYPED_NAME,
    caller_of,
    server_id,
    server_option,
)
from nazh.adapters.inbound.discord.pages import Pages
from nazh.adapters.inbound.texts.keep import players as texts
from nazh.application.keep.players.show_players import ShowPlayers

SESSIONS: Final = "sessions"
_SHOWN_OF_ID: Final = 6


def player_group(show: ShowPlayers, signer: ComponentSigner) -> lightbulb.Group:
    """Return the command ``/player`` with its subcommands."""
    group = lightbulb.Group("player", "Who played on the game servers.", **IN_GUILDS)

    @group.register
    class Show(
        lightbulb.SlashCommand, name="show", description="Show when a player of a game played."
    ):
        player = lightbulb.string(
            "player",
            "Name or id of the player",
            max_length=LONGEST_TYPED_NAME,
            autocomplete=_player_names(show),
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            shown = await show.one(caller_of(interaction), self.player)
            return private(texts.player_text(shown, private_translator(interaction)))

    @group.register
    class Sessions(
        lightbulb.SlashCommand,
        name="sessions",
        description="Show who played on a game server, and when.",
    ):
        server = server_option(show.show_servers, "The game server")

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            shown = await show.sessions(caller_of(interaction), self.server)
            translator = private_translator(interaction)
            return _pages(signer).first_response(
                interaction,
                texts.sessions_text(shown, translator),
                translator,
                str(shown.server.id),
            )

    return group


def sessions_button(show: ShowPlayers, signer: ComponentSigner) -> ButtonAction:
    """Return the action that turns the pages of sessions, which are read again."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        pages, translator = _pages(signer), private_translator(interaction)
        page = pages.requested(interaction, arguments)
        shown = await show.sessions(caller_of(interaction), server_id(page.arguments))
        return pages.edit(interaction, texts.sessions_text(shown, translator), translator, page)

    return press


def _pages(signer: ComponentSigner) -> Pages:
    return Pages(signer, "keep", SESSIONS)


def _player_names(show: ShowPlayers) -> Autocomplete:
    """Return the autocomplete of players, by their last names."""

    async def complete(context: lightbulb.AutocompleteContext[str]) -> Response:
        typed = str(context.focused.value or "").strip()
        players = await show.offered(caller_of(context.interaction), typed)
        return choices_response(
            (f"{player.names[0]} ({player.id[:_SHOWN_OF_ID]}…)", player.id) for player in players
        )

    return complete
