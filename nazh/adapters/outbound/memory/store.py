"""The memory of the process as a store: always there, and nothing to open or close."""

from __future__ import annotations


class MemoryStore:
    """Satisfies the port ``Store``."""

    __slots__ = ()

    async def open(self) -> None:
        """There is nothing to do."""

    async def is_reachable(self) -> bool:
        """As long as there is a process to ask."""
        return True

    async def close(self) -> None:
        """There is nothing to do."""
