"""The port for reading earlier rolls, in pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.identity import ChannelId, GuildId, UserId


@dataclass(frozen=True, slots=True)
class RollQuery:
    """Selects rolls that match all given fields.

    ``text`` is searched in notation and comment, without regard to capitals and accents. Secret
    rolls are included only with ``with_secret``.
    """

    by: UserId | None = None
    channel: ChannelId | None = None
    guild: GuildId | None = None
    since: datetime | None = None
    text: str = ""
    with_secret: bool = False


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """A roll in the archive with all later changes, in its current state.

    ``sequence`` is a number above 0 that never changes; later rolls have higher ones.
    """

    sequence: int
    record: RollRecord


class RollArchive(Protocol):
    """All recorded rolls. A roll and its later changes are one entry. Raises ``Unavailable``."""

    async def older(
        self, query: RollQuery, sequence: int | None, limit: int
    ) -> tuple[ArchiveEntry, ...]:
        """Return entries below ``sequence``, if given, the latest first, at most ``limit``."""
        ...

    async def newer(self, query: RollQuery, sequence: int, limit: int) -> tuple[ArchiveEntry, ...]:
        """Return the next entries above ``sequence``, the latest first, at most ``limit``."""
        ...

    async def entry(self, sequence: int) -> ArchiveEntry | None:
        """Return the entry with this ``sequence``, or ``None`` if there is none."""
        ...

    async def prune(self, before: datetime, limit: int) -> int:
        """Delete rolls made before an instant; return how many, up to ``limit``.

        Fewer than ``limit`` means that there are no more. Then fair sessions without later activity
        are deleted as well.
        """
        ...
