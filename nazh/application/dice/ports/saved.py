"""The ports for what users and guilds have saved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from nazh.domain.dice.saving.saved_collections import Owner, SavedCollection
from nazh.domain.kernel.identity import GuildId, UserId


class SavedNames(Protocol):
    """Resolves the names in a roll (``@number`` and ``$roll``) for a user."""

    async def find(
        self, by: UserId, names: Collection[str], guild: GuildId | None = None
    ) -> Mapping[str, str]:
        """Return the texts of ``names`` (with sign) and of the names that these use.

        The order is deterministic. Unknown names are absent. Raises ``Unavailable`` if storage does
        not answer.
        """
        ...

    async def names(self, by: UserId, guild: GuildId | None = None) -> Collection[str]:
        """Return all names (with sign) that ``by`` may use in ``guild``.

        Raises ``Unavailable`` if storage does not answer.
        """
        ...

    async def active_character(self, by: UserId, guild: GuildId | None) -> str | None:
        """Return the name of the active character of ``by`` in ``guild``, or ``None``.

        Raises ``Unavailable`` if storage does not answer.
        """
        ...


class SavedRollStore(Protocol):
    """Stores the collections of all users and guilds. Both calls raise ``Unavailable``."""

    async def read(self, owners: Collection[Owner]) -> Mapping[Owner, SavedCollection]:
        """Return the collection of each of ``owners``, which is empty if nothing is saved."""
        ...

    async def replace(self, owner: Owner, before: SavedCollection, after: SavedCollection) -> bool:
        """Replace ``before`` with ``after``; return whether it was replaced.

        Nothing changes if the collection is no longer ``before``, because of a concurrent change.
        """
        ...
