"""The command ``/gov``, and the button that confirms an appointment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.government.dashboard import (
    announce_command,
    dashboard_command,
)
from nazh.adapters.inbound.discord.dominion.overviews import NATION
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private, public
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, read_number
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.discord.ui import DANGER
from nazh.adapters.inbound.texts.dominion.buttons import NOT_NOW
from nazh.adapters.inbound.texts.dominion.government import government as texts
from nazh.application.dominion.government.announce import Announce
from nazh.application.dominion.government.appoint_leader import AppointLeader, PreviewAppointment
from nazh.application.dominion.government.fill_offices import FillOffice, VacateOffice
from nazh.application.dominion.government.show_dashboard import ShowDashboard
from nazh.application.dominion.government.show_offices import ShowOffices
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.kernel.identity import UserId

APPOINT_NOW: Final = "appoint_now"
_OFFICES: Final = [lightbulb.Choice(office.value, office.value) for office in Office]


@dataclass(frozen=True, slots=True)
class GovernmentUseCases:
    """The use cases behind the subcommands of ``/gov``."""

    preview_appointment: PreviewAppointment
    appoint: AppointLeader
    fill_office: FillOffice
    vacate_office: VacateOffice
    show_offices: ShowOffices
    dashboard: ShowDashboard
    announce: Announce


def government_group(use_cases: GovernmentUseCases) -> lightbulb.Group:
    """Return the command ``/gov`` with its subcommands."""
    group = lightbulb.Group("gov", "Who governs the nation.", **IN_GUILDS)
    group.register(dashboard_command(use_cases.dashboard))
    group.register(announce_command(use_cases.announce))

    @group.register
    class Offices(
        lightbulb.SlashCommand,
        name="offices",
        description="Show the leader and the delegates (for citizens).",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            view = await use_cases.show_offices(requester_of(interaction))
            return private(texts.government_text(view, private_translator(interaction)))

    @group.register
    class Delegate(
        lightbulb.SlashCommand,
        name="delegate",
        description="Give an office to a citizen (for the leader).",
    ):
        office = lightbulb.string("office", "Which office", choices=_OFFICES)
        user = lightbulb.user("user", "Who gets it")

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            office = Office(self.office)
            requester = requester_of(interaction)
            result = await use_cases.fill_office(requester, office, UserId(self.user.id))
            return public(texts.filled_text(result, office, private_translator(interaction)))

    @group.register
    class Revoke(
        lightbulb.SlashCommand,
        name="revoke",
        description="Take an office away (for the leader).",
    ):
        office = lightbulb.string("office", "Which office", choices=_OFFICES)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            office = Office(self.office)
            result = await use_cases.vacate_office(requester_of(interaction), office)
            return public(texts.vacated_text(result, office, private_translator(interaction)))

    @group.register
    class Appoint(
        lightbulb.SlashCommand,
        name="appoint",
        description="Make a citizen the leader (for the leader and administrators).",
    ):
        user = lightbulb.user("user", "Who will lead the nation")

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            requester, user = requester_of(interaction), UserId(self.user.id)
            view = await use_cases.preview_appointment(requester, user)
            translator = private_translator(interaction)
            return private(
                texts.appoint_question(view, user, translator),
                action_button(translator(texts.APPOINT), APPOINT_NOW, str(user), style=DANGER),
                action_button(translator(NOT_NOW), NATION),
            )

    return group


def appoint_button(appoint: AppointLeader) -> ButtonAction:
    """Return the action of Appoint, which confirms an appointment."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        user = UserId(read_number(arguments))
        result = await appoint(requester_of(interaction), user)
        return public(texts.appointed_text(result, private_translator(interaction)))

    return press
