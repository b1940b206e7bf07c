"""Defines the ports of notices."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.application.shared.messages.queued_messages import QueuedMessage
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.notices import Facts, Notice, NoticeKind
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class NationNotice:
    """A notice as shown, with the current name of the nation."""

    nation: str
    at: datetime
    kind: NoticeKind
    facts: Facts


@dataclass(frozen=True, slots=True)
class WaitingNotice:
    """A notice that has not been queued. ``number`` identifies it."""

    number: int
    nation: NationId
    guild: GuildId
    notice: NationNotice


Subscribers = Mapping[tuple[NationId, NoticeKind], Sequence[UserId]]
"""The members of a nation who want direct messages for a kind of notice."""


class Notices(Protocol):
    """The notices of all nations. Calls raise ``Unavailable``."""

    async def waiting(self, most: int) -> tuple[WaitingNotice, ...]:
        """Return notices that have not been queued, in order."""
        ...

    async def queue(
        self,
        notices: Collection[WaitingNotice],
        messages_for: Callable[[Subscribers], Iterable[QueuedMessage]],
    ) -> bool:
        """Queue the messages of waiting notices atomically; return whether this call did.

        ``messages_for`` is called with the subscribers, possibly more than once. Of several callers
        with the same notices, one queues them.
        """
        ...

    async def of_nation(self, nation: NationId, most: int, skip: int) -> tuple[NationNotice, ...]:
        """Return notices of a nation, latest first, skipping the first ``skip``."""
        ...


class DirectNotices(Protocol):
    """Which notices users want as direct messages. Calls raise ``Unavailable``."""

    async def of(self, user: UserId) -> frozenset[NoticeKind]:
        """Return the kinds that a user subscribes to; initially none."""
        ...

    async def change(self, user: UserId, kinds: Collection[NoticeKind], *, is_on: bool) -> None:
        """Subscribe a user to kinds of notices, or unsubscribe them."""
        ...


class Broadcasts(Protocol):
    """Notices to all nations. Calls raise ``Unavailable``."""

    async def draft(self, notice: Notice) -> int:
        """Store a notice for a day without sending it, and return its number."""
        ...

    async def send(self, number: int, at: datetime, entry: AuditEntry) -> bool:
        """Send a draft, once, to all nations founded before an instant.

        Adds an entry to the audit log. Returns ``False`` if the draft no longer exists.
        """
        ...

    async def write_some(self) -> bool:
        """Write some of the notices, in one short transaction; return whether there were any.

        Each nation gets each notice once, even after interruptions.
        """
        ...
