"""Sessions: what a bot has identified as, with the events it can still ask for again."""

import secrets
from collections import deque
from typing import Protocol

from localcord.snowflakes import shard_of


class Line(Protocol):
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
        self.line: Line | None = None
        # When the connection was lost, in Unix seconds; meaningless while there is one.
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
        """Return the frames after ``sequence``, or None when some are forgotten."""
        oldest = self._events[0][0] if self._events else self.sequence + 1
        if sequence + 1 < oldest:
            return None
        return [frame for number, frame in self._events if number > sequence]
