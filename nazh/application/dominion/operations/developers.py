"""Decides which users are developers."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.ports import Requester
from nazh.domain.dominion.errors.controls import OnlyDevelopers
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class Developers:
    """The users who operate the game, and the only guild in which they can.

    Without ``users``, the administrators of the guild are developers. Without a ``guild``, there
    are no developers.
    """

    guild: GuildId | None
    users: frozenset[UserId] = frozenset()

    def check(self, requester: Requester) -> None:
        """Raise OnlyDevelopers unless the user is a developer in the developers' guild."""
        is_named = requester.user in self.users if self.users else requester.is_administrator
        if self.guild is None or requester.guild != self.guild or not is_named:
            raise OnlyDevelopers
