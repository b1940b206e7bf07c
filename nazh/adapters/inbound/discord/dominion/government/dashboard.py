"""The commands ``/gov dashboard`` and ``/gov announce``, for the leader."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.overviews import NATION, next_buttons
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dominion.government import dashboard as texts
from nazh.application.dominion.government.announce import Announce
from nazh.application.dominion.government.show_dashboard import ShowDashboard
from nazh.domain.dominion.government.announcements import MAX_CHARACTERS, Ping
from nazh.domain.kernel.identity import RoleId

_MENTION_ALL: Final = hikari.Permissions.ADMINISTRATOR | hikari.Permissions.MENTION_ROLES


def dashboard_command(show: ShowDashboard) -> type[lightbulb.SlashCommand]:
    """Return the command that shows everything about which a leader decides."""

    class ShowAll(
        lightbulb.SlashCommand,
        name="dashboard",
        description="Show the stock, units, wars and what to do next (for the leader).",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            requester = requester_of(interaction)
            dashboard = await show(requester)
            translator = private_translator(interaction)
            buttons = next_buttons(dashboard.view, requester, translator, without=NATION)
            return private(texts.dashboard_text(dashboard, translator), *buttons)

    return ShowAll


def announce_command(announce: Announce) -> type[lightbulb.SlashCommand]:
    """Return the command that sends an announcement to the citizens."""

    class TellCitizens(
        lightbulb.SlashCommand,
        name="announce",
        description="Send the citizens an announcement (for the leader).",
    ):
        message = lightbulb.string("message", "What to say", max_length=MAX_CHARACTERS)
        ping = lightbulb.role("ping", "A role to mention (none)", default=None)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            ping = None if self.ping is None else _ping_of(self.ping, interaction)
            result = await announce(requester_of(interaction), self.message, ping)
            return private(texts.announced_text(result, private_translator(interaction)))

    return TellCitizens


def _ping_of(role: hikari.Role, interaction: hikari.CommandInteraction) -> Ping:
    """Return the ping of a role, according to what the user may mention on Discord."""
    member = interaction.member
    may_mention = member is not None and bool(member.permissions & _MENTION_ALL)
    return Ping(RoleId(role.id), may_mention or role.is_mentionable)
