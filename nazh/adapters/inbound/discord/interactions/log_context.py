"""Attaches the current interaction to every log record of its task."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final

import hikari

CURRENT_INTERACTION: Final[ContextVar[hikari.PartialInteraction | None]] = ContextVar(
    "current_interaction", default=None
)
"""Set by the pipeline. It holds the interaction; fields are extracted only when one is logged."""


def log_fields() -> dict[str, str | int]:
    """Return the fields of the current interaction, or none without one."""
    interaction = CURRENT_INTERACTION.get()
    return {} if interaction is None else interaction_fields(interaction)


def interaction_fields(interaction: hikari.PartialInteraction) -> dict[str, str | int]:
    """Return the fields to log, which exclude names and anything that a user wrote.

    ``interaction`` is its id, as text because many JSON parsers round such long numbers.
    """
    fields: dict[str, str | int] = {"interaction": str(int(interaction.id))}
    match interaction:
        case hikari.CommandInteraction() | hikari.AutocompleteInteraction():
            fields["command"] = interaction.command_name
        case hikari.ComponentInteraction() | hikari.ModalInteraction():
            # The arguments after the action may contain a roll, or a user's words.
            fields["command"] = ":".join(interaction.custom_id.split(":", 2)[:2])
        case _:
            pass
    app = interaction.app
    if isinstance(app, hikari.ShardAware) and app.shard_count:
        fields["shard"] = (int(interaction.guild_id or 0) >> 22) % app.shard_count
    return fields
