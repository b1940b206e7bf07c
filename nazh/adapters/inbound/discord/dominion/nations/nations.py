"""The command ``/nation``, and options that take a nation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.messages import action_button, requester_of
from nazh.adapters.inbound.discord.dominion.nations.deletions import delete_command
from nazh.adapters.inbound.discord.dominion.nations.nation_settings import settings_command
from nazh.adapters.inbound.discord.dominion.nations.vacations import vacation_command
from nazh.adapters.inbound.discord.dominion.overviews import (
    ASK_TO_DECLARE,
    COMPARE_STRENGTHS,
    NATION,
    Overviews,
    overview,
)
from nazh.adapters.inbound.discord.embed_responses import private, public
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, Autocomplete, handler
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import (
    MAX_CHOICES,
    Response,
    choices_response,
)
from nazh.adapters.inbound.discord.ui import DANGER, PRIMARY
from nazh.adapters.inbound.texts.dominion.diplomacy.diplomacy import allied_strength_text
from nazh.adapters.inbound.texts.dominion.nations import nations as texts
from nazh.adapters.inbound.texts.dominion.wars.declarations import DECLARE
from nazh.application.dominion.administrators import Administrators
from nazh.application.dominion.nations.choose_battle_hour import ChooseBattleHour, ShowBattleHour
from nazh.application.dominion.nations.next_actions import NextAction
from nazh.application.dominion.nations.register_nation import RegisterNation
from nazh.application.dominion.nations.rename_nation import RenameNation
from nazh.application.dominion.nations.take_vacation import PreviewVacation
from nazh.application.dominion.ports import AlliedStrengths, NationDirectory, PublicNation
from nazh.application.dominion.wars.declare_war import DeclarationRequest
from nazh.application.dominion.wars.preview_declaration import PreviewDeclaration
from nazh.domain.dominion.errors.general import NoNation, UnknownNation
from nazh.domain.dominion.names.names import name_key
from nazh.domain.dominion.wars.war import CasusBelli
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import GuildId

LONGEST_NAME: Final = 100
"""Characters of a name that can be typed. The game decides which names are valid."""


def nation_names(directory: NationDirectory, *, has_own: bool = True) -> Autocomplete:
    """Return the autocomplete of options that take a nation, or one other than the server's own."""

    async def complete(context: lightbulb.AutocompleteContext[str]) -> Response:
        guild_id, typed = context.interaction.guild_id, str(context.focused.value or "")
        assert guild_id is not None  # the commands are in servers only
        guild = GuildId(guild_id)
        names = await directory.suggested(typed, guild, MAX_CHOICES, has_own=has_own)
        return choices_response((name, name) for name in names)

    return complete


def matching_names(names: Iterable[str], context: lightbulb.AutocompleteContext[str]) -> Response:
    """Return the choices of an option: the names that contain what the user has typed."""
    key = name_key(str(context.focused.value or ""))
    return choices_response((name, name) for name in names if key in name_key(name))


def nation_option(names: Autocomplete, description: str = "The nation") -> str:
    """Declare the option ``nation`` of a command, which takes the name of a nation."""
    return lightbulb.string("nation", description, max_length=LONGEST_NAME, autocomplete=names)


def optional_nation_option(
    names: Autocomplete, description: str = "Which one (this server's)"
) -> str | None:
    """Declare the option ``nation`` of a command that shows the server's own without it."""
    return lightbulb.string(
        "nation", description, default=None, max_length=LONGEST_NAME, autocomplete=names
    )


async def nation_named(directory: NationDirectory, name: str) -> PublicNation:
    """Return the nation that a user has typed. Raises UnknownNation."""
    nation = await directory.named(name)
    if nation is None:
        raise UnknownNation
    return nation


async def nation_named_or_own(
    directory: NationDirectory, name: str | None, interaction: UserInteraction
) -> PublicNation:
    """Return the nation that a user has typed, or the server's own for ``None``.

    Raises UnknownNation and NoNation.
    """
    if name is not None:
        return await nation_named(directory, name)
    own = await directory.of_guild(requester_of(interaction).guild)
    if own is None:
        raise NoNation
    return own


def nation_group(
    register: RegisterNation,
    rename: RenameNation,
    overviews: Overviews,
    preview_vacation: PreviewVacation,
    show_battle_hour: ShowBattleHour,
    choose_battle_hour: ChooseBattleHour,
    directory: NationDirectory,
    strengths: AlliedStrengths,
    preview_declaration: PreviewDeclaration,
    administrators: Administrators,
) -> lightbulb.Group:
    """Return the command ``/nation`` with its subcommands."""
    group = lightbulb.Group("nation", "Your server's nation in Dominion.", **IN_GUILDS)

    @group.register
    class Register(
        lightbulb.SlashCommand,
        name="register",
        description="Found this server's nation (for administrators).",
    ):
        called = lightbulb.string("name", "Its name, 3 to 32 characters", max_length=LONGEST_NAME)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            founded = await register(requester_of(interaction), self.called)
            translator = private_translator(interaction)
            join = action_button(translator(texts.JOIN), NextAction.JOIN.value, style=PRIMARY)
            return public(texts.founded_text(founded, translator), join)

    @group.register
    class Rename(
        lightbulb.SlashCommand,
        name="rename",
        description="Rename the nation (for the leader).",
    ):
        called = lightbulb.string("name", "Its new name", max_length=LONGEST_NAME)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            renamed = await rename(requester_of(interaction), self.called)
            return public(texts.renamed_text(renamed, private_translator(interaction)))

    @group.register
    class Info(
        lightbulb.SlashCommand, name="info", description="Show the nation, and what you are in it."
    ):
        nation = optional_nation_option(nation_names(directory), "Another nation")

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            at, translator = interaction.created_at, private_translator(interaction)
            requester = requester_of(interaction)
            if self.nation is not None:
                try:
                    other = await nation_named(directory, self.nation)
                except UnknownNation:
                    await overviews.note_visit(requester)
                    raise
                if other.guild != requester.guild:
                    profile = await overviews.profile(other.guild)
                    text = texts.foreign_nation_text(profile, at, translator)
                    if not await directory.is_member(requester.guild, requester.user):
                        await overviews.note_visit(requester)
                        return private(text)
                    strength = await strengths.of_ally(requester.guild, other.guild)
                    if strength is not None:
                        text += "\n" + allied_strength_text(strength, translator)
                    compare = action_button(
                        translator(texts.COMPARE), COMPARE_STRENGTHS, other.name
                    )
                    try:
                        request = DeclarationRequest(other.name, CasusBelli.NONE)
                        await preview_declaration(requester, request)
                    except Refusal:
                        await overviews.note_visit(requester)
                        return private(text, compare)
                    declare = action_button(
                        translator(DECLARE), ASK_TO_DECLARE, other.name, style=DANGER
                    )
                    return private(text, compare, declare)
            return await overview(overviews, interaction, NATION)

    group.register(settings_command(show_battle_hour, choose_battle_hour, overviews.news_channels))
    group.register(vacation_command(preview_vacation))
    group.register(delete_command(overviews.look, administrators))
    return group
