"""``/character``: who a player plays, and their numbers."""

from __future__ import annotations

from functools import partial

import hikari
import lightbulb

from nazh.adapters.inbound.discord.answers import Answer
from nazh.adapters.inbound.discord.dice.commands import EVERYWHERE, INSTALLED
from nazh.adapters.inbound.discord.dice.pressed import server_of
from nazh.adapters.inbound.discord.dice.saved_messages import told_message
from nazh.adapters.inbound.discord.dice.suggestions import Autocomplete
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.languages import private_words
from nazh.adapters.inbound.wording.dice import commands as names
from nazh.adapters.inbound.wording.dice import saving as said
from nazh.application.dice.forget_character import ForgetCharacter
from nazh.application.dice.list_saved import ListSaved
from nazh.application.dice.make_character import CharacterRequest, MakeCharacter
from nazh.application.dice.set_number import NumberRequest, SetNumber
from nazh.application.dice.switch_character import SwitchCharacter
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.identity import PlayerId
from nazh.domain.kernel.phrases import phrase


def character_group(*commands: type[lightbulb.SlashCommand]) -> lightbulb.Group:
    """Return the command ``/character`` with its subcommands."""
    group = lightbulb.Group(
        names.CHARACTER,
        phrase("Characters that you play, and their numbers such as @athletics."),
        localize=True,
        contexts=EVERYWHERE,
        integration_types=INSTALLED,
    )
    for command in commands:
        group.register(command)
    return group


def new_command(make_character: MakeCharacter, door: Door) -> type[lightbulb.SlashCommand]:
    """Return the command ``/character new``."""

    async def make(interaction: hikari.CommandInteraction, name: str, everywhere: bool) -> Answer:
        made = await make_character(
            CharacterRequest(
                PlayerId(interaction.user.id), name, server_of(interaction), everywhere
            )
        )
        line = said.made_line(
            made.name, private_words(interaction), is_everywhere=made.home is None
        )
        return told_message((line,))

    class New(
        lightbulb.SlashCommand,
        name=names.NEW,
        description=phrase("Make a character, and play it."),
        localize=True,
    ):
        called = lightbulb.string(
            names.NAME,
            phrase("What the character is called"),
            localize=True,
            max_length=Limits.NAME,
        )
        everywhere = lightbulb.boolean(
            names.EVERYWHERE,
            phrase("For all your servers, not for this one alone"),
            localize=True,
            default=False,
        )

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            await door.receive(
                ctx.interaction, partial(make, ctx.interaction, self.called, self.everywhere)
            )

    return New


def set_command(
    set_number: SetNumber, door: Door, complete: Autocomplete
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/character set``."""

    async def put(interaction: hikari.CommandInteraction, name: str, value: int | None) -> Answer:
        by = PlayerId(interaction.user.id)
        done = await set_number(NumberRequest(by, name, value, server_of(interaction)))
        line = said.number_line(
            done.character.name, done.name, done.number, private_words(interaction)
        )
        return told_message((line,))

    class Set(
        lightbulb.SlashCommand,
        name=names.SET,
        description=phrase("Set a number of the character that you play."),
        localize=True,
    ):
        number = lightbulb.string(
            names.NUMBER,
            phrase("Which number: athletics, which rolls use as @athletics"),
            localize=True,
            max_length=2 * Limits.NAME,
            autocomplete=complete,
        )
        value = lightbulb.integer(
            names.VALUE,
            phrase("Its value; leave it out to take the number away"),
            localize=True,
            default=None,
            min_value=-Limits.NUMBER,
            max_value=Limits.NUMBER,
        )

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            await door.receive(
                ctx.interaction, partial(put, ctx.interaction, self.number, self.value)
            )

    return Set


def switch_command(
    switch_character: SwitchCharacter, door: Door, complete: Autocomplete
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/character switch``."""

    async def switch(interaction: hikari.CommandInteraction, name: str | None) -> Answer:
        by = PlayerId(interaction.user.id)
        played = await switch_character(by, name, server_of(interaction))
        playing = None if played is None else played.name
        line = said.played_line(playing, private_words(interaction))
        return told_message((line,))

    class Switch(
        lightbulb.SlashCommand,
        name=names.SWITCH,
        description=phrase("Play another of your characters here, or nobody."),
        localize=True,
    ):
        called = lightbulb.string(
            names.NAME,
            phrase("Which character; leave it out to play nobody"),
            localize=True,
            default=None,
            autocomplete=complete,
        )

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            await door.receive(ctx.interaction, partial(switch, ctx.interaction, self.called))

    return Switch


def list_command(list_saved: ListSaved, door: Door) -> type[lightbulb.SlashCommand]:
    """Return the command ``/character list``."""

    async def show(interaction: hikari.CommandInteraction) -> Answer:
        listed = await list_saved(PlayerId(interaction.user.id), server_of(interaction))
        return told_message(said.character_lines(listed, private_words(interaction)))

    class List(
        lightbulb.SlashCommand,
        name=names.LIST,
        description=phrase("Your characters here, and their numbers."),
        localize=True,
    ):
        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            await door.receive(ctx.interaction, partial(show, ctx.interaction))

    return List


def forget_character_command(
    forget_character: ForgetCharacter, door: Door, complete: Autocomplete
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/character forget``."""

    async def forget(interaction: hikari.CommandInteraction, name: str) -> Answer:
        await forget_character(PlayerId(interaction.user.id), name, server_of(interaction))
        return told_message((said.character_forgotten_line(name, private_words(interaction)),))

    class Forget(
        lightbulb.SlashCommand,
        name=names.FORGET,
        description=phrase("Forget one of your characters, with all its numbers."),
        localize=True,
    ):
        called = lightbulb.string(
            names.NAME, phrase("Which character"), localize=True, autocomplete=complete
        )

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            await door.receive(ctx.interaction, partial(forget, ctx.interaction, self.called))

    return Forget
