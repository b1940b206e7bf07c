"""Deletes the dice data of a user or a guild."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nazh.application.dice.ports import SavedRollStore
from nazh.application.dice.ports.privacy import GuildRecords, UserRecords
from nazh.application.dice.saving.saved_roll_scopes import update_saved_rolls
from nazh.application.shared.ports import EventPublisher
from nazh.domain.dice.events import RollsPruned
from nazh.domain.dice.saving.saved_collections import EMPTY_COLLECTION, user_owner
from nazh.domain.kernel.identity import GuildId, UserId

BATCH_SIZE: Final = 500
"""Rolls deleted per transaction, so that concurrent rolls do not wait for long."""
MAX_PER_RUN: Final = 50_000
"""Rolls of one guild deleted per run; the next run continues, so that no guild delays others."""


@dataclass(frozen=True, slots=True)
class ForgetDice:
    """Satisfies ``PersonalData``."""

    users: UserRecords
    guilds: GuildRecords
    saved_rolls: SavedRollStore
    publisher: EventPublisher

    async def forget_user(self, user: UserId) -> None:
        """Delete rolls, saved rolls and characters, and unlink shared data from the user.

        A guild's total counts and the chains of fair sessions are kept.
        """
        await update_saved_rolls(self.saved_rolls, user_owner(user), lambda _: EMPTY_COLLECTION)
        await self.users.forget_numbers(user)
        while await self.users.forget_rolls(user, BATCH_SIZE) == BATCH_SIZE:
            pass
        # Counts come last, because picks add to them as long as the roll is recorded.
        await self.users.forget_counts(user)

    async def prune_guild(self, guild: GuildId, before: datetime) -> bool:
        """Delete at most ``MAX_PER_RUN`` rolls; return whether none are left."""
        for _ in range(MAX_PER_RUN // BATCH_SIZE):
            count = await self.guilds.forget_rolls(guild, before, BATCH_SIZE)
            if count:
                await self.publisher.publish(RollsPruned(count))
            if count < BATCH_SIZE:
                return True
        return False

    async def forget_guild(self, guild: GuildId) -> None:
        """Delete everything except rolls."""
        await self.guilds.forget(guild)
