"""The commands ``/save``, ``/saved`` and ``/forget``."""

from __future__ import annotations

from dataclasses import replace

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dice.guild_context import GuildContexts
from nazh.adapters.inbound.discord.dice.saving.saved_messages import (
    entry_body,
    list_body,
    private_message,
    saved_message,
)
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.guilds.members import UserInteraction, server_of
from nazh.adapters.inbound.discord.interactions.commands import EVERYWHERE, Autocomplete, handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, read_member
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import (
    Response,
    ResponseType,
    private_response,
)
from nazh.adapters.inbound.texts.dice import commands as names
from nazh.adapters.inbound.texts.dice import saved_rolls as texts
from nazh.application.dice.saving.forget_saved import ForgetRequest, ForgetSaved
from nazh.application.dice.saving.list_saved import ListSaved, SavedList
from nazh.application.dice.saving.save_roll import SaveRequest, SaveRoll
from nazh.application.dice.saving.saved_roll_scopes import Requester, SaveScope
from nazh.domain.dice.dialects import Dialect
from nazh.domain.dice.errors import UnknownName
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.saving.saved_rolls import saved_name
from nazh.domain.kernel.identity import UserId
from nazh.domain.kernel.texts import N_

_SCOPES = [lightbulb.Choice(texts.SCOPES[scope], scope.value, True) for scope in SaveScope]
_DIALECTS = [lightbulb.Choice(texts.DIALECTS[dialect], dialect.value) for dialect in Dialect]


async def requester_of(interaction: UserInteraction, guild_contexts: GuildContexts) -> Requester:
    """Return the user, where they are, and whether they are a game master there."""
    guild_context = await guild_contexts.of(interaction)
    return Requester(
        UserId(interaction.user.id), server_of(interaction), guild_context.is_game_master
    )


def save_command(
    save_roll: SaveRoll, guild_contexts: GuildContexts
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/save``."""

    class Save(
        lightbulb.SlashCommand,
        name=names.SAVE,
        description=N_("Save a roll under a name, and use it as $name in any roll."),
        localize=True,
        **EVERYWHERE,
    ):
        saved_as = lightbulb.string(
            names.NAME,
            N_("Its name: attack, or @luck for a number"),
            localize=True,
            max_length=2 * Limits.NAME_LENGTH,
        )
        notation = lightbulb.string(
            names.NOTATION,
            N_("What it rolls: 1d20 + {bonus=5}, where $name(7) makes the bonus 7"),
            localize=True,
            max_length=Limits.NOTATION_LENGTH,
        )
        scope = lightbulb.string(
            names.SCOPE,
            N_("Who it is for: game masters can save for everyone on this server"),
            localize=True,
            default=SaveScope.MINE.value,
            choices=_SCOPES,
        )
        dialect = lightbulb.string(
            names.FROM,
            N_("The tool that the notation is written for; I translate it"),
            localize=True,
            default=Dialect.NAZH.value,
            choices=_DIALECTS,
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            requester = await requester_of(interaction, guild_contexts)
            request = SaveRequest(
                requester,
                self.saved_as,
                self.notation,
                SaveScope(self.scope),
                Dialect(self.dialect),
            )
            saved = await save_roll(request)
            translator = private_translator(interaction)
            lines = texts.saved_lines(saved, request.scope, request.dialect, translator)
            return saved_message(lines, saved.name, translator)

    return Save


def saved_command(list_saved: ListSaved, complete: Autocomplete) -> type[lightbulb.SlashCommand]:
    """Return the command ``/saved``."""

    class SavedRoll(
        lightbulb.SlashCommand,
        name=names.SAVED,
        description=N_("List your saved rolls and numbers, and those of this server."),
        localize=True,
        **EVERYWHERE,
    ):
        saved_as = lightbulb.string(
            names.NAME,
            N_("Show one of them, to roll, share or forget it"),
            localize=True,
            default=None,
            autocomplete=complete,
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            listed = await _listed(list_saved, interaction)
            translator = private_translator(interaction)
            if self.saved_as is None:
                body = list_body(listed, 0, translator)
            else:
                wanted = saved_name(self.saved_as)
                entry = listed.entry(wanted)
                if entry is None:
                    raise UnknownName(wanted)
                body = entry_body(entry, translator)
            return private_response(body)

    return SavedRoll


def forget_command(
    forget_saved: ForgetSaved,
    guild_contexts: GuildContexts,
    complete: Autocomplete,
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/forget``."""

    class Forget(
        lightbulb.SlashCommand,
        name=names.FORGET,
        description=N_("Forget a saved roll or number."),
        localize=True,
        **EVERYWHERE,
    ):
        saved_as = lightbulb.string(
            names.NAME, N_("Which one"), localize=True, autocomplete=complete
        )
        scope = lightbulb.string(
            names.SCOPE,
            N_("Yours or the server's, if both have one of this name"),
            localize=True,
            default=None,
            choices=_SCOPES,
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            requester = await requester_of(interaction, guild_contexts)
            request = ForgetRequest(
                requester, self.saved_as, None if self.scope is None else SaveScope(self.scope)
            )
            forgotten = await forget_saved(request)
            return private_message(
                (texts.forgotten_line(forgotten, private_translator(interaction)),)
            )

    return Forget


def page_button(list_saved: ListSaved) -> ButtonAction:
    """Return the action of the paging buttons, and of the button back to the list."""

    async def turn(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        if not (arguments.isascii() and arguments.isdigit() and len(arguments) < 4):
            raise InvalidComponent
        listed = await _listed(list_saved, interaction)
        return Response(
            ResponseType.EDIT, list_body(listed, int(arguments), private_translator(interaction))
        )

    return turn


def chosen_menu(list_saved: ListSaved) -> ButtonAction:
    """Return the action of the menu, which shows one entry of the list."""

    async def choose(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        listed = await _listed(list_saved, interaction)
        translator = private_translator(interaction)
        entry = listed.entry(next(iter(interaction.values), ""))
        # It has been deleted since, as the current list shows.
        shown = list_body(listed, 0, translator) if entry is None else entry_body(entry, translator)
        return Response(ResponseType.EDIT, shown)

    return choose


def drop_button(forget_saved: ForgetSaved, guild_contexts: GuildContexts) -> ButtonAction:
    """Return the action of Forget, whose button has the scope and the name."""

    async def drop(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        scope, _, name = arguments.partition(":")
        save_scope = read_member(scope, SaveScope)
        request = ForgetRequest(await requester_of(interaction, guild_contexts), name, save_scope)
        forgotten = await forget_saved(request)
        response = private_message(
            (texts.forgotten_line(forgotten, private_translator(interaction)),)
        )
        return replace(response, kind=ResponseType.EDIT)

    return drop


async def _listed(list_saved: ListSaved, interaction: UserInteraction) -> SavedList:
    return await list_saved(UserId(interaction.user.id), server_of(interaction))
