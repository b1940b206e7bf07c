"""Combines several stores into one."""

from __future__ import annotations

from nazh.application.shared.ports import Store


class StoreGroup:
    """Satisfies ``Store`` for several stores, which are opened in order and closed in reverse."""

    def __init__(self, *stores: Store) -> None:
        self._stores = stores

    async def open(self) -> None:
        """Open each store after the previous one. Raises the first ``StoreError``."""
        for store in self._stores:
            await store.open()

    async def is_reachable(self) -> bool:
        """Return whether every store answers."""
        return all([await store.is_reachable() for store in self._stores])

    async def close(self) -> None:
        """Close each store, even if ``open`` did not reach it."""
        for store in reversed(self._stores):
            await store.close()
