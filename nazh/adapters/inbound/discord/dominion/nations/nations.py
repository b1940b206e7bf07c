"""The command ``/nation``."""

from __future__ import annotations

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.nations.deletions import delete_command
from nazh.adapters.inbound.discord.dominion.nations.nation_settings import settings_command
from nazh.adapters.inbound.discord.dominion.nations.options import (
    LONGEST_NAME,
    nation_names,
    optional_nation_option,
)
from nazh.adapters.inbound.discord.dominion.nations.vacations import vacation_command
from nazh.adapters.inbound.discord.dominion.overviews import (
    ASK_TO_DECLARE,
    COMPARE_STRENGTHS,
    NATION,
    Overviews,
    overview,
)
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private, public
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, handler
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.discord.ui import DANGER, PRIMARY
from nazh.adapters.inbound.texts.dominion.diplomacy.diplomacy import allied_strength_text
from nazh.adapters.inbound.texts.dominion.nations import nations as texts
from nazh.adapters.inbound.texts.dominion.wars.declarations import DECLARE
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.administrators import Administrators
from nazh.application.dominion.nations.choose_battle_hour import ChooseBattleHour, ShowBattleHour
from nazh.application.dominion.nations.named_nation import named_nation
from nazh.application.dominion.nations.next_actions import NextAction
from nazh.application.dominion.nations.register_nation import RegisterNation
from nazh.application.dominion.nations.rename_nation import RenameNation
from nazh.application.dominion.nations.take_vacation import PreviewVacation
from nazh.application.dominion.ports import (
    AlliedStrengths,
    NationDirectory,
    PublicNation,
    Requester,
)
from nazh.application.dominion.wars.declare_war import DeclarationRequest
from nazh.application.dominion.wars.preview_declaration import PreviewDeclaration
from nazh.domain.dominion.errors.general import UnknownNation
from nazh.domain.dominion.wars.war import CasusBelli
from nazh.domain.kernel.errors import Refusal


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

    group.register(_info_command(overviews, directory, strengths, preview_declaration))
    group.register(settings_command(show_battle_hour, choose_battle_hour, overviews.news_channels))
    group.register(vacation_command(preview_vacation))
    group.register(delete_command(overviews.look, administrators))
    return group


def _info_command(
    overviews: Overviews,
    directory: NationDirectory,
    strengths: AlliedStrengths,
    preview_declaration: PreviewDeclaration,
) -> type[lightbulb.SlashCommand]:
    class Info(
        lightbulb.SlashCommand, name="info", description="Show the nation, and what you are in it."
    ):
        nation = optional_nation_option(nation_names(directory), "Another nation")

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            requester = requester_of(interaction)
            if self.nation is None:
                return await overview(overviews, interaction, NATION)
            try:
                nation = await named_nation(directory, self.nation)
            except UnknownNation:
                await overviews.note_visit(requester)
                raise
            if nation.guild == requester.guild:
                return await overview(overviews, interaction, NATION)
            return await show_foreign(nation, requester, private_translator(interaction))

    async def show_foreign(
        nation: PublicNation, requester: Requester, translator: Translator
    ) -> Response:
        profile = await overviews.profile(nation.guild)
        text = texts.foreign_nation_text(profile, requester.at, translator)
        if not await directory.is_member(requester.guild, requester.user):
            await overviews.note_visit(requester)
            return private(text)
        strength = await strengths.of_ally(requester.guild, nation.guild)
        if strength is not None:
            text += "\n" + allied_strength_text(strength, translator)
        compare = action_button(translator(texts.COMPARE), COMPARE_STRENGTHS, nation.name)
        try:
            await preview_declaration(requester, DeclarationRequest(nation.name, CasusBelli.NONE))
        except Refusal:
            await overviews.note_visit(requester)
            return private(text, compare)
        declare = action_button(translator(DECLARE), ASK_TO_DECLARE, nation.name, style=DANGER)
        return private(text, compare, declare)

    return Info
