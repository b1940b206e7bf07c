"""The roll call: which servers the bot is in, so that what departed servers left goes one day.

It goes right after a call in which they were missed: without one, nobody knows that they still are.
Discord tells of departures as they happen only to who asks for much more, and never of those that
happened while nobody listened (docs/adr/0022-servers-and-people.md).
"""

from __future__ import annotations

import asyncio
import logging
from typing import Final

import hikari

from nazh.adapters.inbound.discord.courier import BegunErrands
from nazh.application.dice.forget_servers import ForgetServers
from nazh.application.dice.note_servers import NoteServers
from nazh.application.dice.ports.servers import EVERY_SERVER, Span
from nazh.application.shared.ports import Clock
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import ServerId

EVERY: Final = 3600.0
"""Seconds from one call to the next; records are kept for days."""
AT_ONCE: Final = 200
"""Servers, as many as Discord tells of at once: nobody needs to know of more at a time."""
_HOUR: Final = 3600
"""Seconds for which a call is known to be begun; then the next hour has a name of its own."""
_LOG: Final = logging.getLogger(__name__)


class RollCall:
    """Asks Discord for all servers now and then, in one of the processes that share ``begun``."""

    def __init__(
        self,
        bot: hikari.RESTAware,
        note_servers: NoteServers,
        forget_servers: ForgetServers,
        begun: BegunErrands,
        clock: Clock,
        every: float = EVERY,
    ) -> None:
        self._bot = bot
        self._note_servers = note_servers
        self._forget_servers = forget_servers
        self._begun = begun
        self._clock = clock
        self._every = every

    async def keep_calling(self) -> None:
        """Call for ever."""
        while True:
            await self.call()
            await asyncio.sleep(self._every)

    async def call(self) -> None:
        """Ask once, and note who is there and who is not, as far as Discord has told.

        Where it has told of all, servers that were left for long enough are forgotten. Nothing is
        asked in an hour in which another process has begun to.
        """
        asked_at = self._clock.now()
        name = f"roll call of {asked_at:%Y-%m-%d %H} h"
        if not await self._begun.begin(name, _HOUR):
            return
        try:
            left, back = await self._note_all()
        except (hikari.HTTPError, hikari.RateLimitTooLongError, OSError, Unavailable) as error:
            _LOG.info("the servers could not be noted: %s", error)
            await self._begun.give_up(name)
            return
        except Exception:  # noqa: BLE001  # players are answered without it
            _LOG.exception("the servers could not be noted")
            await self._begun.give_up(name)
            return
        if left or back:
            _LOG.info("servers left: %d, come back to: %d", left, back)
        try:
            await self._forget_servers(asked_at)
        except Exception:  # noqa: BLE001  # the next call comes all the same
            _LOG.exception("departed servers could not be forgotten, and are after another call")

    async def _note_all(self) -> tuple[int, int]:
        left = back = 0
        above, present = EVERY_SERVER.above, list[ServerId]()
        # Discord tells of them by their ids, the lowest first.
        async for guild in self._bot.rest.fetch_my_guilds():
            present.append(ServerId(guild.id))
            if len(present) == AT_ONCE:
                gone, found = await self._note_servers(present, Span(above, present[-1]))
                left, back = left + gone, back + found
                above, present = present[-1], []
        gone, found = await self._note_servers(present, Span(above))
        return left + gone, back + found
