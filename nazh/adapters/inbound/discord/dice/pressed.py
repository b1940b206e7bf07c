"""What a press on a result's button says: which roll, whose, by whom, and what fell in it.

A result's ``custom_id`` carries the sealed faces, or ``record`` where they do not fit.
"""

from __future__ import annotations

from typing import Final

import hikari

from nazh.adapters.inbound.discord.components import CUSTOM_ID_CHARACTERS, custom_id
from nazh.adapters.inbound.discord.dice.messages import ShownRoll, read_roll
from nazh.adapters.inbound.discord.dice.presenter import PICK
from nazh.adapters.inbound.discord.dice.seals import Provenance, Seals
from nazh.adapters.inbound.discord.errors import ForgedButton
from nazh.application.dice.fallen_dice import FallenDice
from nazh.application.dice.recall_roll import RecallRequest
from nazh.domain.dice import Roll
from nazh.domain.kernel.identity import RequestId, ServerId

ON_RECORD: Final = "record"
"""Arguments of a button that could not carry its faces; the ledger has to know them."""
_ROOM: Final = CUSTOM_ID_CHARACTERS - len(custom_id(PICK, "00"))
"""Characters for arguments in the button that says most besides."""
Acting = hikari.CommandInteraction | hikari.ComponentInteraction | hikari.ModalInteraction


def arguments_of(rolls: tuple[Roll, ...], provenance: Provenance, seals: Seals) -> str:
    """Return what the buttons of a result carry."""
    plan = rolls[0].throw.plan
    faces = tuple(face for roll in rolls for face in roll.throw.faces)
    picked: tuple[int, ...] = ()
    if plan.has_plot_die:
        plots = [roll.plot for roll in rolls]
        picked = tuple(plot.face if plot and plot.is_picked else 0 for plot in plots)
    fallen = FallenDice(plan.notation, faces, rolls[0].ruleset, picked=picked)
    sealed = seals.seal(provenance, fallen)
    return sealed if len(sealed) <= _ROOM else ON_RECORD


def what_the_button_carries(
    interaction: hikari.ComponentInteraction, arguments: str, seals: Seals
) -> FallenDice | None:
    """Return the sealed dice; ``None`` where only the ledger can know. Raises ForgedButton."""
    if arguments == ON_RECORD:
        return None
    return seals.open(arguments, provenance_of(interaction), shown_by(interaction))


def provenance_of(interaction: hikari.ComponentInteraction) -> Provenance:
    """Return which roll the message shows and whose, by Discord's word. Raises ForgedButton."""
    message = interaction.message
    metadata = message.interaction_metadata
    if metadata is None or message.author.id != interaction.application_id:
        raise ForgedButton
    return Provenance(metadata.interaction_id, metadata.user.id)


def recall_of(
    interaction: hikari.ComponentInteraction, arguments: str, seals: Seals
) -> RecallRequest:
    """Return the request for what the message shows. Raises ForgedButton."""
    return RecallRequest(
        origin=RequestId(str(provenance_of(interaction).origin)),
        notation=shown_by(interaction).notation,
        fallen=what_the_button_carries(interaction, arguments, seals),
    )


def shown_by(interaction: hikari.ComponentInteraction) -> ShownRoll:
    """Return the roll that the message shows. Raises ForgedButton where there is none."""
    embeds = interaction.message.embeds
    shown = read_roll((embeds[0].description if embeds else None) or "")
    if not shown.notations:
        raise ForgedButton
    return shown


def character_of(interaction: hikari.ComponentInteraction) -> str | None:
    """Return which character rolled what the message shows; ``None`` for nobody."""
    embeds = interaction.message.embeds
    author = embeds[0].author if embeds else None
    return author.name if author else None


def is_secret(interaction: hikari.ComponentInteraction) -> bool:
    """Whether only the presser sees the message."""
    return bool(interaction.message.flags & hikari.MessageFlag.EPHEMERAL)


def server_of(interaction: Acting | hikari.AutocompleteInteraction) -> ServerId | None:
    """Return on which server somebody acts; ``None`` in direct messages."""
    return None if interaction.guild_id is None else ServerId(interaction.guild_id)
