"""What the dice use cases ask of storage about rolls of before: pages of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.application.dice.ports.ledger import RollRecord
from nazh.domain.kernel.identity import ChannelId, GuildId, UserId


@dataclass(frozen=True, slots=True)
class RollQuery:
    """Which rolls: those that fit everything that is given.

    ``text`` stands anywhere in notation or comment, in any letter case. Secret rolls are among
    them only where ``with_secret`` says so.
    """

    by: UserId | None = None
    channel: ChannelId | None = None
    guild: GuildId | None = None
    since: datetime | None = None
    text: str = ""
    with_secret: bool = False


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """A roll in the archive, with all that became of it, as it is now.

    ``place`` is a number above 0 that never changes; what came later has a higher one.
    """

    sequence: int
    record: RollRecord


class RollArchive(Protocol):
    """All rolls on record. A roll and what became of it are one entry. Raises ``Unavailable``."""

    async def older(
        self, query: RollQuery, sequence: int | None, limit: int
    ) -> tuple[ArchiveEntry, ...]:
        """Return entries of a place below ``than``, if any, the latest first, at most ``most``."""
        ...

    async def newer(self, query: RollQuery, sequence: int, limit: int) -> tuple[ArchiveEntry, ...]:
        """Return the next entries of a place above ``than``, the latest first, at most ``most``."""
        ...

    async def entry(self, sequence: int) -> ArchiveEntry | None:
        """Return what stands at a place; ``None`` where nothing does, or does any more."""
        ...

    async def prune(self, before: datetime, limit: int) -> int:
        """Forget rolls that fell before an instant; return how many, up to ``most``.

        Fewer than ``most`` means that there are no more. Then fair sessions in which nothing has
        happened since are forgotten as well.
        """
        ...
