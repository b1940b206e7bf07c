"""Declares the audit log, which records changes to guilds and to the whole platform.

A store writes an entry in the transaction of the change, so that both are committed or neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol, TypeVar

from nazh.application.shared.audit_chain import AuditRow, ChainEnds
from nazh.domain.kernel.identity import GuildId, RequestId, UserId

AUDIT_DAYS: Final = 365
"""Days for which entries are kept, whatever the retention period of a guild."""
Result = TypeVar("Result")
Details = Mapping[str, str | int | None]
"""A few values that say what was changed, without secrets and without users."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """A change, and who made it by which interaction; ``actor`` is ``None`` for the operator.

    ``action`` is a dotted name that begins with the context, such as ``keep.server.added``.
    ``target`` names what was changed, and is no user. ``guild`` is ``None`` if all are concerned,
    and ``before`` and ``after`` are ``None`` if there was nothing, or there are no details.
    """

    at: datetime
    guild: GuildId | None
    actor: UserId | None
    action: str
    target: str
    before: Details | None = None
    after: Details | None = None
    interaction: RequestId | None = None


class AuditLog(Protocol):
    """The stored entries of all guilds, each chained to the one before."""

    async def replay(self, work: Callable[[ChainEnds, Iterator[AuditRow]], Result]) -> Result:
        """Return what ``work`` makes of the rows in their order, all as they are at one moment.

        The rows are read while ``work`` iterates, so that they need not fit into memory. Raises
        ``Unavailable``.
        """
        ...


class OldEntries(Protocol):
    """The entries whose time is over."""

    async def prune(self, before: datetime, most: int) -> int:
        """Delete at most ``most`` of the oldest entries made before an instant; return how many.

        The chain begins after the last of them then. Raises ``Unavailable``.
        """
        ...
