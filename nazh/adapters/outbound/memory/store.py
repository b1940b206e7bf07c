"""Provides the process's memory as a store, which needs no opening or closing."""

from __future__ import annotations


class MemoryStore:
    """Satisfies the port ``Store``."""

    __slots__ = ()

    async def open(self) -> None:
        """Do nothing."""

    async def is_reachable(self) -> bool:
        """Return True."""
        return True

    async def close(self) -> None:
        """Do nothing."""
