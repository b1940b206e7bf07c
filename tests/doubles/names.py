"""NamesInHand: the saved names that the test says, for every player alike."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from nazh.domain.kernel.identity import PlayerId


class NamesInHand:
    """Knows the given names; satisfies the port ``SavedNames``."""

    def __init__(self, saved: Mapping[str, str]) -> None:
        self._saved = saved

    async def find(self, by: PlayerId, names: Collection[str]) -> Mapping[str, str]:
        """Return what is saved under ``names``."""
        return {name: self._saved[name] for name in names if name in self._saved}
