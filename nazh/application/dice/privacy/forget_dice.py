"""ForgetDice: deletes what the dice keep about a user or a guild."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nazh.application.dice.ports import SavedRollStore
from nazh.application.dice.ports.privacy import GuildRecords, UserRecords
from nazh.application.dice.saving.saved_roll_scopes import update_saved_rolls
from nazh.application.shared.ports import EventPublisher
from nazh.domain.dice.events import RollsPruned
from nazh.domain.dice.saved_collections import EMPTY_COLLECTION, user_owner
from nazh.domain.kernel.identity import GuildId, UserId

USER_BATCH_SIZE: Final = 500
"""Rolls of a user in one transaction, so that nobody who rolls meanwhile waits for long."""
GUILD_BATCH_SIZE: Final = 500
"""Rolls of a guild in one transaction."""
MAX_PER_RUN: Final = 50_000
"""Rolls of one guild in one run; the others go in the next, so that no guild delays the others."""


@dataclass(frozen=True, slots=True)
class ForgetDice:
    """Satisfies ``PersonalData``."""

    users: UserRecords
    guilds: GuildRecords
    saved_rolls: SavedRollStore
    publisher: EventPublisher

    async def forget_user(self, user: UserId) -> None:
        """Forget rolls, saved rolls and characters, and let by nobody what others need.

        What everybody rolled together on a guild and the chains of fair sessions stay.
        """
        await update_saved_rolls(self.saved_rolls, user_owner(user), lambda _: EMPTY_COLLECTION)
        await self.users.forget_numbers(user)
        while await self.users.forget_rolls(user, USER_BATCH_SIZE) == USER_BATCH_SIZE:
            pass
        # Last: what is picked in a roll adds to the counts for as long as the roll is on record.
        await self.users.forget_counts(user)

    async def prune_guild(self, guild: GuildId, before: datetime) -> bool:
        """Forget rolls, of which as many as ``MAX_PER_RUN``; whether there are no more of them."""
        for _ in range(MAX_PER_RUN // GUILD_BATCH_SIZE):
            count = await self.guilds.forget_rolls(guild, before, GUILD_BATCH_SIZE)
            if count:
                await self.publisher.publish(RollsPruned(count))
            if count < GUILD_BATCH_SIZE:
                return True
        return False

    async def forget_guild(self, guild: GuildId) -> None:
        """Forget everything but rolls."""
        await self.guilds.forget(guild)
