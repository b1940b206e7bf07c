"""Runs a checked command on a game server, and records who ran it and how it ended."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nazh.application.keep.consoles.check_command import AllowedCommand
from nazh.application.keep.consoles.kept_replies import KeptReplies, KeptReply
from nazh.application.keep.consoles.ports import ConsoleLog, ConsoleLogEntry
from nazh.application.keep.servers.run_on_server import OK, RunOnServer
from nazh.application.shared.ports import Clock
from nazh.domain.keep.access import Caller, has_secret, recorded_text
from nazh.domain.keep.consoles.replies import has_pages, readable_text, reply_pages
from nazh.domain.kernel.errors import Refusal, Unavailable

BEGUN: Final = "begun"


@dataclass(frozen=True, slots=True)
class EndedCommand:
    """The readable reply to a command, received after ``seconds``.

    ``kept_as`` is the number for reading it page by page, or ``None``.
    """

    text: str
    seconds: float
    kept_as: int | None = None


@dataclass(frozen=True, slots=True)
class RunRecordedCommand:
    """Runs a checked command and records its user and outcome."""

    run: RunOnServer
    log: ConsoleLog
    replies: KeptReplies
    clock: Clock

    async def __call__(
        self, caller: Caller, allowed: AllowedCommand, asked_at: datetime | None = None
    ) -> EndedCommand:
        """Return the reply. Raises PasswordLost and ConsoleError, which are also recorded.

        Nothing is run that cannot be recorded. If the outcome cannot be stored, it stays ``begun``.
        A reply of several pages is stored, unless the command takes a secret. ``asked_at`` is when
        the caller was asked to confirm the command; raises RunMeanwhile if it was run since.
        """
        number = await self.log.begin(
            ConsoleLogEntry(
                at=self.clock.now(),
                guild=caller.guild,
                server=allowed.server.name,
                user=caller.user,
                command=recorded_text(allowed.command, allowed.profile),
                outcome=BEGUN,
            ),
            asked_at,
        )
        try:
            reply = await self.run(allowed.server, allowed.profile, allowed.command)
        except Refusal as refusal:
            with suppress(Unavailable):
                await self.log.finish(number, refusal.code)
            raise
        # The command has been run, and its user must learn that even if storing fails now.
        with suppress(Unavailable):
            await self.log.finish(number, OK)
        ended = EndedCommand(readable_text(reply), reply.seconds)
        with suppress(Unavailable):
            return await self._kept(caller, allowed, number, ended)
        return ended

    async def _kept(
        self, caller: Caller, allowed: AllowedCommand, number: int, ended: EndedCommand
    ) -> EndedCommand:
        is_secret = has_secret(allowed.command, allowed.profile)
        if is_secret or not has_pages(await asyncio.to_thread(reply_pages, ended.text)):
            return ended
        kept_reply = KeptReply(allowed.server.id, allowed.command.text, ended.text, ended.seconds)
        await self.replies.keep(caller, number, kept_reply)
        return EndedCommand(ended.text, ended.seconds, number)
