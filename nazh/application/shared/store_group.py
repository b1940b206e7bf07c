"""StoreGroup: where records are kept, and what is shared with other processes, as one store."""

from __future__ import annotations

from nazh.application.shared.ports import Store


class StoreGroup:
    """Satisfies ``Store`` for several: opened in their order, closed the other way round."""

    def __init__(self, *stores: Store) -> None:
        self._stores = stores

    async def open(self) -> None:
        """Open each, as soon as those before are. Raises the ``StoreError`` of the first."""
        for store in self._stores:
            await store.open()

    async def is_reachable(self) -> bool:
        """Return whether every one answers."""
        return all([await store.is_reachable() for store in self._stores])

    async def close(self) -> None:
        """Close each, also where ``open`` did not come so far."""
        for store in reversed(self._stores):
            await store.close()
