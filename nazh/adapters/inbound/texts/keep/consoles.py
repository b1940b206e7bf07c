"""Formats the replies of consoles, and the log of who ran which command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from nazh.adapters.inbound.texts.keep.chat import literal
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.pages import Paged
from nazh.application.keep.consoles.check_command import AllowedCommand
from nazh.application.keep.consoles.ports import ConsoleLogEntry
from nazh.application.keep.consoles.run_recorded_command import BEGUN
from nazh.application.keep.servers.run_on_server import OK
from nazh.domain.keep.consoles.replies import reply_pages
from nazh.domain.keep.servers import GameServer
from nazh.domain.keep.texts.chat import spoken_line
from nazh.domain.kernel.graphemes import cut, split_pages
from nazh.domain.kernel.texts import N_

CONFIRM_TITLE: Final = N_("Run on {name}?")
CONFIRM_LABEL: Final = N_("This can end or ruin the game for everybody")
_REPLY: Final = N_("{name} replied in {milliseconds} ms")
_NO_REPLY: Final = N_("The game ran it and sent no reply.")
_BROADCAST: Final = N_("Said to the players of **{name}**:")
_LOG: Final = N_("Latest commands")
_EMPTY_LOG: Final = N_("""## No commands yet
What people run with `/console run` is listed here.""")
_ENTRY: Final = N_("`{command}` · {outcome}\n-# {user} on {name}, {when}")
_SOMEBODY: Final = N_("somebody")
_OUTCOMES: Final[Mapping[str, str]] = {
    OK: N_("done"),
    BEGUN: N_("perhaps done: no reply"),
    "outcome_unknown": N_("perhaps done: no reply"),
    "reply_too_large": N_("done: reply too long"),
    "unreachable": N_("not run: no connection"),
    "circuit_open": N_("not run: no connection"),
    "server_busy": N_("not run: too many commands"),
    "auth_rejected": N_("not run: password rejected"),
    "password_lost": N_("not run: password lost"),
    "address_refused": N_("not run: address not allowed"),
    "no_such_game_server": N_("not run: server removed"),
}
"""Words for the outcomes of commands, which say first whether they were run."""
_MAX_COMMAND_LENGTH: Final = 150
_MAX_COMMAND_UNITS: Final = 80
"""UTF-16 units of a command above its reply, which leaves room for a page below."""
_ENTRIES_OF_PAGE: Final = 10


def reply_text(
    server: GameServer, command: str, text: str, seconds: float, translator: Translator
) -> Paged:
    """Return the readable text of a reply below its command. Call it in a thread."""
    title = translator(_REPLY, name=server.name, milliseconds=round(seconds * 1_000))
    shown = cut(f"> {_fenced(command)}", _MAX_COMMAND_UNITS)
    pages = tuple(f"```\n{shown}\n{page}\n```" for page in reply_pages(_fenced(text)))
    silent = f"```\n{shown}\n```\n{translator(_NO_REPLY)}"
    return Paged(title, pages or (silent,), text, "reply.txt")


def said_text(allowed: AllowedCommand, translator: Translator) -> str:
    """Return the confirmation that a line was said, as the players see it."""
    heading = translator(_BROADCAST, name=allowed.server.name)
    return f"{heading}\n> {literal(spoken_line(allowed.command, allowed.profile))}"


def log_text(entries: Iterable[ConsoleLogEntry], translator: Translator) -> Paged:
    """Return who ran which commands, the latest first."""
    lines = [_entry(entry, translator) for entry in entries]
    parts = (lines[at : at + _ENTRIES_OF_PAGE] for at in range(0, len(lines), _ENTRIES_OF_PAGE))
    pages = tuple(page for part in parts for page in split_pages("\n".join(part)))
    title = translator(_LOG) if pages else ""
    return Paged(title, pages or (translator(_EMPTY_LOG),), "\n".join(lines), "log.txt")


def _entry(entry: ConsoleLogEntry, translator: Translator) -> str:
    words = _OUTCOMES.get(entry.outcome)
    return translator(
        _ENTRY,
        when=f"<t:{int(entry.at.timestamp())}:R>",
        user=translator(_SOMEBODY) if entry.user is None else f"<@{entry.user}>",
        name=entry.server,
        command=cut(entry.command.replace("`", "'"), _MAX_COMMAND_LENGTH),
        outcome=entry.outcome.replace("_", " ") if words is None else translator(words),
    )


def _fenced(text: str) -> str:
    """Return text of the same length that cannot end the code block that contains it."""
    return text.replace("```", "``\u02cb")
