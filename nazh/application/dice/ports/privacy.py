"""What the dice use cases ask of storage about one player: all there is, and to forget it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from nazh.application.dice.ports.ledger import RollRecord
from nazh.domain.dice.server_settings import SettingChange
from nazh.domain.kernel.identity import PlayerId, RequestId, ServerId


@dataclass(frozen=True, slots=True)
class OwnChange:
    """A change that a player made in the settings of a server."""

    server: ServerId
    change: SettingChange


class PlayerRecords(Protocol):
    """What is kept of players besides their shelves. All calls raise ``Unavailable``."""

    async def rolls(
        self, of: PlayerId, before: RequestId | None, most: int
    ) -> tuple[RollRecord, ...]:
        """Return rolls of a player, the latest first, at most ``most``.

        They are older than the roll called ``before``, if any; none where that is forgotten.
        """
        ...

    async def changes(self, of: PlayerId) -> tuple[OwnChange, ...]:
        """Return the changes in settings of servers that a player made, the latest first."""
        ...

    async def forget_rolls(self, of: PlayerId, most: int) -> int:
        """Forget rolls of a player; return how many, up to ``most``.

        Fewer than ``most`` means that there are no more.
        """
        ...

    async def forget_changes(self, of: PlayerId) -> None:
        """Let changes in settings of servers be by nobody, where they were by this player."""
        ...

    async def forget_counts(self, of: PlayerId) -> None:
        """Let counts of what a player rolled in public on servers be by nobody.

        All other counts of the player are forgotten. May be called twice.
        """
        ...
