"""Secret rolls: who sees them besides the roller, and how they are revealed."""

from __future__ import annotations

from dataclasses import replace

import hikari

from nazh.adapters.inbound.discord.answers import Answer, Kind
from nazh.adapters.inbound.discord.components import ButtonAction
from nazh.adapters.inbound.discord.courier import Errand, ErrandAnswer
from nazh.adapters.inbound.discord.dice.houses import House, Houses
from nazh.adapters.inbound.discord.dice.presenter import (
    revealed_edit,
    roll_message,
    roll_notice,
)
from nazh.adapters.inbound.discord.dice.pressed import (
    Acting,
    arguments_of,
    character_of,
    provenance_of,
    server_of,
    shown_by,
    what_the_button_carries,
)
from nazh.adapters.inbound.discord.dice.seals import Provenance, Seals
from nazh.adapters.inbound.wording.dice.secrets import revealed_by, seen_by_game_master
from nazh.application.dice.outcome import Outcome
from nazh.application.dice.reveal_roll import RevealRequest, RevealRoll
from nazh.domain.kernel.identity import ChannelId, PlayerId, RequestId


def secret_answer(
    outcome: Outcome,
    arguments: str,
    interaction: Acting,
    house: House,
) -> Answer:
    """Return a roll for its roller alone, and a notice behind it for the game masters, if any."""
    answer = roll_message(outcome, arguments, house.private, is_secret=True)
    notice = secret_notice(outcome, interaction, house)
    if notice is None:
        return answer
    return ErrandAnswer(answer.kind, answer.data, otherwise=answer, errands=(notice,))


def secret_notice(
    outcome: Outcome,
    interaction: Acting,
    house: House,
) -> Errand | None:
    """Return what tells the game masters of a secret roll; ``None`` where they have no channel."""
    if house.notice_channel is None or interaction.guild_id is None:
        return None
    heading = seen_by_game_master(interaction.user.id, interaction.channel_id, house.public)
    return Errand(
        f"{interaction.id}+notice",
        roll_notice(outcome, heading, house.public),
        channel=house.notice_channel,
        server=interaction.guild_id,
    )


def reveal_button(reveal_roll: RevealRoll, seals: Seals, houses: Houses) -> ButtonAction:
    """Return the action of Reveal: the roll stands in public, and can be revealed no more."""

    async def reveal(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        provenance = provenance_of(interaction)
        request = RevealRequest(
            id=RequestId(str(interaction.id)),
            origin=RequestId(str(provenance.origin)),
            notation=shown_by(interaction).notation,
            rolled_by=PlayerId(provenance.roller),
            pressed_by=PlayerId(interaction.user.id),
            fallen=what_the_button_carries(interaction, arguments, seals),
            where=ChannelId(interaction.channel_id),
            server=server_of(interaction),
        )
        house = await houses.at(interaction)
        rolls = await reveal_roll(request)
        here = Provenance(interaction.id, provenance.roller)
        sealed = arguments_of(rolls, here, seals)
        outcome = Outcome(rolls, character=character_of(interaction))
        public = roll_message(outcome, sealed, house.public, is_compact=house.is_compact)
        heading = revealed_by(provenance.roller, house.public)
        public = replace(public, data={**(public.data or {}), "content": heading})
        return ErrandAnswer(
            Kind.EDIT,
            revealed_edit(outcome, arguments_of(rolls, provenance, seals), house.private),
            otherwise=public,
            errands=(Errand(f"{request.origin}+reveal", public.data or {}),),
        )

    return reveal
