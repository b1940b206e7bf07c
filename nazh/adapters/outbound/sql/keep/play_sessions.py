"""Stores players, their names, and when they played."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from nazh.adapters.outbound.sql.keep.tables import PLAYER_NAMES, PLAYERS, SESSIONS
from nazh.adapters.outbound.sql.timestamps import (
    instant,
    microseconds,
    optional_instant,
    optional_microseconds,
)
from nazh.domain.keep.logs.events import EventKind, LogEvent, ServerStarted
from nazh.domain.keep.logs.sessions import PlaySession, SessionOutcome, SessionState, fold_sessions
from nazh.domain.keep.servers import GameServer
from nazh.domain.keep.texts.names import clean_name

MAX_NAMES: Final = 20
"""The number of a player's latest names that are kept."""
_SEEN: Final = (
    update(PLAYERS)
    .where(PLAYERS.c.id == bindparam("seen"))
    .values(
        last_seen=bindparam("at"),
    )
)
_NAMED: Final = (
    update(PLAYER_NAMES)
    .where(PLAYER_NAMES.c.player == bindparam("whose"), PLAYER_NAMES.c.name == bindparam("called"))
    .values(last_seen=bindparam("at"))
)
_CHANGED: Final = (
    update(SESSIONS)
    .where(SESSIONS.c.seq == bindparam("number"))
    .values(
        closed_at=bindparam("closed"),
        state=bindparam("now"),
        is_clipped=bindparam("clipped"),
    )
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A player who joined in this piece of a log, according to the last line about them."""

    platform: str
    names: Mapping[str, int]
    first: int
    last: int


def fold_into_rows(
    connection: Connection, server: GameServer, happened: Sequence[LogEvent | ServerStarted]
) -> Mapping[SessionOutcome, int]:
    """Apply new events to the sessions of a server; return the counts by outcome."""
    presence = [
        event
        for event in happened
        if isinstance(event, LogEvent)
        and event.player
        and event.kind in (EventKind.JOIN, EventKind.LEAVE)
    ]
    is_started = any(isinstance(event, ServerStarted) for event in happened)
    if not presence and not is_started:
        return {}
    joined = _joined(presence)
    ids = _players(connection, server, joined, {event.player for event in presence})
    latest = _latest(connection, server, list(ids.values()), with_open=is_started)
    folded = fold_sessions(latest, happened)
    added = [_row(server, ids, session) for session in folded.changed if session.number is None]
    if added:
        connection.execute(insert(SESSIONS), added)
    changed = [_change(session) for session in folded.changed if session.number is not None]
    if changed:
        connection.execute(_CHANGED, changed)
    return folded.counts


def _joined(presence: Sequence[LogEvent]) -> Mapping[str, _Seen]:
    joined: dict[str, _Seen] = {}
    for event in presence:
        if event.kind is EventKind.JOIN:
            at, before = microseconds(event.at), joined.get(event.player)
            names = {**(before.names if before else {}), clean_name(event.name): at}
            first = before.first if before else at
            joined[event.player] = _Seen(event.platform, names, min(first, at), max(first, at))
    return joined


def _players(
    connection: Connection, server: GameServer, joined: Mapping[str, _Seen], all_of: set[str]
) -> dict[str, int]:
    """Insert or update players who joined; return the rows of all players by their ids."""
    known = _ids_of(connection, all_of, server)
    added = [
        {
            "guild": server.guild,
            "player": player,
            "platform": seen.platform,
            "first_seen": seen.first,
            "last_seen": seen.last,
        }
        for player, seen in joined.items()
        if player not in known
    ]
    if added:
        connection.execute(insert(PLAYERS), added)
    again = [
        {"seen": known[player], "at": seen.last}
        for player, seen in joined.items()
        if player in known
    ]
    if again:
        connection.execute(_SEEN, again)
    ids = _ids_of(connection, all_of, server) if added else known
    for player, seen in joined.items():
        _name(connection, ids[player], seen.names)
    return ids


def _name(connection: Connection, player: int, names: Mapping[str, int]) -> None:
    of_player = PLAYER_NAMES.c.player == player
    known = set(connection.execute(select(PLAYER_NAMES.c.name).where(of_player)).scalars())
    added = [
        {"player": player, "name": name, "last_seen": at}
        for name, at in names.items()
        if name not in known
    ]
    again = [
        {"whose": player, "called": name, "at": at} for name, at in names.items() if name in known
    ]
    if again:
        connection.execute(_NAMED, again)
    if added:
        connection.execute(insert(PLAYER_NAMES), added)
    if len(known) + len(added) > MAX_NAMES:
        last = select(PLAYER_NAMES.c.name).where(of_player)
        kept = last.order_by(PLAYER_NAMES.c.last_seen.desc(), PLAYER_NAMES.c.name).limit(MAX_NAMES)
        names_kept = list(connection.execute(kept).scalars())
        dropped = delete(PLAYER_NAMES).where(of_player, PLAYER_NAMES.c.name.not_in(names_kept))
        connection.execute(dropped)


def _ids_of(connection: Connection, players: set[str], server: GameServer) -> dict[str, int]:
    if not players:
        return {}
    query = select(PLAYERS.c.player, PLAYERS.c.id).where(
        PLAYERS.c.guild == server.guild, PLAYERS.c.player.in_(players)
    )
    return {row.player: row.id for row in connection.execute(query)}


def _latest(
    connection: Connection, server: GameServer, players: Sequence[int], *, with_open: bool
) -> list[PlaySession]:
    """Return the last session of each player on the server, and all open ones if asked to."""
    last = (
        select(func.max(SESSIONS.c.seq))
        .where(SESSIONS.c.server == server.id, SESSIONS.c.player.in_(players))
        .group_by(SESSIONS.c.player)
    )
    is_open = SESSIONS.c.state == SessionState.OPEN.value
    chosen: ColumnElement[bool] = SESSIONS.c.seq.in_(last)
    if with_open:
        chosen = or_(chosen, (SESSIONS.c.server == server.id) & is_open)
    joined = SESSIONS.join(PLAYERS, PLAYERS.c.id == SESSIONS.c.player)
    query = select(SESSIONS, PLAYERS.c.player.label("whose")).select_from(joined)
    return [play_session(row) for row in connection.execute(query.where(chosen))]


def play_session(row: Row[tuple[object, ...]]) -> PlaySession:
    """Return the session in a row, which has the player's id as ``whose``."""
    return PlaySession(
        row.whose,
        instant(row.opened_at),
        optional_instant(row.closed_at),
        SessionState(row.state),
        row.is_clipped,
        row.seq,
    )


def _row(server: GameServer, ids: Mapping[str, int], session: PlaySession) -> dict[str, object]:
    return {
        "guild": server.guild,
        "server": server.id,
        "player": ids[session.player],
        "opened_at": microseconds(session.opened_at),
        "closed_at": optional_microseconds(session.closed_at),
        "state": session.state.value,
        "is_clipped": session.is_clipped,
    }


def _change(session: PlaySession) -> dict[str, object]:
    return {
        "number": session.number,
        "closed": optional_microseconds(session.closed_at),
        "now": session.state.value,
        "clipped": session.is_clipped,
    }
