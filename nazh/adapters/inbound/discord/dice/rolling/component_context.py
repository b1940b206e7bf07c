"""Reads from a component which roll it belongs to, its roller, its user and its faces.

A result's ``custom_id`` carries the signed faces, or ``record`` if they do not fit.
"""

from __future__ import annotations

from typing import Final

import hikari

from nazh.adapters.inbound.discord.dice.custom_ids import custom_id
from nazh.adapters.inbound.discord.dice.rolling.presenter import PICK
from nazh.adapters.inbound.discord.dice.rolling.shown_message import shown_text
from nazh.adapters.inbound.discord.dice.rolling.shown_roll import ShownRoll, read_roll
from nazh.adapters.inbound.discord.dice.rolling.state_signer import RollOrigin, StateSigner
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.interactions.component_router import CUSTOM_ID_CHARACTERS
from nazh.application.dice.rolling.message_rolls import MessageRoll
from nazh.application.dice.rolling.recall_roll import RecallRequest
from nazh.application.shared.debounce import Debouncer
from nazh.domain.dice import Roll
from nazh.domain.kernel.identity import RequestId

IN_LEDGER: Final = "record"
"""The arguments of a button whose faces did not fit; the ledger is needed to find them."""
_MAX_ARGUMENTS: Final = CUSTOM_ID_CHARACTERS - len(custom_id(PICK, "00"))
"""Characters for arguments in the button whose other parts are the longest."""


def arguments_of(rolls: tuple[Roll, ...], roll_origin: RollOrigin, signer: StateSigner) -> str:
    """Return the arguments of a result's buttons."""
    plan = rolls[0].throw.plan
    faces = tuple(face for roll in rolls for face in roll.throw.faces)
    picked: tuple[int, ...] = ()
    if plan.has_plot_die:
        plots = [roll.plot for roll in rolls]
        picked = tuple(plot.face if plot and plot.is_picked else 0 for plot in plots)
    message_roll = MessageRoll(plan.notation, faces, rolls[0].ruleset, picked=picked)
    signed = signer.sign(roll_origin, message_roll)
    return signed if len(signed) <= _MAX_ARGUMENTS else IN_LEDGER


def signed_dice(
    interaction: hikari.ComponentInteraction, arguments: str, signer: StateSigner
) -> MessageRoll | None:
    """Return the signed dice, or ``None`` if only the ledger has them. Raises InvalidComponent."""
    if arguments == IN_LEDGER:
        return None
    return signer.verify(arguments, roll_origin_of(interaction), shown_by(interaction))


def roll_origin_of(interaction: hikari.ComponentInteraction) -> RollOrigin:
    """Return the id and roller of the message's roll, from Discord. Raises InvalidComponent."""
    message = interaction.message
    metadata = message.interaction_metadata
    if metadata is None or message.author.id != interaction.application_id:
        raise InvalidComponent
    return RollOrigin(metadata.interaction_id, metadata.user.id)


def recall_of(
    interaction: hikari.ComponentInteraction, arguments: str, signer: StateSigner
) -> RecallRequest:
    """Return the request for the message's roll. Raises InvalidComponent."""
    return RecallRequest(
        origin=RequestId(str(roll_origin_of(interaction).origin)),
        notation=shown_by(interaction).notation,
        message_roll=signed_dice(interaction, arguments, signer),
    )


def shown_by(interaction: hikari.ComponentInteraction) -> ShownRoll:
    """Return the roll in the message. Raises InvalidComponent if there is none."""
    shown = read_roll(shown_text(interaction.message))
    if not shown.notations:
        raise InvalidComponent
    return shown


def is_secret(interaction: hikari.ComponentInteraction) -> bool:
    """Return whether the message is private."""
    return bool(interaction.message.flags & hikari.MessageFlag.EPHEMERAL)


async def is_duplicate_press(
    debouncer: Debouncer, interaction: hikari.ComponentInteraction, button: str = ""
) -> bool:
    """Return whether the user has just pressed the same ``button``, as ``Debouncer`` decides."""
    return await debouncer.is_duplicate(
        interaction.message.id, interaction.user.id, interaction.id, button
    )
