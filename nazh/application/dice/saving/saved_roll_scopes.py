"""Determines which collection a request changes, and updates it without lost updates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from nazh.application.dice.errors import NoGuildToSaveFor, OnlyGameMastersSave
from nazh.application.dice.ports import SavedRollStore
from nazh.domain.dice.saving.saved_collections import (
    EMPTY_COLLECTION,
    Owner,
    SavedCollection,
    guild_owner,
    user_owner,
)
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, UserId

_ATTEMPTS: Final = 8


class SaveScope(Enum):
    """The scope of a saved text; the value is its name in commands."""

    MINE = "mine"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Requester:
    """A user, and the guild they are in; ``None`` in direct messages."""

    player: UserId
    guild: GuildId | None = None
    is_game_master: bool = False


def owner_for(requester: Requester, scope: SaveScope) -> Owner:
    """Return the owner to change. Raises NoGuildToSaveFor and OnlyGameMastersSave."""
    if scope is SaveScope.MINE:
        return user_owner(requester.player)
    if requester.guild is None:
        raise NoGuildToSaveFor
    if not requester.is_game_master:
        raise OnlyGameMastersSave
    return guild_owner(requester.guild)


async def read_saved_rolls(
    saved_rolls: SavedRollStore, player: UserId, guild: GuildId | None
) -> tuple[SavedCollection, SavedCollection]:
    """Return the collections of a player and of the guild; empty without a guild."""
    own_saved = user_owner(player)
    if guild is None:
        return (await saved_rolls.read([own_saved]))[own_saved], EMPTY_COLLECTION
    guild_saved = guild_owner(guild)
    saved = await saved_rolls.read([own_saved, guild_saved])
    return saved[own_saved], saved[guild_saved]


async def update_saved_rolls(
    saved_rolls: SavedRollStore, owner: Owner, change: Callable[[SavedCollection], SavedCollection]
) -> SavedCollection:
    """Replace the collection with ``change(collection)``, and retry after a concurrent change.

    Returns the new collection. Raises the refusals of ``change``, and ``Unavailable``.
    """
    for _ in range(_ATTEMPTS):
        before = (await saved_rolls.read([owner]))[owner]
        after = change(before)
        if after == before or await saved_rolls.replace(owner, before, after):
            return after
    raise Unavailable("the saved rolls")
