"""What the dice use cases ask of storage: what players and servers have saved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from nazh.domain.dice.saved_collections import Owner, SavedCollection
from nazh.domain.kernel.identity import GuildId, UserId


class SavedNames(Protocol):
    """What the names in a roll (``@number`` and ``$roll``) mean to the one who rolls."""

    async def find(
        self, by: UserId, names: Collection[str], guild: GuildId | None = None
    ) -> Mapping[str, str]:
        """Return what each of ``names`` (with sign), and each name inside it, stands for.

        Always in the same order. Unknown names are absent. Raises ``Unavailable`` when storage
        does not answer.
        """
        ...

    async def active_character(self, by: UserId, guild: GuildId | None) -> str | None:
        """Return the name of the character that ``by`` plays on ``server``; ``None`` for nobody.

        Raises ``Unavailable`` when storage does not answer.
        """
        ...


class SavedRollStore(Protocol):
    """The shelves of all players and servers. Both calls raise ``Unavailable``."""

    async def read(self, owners: Collection[Owner]) -> Mapping[Owner, SavedCollection]:
        """Return the shelf of each of ``owners``; an empty one for who has saved nothing."""
        ...

    async def replace(self, owner: Owner, before: SavedCollection, after: SavedCollection) -> bool:
        """Put ``after`` in the place of ``before``; whether it was done.

        Nothing is done where the shelf is no longer ``before``: somebody else was faster.
        """
        ...
