"""Stores the sessions of this process's shards, so that the next process can resume them.

A stored session is older than the response deadline: after a crash Discord replays everything that
may not have been answered. Interactions that were answered are not handled twice, because rolls are
recorded by interaction id.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from nazh.adapters.inbound.discord.interactions.sending.responder import RESPONSE_DEADLINE
from nazh.application.shared.gateway_sessions import (
    GatewaySessionStore,
    Session,
    Shard,
    StoredSession,
)
from nazh.application.shared.ports import Clock
from nazh.domain.kernel.errors import Unavailable

SAVE_INTERVAL: Final = RESPONSE_DEADLINE
"""Seconds between two saves, and therefore the minimum age of what is stored."""
CHECKS_PER_INTERVAL: Final = 6
"""How often in that time new sessions are checked for."""
REFRESH_AFTER: Final = timedelta(seconds=15)
"""A session without events is saved again after this time, so that it does not look abandoned."""
OWNER_TIMEOUT: Final = timedelta(seconds=45)
"""After this time without a save, a process on another host counts as dead."""
MAX_AGE: Final = timedelta(minutes=2)
"""Older sessions are not resumed: their replayed interactions would be too late, but still roll."""
_READY_SEQUENCE: Final = 1
"""The sequence number of the event that opens a session."""
_LOG: Final = logging.getLogger(__name__)


class ShardSessions:
    """Stores sessions, and finds those that this process may resume.

    ``owner`` identifies the process as ``host/pid``.
    """

    def __init__(self, sessions: GatewaySessionStore, clock: Clock, owner: str) -> None:
        self._sessions = sessions
        self._clock = clock
        self._holder = owner
        self._seen: dict[Shard, Session] = {}
        self._saved: dict[Shard, tuple[Session, datetime]] = {}

    @property
    def supports_resume(self) -> bool:
        """True if another process can resume the sessions of this one."""
        return self._sessions.supports_resume

    async def claim_resumable(self, shards: Collection[Shard], url: str) -> Mapping[Shard, Session]:
        """Return the sessions to resume at the gateway ``url``, and claim them. Never raises."""
        try:
            kept = await self._sessions.read(shards)
            claimable = {
                shard: session for shard, session in kept.items() if self._can_claim(session, url)
            }
            claimed = {
                shard: session.session
                for shard, session in claimable.items()
                if await self._sessions.claim(shard, session, self._holder)
            }
        except Unavailable as error:
            _LOG.warning("could not read the stored sessions, so every shard identifies: %s", error)
            return {}
        self._seen |= claimed
        return claimed

    async def run(self, sessions: Callable[[], Mapping[Shard, Session]]) -> None:
        """Save the ``sessions`` of open connections periodically, until cancelled."""
        while True:
            for _ in range(CHECKS_PER_INTERVAL):
                await asyncio.sleep(SAVE_INTERVAL / CHECKS_PER_INTERVAL)
                await self.save_new(sessions())
            await self.save(sessions())

    async def save_new(self, sessions: Mapping[Shard, Session]) -> None:
        """Save those of ``sessions`` that are not stored yet. Never raises."""
        new = {
            shard: session for shard, session in sessions.items() if self._is_new(shard, session)
        }
        if new:
            await self.save(new)

    async def save(self, sessions: Mapping[Shard, Session]) -> None:
        """Save ``sessions`` as they were at the previous save. Never raises."""
        now = self._clock.now()
        answered = {shard: self._replay_safe(shard, session) for shard, session in sessions.items()}
        due = {
            shard: session
            for shard, session in answered.items()
            if self._is_due(shard, session, now)
        }
        for shard, session in sessions.items():
            self._seen[shard] = answered[shard] if self._is_new(shard, session) else session
        if due and await self._save(due, now, self._holder):
            self._saved |= {shard: (session, now) for shard, session in due.items()}

    async def release(self, sessions: Mapping[Shard, Session]) -> None:
        """Save the final state of the sessions and release them. Every connection is closed."""
        if sessions:
            await self._save(sessions, self._clock.now(), None)

    async def _save(
        self, sessions: Mapping[Shard, Session], at: datetime, owner: str | None
    ) -> bool:
        try:
            await self._sessions.save(sessions, at, owner)
        except Unavailable as error:
            _LOG.info("could not store the gateway sessions: %s", error)
            return False
        return True

    def _replay_safe(self, shard: Shard, session: Session) -> Session:
        """Return the session at a point whose earlier interactions are all past their deadline."""
        if self._is_new(shard, session):
            return Session(session.id, min(_READY_SEQUENCE, session.sequence), session.url)
        return self._seen[shard]

    def _is_new(self, shard: Shard, session: Session) -> bool:
        return shard not in self._seen or self._seen[shard].id != session.id

    def _is_due(self, shard: Shard, session: Session, now: datetime) -> bool:
        if shard not in self._saved:
            return True
        saved, at = self._saved[shard]
        return session != saved or now - at >= REFRESH_AFTER

    def _can_claim(self, kept: StoredSession, url: str) -> bool:
        age = abs(self._clock.now() - kept.at)
        if age > MAX_AGE or not _is_gateway_host(kept.session.url, url):
            return False
        return kept.owner is None or age > OWNER_TIMEOUT or _has_exited(kept.owner, self._holder)


def _has_exited(owner: str, this_owner: str) -> bool:
    """Return whether a process of this host has ended; for another host this is unknown.

    In a container every run of the program has the same pid, so an equal pid means that it ended.
    """
    (host, pid), (this_host, this_pid) = owner.rsplit("/", 1), this_owner.rsplit("/", 1)
    if host != this_host:
        return False
    return pid == this_pid or not _is_running(pid)


def _is_running(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _is_gateway_host(resuming: str, gateway: str) -> bool:
    """Return whether a host is the gateway's or in its domain, because the token is sent there."""
    url, gateway_url = urlsplit(resuming), urlsplit(gateway)
    if (url.scheme, url.netloc) == (gateway_url.scheme, gateway_url.netloc):
        return True
    domain = (gateway_url.hostname or "").partition(".")[2]
    is_named = domain.replace(".", "").replace("-", "").isalpha() and "." in domain
    return is_named and url.scheme == gateway_url.scheme and url.netloc.endswith(f".{domain}")
