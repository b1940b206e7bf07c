"""Grants every job, for a process that shares no database."""

from __future__ import annotations

from datetime import datetime

from nazh.application.shared.jobs import is_due


class MemoryJobClaims:
    """Satisfies ``JobClaims`` for one process."""

    __slots__ = ("_due_at",)

    def __init__(self) -> None:
        self._due_at: dict[str, datetime] = {}

    async def claim(self, name: str, now: datetime, until: datetime) -> bool:
        """Return whether the job is due."""
        if not is_due(self._due_at.get(name, now), now, until):
            return False
        self._due_at[name] = until
        return True

    async def schedule(self, name: str, claimed_until: datetime, due_at: datetime) -> None:
        """Set the instant from which a job is due again."""
        if self._due_at.get(name) == claimed_until:
            self._due_at[name] = due_at
