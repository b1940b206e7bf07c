"""In hand: which interaction a task is about, so that each log record of the task can say it."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final

import hikari

CURRENT_INTERACTION: Final[ContextVar[hikari.PartialInteraction | None]] = ContextVar(
    "in_hand", default=None
)
"""Set by the door. It holds the interaction as it is: facts are made only when one is logged."""


def log_fields() -> dict[str, str | int]:
    """Return the facts of the interaction in hand: nothing where there is none."""
    interaction = CURRENT_INTERACTION.get()
    return {} if interaction is None else interaction_fields(interaction)


def interaction_fields(interaction: hikari.PartialInteraction) -> dict[str, str | int]:
    """Return what may be known of an interaction: no name, and nothing that somebody wrote.

    ``interaction`` is its id, as text because it is too long a number for many readers of JSON.
    """
    fields: dict[str, str | int] = {"interaction": str(int(interaction.id))}
    match interaction:
        case hikari.CommandInteraction() | hikari.AutocompleteInteraction():
            fields["command"] = interaction.command_name
        case hikari.ComponentInteraction() | hikari.ModalInteraction():
            # What stands behind the action is a roll, or somebody's words.
            fields["command"] = ":".join(interaction.custom_id.split(":", 2)[:2])
        case _:
            pass
    app = interaction.app
    if isinstance(app, hikari.ShardAware) and app.shard_count:
        fields["shard"] = (int(interaction.guild_id or 0) >> 22) % app.shard_count
    return fields
