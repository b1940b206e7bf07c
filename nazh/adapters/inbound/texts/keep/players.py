"""Writes who played games, and when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.pages import Paged
from nazh.application.keep.players.ports import PlayedSession
from nazh.application.keep.players.show_players import ShownPlayer, ShownSessions
from nazh.domain.keep.logs.sessions import PlaySession, SessionState
from nazh.domain.kernel.graphemes import split_pages
from nazh.domain.kernel.texts import N_

_PLAYER: Final = N_("""## {name}
**{week}** in the last 7 days
**{month}** in the last 30 days""")
_NAMES: Final = N_("Also called: {names}")
_IDENTITY: Final = N_("-# {platform} id `{id}`, first seen {first}")
_ID: Final = N_("-# Id `{id}`, first seen {first}")
_LATEST: Final = N_("**Latest sessions**")
_HOURS: Final = N_("{hours} h {minutes} min")
_MINUTES: Final = N_("{minutes} min")
_SESSION: Final = N_("{span} on {server}\n-# {when}")
_OPEN_SESSION: Final = N_("has not left {server}\n-# since {when}")
_ON_SERVER: Final = N_("**{name}** · {span}\n-# {when}")
_OPEN_ON_SERVER: Final = N_("**{name}** · has not left\n-# since {when}")
_INFERRED: Final = N_("end inferred")
_CLIPPED: Final = N_("cut at 24 h")
_TITLE: Final = N_("Who played on {name}")
_NONE: Final = N_("""## Nobody has played on {name} yet
Sessions are recorded on ARK servers whose log I read. The owner of this bot sets that up.""")
_SESSIONS_SHOWN: Final = 10
_SESSIONS_OF_PAGE: Final = 20
_MAX_NAMES: Final = 10


def player_text(shown: ShownPlayer, translator: Translator) -> str:
    """Return what is known about a player: time, names, id and latest sessions."""
    player = shown.player
    lines = [
        translator(
            _PLAYER,
            name=player.names[0],
            week=span_text(shown.in_week, translator),
            month=span_text(shown.in_month, translator),
        )
    ]
    if len(player.names) > 1:
        lines.append(translator(_NAMES, names=", ".join(player.names[1 : _MAX_NAMES + 1])))
    lines.extend(("", translator(_LATEST)))
    for session in shown.sessions[:_SESSIONS_SHOWN]:
        server = shown.servers[session.server].name
        lines.append(_line(session.session, _SESSION, _OPEN_SESSION, translator, server=server))
    identity = _ID if player.platform in ("", "None") else _IDENTITY
    first = f"<t:{int(player.first_seen.timestamp())}:D>"
    lines.append(translator(identity, platform=player.platform, id=player.id, first=first))
    return "\n".join(lines)


def sessions_text(shown: ShownSessions, translator: Translator) -> Paged:
    """Return who played on a game server, the latest first."""
    lines = [_on_server(session, translator) for session in shown.sessions]
    parts = (lines[at : at + _SESSIONS_OF_PAGE] for at in range(0, len(lines), _SESSIONS_OF_PAGE))
    pages = tuple(page for part in parts for page in split_pages("\n".join(part)))
    name = shown.server.name
    title = translator(_TITLE, name=name) if pages else ""
    none = (translator(_NONE, name=name),)
    return Paged(title, pages or none, "\n".join(lines), "sessions.txt")


def span_text(span: timedelta, translator: Translator) -> str:
    """Return hours and minutes, rounded down."""
    hours, minutes = divmod(span // timedelta(minutes=1), 60)
    return translator(_HOURS if hours else _MINUTES, hours=hours, minutes=minutes)


def _on_server(session: PlayedSession, translator: Translator) -> str:
    return _line(session.session, _ON_SERVER, _OPEN_ON_SERVER, translator, name=session.name)


def _line(
    session: PlaySession, closed: str, is_open: str, translator: Translator, **facts: str
) -> str:
    when = _moment(session.opened_at)
    if session.closed_at is None:
        return translator(is_open, when=when, **facts)
    span = span_text(session.closed_at - session.opened_at, translator)
    line = translator(closed, when=when, span=span, **facts)
    if session.is_clipped:
        return f"{line} · {translator(_CLIPPED)}"
    if session.state is SessionState.INFERRED:
        return f"{line} · {translator(_INFERRED)}"
    return line


def _moment(at: datetime) -> str:
    return f"<t:{int(at.timestamp())}:f>"
