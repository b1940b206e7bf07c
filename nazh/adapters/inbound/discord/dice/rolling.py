"""Rolls for an interaction: the request in its player's name, timed, and the roll as a message."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter

import hikari

from nazh.adapters.inbound.discord.answers import Answer
from nazh.adapters.inbound.discord.dice.houses import House, Houses
from nazh.adapters.inbound.discord.dice.presenter import roll_message
from nazh.adapters.inbound.discord.dice.pressed import arguments_of
from nazh.adapters.inbound.discord.dice.seals import Provenance, Seals
from nazh.adapters.inbound.discord.dice.secret_rolls import secret_answer
from nazh.adapters.inbound.discord.door import DoorMeter
from nazh.application.dice.outcome import Outcome
from nazh.application.dice.roll_dice import RollDice, RollRequest
from nazh.domain.dice import Roll
from nazh.domain.kernel.identity import ChannelId, PlayerId, RequestId, ServerId

Asking = hikari.CommandInteraction | hikari.ComponentInteraction | hikari.ModalInteraction


@dataclass(frozen=True, slots=True)
class Table:
    """What every way of rolling shares: the use case, the houses, the seals, and who is told."""

    roll_dice: RollDice
    houses: Houses
    seals: Seals
    meter: DoorMeter

    def request(
        self,
        interaction: Asking,
        notation: str,
        *,
        id: str | None = None,
        add_plot: bool = False,
        label: str | None = None,
        difficulty: int | None = None,
        also: RequestId | None = None,
        shared: tuple[tuple[str, str], ...] = (),
        is_secret: bool = False,
    ) -> RollRequest:
        """Return the request of an interaction; without an ``id`` it is the interaction's own."""
        server = interaction.guild_id
        return RollRequest(
            id=RequestId(str(interaction.id) if id is None else id),
            notation=notation,
            by=PlayerId(interaction.user.id),
            where=ChannelId(interaction.channel_id),
            server=None if server is None else ServerId(server),
            add_plot=add_plot,
            label=label,
            difficulty=difficulty,
            also=also,
            shared=shared,
            is_secret=is_secret,
        )

    def request_again(
        self, interaction: Asking, notation: str, comment: str | None, *, is_secret: bool
    ) -> RollRequest:
        """Return the request of an interaction for a new roll of what was rolled before."""
        request = self.request(interaction, notation, is_secret=is_secret)
        return replace(request, is_again=True, comment=comment)

    async def roll(self, request: RollRequest, house: House) -> Outcome:
        """Roll by the rules of a house, and tell how long it took."""
        started = perf_counter()
        if request.ruleset != house.ruleset:
            request = replace(request, ruleset=house.ruleset)
        outcome = await self.roll_dice(request)
        self.meter.rolled_in(perf_counter() - started)
        return outcome

    async def answer(self, interaction: Asking, request: RollRequest) -> Answer:
        """Roll, and return the message for everybody, or for the roller alone."""
        house = await self.houses.at(interaction)
        outcome = await self.roll(request, house)
        arguments = self.arguments(outcome.rolls, interaction)
        if request.is_secret:
            return secret_answer(outcome, arguments, interaction, house)
        return roll_message(outcome, arguments, house.public, is_compact=house.is_compact)

    def arguments(self, rolls: tuple[Roll, ...], interaction: Asking) -> str:
        """Return what the buttons below a new answer to ``interaction`` carry."""
        return arguments_of(rolls, Provenance(interaction.id, interaction.user.id), self.seals)
