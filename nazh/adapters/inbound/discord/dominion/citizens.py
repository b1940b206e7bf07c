"""The command ``/citizen``, and the button with which citizens contribute."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.list_pages import page_buttons, page_option, read_page
from nazh.adapters.inbound.discord.dominion.overviews import NATION, offered_tutorial
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import edited, private
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Json, Response
from nazh.adapters.inbound.discord.ui import DANGER, PRIMARY
from nazh.adapters.inbound.texts.dominion.citizens import citizen_text, contributors_text
from nazh.adapters.inbound.texts.dominion.nations import nations as texts
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.citizens.contribute_resources import ContributeResources
from nazh.application.dominion.citizens.leave_nation import LeaveNation
from nazh.application.dominion.citizens.register_citizen import RegisterCitizen
from nazh.application.dominion.citizens.show_citizens import ShowCitizen, ShowContributors
from nazh.application.dominion.nations.look_at_nation import LookAtNation
from nazh.application.dominion.nations.next_actions import NextAction
from nazh.domain.dominion.errors.general import CitizenElsewhere, OnlyCitizens
from nazh.domain.kernel.identity import UserId

CONTRIBUTORS: Final = "contributors"
LEAVE_NOW: Final = "leave_now"
_LAST_PAGE: Final = 1_000


def citizen_group(
    register: RegisterCitizen,
    look: LookAtNation,
    contribute: ContributeResources,
    show: ShowCitizen,
    show_contributors: ShowContributors,
) -> lightbulb.Group:
    """Return the command ``/citizen`` with its subcommands."""
    group = lightbulb.Group("citizen", "Your citizenship in Dominion.", **IN_GUILDS)

    @group.register
    class Register(
        lightbulb.SlashCommand, name="register", description="Become a citizen of the nation."
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _join(register, interaction)

    @group.register
    class Leave(
        lightbulb.SlashCommand,
        name="leave",
        description="Leave the nation; your points are lost.",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            view = await look(requester_of(interaction))
            if view.citizen is None:
                if view.elsewhere is not None:
                    raise CitizenElsewhere(view.nation.name, view.elsewhere)
                raise OnlyCitizens(view.nation.name)
            translator = private_translator(interaction)
            return private(
                texts.leave_question(view, view.citizen, translator),
                action_button(translator(texts.LEAVE), LEAVE_NOW, style=DANGER),
                action_button(translator(texts.STAY), NATION),
            )

    @group.register
    class Contribute(
        lightbulb.SlashCommand,
        name="contribute",
        description="Add to the nation's treasury, every few hours.",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _contribute(contribute, interaction)

    group.register(_info_command(show))
    group.register(_contributors_command(show_contributors))
    return group


def _info_command(show: ShowCitizen) -> type[lightbulb.SlashCommand]:
    class Info(
        lightbulb.SlashCommand, name="info", description="Show what a citizen has contributed."
    ):
        user = lightbulb.user("user", "Which citizen (you)", default=None)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            requester = requester_of(interaction)
            user = requester.user if self.user is None else UserId(self.user.id)
            view = await show(requester, user)
            translator = private_translator(interaction)
            text = citizen_text(view, requester.user, requester.at, translator)
            if user != requester.user or not view.may_contribute(requester.at):
                return private(text)
            return private(text, _contribute_button(translator))

    return Info


def _contributors_command(show: ShowContributors) -> type[lightbulb.SlashCommand]:
    class TopContributors(
        lightbulb.SlashCommand,
        name="contributors",
        description="Show who has contributed the most (for citizens).",
    ):
        page = page_option(_LAST_PAGE)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            text, buttons = await _contributors_page(show, interaction, self.page)
            return private(text, *buttons)

    return TopContributors


def contributors_button(show: ShowContributors) -> ButtonAction:
    """Return the action of Previous and Next, which turns the page of contributors."""

    async def turn(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        page = read_page(arguments, _LAST_PAGE)
        text, buttons = await _contributors_page(show, interaction, page)
        return edited(text, *buttons)

    return turn


async def _contributors_page(
    show: ShowContributors, interaction: UserInteraction, number: int
) -> tuple[str, Iterator[Json]]:
    view = await show(requester_of(interaction), number)
    translator, page = private_translator(interaction), view.page
    is_last = page.number >= min(page.pages, _LAST_PAGE)
    buttons = page_buttons(CONTRIBUTORS, page.number, translator, is_last=is_last)
    return contributors_text(view, translator), buttons


def join_button(register: RegisterCitizen) -> ButtonAction:
    """Return the action of Join, for any user who presses it."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        return await _join(register, interaction)

    return press


def leave_button(leave: LeaveNation) -> ButtonAction:
    """Return the action of Leave, which confirms leaving the nation."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        left = await leave(requester_of(interaction))
        return edited(texts.left_text(left, private_translator(interaction)))

    return press


def contribute_button(contribute: ContributeResources) -> ButtonAction:
    """Return the action of Contribute, for any user who presses it."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        return await _contribute(contribute, interaction)

    return press


async def _join(register: RegisterCitizen, interaction: UserInteraction) -> Response:
    joined = await register(requester_of(interaction))
    translator = private_translator(interaction)
    buttons = (_contribute_button(translator), offered_tutorial(translator))
    return private(texts.joined_text(joined, translator), *buttons)


def _contribute_button(translator: Translator) -> Json:
    label = translator(texts.CONTRIBUTE)
    return action_button(label, NextAction.CONTRIBUTE.value, style=PRIMARY)


async def _contribute(contribute: ContributeResources, interaction: UserInteraction) -> Response:
    given = await contribute(requester_of(interaction))
    return private(texts.contributed_text(given, private_translator(interaction)))
