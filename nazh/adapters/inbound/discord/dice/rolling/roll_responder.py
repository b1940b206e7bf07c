"""Rolls for an interaction, with metrics, and formats the response."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Protocol

from nazh.adapters.inbound.discord.dice.guild_context import GuildContext, GuildContexts
from nazh.adapters.inbound.discord.dice.rolling.byline import byline_of
from nazh.adapters.inbound.discord.dice.rolling.component_context import arguments_of
from nazh.adapters.inbound.discord.dice.rolling.presenter import roll_message
from nazh.adapters.inbound.discord.dice.rolling.secret_rolls import (
    SecretNotice,
    secret_notice,
    secret_response,
)
from nazh.adapters.inbound.discord.dice.rolling.state_signer import RollOrigin, StateSigner
from nazh.adapters.inbound.discord.guilds.channel_readers import FindReaders
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.application.dice.rolling.outcome import Outcome
from nazh.application.dice.rolling.roll_dice import RollDice, RollRequest
from nazh.domain.dice import Roll
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId


class RollMetrics(Protocol):
    """Measures rolls. No call raises."""

    def measure(self) -> AbstractContextManager[None]:
        """Return a context for one roll, which times a success, or counts a failure by reason."""
        ...


@dataclass(frozen=True, slots=True)
class RollResponder:
    """The shared part of all commands and buttons that roll."""

    roll_dice: RollDice
    guild_contexts: GuildContexts
    signer: StateSigner
    metrics: RollMetrics
    find_readers: FindReaders

    def request(
        self,
        interaction: UserInteraction,
        notation: str,
        *,
        id: str | None = None,
        add_plot: bool = False,
        label: str | None = None,
        difficulty: int | None = None,
        for_pool: int = 1,
        also: RequestId | None = None,
        shared: tuple[tuple[str, str], ...] = (),
        is_secret: bool = False,
    ) -> RollRequest:
        """Return the request of an interaction; ``id`` defaults to the interaction's own."""
        server = interaction.guild_id
        return RollRequest(
            id=RequestId(str(interaction.id) if id is None else id),
            notation=notation,
            by=UserId(interaction.user.id),
            channel=ChannelId(interaction.channel_id),
            guild=None if server is None else GuildId(server),
            add_plot=add_plot,
            label=label,
            difficulty=difficulty,
            for_pool=for_pool,
            alias_id=also,
            shared=shared,
            is_secret=is_secret,
        )

    def reroll_request(
        self, interaction: UserInteraction, notation: str, comment: str | None, *, is_secret: bool
    ) -> RollRequest:
        """Return an interaction's request to roll the notation of an earlier roll."""
        request = self.request(interaction, notation, is_secret=is_secret)
        return replace(request, is_reroll=True, comment=comment)

    async def roll(self, request: RollRequest, guild_context: GuildContext) -> Outcome:
        """Roll by the ruleset of a guild, measured."""
        if request.ruleset != guild_context.ruleset:
            request = replace(request, ruleset=guild_context.ruleset)
        with self.metrics.measure():
            return await self.roll_dice(request)

    async def respond(self, interaction: UserInteraction, request: RollRequest) -> Response:
        """Roll, and return the public or private response."""
        guild_context = await self.guild_contexts.of(interaction)
        outcome = await self.roll(request, guild_context)
        arguments = self.arguments(outcome.rolls, interaction)
        if request.is_secret:
            notice = await self.secret_notice(interaction, guild_context)
            return secret_response(outcome, arguments, interaction, guild_context, notice)
        return roll_message(
            outcome,
            byline_of(interaction, outcome.character),
            arguments,
            guild_context.public,
            layout=guild_context.layout,
            buttons=guild_context.buttons,
        )

    async def secret_notice(
        self, interaction: UserInteraction, guild_context: GuildContext
    ) -> SecretNotice | None:
        """Return where else a secret roll is shown, and who can read it there."""
        return await secret_notice(interaction, guild_context, self.find_readers)

    def arguments(self, rolls: tuple[Roll, ...], interaction: UserInteraction) -> str:
        """Return the arguments of the buttons in a new response to ``interaction``."""
        return arguments_of(rolls, RollOrigin(interaction.id, interaction.user.id), self.signer)
