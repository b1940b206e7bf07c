"""``/save``, ``/saved`` and ``/forget``: what a player types becomes a request."""

from __future__ import annotations

from functools import partial

import hikari
import lightbulb

from nazh.adapters.inbound.discord.answers import EPHEMERAL, Answer, Kind
from nazh.adapters.inbound.discord.components import ButtonAction
from nazh.adapters.inbound.discord.dice.commands import EVERYWHERE, INSTALLED
from nazh.adapters.inbound.discord.dice.houses import Houses
from nazh.adapters.inbound.discord.dice.pressed import Acting, server_of
from nazh.adapters.inbound.discord.dice.saved_messages import (
    entry_body,
    list_body,
    saved_message,
    told_message,
)
from nazh.adapters.inbound.discord.dice.suggestions import Autocomplete
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.errors import ForgedButton
from nazh.adapters.inbound.discord.languages import private_words
from nazh.adapters.inbound.wording.dice import commands as names
from nazh.adapters.inbound.wording.dice import saving as said
from nazh.application.dice.forget_saved import ForgetRequest, ForgetSaved
from nazh.application.dice.list_saved import ListSaved, SavedList
from nazh.application.dice.save_roll import SaveRequest, SaveRoll
from nazh.application.dice.saved_places import Asker, Scope
from nazh.domain.dice.dialects import Dialect
from nazh.domain.dice.errors import UnknownName
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.saved_rolls import saved_name
from nazh.domain.kernel.identity import PlayerId
from nazh.domain.kernel.phrases import phrase

_SCOPES = [lightbulb.Choice(said.SCOPES[scope], scope.value, True) for scope in Scope]
_DIALECTS = [lightbulb.Choice(said.DIALECTS[one], one.value) for one in Dialect]


async def asker_of(interaction: Acting, houses: Houses) -> Asker:
    """Return who asks, where, and whether they lead the game there."""
    house = await houses.at(interaction)
    return Asker(PlayerId(interaction.user.id), server_of(interaction), house.leads)


def save_command(save_roll: SaveRoll, houses: Houses, door: Door) -> type[lightbulb.SlashCommand]:
    """Return the command ``/save``."""

    async def save(
        interaction: hikari.CommandInteraction, name: str, text: str, scope: str, dialect: str
    ) -> Answer:
        asker = await asker_of(interaction, houses)
        request = SaveRequest(asker, name, text, Scope(scope), Dialect(dialect))
        saved = await save_roll(request)
        words = private_words(interaction)
        lines = said.saved_lines(saved, request.scope, request.dialect, words)
        return saved_message(lines, saved.name, words)

    class Save(
        lightbulb.SlashCommand,
        name=names.SAVE,
        description=phrase("Save a roll under a name: $name rolls it, in any roll."),
        localize=True,
        contexts=EVERYWHERE,
        integration_types=INSTALLED,
    ):
        saved_as = lightbulb.string(
            names.NAME,
            phrase("What it is called: attack, or @luck for a number"),
            localize=True,
            max_length=2 * Limits.NAME,
        )
        notation = lightbulb.string(
            names.NOTATION,
            phrase("What it rolls: 1d20 + {bonus=5}, where $name(7) makes the bonus 7"),
            localize=True,
            max_length=Limits.CHARACTERS,
        )
        scope = lightbulb.string(
            names.SCOPE,
            phrase("For whom: game masters can save for everybody on this server"),
            localize=True,
            default=Scope.MINE.value,
            choices=_SCOPES,
        )
        dialect = lightbulb.string(
            names.FROM,
            phrase("Which tool the notation is written for; it is translated"),
            localize=True,
            default=Dialect.NAZH.value,
            choices=_DIALECTS,
        )

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            work = partial(
                save, ctx.interaction, self.saved_as, self.notation, self.scope, self.dialect
            )
            await door.receive(ctx.interaction, work)

    return Save


def saved_command(
    list_saved: ListSaved, door: Door, complete: Autocomplete
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/saved``."""

    async def show(interaction: hikari.CommandInteraction, name: str | None) -> Answer:
        listed = await _listed(list_saved, interaction)
        words = private_words(interaction)
        if name is None:
            body = list_body(listed, 0, words)
        else:
            wanted = saved_name(name)
            entry = listed.entry(wanted)
            if entry is None:
                raise UnknownName(wanted, 0, alone=True)
            body = entry_body(entry, words)
        return Answer(Kind.MESSAGE, {**body, "flags": EPHEMERAL})

    class Saved(
        lightbulb.SlashCommand,
        name=names.SAVED,
        description=phrase("Your saved rolls and numbers, and those of this server."),
        localize=True,
        contexts=EVERYWHERE,
        integration_types=INSTALLED,
    ):
        saved_as = lightbulb.string(
            names.NAME,
            phrase("Show one of them: roll it, share it, forget it"),
            localize=True,
            default=None,
            autocomplete=complete,
        )

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            await door.receive(ctx.interaction, partial(show, ctx.interaction, self.saved_as))

    return Saved


def forget_command(
    forget_saved: ForgetSaved, houses: Houses, door: Door, complete: Autocomplete
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/forget``."""

    async def forget(
        interaction: hikari.CommandInteraction, name: str, scope: str | None
    ) -> Answer:
        asker = await asker_of(interaction, houses)
        request = ForgetRequest(asker, name, None if scope is None else Scope(scope))
        forgotten = await forget_saved(request)
        return told_message((said.forgotten_line(forgotten, private_words(interaction)),))

    class Forget(
        lightbulb.SlashCommand,
        name=names.FORGET,
        description=phrase("Forget a saved roll or number."),
        localize=True,
        contexts=EVERYWHERE,
        integration_types=INSTALLED,
    ):
        saved_as = lightbulb.string(
            names.NAME, phrase("Which one"), localize=True, autocomplete=complete
        )
        scope = lightbulb.string(
            names.SCOPE,
            phrase("Whose, where you and the server have one of this name"),
            localize=True,
            default=None,
            choices=_SCOPES,
        )

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            work = partial(forget, ctx.interaction, self.saved_as, self.scope)
            await door.receive(ctx.interaction, work)

    return Forget


def page_button(list_saved: ListSaved) -> ButtonAction:
    """Return the action of turning the pages of the list, and of going back to it."""

    async def turn(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        if not (arguments.isascii() and arguments.isdigit() and len(arguments) < 4):
            raise ForgedButton
        listed = await _listed(list_saved, interaction)
        return Answer(Kind.EDIT, list_body(listed, int(arguments), private_words(interaction)))

    return turn


def chosen_menu(list_saved: ListSaved) -> ButtonAction:
    """Return the action of choosing one from the list."""

    async def choose(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        listed = await _listed(list_saved, interaction)
        words = private_words(interaction)
        entry = listed.entry(next(iter(interaction.values), ""))
        # Forgotten meanwhile: the list as it is now says so.
        shown = list_body(listed, 0, words) if entry is None else entry_body(entry, words)
        return Answer(Kind.EDIT, shown)

    return choose


def drop_button(forget_saved: ForgetSaved, houses: Houses) -> ButtonAction:
    """Return the action of Forget: the scope and the name stand in the button."""

    async def drop(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        scope, _, name = arguments.partition(":")
        if scope not in {one.value for one in Scope}:
            raise ForgedButton
        request = ForgetRequest(await asker_of(interaction, houses), name, Scope(scope))
        forgotten = await forget_saved(request)
        answer = told_message((said.forgotten_line(forgotten, private_words(interaction)),))
        return Answer(Kind.EDIT, {**(answer.data or {}), "flags": EPHEMERAL})

    return drop


async def _listed(list_saved: ListSaved, interaction: Acting) -> SavedList:
    return await list_saved(PlayerId(interaction.user.id), server_of(interaction))
