"""The commands ``/nation`` and ``/rank``."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.messages import private, public, requester_of
from nazh.adapters.inbound.discord.guilds.members import server_of
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, handler
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dominion import nations as texts
from nazh.application.dominion.nations.look_at_nation import LookAtNation
from nazh.application.dominion.nations.register_nation import RegisterNation
from nazh.application.dominion.nations.rename_nation import RenameNation
from nazh.application.dominion.ports import Boards

_LONGEST_NAME: Final = 100
"""What can be typed; the game says which names it takes."""
_BOARD_LENGTH: Final = 25


def nation_group(
    register: RegisterNation, rename: RenameNation, look: LookAtNation
) -> lightbulb.Group:
    """Return the command ``/nation`` with its subcommands."""
    group = lightbulb.Group("nation", "Your server's nation in Dominion.", **IN_GUILDS)

    @group.register
    class Register(
        lightbulb.SlashCommand,
        name="register",
        description="Found this server's nation (for administrators).",
    ):
        called = lightbulb.string("name", "Its name, 3 to 32 letters", max_length=_LONGEST_NAME)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            founded = await register(requester_of(interaction), self.called)
            return public(texts.founded_text(founded, private_translator(interaction)))

    @group.register
    class Rename(
        lightbulb.SlashCommand, name="rename", description="Give the nation another name."
    ):
        called = lightbulb.string("name", "Its new name", max_length=_LONGEST_NAME)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            renamed = await rename(requester_of(interaction), self.called)
            return public(texts.renamed_text(renamed, private_translator(interaction)))

    @group.register
    class Info(
        lightbulb.SlashCommand, name="info", description="Show the nation, and what you are in it."
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            view = await look(requester_of(interaction))
            at = interaction.created_at
            return private(texts.nation_text(view, at, private_translator(interaction)))

    return group


def rank_group(boards: Boards) -> lightbulb.Group:
    """Return the command ``/rank`` with its subcommands."""
    group = lightbulb.Group("rank", "The rankings of Dominion.", **IN_GUILDS)

    @group.register
    class Board(lightbulb.SlashCommand, name="board", description="Show the strongest nations."):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            ranking = await boards.strongest(_BOARD_LENGTH)
            own = server_of(interaction)
            return private(texts.board_text(ranking, own, private_translator(interaction)))

    return group
