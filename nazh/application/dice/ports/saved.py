"""What the dice use cases ask of storage: the names a player saved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from nazh.domain.kernel.identity import PlayerId


class SavedNames(Protocol):
    """The numbers (``@name``) and rolls (``$name``) that players have saved."""

    async def find(self, by: PlayerId, names: Collection[str]) -> Mapping[str, str]:
        """Return the notation of each of ``names`` (with sigil) that ``by`` has saved.

        Unknown names are absent. Raises ``Unavailable`` when storage does not answer.
        """
        ...
