"""Records which guilds the bot is in and which it has left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from nazh.application.guilds.ports import GuildMembership
from nazh.application.guilds.ports.guilds import ALL_GUILDS, Span
from nazh.application.shared.ports import Clock
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class NoteGuilds:
    """Records a departure when it is noticed, and clears it when the bot is back."""

    membership: GuildMembership
    clock: Clock

    async def __call__(
        self, present: Collection[GuildId], among: Span = ALL_GUILDS
    ) -> tuple[int, int]:
        """Return how many guilds the bot left, and to how many it returned.

        ``present`` are all guilds in the span ``among`` that the bot is in. Raises ``Unavailable``.
        """
        return await self.membership.note(present, self.clock.now(), among)
