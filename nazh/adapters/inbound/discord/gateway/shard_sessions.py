"""Sessions: those of the lines of this process, kept so that the next process goes on with them.

What is written while the bot runs is as old as an answer may be: after a crash Discord tells again
of everything that may not have been answered. Who was answered already is asked nothing twice, as
the record goes by the interaction's id.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from nazh.adapters.inbound.discord.interactions.responder import RESPONSE_DEADLINE
from nazh.application.shared.gateway_sessions import (
    GatewaySessionStore,
    Session,
    Shard,
    StoredSession,
)
from nazh.application.shared.ports import Clock
from nazh.domain.kernel.errors import Unavailable

SAVE_INTERVAL: Final = RESPONSE_DEADLINE
"""Seconds between two looks at how far the lines are, and so the least age of what is written."""
CHECKS_PER_INTERVAL: Final = 6
"""How often, in that time, it is looked whether there are new sessions."""
REFRESH_AFTER: Final = timedelta(seconds=15)
"""A session where nothing happens is written again, so that it does not look abandoned."""
OWNER_TIMEOUT: Final = timedelta(seconds=45)
"""After that, a process on another host that has written nothing is taken for dead."""
MAX_AGE: Final = timedelta(minutes=2)
"""An older session is not continued: nobody waits for what it missed, and it would be rolled."""
_READY_SEQUENCE: Final = 1
"""The event that opens a session."""
_LOG: Final = logging.getLogger(__name__)


class ShardSessions:
    """Writes down sessions, and finds those that this process may go on with.

    ``holder`` names the process as ``host/pid``.
    """

    def __init__(self, sessions: GatewaySessionStore, clock: Clock, owner: str) -> None:
        self._sessions = sessions
        self._clock = clock
        self._holder = owner
        self._seen: dict[Shard, Session] = {}
        self._saved: dict[Shard, tuple[Session, datetime]] = {}

    @property
    def supports_resume(self) -> bool:
        """Whether another process can go on with the sessions of this one."""
        return self._sessions.supports_resume

    async def claim_resumable(self, shards: Collection[Shard], url: str) -> Mapping[Shard, Session]:
        """Return the sessions to go on with, at the gateway of ``url``. Never raises."""
        try:
            kept = await self._sessions.read(shards)
            claimable = {shard: one for shard, one in kept.items() if self._can_claim(one, url)}
            claimed = {
                shard: one.session
                for shard, one in claimable.items()
                if await self._sessions.claim(shard, one, self._holder)
            }
        except Unavailable as error:
            _LOG.warning("every shard starts a session, as none can be read: %s", error)
            return {}
        self._seen |= claimed
        return claimed

    async def run(self, sessions: Callable[[], Mapping[Shard, Session]]) -> None:
        """Write down the ``sessions`` of open lines for ever."""
        while True:
            for _ in range(CHECKS_PER_INTERVAL):
                await asyncio.sleep(SAVE_INTERVAL / CHECKS_PER_INTERVAL)
                await self.save_new(sessions())
            await self.save(sessions())

    async def save_new(self, sessions: Mapping[Shard, Session]) -> None:
        """Write down those of ``sessions`` that nothing is written of. Never raises."""
        new = {shard: one for shard, one in sessions.items() if self._is_new(shard, one)}
        if new:
            await self.save(new)

    async def save(self, sessions: Mapping[Shard, Session]) -> None:
        """Write down how ``sessions`` were when they were last written. Never raises."""
        now = self._clock.now()
        answered = {shard: self._replay_safe(shard, one) for shard, one in sessions.items()}
        due = {shard: one for shard, one in answered.items() if self._is_due(shard, one, now)}
        for shard, one in sessions.items():
            self._seen[shard] = answered[shard] if self._is_new(shard, one) else one
        if due and await self._save(due, now, self._holder):
            self._saved |= {shard: (session, now) for shard, session in due.items()}

    async def release(self, sessions: Mapping[Shard, Session]) -> None:
        """Write down where the next process is to go on, when every line is closed."""
        if sessions:
            await self._save(sessions, self._clock.now(), None)

    async def _save(
        self, sessions: Mapping[Shard, Session], at: datetime, owner: str | None
    ) -> bool:
        try:
            await self._sessions.save(sessions, at, owner)
        except Unavailable as error:
            _LOG.info("the sessions of the gateway could not be kept: %s", error)
            return False
        return True

    def _replay_safe(self, shard: Shard, session: Session) -> Session:
        """Return the session at a point before which nobody waits for an answer any more."""
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
    """Whether a process of this host has ended; of another host nobody knows.

    In a container every life of the program has the same number, so it is gone as well.
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
    """Whether an address is the gateway's, or one of its domain's: the token is sent there."""
    there, known = urlsplit(resuming), urlsplit(gateway)
    if (there.scheme, there.netloc) == (known.scheme, known.netloc):
        return True
    domain = (known.hostname or "").partition(".")[2]
    is_named = domain.replace(".", "").replace("-", "").isalpha() and "." in domain
    return is_named and there.scheme == known.scheme and there.netloc.endswith(f".{domain}")
