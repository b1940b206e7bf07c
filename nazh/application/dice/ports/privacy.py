"""What the dice use cases ask of storage about one player: to be told what is kept, and forget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from nazh.domain.dice.server_settings import SettingChange
from nazh.domain.kernel.identity import PlayerId, ServerId


@dataclass(frozen=True, slots=True)
class OwnChange:
    """A change that a player made in the settings of a server."""

    server: ServerId
    change: SettingChange


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """The number that stands for a player in the chain of a fair session on a server."""

    server: ServerId
    session: str
    number: int


class PlayerRecords(Protocol):
    """What is kept of players besides their shelves. All calls raise ``Unavailable``."""

    async def changes(self, of: PlayerId) -> tuple[OwnChange, ...]:
        """Return the changes in settings of servers that a player made, the latest first."""
        ...

    async def numbers(self, of: PlayerId) -> tuple[OwnNumber, ...]:
        """Return the numbers of a player in fair sessions, those of the oldest first."""
        ...

    async def forget_rolls(self, of: PlayerId, most: int) -> int:
        """Forget rolls of a player; return how many, up to ``most``.

        Fewer than ``most`` means that there are no more.
        """
        ...

    async def forget_changes(self, of: PlayerId) -> None:
        """Let changes in settings of servers be by nobody, where they were by this player."""
        ...

    async def forget_numbers(self, of: PlayerId) -> None:
        """Let the numbers of a player in fair sessions be nobody's. May be called twice."""
        ...

    async def forget_counts(self, of: PlayerId) -> None:
        """Let counts of what a player rolled in public on servers be by nobody.

        All other counts of the player are forgotten. May be called twice.
        """
        ...
