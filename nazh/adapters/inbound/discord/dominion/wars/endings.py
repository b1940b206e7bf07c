"""Ends a war before its battle, after asking first: declining, withdrawing and surrendering."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeVar

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.dominion.wars.options import SHOW_WAR, WarNumbers, war_option
from nazh.adapters.inbound.discord.embed_responses import edited_or_private, public
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, read_number
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.discord.ui import DANGER
from nazh.adapters.inbound.texts.dominion.buttons import NOT_NOW
from nazh.adapters.inbound.texts.dominion.wars import wars as texts
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.ports import Requester
from nazh.application.dominion.wars.answer_war import DeclineWar, WithdrawWar
from nazh.application.dominion.wars.preview_war_end import (
    PreviewDecline,
    PreviewSurrender,
    PreviewWithdrawal,
)
from nazh.application.dominion.wars.surrender_war import SurrenderWar

DECLINE_NOW: Final = "war_decline_now"
WITHDRAW_NOW: Final = "war_withdraw_now"
SURRENDER_NOW: Final = "war_surrender_now"
Result = TypeVar("Result")
_WarText = Callable[[Requester, int, Translator], Awaitable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WarEnding:
    """A way to end a war. ``name`` is its subcommand, and ``action`` the button that confirms it.

    ``question`` returns its consequences; ``carry_out`` ends the war and returns the response.
    """

    name: str
    about: str
    label: str
    action: str
    question: _WarText
    carry_out: _WarText


def decline_ending(preview: PreviewDecline, decline: DeclineWar) -> WarEnding:
    """Return how the defender ends a war before accepting it."""
    return WarEnding(
        name="decline",
        about="Decline a war (for the leader).",
        label=texts.DECLINE,
        action=DECLINE_NOW,
        question=_with_text(preview, texts.decline_question),
        carry_out=_with_text(decline, texts.declined_text),
    )


def withdraw_ending(preview: PreviewWithdrawal, withdraw: WithdrawWar) -> WarEnding:
    """Return how the aggressor ends a war before it is accepted."""
    return WarEnding(
        name="withdraw",
        about="Withdraw a declaration (for the leader).",
        label=texts.WITHDRAW,
        action=WITHDRAW_NOW,
        question=_with_text(preview, texts.withdraw_question),
        carry_out=_with_text(withdraw, texts.withdrawn_text),
    )


def surrender_ending(preview: PreviewSurrender, surrender: SurrenderWar) -> WarEnding:
    """Return how either side ends a war once it is accepted."""
    return WarEnding(
        name="surrender",
        about="Surrender in a war (for the leader).",
        label=texts.SURRENDER,
        action=SURRENDER_NOW,
        question=_with_text(preview, texts.surrender_question),
        carry_out=_with_text(surrender, texts.surrendered_text),
    )


def _with_text(
    act: Callable[[Requester, int], Awaitable[Result]], say: Callable[[Result, Translator], str]
) -> _WarText:
    """Return a function that runs a use case about a war, and returns the text about its result."""

    async def run(requester: Requester, war: int, translator: Translator) -> str:
        return say(await act(requester, war), translator)

    return run


def ending_command(ending: WarEnding, numbers: WarNumbers) -> type[lightbulb.SlashCommand]:
    """Return the subcommand of ``/war`` that asks whether to end a war in this way."""

    class End(lightbulb.SlashCommand, name=ending.name, description=ending.about):
        war = war_option(numbers)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await ask_to_end(ending, interaction, self.war)

    return End


async def ask_to_end(ending: WarEnding, interaction: UserInteraction, war: int) -> Response:
    """Return the question, which replaces the page whose button was pressed."""
    translator = private_translator(interaction)
    text = await ending.question(requester_of(interaction), war, translator)
    return edited_or_private(
        interaction,
        text,
        action_button(translator(ending.label), ending.action, str(war), style=DANGER),
        action_button(translator(NOT_NOW), SHOW_WAR, str(war)),
    )


def ending_button(ending: WarEnding) -> ButtonAction:
    """Return the action that confirms ending a war."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        war, translator = read_number(arguments), private_translator(interaction)
        return public(await ending.carry_out(requester_of(interaction), war, translator))

    return press
