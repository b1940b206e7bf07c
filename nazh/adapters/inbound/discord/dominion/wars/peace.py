"""The subcommands of ``/war peace``, and the buttons that answer an offer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.dominion.wars.options import (
    MAX_NUMBER,
    SHOW_WAR,
    WarNumbers,
    war_option,
)
from nazh.adapters.inbound.discord.embed_responses import private, public
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, read_number
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.discord.ui import DANGER, SUCCESS
from nazh.adapters.inbound.texts.dominion.buttons import NOT_NOW
from nazh.adapters.inbound.texts.dominion.wars import peace as texts
from nazh.application.dominion.wars.make_peace import (
    AcceptPeace,
    PeaceRequest,
    PreviewPeace,
    ProposePeace,
    RejectPeace,
)
from nazh.domain.dominion.wars.transitions import WarEvent
from nazh.domain.dominion.wars.war import Terms

ASK_PEACE: Final = "war_peace_ask"
ACCEPT_PEACE: Final = "war_peace_accept"
REJECT_PEACE: Final = "war_peace_reject"


@dataclass(frozen=True, slots=True)
class PeaceUseCases:
    """The use cases behind ``/war peace`` and its buttons."""

    propose: ProposePeace
    preview: PreviewPeace
    accept: AcceptPeace
    reject: RejectPeace


def add_peace_commands(
    group: lightbulb.Group, use_cases: PeaceUseCases, numbers: Callable[[WarEvent], WarNumbers]
) -> None:
    """Add the subcommands about peace to ``/war``.

    ``numbers`` suggests the wars in which an event can be triggered.
    """
    peace = group.subgroup("peace", "Ending a war by terms.")
    for command in (
        _propose_command(use_cases.propose, numbers(WarEvent.PROPOSE_PEACE)),
        _accept_command(use_cases.preview, numbers(WarEvent.MAKE_PEACE)),
        _reject_command(use_cases.reject, numbers(WarEvent.REJECT_PEACE)),
    ):
        peace.register(command)


def peace_buttons(use_cases: PeaceUseCases) -> dict[str, ButtonAction]:
    """Return the actions of the buttons about offers of peace."""
    return {
        ASK_PEACE: _ask_button(use_cases.preview),
        ACCEPT_PEACE: _accept_button(use_cases.accept),
        REJECT_PEACE: _reject_button(use_cases.reject),
    }


def _ask_button(preview: PreviewPeace) -> ButtonAction:
    """Return the action of Peace Offer, which shows what accepting it would mean."""

    async def ask(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        return await _question(preview, interaction, read_number(arguments))

    return ask


def _accept_button(accept: AcceptPeace) -> ButtonAction:
    """Return the action of Make Peace, which confirms accepting the offer that was shown."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        war, _, offer = arguments.partition(":")
        numbers = read_number(war), read_number(offer)
        result = await accept(requester_of(interaction), *numbers)
        return public(texts.made_text(result, private_translator(interaction)))

    return press


def _reject_button(reject: RejectPeace) -> ButtonAction:
    """Return the action of Reject and of Take Back Offer."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        result = await reject(requester_of(interaction), read_number(arguments))
        return public(texts.rejected_text(result, private_translator(interaction)))

    return press


async def _question(preview: PreviewPeace, interaction: UserInteraction, number: int) -> Response:
    expected = await preview(requester_of(interaction), number)
    translator, war = private_translator(interaction), str(expected.war)
    return private(
        texts.accept_question(expected, translator),
        action_button(
            translator(texts.MAKE_PEACE), ACCEPT_PEACE, f"{war}:{expected.offer}", style=SUCCESS
        ),
        action_button(translator(texts.REJECT), REJECT_PEACE, war, style=DANGER),
        action_button(translator(NOT_NOW), SHOW_WAR, war),
    )


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
            result = await propose(requester_of(interaction), request)
            return public(texts.proposed_text(result, request, private_translator(interaction)))

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
            return await _question(preview, interaction, self.war)

    return Accept


def _reject_command(reject: RejectPeace, numbers: WarNumbers) -> type[lightbulb.SlashCommand]:
    class Reject(
        lightbulb.SlashCommand,
        name="reject",
        description="Reject or take back an offer of peace (for the leader and the diplomat).",
    ):
        war = war_option(numbers)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            result = await reject(requester_of(interaction), self.war)
            return public(texts.rejected_text(result, private_translator(interaction)))

    return Reject


def _amount(name: str, description: str) -> int:
    return lightbulb.integer(name, description, default=0, min_value=0, max_value=MAX_NUMBER)
