"""Ports that tell nations and users what has happened."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.application.shared.audit import AuditEntry
from nazh.application.shared.queued_messages import QueuedMessage
from nazh.domain.dominion.nations import NationId
from nazh.domain.dominion.notices import Facts, Notice, NoticeKind
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class NationNotice:
    """A notice as it is shown, with the present name of the nation."""

    nation: str
    at: datetime
    kind: NoticeKind
    facts: Facts


@dataclass(frozen=True, slots=True)
class WaitingNotice:
    """A notice that was not queued yet. ``number`` identifies it."""

    number: int
    nation: NationId
    guild: GuildId
    notice: NationNotice


Subscribers = Mapping[tuple[NationId, NoticeKind], Sequence[UserId]]
"""The citizens of a nation, and its leader, who want direct messages about a kind of notices."""


class Notices(Protocol):
    """The notices of all nations. Calls raise ``Unavailable``."""

    async def waiting(self, most: int) -> tuple[WaitingNotice, ...]:
        """Return notices that were not queued yet, in order."""
        ...

    async def queue(
        self,
        notices: Collection[WaitingNotice],
        messages_for: Callable[[Subscribers], Iterable[QueuedMessage]],
    ) -> bool:
        """Queue the messages of waiting notices, all or none; return whether it was done.

        ``messages_for`` is given the citizens to tell, and may be called again. Of several callers
        with the same notices, one queues them.
        """
        ...

    async def of_nation(self, nation: NationId, most: int, skip: int) -> tuple[NationNotice, ...]:
        """Return notices of a nation, the latest first, without the first ``skip``."""
        ...


class DirectNotices(Protocol):
    """Which notices users want by direct messages. Calls raise ``Unavailable``."""

    async def of(self, user: UserId) -> frozenset[NoticeKind]:
        """Return the kinds about which a user is told; none at first."""
        ...

    async def change(self, user: UserId, kinds: Collection[NoticeKind], *, is_on: bool) -> None:
        """Begin or end telling a user about kinds of notices."""
        ...


class Broadcasts(Protocol):
    """Notices that all nations get. Calls raise ``Unavailable``."""

    async def draft(self, notice: Notice) -> int:
        """Keep a notice for a day without sending it, and return its number."""
        ...

    async def send(self, number: int, at: datetime, entry: AuditEntry) -> bool:
        """Let all nations that were founded before an instant get a draft, once.

        Adds an entry to the audit log. Returns ``False`` if there is no such draft any more.
        """
        ...

    async def write_some(self) -> bool:
        """Write a part of the notices, in one short transaction; return whether there was one.

        Each nation gets each notice once, whatever is interrupted.
        """
        ...
