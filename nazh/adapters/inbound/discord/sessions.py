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

from nazh.adapters.inbound.discord.responder import ANSWER_WITHIN
from nazh.application.shared.gateway import GatewaySessions, KeptSession, Session, Shard
from nazh.application.shared.ports import Clock
from nazh.domain.kernel.errors import Unavailable

EVERY: Final = ANSWER_WITHIN
"""Seconds between two looks at how far the lines are, and so the least age of what is written."""
LOOKS: Final = 6
"""How often, in that time, it is looked whether there are new sessions."""
AGAIN_AFTER: Final = timedelta(seconds=15)
"""A session where nothing happens is written again, so that it does not look abandoned."""
HELD_FOR: Final = timedelta(seconds=45)
"""After that, a process on another host that has written nothing is taken for dead."""
FRESH_FOR: Final = timedelta(minutes=2)
"""An older session is not continued: nobody waits for what it missed, and it would be rolled."""
_FIRST: Final = 1
"""The event that opens a session."""
_LOG: Final = logging.getLogger(__name__)


class SessionBook:
    """Writes down sessions, and finds those that this process may go on with.

    ``holder`` names the process as ``host/pid``.
    """

    def __init__(self, sessions: GatewaySessions, clock: Clock, holder: str) -> None:
        self._sessions = sessions
        self._clock = clock
        self._holder = holder
        self._seen: dict[Shard, Session] = {}
        self._written: dict[Shard, tuple[Session, datetime]] = {}

    @property
    def outlives(self) -> bool:
        """Whether another process can go on with the sessions of this one."""
        return self._sessions.outlive_the_process

    async def continued(self, shards: Collection[Shard], url: str) -> Mapping[Shard, Session]:
        """Return the sessions to go on with, at the gateway of ``url``. Never raises."""
        try:
            kept = await self._sessions.read(shards)
            held = {shard: one for shard, one in kept.items() if self._may_take(one, url)}
            claimed = {
                shard: one.session
                for shard, one in held.items()
                if await self._sessions.claim(shard, one, self._holder)
            }
        except Unavailable as error:
            _LOG.warning("every shard starts a session, as none can be read: %s", error)
            return {}
        self._seen |= claimed
        return claimed

    async def keep_writing(self, sessions: Callable[[], Mapping[Shard, Session]]) -> None:
        """Write down the ``sessions`` of open lines for ever."""
        while True:
            for _ in range(LOOKS):
                await asyncio.sleep(EVERY / LOOKS)
                await self.write_new(sessions())
            await self.write(sessions())

    async def write_new(self, sessions: Mapping[Shard, Session]) -> None:
        """Write down those of ``sessions`` that nothing is written of. Never raises."""
        new = {shard: one for shard, one in sessions.items() if self._is_new(shard, one)}
        if new:
            await self.write(new)

    async def write(self, sessions: Mapping[Shard, Session]) -> None:
        """Write down how ``sessions`` were when they were last written. Never raises."""
        now = self._clock.now()
        answered = {shard: self._answered(shard, one) for shard, one in sessions.items()}
        due = {shard: one for shard, one in answered.items() if self._is_due(shard, one, now)}
        for shard, one in sessions.items():
            self._seen[shard] = answered[shard] if self._is_new(shard, one) else one
        if due and await self._keep(due, now, self._holder):
            self._written |= {shard: (session, now) for shard, session in due.items()}

    async def let_go(self, sessions: Mapping[Shard, Session]) -> None:
        """Write down where the next process is to go on, when every line is closed."""
        if sessions:
            await self._keep(sessions, self._clock.now(), None)

    async def _keep(
        self, sessions: Mapping[Shard, Session], at: datetime, holder: str | None
    ) -> bool:
        try:
            await self._sessions.keep(sessions, at, holder)
        except Unavailable as error:
            _LOG.info("the sessions of the gateway could not be kept: %s", error)
            return False
        return True

    def _answered(self, shard: Shard, session: Session) -> Session:
        """Return the session at a point before which nobody waits for an answer any more."""
        if self._is_new(shard, session):
            return Session(session.id, min(_FIRST, session.sequence), session.url)
        return self._seen[shard]

    def _is_new(self, shard: Shard, session: Session) -> bool:
        return shard not in self._seen or self._seen[shard].id != session.id

    def _is_due(self, shard: Shard, session: Session, now: datetime) -> bool:
        if shard not in self._written:
            return True
        written, at = self._written[shard]
        return session != written or now - at >= AGAIN_AFTER

    def _may_take(self, kept: KeptSession, url: str) -> bool:
        age = abs(self._clock.now() - kept.at)
        if age > FRESH_FOR or not _is_of(kept.session.url, url):
            return False
        return kept.holder is None or age > HELD_FOR or _is_gone(kept.holder, self._holder)


def _is_gone(holder: str, here: str) -> bool:
    """Whether a process of this host has ended; of another host nobody knows.

    In a container every life of the program has the same number, so it is gone as well.
    """
    (host, pid), (this_host, this_pid) = holder.rsplit("/", 1), here.rsplit("/", 1)
    if host != this_host:
        return False
    return pid == this_pid or not _lives(pid)


def _lives(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _is_of(resuming: str, gateway: str) -> bool:
    """Whether an address is the gateway's, or one of its domain's: the token is sent there."""
    there, known = urlsplit(resuming), urlsplit(gateway)
    if (there.scheme, there.netloc) == (known.scheme, known.netloc):
        return True
    domain = (known.hostname or "").partition(".")[2]
    is_named = domain.replace(".", "").replace("-", "").isalpha() and "." in domain
    return is_named and there.scheme == known.scheme and there.netloc.endswith(f".{domain}")
