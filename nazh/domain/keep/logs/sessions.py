"""Derives the sessions of players from joins and leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from nazh.domain.keep.logs.events import EventKind, LogEvent, ServerStarted

LONGEST_SESSION: Final = timedelta(hours=24)
SHORTEST_GAP: Final = timedelta(minutes=5)
"""A player who returns within this time resumes the same session."""


class SessionState(Enum):
    """The state of a session, which is open, closed by a leave, or inferred to have ended."""

    OPEN = "open"
    CLOSED = "closed"
    INFERRED = "inferred"


class SessionOutcome(Enum):
    """The effect of a line on sessions, for metrics."""

    OPENED = "opened"
    RESUMED = "resumed"
    CLOSED = "closed"
    INFERRED = "inferred"
    CLIPPED = "clipped"
    WITHOUT_JOIN = "without_join"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class PlaySession:
    """A player was on a game server from ``opened_at`` on.

    ``number`` is ``None`` until it is stored. ``closed_at`` is ``None`` while it is open.
    ``is_clipped`` says that it was longer than LONGEST_SESSION.
    """

    player: str
    opened_at: datetime
    closed_at: datetime | None = None
    state: SessionState = SessionState.OPEN
    is_clipped: bool = False
    number: int | None = None

    def closed(self, at: datetime, state: SessionState) -> PlaySession:
        """Return the session closed at an instant, or after LONGEST_SESSION."""
        latest = self.opened_at + LONGEST_SESSION
        return replace(
            self,
            closed_at=min(max(at, self.opened_at), latest),
            state=state,
            is_clipped=at > latest,
        )

    def is_resumed_by(self, joined_at: datetime) -> bool:
        """Return whether a join resumes this session after a short gap."""
        return (
            self.state is SessionState.CLOSED
            and not self.is_clipped
            and self.closed_at is not None
            and joined_at - self.closed_at < SHORTEST_GAP
        )


@dataclass(frozen=True, slots=True)
class FoldedSessions:
    """The new and changed sessions, in the order of each player's joins."""

    changed: tuple[PlaySession, ...]
    counts: Mapping[SessionOutcome, int]


def fold_sessions(
    latest: Iterable[PlaySession], happened: Iterable[LogEvent | ServerStarted]
) -> FoldedSessions:
    """Return the sessions after events of one game server, given in order.

    ``latest`` contains the last session of each player who joins or leaves, and all open sessions
    if the server has started. Events older than the last change of a player's session are ignored.
    """
    latest_by_player = {session.player: session for session in latest}
    folding = _Folding(dict(latest_by_player), [], Counter())
    for event in happened:
        if isinstance(event, ServerStarted):
            folding.start(event)
        elif event.kind is EventKind.JOIN and event.player:
            folding.join(event.player, event.at)
        elif event.kind is EventKind.LEAVE and event.player:
            folding.leave(event.player, event.at)
    changed = (*folding.past, *folding.current.values())
    return FoldedSessions(
        tuple(session for session in changed if latest_by_player.get(session.player) != session),
        folding.counts,
    )


@dataclass(frozen=True, slots=True)
class _Folding:
    """The last session of each player, and earlier changed sessions."""

    current: dict[str, PlaySession]
    past: list[PlaySession]
    counts: Counter[SessionOutcome]

    def join(self, player: str, at: datetime) -> None:
        last = self.current.get(player)
        if last is not None:
            if at < (last.closed_at or last.opened_at):
                self.counts[SessionOutcome.LATE] += 1
                return
            if last.is_resumed_by(at):
                self.counts[SessionOutcome.RESUMED] += 1
                self.current[player] = replace(last, closed_at=None, state=SessionState.OPEN)
                return
            if last.state is SessionState.OPEN:
                self._close(last, at, SessionState.INFERRED)
            self.past.append(self.current[player])
        self.counts[SessionOutcome.OPENED] += 1
        self.current[player] = PlaySession(player, at)

    def leave(self, player: str, at: datetime) -> None:
        last = self.current.get(player)
        if last is None or last.state is not SessionState.OPEN:
            self.counts[SessionOutcome.WITHOUT_JOIN] += 1
        elif at < last.opened_at:
            self.counts[SessionOutcome.LATE] += 1
        else:
            self._close(last, at, SessionState.CLOSED)

    def start(self, started: ServerStarted) -> None:
        for session in tuple(self.current.values()):
            if session.state is SessionState.OPEN and session.opened_at <= started.at:
                self._close(session, started.seen_until, SessionState.INFERRED)

    def _close(self, session: PlaySession, at: datetime, state: SessionState) -> None:
        closed = session.closed(at, state)
        is_inferred = state is SessionState.INFERRED
        self.counts[SessionOutcome.INFERRED if is_inferred else SessionOutcome.CLOSED] += 1
        self.counts[SessionOutcome.CLIPPED] += closed.is_clipped
        self.current[session.player] = closed


def play_time(sessions: Iterable[PlaySession], since: datetime, now: datetime) -> timedelta:
    """Return the total length of sessions between two instants; open sessions last until ``now``.

    No session counts for more than LONGEST_SESSION.
    """
    total = timedelta()
    for session in sessions:
        end = min(session.closed_at or now, session.opened_at + LONGEST_SESSION, now)
        total += max(end - max(session.opened_at, since), timedelta())
    return total
