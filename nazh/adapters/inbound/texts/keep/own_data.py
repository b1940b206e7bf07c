"""Describes and exports what Keep stores about users."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import datetime
from typing import Final

from nazh.adapters.inbound.texts.guilds.privacy import (
    OwnData,
    OwnLine,
    own_line,
    retention_text,
)
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.keep.consoles.ports import ConsoleLogEntry
from nazh.domain.kernel.identity import GuildId, UserId
from nazh.domain.kernel.texts import N_

_KEPT: Final = N_(
    "**Game servers**: the commands that you ran in their consoles. Long replies are kept for 15 "
    "minutes, encrypted."
)
_PLAYERS: Final = N_(
    "**Players of games**, if the bot's owner lets me read their logs: their id on their "
    "platform, their names, what they say, and when they played. I don't know which of them you "
    "are, so your data doesn't include it; the server's managers can delete it together with the "
    "game server."
)
_DELETED: Final = N_("Commands that you ran on game servers stay in the log, without your name.")

_MUTES: Final = N_(
    "**Mutes in games**, if managers of a server have muted you: your id and the time, until "
    "they unmute you or I leave the server."
)
_STAYS: Final = N_("If managers have muted you in their games, you stay muted.")


def keep_own_data(
    commands_of: Callable[[UserId], Awaitable[Iterable[ConsoleLogEntry]]],
    mutes_of: Callable[[UserId], Awaitable[Iterable[tuple[GuildId, datetime]]]],
) -> OwnData:
    """Return the statements about the console log and muted users, and their export."""

    def kept(days: int, translator: Translator) -> Iterable[tuple[int, str]]:
        return (
            (70, f"{translator(_KEPT)} {retention_text(days, translator)}"),
            (71, f"{translator(_PLAYERS)} {retention_text(days, translator)}"),
            (72, translator(_MUTES)),
        )

    def deletion(translator: Translator) -> Iterable[tuple[int, str]]:
        return ((50, translator(_DELETED)), (51, translator(_STAYS)))

    async def export(user: UserId, after: int | None) -> AsyncIterator[OwnLine]:
        if after is not None:
            return
        for entry in await commands_of(user):
            yield OwnLine(own_line(_form(entry)))
        for guild, at in await mutes_of(user):
            muted = {"kind": "muted in games", "at": at.isoformat(), "server": str(guild)}
            yield OwnLine(own_line(muted))

    return OwnData("keep", kept, deletion, export)


def _form(entry: ConsoleLogEntry) -> dict[str, str]:
    return {
        "kind": "console command",
        "at": entry.at.isoformat(),
        "server": str(entry.guild),
        "game_server": entry.server,
        "command": entry.command,
        "outcome": entry.outcome,
    }
