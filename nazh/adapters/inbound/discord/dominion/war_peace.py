"""The subcommands of ``/war peace``, and the button that accepts an offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.messages import action_button, requester_of
from nazh.adapters.inbound.discord.dominion.overviews import NATION, SHOW
from nazh.adapters.inbound.discord.dominion.war_options import (
    LARGEST_NUMBER,
    WarNumbers,
    war_option,
)
from nazh.adapters.inbound.discord.embed_responses import private, public
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, read_number
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.discord.ui import SUCCESS
from nazh.adapters.inbound.texts.dominion import war_peace as texts
from nazh.adapters.inbound.texts.dominion.government import NOT_NOW
from nazh.application.dominion.wars.make_peace import (
    AcceptPeace,
    PeaceRequest,
    PreviewPeace,
    ProposePeace,
    RejectPeace,
)
from nazh.domain.dominion.wars.war import Terms

ACCEPT_PEACE: Final = "war_peace_accept"


@dataclass(frozen=True, slots=True)
class PeaceUseCases:
    """What the subcommands of ``/war peace`` and the button run."""

    propose: ProposePeace
    preview: PreviewPeace
    accept: AcceptPeace
    reject: RejectPeace


def with_peace_commands(
    group: lightbulb.Group, use_cases: PeaceUseCases, numbers: WarNumbers
) -> lightbulb.Group:
    """Return ``/war`` with the subcommands about peace."""
    peace = group.subgroup("peace", "Ending a war by terms.")
    for command in (
        _propose_command(use_cases.propose, numbers),
        _accept_command(use_cases.preview, numbers),
        _reject_command(use_cases.reject, numbers),
    ):
        peace.register(command)
    return group


def accept_peace_button(accept: AcceptPeace) -> ButtonAction:
    """Return the action of Make Peace, below what it means."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        done = await accept(requester_of(interaction), read_number(arguments))
        return public(texts.made_text(done, private_translator(interaction)))

    return press


def _propose_command(propose: ProposePeace, numbers: WarNumbers) -> type[lightbulb.SlashCommand]:
    class Propose(
        lightbulb.SlashCommand,
        name="propose",
        description="Offer peace; what you give is set aside (for the leader and the diplomat).",
    ):
        war = war_option(numbers)
        give_resources = _amount("give_resources", "Resources that your nation gives")
        give_territory = _amount("give_territory", "Land that your nation gives")
        ask_resources = _amount("ask_resources", "Resources that the enemy gives")
        ask_territory = _amount("ask_territory", "Land that the enemy gives")

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            request = PeaceRequest(
                self.war,
                gives=Terms(self.give_resources, self.give_territory),
                asks=Terms(self.ask_resources, self.ask_territory),
            )
            done = await propose(requester_of(interaction), request)
            return public(texts.proposed_text(done, request, private_translator(interaction)))

    return Propose


def _accept_command(preview: PreviewPeace, numbers: WarNumbers) -> type[lightbulb.SlashCommand]:
    class Accept(
        lightbulb.SlashCommand,
        name="accept",
        description="Accept the enemy's offer of peace (for the leader and the diplomat).",
    ):
        war = war_option(numbers)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            plan = await preview(requester_of(interaction), self.war)
            translator = private_translator(interaction)
            return private(
                texts.accept_question(plan, translator),
                action_button(
                    translator(texts.MAKE_PEACE), ACCEPT_PEACE, str(plan.war), style=SUCCESS
                ),
                action_button(translator(NOT_NOW), SHOW, NATION),
            )

    return Accept


def _reject_command(reject: RejectPeace, numbers: WarNumbers) -> type[lightbulb.SlashCommand]:
    class Reject(
        lightbulb.SlashCommand,
        name="reject",
        description="Reject an offer of peace, or take back your own (leader and diplomat).",
    ):
        war = war_option(numbers)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            done = await reject(requester_of(interaction), self.war)
            return public(texts.rejected_text(done, private_translator(interaction)))

    return Reject


def _amount(name: str, description: str) -> int:
    return lightbulb.integer(name, description, default=0, min_value=0, max_value=LARGEST_NUMBER)
