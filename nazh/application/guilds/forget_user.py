"""ForgetUser: deletes everything that is kept about one user, at that user's request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nazh.application.guilds.ports import GuildRecords, PersonalData
from nazh.domain.kernel.identity import UserId


@dataclass(frozen=True, slots=True)
class ForgetUser:
    """Forgets a user in every context. Changes in settings of guilds stay, and are by nobody."""

    contexts: Sequence[PersonalData]
    records: GuildRecords

    async def __call__(self, user: UserId) -> None:
        """Forget everything. May be called twice.

        Raises ``Unavailable``, with what was done done.
        """
        await self.records.forget_changes(user)
        for context in self.contexts:
            await context.forget_user(user)
