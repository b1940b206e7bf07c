"""Writes whether game servers answer and who plays on them, short enough for a phone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.refusals import refusal_text
from nazh.application.keep.players.show_status import OnlinePlayer, ServerStatus
from nazh.domain.keep.consoles.errors import CircuitOpen, Unreachable
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
_PLAYERS: Final = N_plural("✓ **{name}** · {count} player", "✓ **{name}** · {count} players")
_UNTOLD: Final = N_("✓ **{name}** · answers")
_SILENT: Final = N_("✗ **{name}** · does not answer")
_NOT_ASKED: Final = N_("✗ **{name}** · can't be asked")
_UP: Final = N_("answers since {since}")
_DOWN: Final = N_("since {since}")
_LAST: Final = N_("last answer {last}")
_NEVER: Final = N_("has never answered")
_MORE: Final = N_plural("and {count} more", "and {count} more")
_PLAYS_SINCE: Final = N_("{name} · since {since}")
_NOT_TOLD: Final = N_("The game doesn't report who is playing.")
_LIST_ITEM: Final = re.compile(r"^([0-9]*)([-+.])")
IN_FILE: Final = N_("-# The whole list is in the file.")


def no_servers_text(translator: Translator) -> str:
    """Return that a user has no access to any game server, and who can change that."""
    return translator(_NO_SERVERS)


def status_text(statuses: Sequence[ServerStatus], translator: Translator) -> str:
    """Return how many play, then for each game server whether it answers, and who plays."""
    lines = [_heading(statuses, translator)]
    for status in statuses:
        lines.append(_server_line(status, translator))
        names = [player.name for player in status.players or ()]
        if names:
            lines.append(f"-# {_some(names, translator)}")
    return "\n".join(lines)


def players_text(statuses: Sequence[ServerStatus], translator: Translator) -> str:
    """Return who plays now, a line each, by game server."""
    if len(statuses) == 1 and statuses[0].players is not None:
        heading = translator.counted(
            _ON_ONE, len(statuses[0].players), name=statuses[0].server.name
        )
        return "\n".join((heading, *_players(statuses[0].players, translator)))
    lines = [_heading(statuses, translator)]
    for status in statuses:
        lines.append(_server_line(status, translator))
        if status.players is not None:
            lines.extend(_players(status.players, translator))
        elif status.failure is None:
            lines.append(f"-# {translator(_NOT_TOLD)}")
    return "\n".join(lines)


def _heading(statuses: Sequence[ServerStatus], translator: Translator) -> str:
    """Return the number of players or, if no game reports players, of servers that answer."""
    if any(status.players is not None for status in statuses):
        return translator.counted(_ONLINE, sum(len(status.players or ()) for status in statuses))
    answering = sum(status.failure is None for status in statuses)
    return translator(_ANSWERING, answering=answering, count=len(statuses))


def _server_line(status: ServerStatus, translator: Translator) -> str:
    name, contact = status.server.name, status.contact
    if status.failure is not None:
        return _failed(status, status.failure, translator)
    if status.players is None:
        line = translator(_UNTOLD, name=name)
    else:
        line = translator.counted(_PLAYERS, len(status.players), name=name)
    if contact is None or not contact.is_answering:
        return line
    return f"{line} · {translator(_UP, since=_moment(contact.since))}"


def _failed(status: ServerStatus, failure: Refusal, translator: Translator) -> str:
    is_silent = isinstance(failure, Unreachable | CircuitOpen)
    line = translator(_SILENT if is_silent else _NOT_ASKED, name=status.server.name)
    facts = [refusal_text(failure, translator).splitlines()[0]]
    contact = status.contact
    if contact is not None and not contact.is_answering:
        facts.append(translator(_DOWN, since=_moment(contact.since)))
    if contact is None or contact.answered_at is None:
        facts.append(translator(_NEVER))
    else:
        facts.append(translator(_LAST, last=_moment(contact.answered_at)))
    return f"{line}\n-# {' · '.join(facts)}"


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
