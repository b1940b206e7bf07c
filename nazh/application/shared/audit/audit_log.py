"""Declares the audit log, which records changes to guilds and to the whole platform.

A store writes an entry in the transaction of the change, so that either both or neither commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol, TypeVar

from nazh.application.shared.audit.audit_chain import AuditRow, ChainEnds
from nazh.domain.kernel.identity import GuildId, RequestId, UserId

AUDIT_DAYS: Final = 365
"""Days that entries are kept, regardless of a guild's retention period."""
Result = TypeVar("Result")
Details = Mapping[str, str | int | None]
"""A few values that describe a change, without secrets and users."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """A change, with its actor and interaction; ``actor`` is ``None`` for the operator.

    ``action`` is a dotted name that begins with the context, such as ``keep.server.added``.
    ``target`` names what was changed, and is never a user. ``guild`` is ``None`` if all guilds are
    affected. ``before`` and ``after`` are ``None`` if nothing existed or there are no details.
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
    """The stored entries of all guilds, each chained to the previous one."""

    async def replay(self, work: Callable[[ChainEnds, Iterator[AuditRow]], Result]) -> Result:
        """Return what ``work`` returns for a consistent snapshot of the rows, in order.

        The rows are streamed while ``work`` iterates, so that they need not fit into memory. Raises
        ``Unavailable``.
        """
        ...


class OldEntries(Protocol):
    """The entries past their retention period."""

    async def prune(self, before: datetime, most: int) -> int:
        """Delete at most ``most`` of the oldest entries made before an instant; return how many.

        The chain then begins after the last deleted one. Raises ``Unavailable``.
        """
        ...
