"""The commands ``/nation`` and ``/rank``."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.messages import private, public, requester_of
from nazh.adapters.inbound.discord.guilds.members import server_of
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, Autocomplete, handler
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response, ResponseType
from nazh.adapters.inbound.texts.dominion import nations as texts
from nazh.application.dominion.nations.look_at_nation import LookAtNation
from nazh.application.dominion.nations.register_nation import RegisterNation
from nazh.application.dominion.nations.rename_nation import RenameNation
from nazh.application.dominion.ports import Boards, NationDirectory, PublicNation
from nazh.domain.dominion.errors import NoNation, UnknownNation

_LONGEST_NAME: Final = 100
"""What can be typed; the game says which names it takes."""
_BOARD_LENGTH: Final = 25
_MAX_CHOICES: Final = 25


def nation_names(directory: NationDirectory) -> Autocomplete:
    """Return the autocomplete of options that take a nation."""

    async def complete(context: lightbulb.AutocompleteContext[str]) -> Response:
        names = await directory.names_like(str(context.focused.value or ""), _MAX_CHOICES)
        choices = tuple({"name": name, "value": name} for name in names)
        return Response(ResponseType.CHOICES, {"choices": choices})

    return complete


async def _named(directory: NationDirectory, name: str) -> PublicNation:
    nation = await directory.named(name)
    if nation is None:
        raise UnknownNation
    return nation


def nation_group(
    register: RegisterNation,
    rename: RenameNation,
    look: LookAtNation,
    directory: NationDirectory,
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
        nation = lightbulb.string(
            "nation",
            "Another nation",
            default=None,
            max_length=_LONGEST_NAME,
            autocomplete=nation_names(directory),
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            at, translator = interaction.created_at, private_translator(interaction)
            requester = requester_of(interaction)
            if self.nation is not None:
                other = await _named(directory, self.nation)
                if other.guild != requester.guild:
                    return private(texts.foreign_nation_text(other, at, translator))
            view = await look(requester)
            return private(texts.nation_text(view, at, translator))

    return group


def rank_group(boards: Boards, directory: NationDirectory) -> lightbulb.Group:
    """Return the command ``/rank`` with its subcommands."""
    group = lightbulb.Group("rank", "The rankings of Dominion.", **IN_GUILDS)

    @group.register
    class Board(lightbulb.SlashCommand, name="board", description="Show the strongest nations."):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            ranking = await boards.strongest(_BOARD_LENGTH)
            own = server_of(interaction)
            return private(texts.board_text(ranking, own, private_translator(interaction)))

    @group.register
    class Place(lightbulb.SlashCommand, name="nation", description="Show the place of a nation."):
        nation = lightbulb.string(
            "nation",
            "Which one (this server's)",
            default=None,
            max_length=_LONGEST_NAME,
            autocomplete=nation_names(directory),
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            if self.nation is not None:
                found = await _named(directory, self.nation)
            else:
                own = await directory.of_guild(requester_of(interaction).guild)
                if own is None:
                    raise NoNation
                found = own
            return private(texts.place_text(found, private_translator(interaction)))

    return group
