"""Deletes all data about one user, at their request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nazh.application.guilds.ports import GuildRecords, PersonalData
from nazh.domain.kernel.identity import UserId


@dataclass(frozen=True, slots=True)
class ForgetUser:
    """Deletes a user's data in every context. Changes of guild settings are kept anonymously."""

    contexts: Sequence[PersonalData]
    records: GuildRecords

    async def __call__(self, user: UserId) -> None:
        """Delete everything. May be called twice.

        Raises ``Unavailable``; data already deleted stays deleted.
        """
        await self.records.forget_changes(user)
        for context in self.contexts:
            await context.forget_user(user)
