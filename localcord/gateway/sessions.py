"""Stores gateway sessions, with the events that can still be replayed."""

import secrets
from collections import deque
from collections.abc import Iterator
from typing import Protocol

from localcord.clock import Clock
from localcord.json_codec import Json, JsonObject
from localcord.snowflakes import shard_of


class EventSink(Protocol):
    """The live connection of a session."""

    def post(self, payload: bytes) -> None:
        """Send a payload after all earlier ones. Never blocks, never raises."""
        ...


class Session:
    """One identified shard. Survives its connection for a while, collecting events."""

    def __init__(self, *, shard: int, shard_count: int, intents: int, keep_events: int) -> None:
        self.id = secrets.token_hex(16)
        self.shard, self.shard_count, self.intents = shard, shard_count, intents
        self.sequence = 0
        self.line: EventSink | None = None
        # When the connection was lost, in Unix seconds; unused while connected.
        self.lost_at = 0.0
        self._events: deque[tuple[int, bytes]] = deque(maxlen=keep_events)

    def serves(self, guild_id: int | None, needed_intents: int) -> bool:
        """Return whether an event of this guild belongs to this session."""
        if needed_intents and not self.intents & needed_intents:
            return False
        return shard_of(guild_id, self.shard_count) == self.shard

    def dispatch(self, name: str, payload: bytes) -> None:
        """Number an event, keep it for replay, and send it when connected."""
        self.sequence += 1
        frame = b'{"op":0,"s":%d,"t":"%s","d":%s}' % (self.sequence, name.encode(), payload)
        self._events.append((self.sequence, frame))
        if self.line is not None:
            self.line.post(frame)

    def missed_since(self, sequence: int) -> list[bytes] | None:
        """Return the frames after ``sequence``, or None if some are no longer stored."""
        oldest = self._events[0][0] if self._events else self.sequence + 1
        if sequence + 1 < oldest:
            return None
        return [frame for number, frame in self._events if number > sequence]


class SessionRegistry:
    """All sessions that a bot is using or could resume within ``lifetime`` seconds."""

    def __init__(self, clock: Clock, lifetime: float) -> None:
        self._clock, self._lifetime = clock, lifetime
        self._sessions: dict[str, Session] = {}

    def open(self, session: Session) -> None:
        """Add a session that has just identified."""
        self._sessions[session.id] = session

    def lose(self, session: Session, *, for_good: bool) -> None:
        """Record that the connection is lost; ``for_good`` if the bot will not resume."""
        session.line = None
        session.lost_at = self._clock.now()
        if for_good:
            self.forget(session)

    def forget(self, session: Session) -> None:
        self._sessions.pop(session.id, None)

    def forget_all(self) -> None:
        self._sessions.clear()

    def find(self, id: Json) -> Session | None:
        """Return the session with this id, unless it has expired."""
        session = self._sessions.get(str(id))
        return None if session is None or self._is_expired(session) else session

    def __iter__(self) -> Iterator[Session]:
        return iter(tuple(self._sessions.values()))

    def serving(self, guild_id: int | None, needed_intents: int) -> Iterator[Session]:
        """Yield the sessions that an event belongs to; delete expired ones."""
        for session in self:
            if self._is_expired(session):
                self.forget(session)
            elif session.serves(guild_id, needed_intents):
                yield session

    def _is_expired(self, session: Session) -> bool:
        gone_for = self._clock.waited(session.lost_at)
        return session.line is None and gone_for > self._lifetime


def shard_asked(data: JsonObject) -> tuple[int, int]:
    """Return shard and shard count of an IDENTIFY; (-1, 0) if they are invalid."""
    shard = data.get("shard")
    if shard is None:
        return 0, 1
    if isinstance(shard, list) and len(shard) == 2 and all(isinstance(n, int) for n in shard):
        return shard[0], shard[1]
    return -1, 0
