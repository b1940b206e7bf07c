"""Writes whether game servers answer and who plays on them, short enough for a phone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.refusals import refusal_text
from nazh.application.keep.players.show_status import OnlinePlayer, ServerStatus
from nazh.domain.keep.consoles.errors import Cause, CircuitOpen, Unreachable
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_, N_plural

NAMES_SHOWN: Final = 10
"""Names below each game server in the status; ``/server players`` shows all."""
_NO_SERVERS: Final = N_("""## No game servers
There are none here, or your roles have no access to them. Somebody with the Manage Server \
permission can add them with `/server add`, and give you access with `/server access`.""")
_ONLINE: Final = N_plural("## {count} player online", "## {count} players online")
_ON_ONE: Final = N_plural("## {count} player on {name}", "## {count} players on {name}")
_ANSWERING: Final = N_("## {answering} of {count} answer")
_FAILING: Final = N_plural(
    "**{count} of {total} doesn't answer**", "**{count} of {total} don't answer**"
)
_PLAYERS: Final = N_plural("✓ **{name}** · {count} player", "✓ **{name}** · {count} players")
_UNTOLD: Final = N_("✓ **{name}** · answers")
_SILENT: Final = N_("✗ **{name}** · does not answer")
_NOT_ASKED: Final = N_("✗ **{name}** · can't be asked")
_UP: Final = N_("went up {since}")
_LAST: Final = N_("last answer {last}")
_NEVER: Final = N_("has never answered")
_MORE: Final = N_plural("and {count} more", "and {count} more")
_PLAYS_SINCE: Final = N_("{name} · joined {since}")
_NOT_TOLD: Final = N_("The game doesn't report who is playing.")
_LIST_ITEM: Final = re.compile(r"^([0-9]*)([-+.])")
IN_FILE: Final = N_("-# The whole list is in the file.")


def no_servers_text(translator: Translator) -> str:
    """Return that a user has no access to any game server, and who can change that."""
    return translator(_NO_SERVERS)


def status_text(statuses: Sequence[ServerStatus], translator: Translator) -> str:
    """Return how many play, then for each game server whether it answers, and who plays.

    Those that do not answer come first.
    """
    lines = _heading(statuses, translator)
    for status in _failing_first(statuses):
        lines.append(_server_line(status, translator))
        names = [player.name for player in status.players or ()]
        facts = [_some(names, translator)] if names else []
        if status.failure is not None:
            facts.extend(_failed(status, status.failure, translator))
        elif status.contact is not None and status.contact.is_answering:
            facts.append(translator(_UP, since=_moment(status.contact.since)))
        if facts:
            lines.append(f"-# {' · '.join(facts)}")
    return "\n".join(lines)


def players_text(statuses: Sequence[ServerStatus], translator: Translator) -> str:
    """Return who plays now, a line each, by game server."""
    if len(statuses) == 1 and statuses[0].players is not None:
        heading = translator.counted(
            _ON_ONE, len(statuses[0].players), name=statuses[0].server.name
        )
        return "\n".join((heading, *_players(statuses[0].players, translator)))
    lines = _heading(statuses, translator)
    for status in _failing_first(statuses):
        lines.append(_server_line(status, translator))
        if status.players is not None:
            lines.extend(_players(status.players, translator))
        elif status.failure is None:
            lines.append(f"-# {translator(_NOT_TOLD)}")
        else:
            lines.append(f"-# {' · '.join(_failed(status, status.failure, translator))}")
    return "\n".join(lines)


def _failing_first(statuses: Sequence[ServerStatus]) -> list[ServerStatus]:
    return sorted(statuses, key=lambda status: status.failure is None)


def _heading(statuses: Sequence[ServerStatus], translator: Translator) -> list[str]:
    """Return the number of players or, if no game reports players, of servers that answer.

    Below the players is the number of servers that do not answer, if any.
    """
    failing, count = sum(status.failure is not None for status in statuses), len(statuses)
    if all(status.players is None for status in statuses):
        return [translator(_ANSWERING, answering=count - failing, count=count)]
    players = sum(len(status.players or ()) for status in statuses)
    heading = [translator.counted(_ONLINE, players)]
    return [*heading, translator.counted(_FAILING, failing, total=count)] if failing else heading


def _server_line(status: ServerStatus, translator: Translator) -> str:
    name = status.server.name
    if status.failure is not None:
        is_silent = isinstance(status.failure, Unreachable | CircuitOpen)
        return translator(_SILENT if is_silent else _NOT_ASKED, name=name)
    if status.players is None:
        return translator(_UNTOLD, name=name)
    return translator.counted(_PLAYERS, len(status.players), name=name)


def _failed(status: ServerStatus, failure: Refusal, translator: Translator) -> list[str]:
    """Return why a game server does not answer, unless its line says so, and its last answer."""
    contact = status.contact
    if contact is None or contact.answered_at is None:
        last = translator(_NEVER)
    else:
        last = translator(_LAST, last=_moment(contact.answered_at))
    if isinstance(failure, Unreachable) and failure.cause is Cause.TIMED_OUT:
        return [last]
    return [refusal_text(failure, translator).splitlines()[0].removesuffix("."), last]


def _some(names: Sequence[str], translator: Translator) -> str:
    shown = ", ".join(names[:NAMES_SHOWN])
    left = len(names) - NAMES_SHOWN
    return f"{shown} {translator.counted(_MORE, left)}" if left > 0 else shown


def _players(players: Sequence[OnlinePlayer], translator: Translator) -> list[str]:
    return [
        _at_start(player.name)
        if player.since is None
        else translator(_PLAYS_SINCE, name=_at_start(player.name), since=_moment(player.since))
        for player in players
    ]


def _at_start(name: str) -> str:
    """Return a name that begins no list at the start of a line."""
    return _LIST_ITEM.sub(r"\1\\\2", name)


def _moment(at: datetime) -> str:
    return f"<t:{int(at.timestamp())}:R>"
