"""The command ``/character``, for a player's characters and their numbers."""

from __future__ import annotations

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dice.saving.saved_messages import private_message
from nazh.adapters.inbound.discord.guilds.members import server_of
from nazh.adapters.inbound.discord.interactions.commands import EVERYWHERE, Autocomplete, handler
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dice import commands as names
from nazh.adapters.inbound.texts.dice import saved_rolls as texts
from nazh.application.dice.saving.forget_character import ForgetCharacter
from nazh.application.dice.saving.list_saved import ListSaved
from nazh.application.dice.saving.make_character import CharacterRequest, MakeCharacter
from nazh.application.dice.saving.set_number import NumberRequest, SetNumber
from nazh.application.dice.saving.switch_character import SwitchCharacter
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.identity import UserId
from nazh.domain.kernel.texts import N_


def character_group(*commands: type[lightbulb.SlashCommand]) -> lightbulb.Group:
    """Return the command ``/character`` with its subcommands."""
    group = lightbulb.Group(
        names.CHARACTER,
        N_("Your characters and their numbers, such as @athletics."),
        localize=True,
        **EVERYWHERE,
    )
    for command in commands:
        group.register(command)
    return group


def new_command(make_character: MakeCharacter) -> type[lightbulb.SlashCommand]:
    """Return the command ``/character new``."""

    class New(
        lightbulb.SlashCommand,
        name=names.NEW,
        description=N_("Create a character and play it."),
        localize=True,
    ):
        called = lightbulb.string(
            names.NAME,
            N_("The character's name"),
            localize=True,
            max_length=Limits.NAME_LENGTH,
        )
        everywhere = lightbulb.boolean(
            names.EVERYWHERE,
            N_("For all your servers, not just this one"),
            localize=True,
            default=False,
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            character = await make_character(
                CharacterRequest(
                    UserId(interaction.user.id),
                    self.called,
                    server_of(interaction),
                    self.everywhere,
                )
            )
            line = texts.made_line(
                character.name,
                private_translator(interaction),
                is_everywhere=character.home_guild is None,
            )
            return private_message((line,))

    return New


def set_command(set_number: SetNumber, complete: Autocomplete) -> type[lightbulb.SlashCommand]:
    """Return the command ``/character set``."""

    class Set(
        lightbulb.SlashCommand,
        name=names.SET,
        description=N_("Set a number of the character you play."),
        localize=True,
    ):
        number = lightbulb.string(
            names.NUMBER,
            N_("The name of the number: athletics, which rolls use as @athletics"),
            localize=True,
            max_length=2 * Limits.NAME_LENGTH,
            autocomplete=complete,
        )
        value = lightbulb.integer(
            names.VALUE,
            N_("Its value; leave it out to remove the number"),
            localize=True,
            default=None,
            min_value=-Limits.NUMBER,
            max_value=Limits.NUMBER,
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            by = UserId(interaction.user.id)
            done = await set_number(
                NumberRequest(by, self.number, self.value, server_of(interaction))
            )
            line = texts.number_line(
                done.character.name, done.name, done.number, private_translator(interaction)
            )
            return private_message((line,))

    return Set


def switch_command(
    switch_character: SwitchCharacter, complete: Autocomplete
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/character switch``."""

    class Switch(
        lightbulb.SlashCommand,
        name=names.SWITCH,
        description=N_("Switch to another of your characters here, or to none."),
        localize=True,
    ):
        called = lightbulb.string(
            names.NAME,
            N_("Which character; leave it out to play none"),
            localize=True,
            default=None,
            autocomplete=complete,
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            by = UserId(interaction.user.id)
            played = await switch_character(by, self.called, server_of(interaction))
            playing = None if played is None else played.name
            line = texts.played_line(playing, private_translator(interaction))
            return private_message((line,))

    return Switch


def list_command(list_saved: ListSaved) -> type[lightbulb.SlashCommand]:
    """Return the command ``/character list``."""

    class List(
        lightbulb.SlashCommand,
        name=names.LIST,
        description=N_("List your characters here and their numbers."),
        localize=True,
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            listed = await list_saved(UserId(interaction.user.id), server_of(interaction))
            return private_message(texts.character_lines(listed, private_translator(interaction)))

    return List


def forget_character_command(
    forget_character: ForgetCharacter, complete: Autocomplete
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/character forget``."""

    class Forget(
        lightbulb.SlashCommand,
        name=names.FORGET,
        description=N_("Forget one of your characters and all its numbers."),
        localize=True,
    ):
        called = lightbulb.string(
            names.NAME, N_("Which character"), localize=True, autocomplete=complete
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            await forget_character(UserId(interaction.user.id), self.called, server_of(interaction))
            return private_message(
                (texts.character_forgotten_line(self.called, private_translator(interaction)),)
            )

    return Forget
