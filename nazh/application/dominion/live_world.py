"""Runs the world on a real clock, handling outages and a clock that steps back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final, TypeVar

from nazh.application.dominion.alerts import Alert, AlertKind, Alerts
from nazh.application.dominion.ports import Heartbeats, Requester, World, WorldTransaction
from nazh.domain.dominion.world_time import LONG_SILENCE
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId

Result = TypeVar("Result")
COMMAND_TIMEOUT: Final = 2.5
"""Seconds for a command, including what is due before it; Discord waits three for the response."""
STEP_BACK: Final = timedelta(seconds=5)
"""How far the clock may be behind the last advance."""
_BEAT: Final = timedelta(minutes=1)
_LOG: Final = logging.getLogger(__name__)


class LiveWorld:
    """Satisfies ``World``; freezes the world for long outages, and waits if the clock steps back.

    The first command after an outage may precede the first advance, so both record the outage.
    Commands wait for those of the same server, and for what is due, no longer than a user does.
    """

    __slots__ = ("_alerts", "_heartbeats", "_last", "_waits", "_world")

    def __init__(self, world: World, heartbeats: Heartbeats, alerts: Alerts | None = None) -> None:
        """``alerts`` notifies developers of a clock that is behind, if given."""
        self._world = world
        self._heartbeats = heartbeats
        self._alerts = alerts
        self._last: datetime | None = None
        self._waits = False

    async def change(
        self,
        requester: Requester,
        result: type[Result],
        work: Callable[[WorldTransaction], Result],
    ) -> Result:
        """Run ``work`` in a transaction, and store the result."""
        async with _command_timeout():
            await self._note_outage(requester.at, LONG_SILENCE)
            return await self._world.change(requester, result, work)

    async def look(
        self, requester: Requester, work: Callable[[WorldTransaction], Result]
    ) -> Result:
        """Run ``work`` in a transaction, without storing the result."""
        async with _command_timeout():
            await self._note_outage(requester.at, LONG_SILENCE)
            return await self._world.look(requester, work)

    async def apply(
        self, guild: GuildId, at: datetime, work: Callable[[WorldTransaction], Result]
    ) -> Result:
        """Run ``work`` in a transaction, without a command."""
        await self._note_outage(at, LONG_SILENCE)
        return await self._world.apply(guild, at, work)

    async def advance(self, until: datetime) -> bool:
        """Apply a part of what is due, or nothing while the clock is behind the last advance."""
        last = await self._note_outage(until, _BEAT)
        if until < last - STEP_BACK:
            if not self._waits:
                self._waits = True
                _LOG.critical("the clock is %s behind; the world waits for it", last - until)
                if self._alerts is not None:
                    await self._alerts.tell(
                        Alert(AlertKind.CLOCK_BEHIND, "clock", str(last - until))
                    )
            return False
        self._waits = False
        return await self._world.advance(until)

    async def _note_outage(self, now: datetime, every: timedelta) -> datetime:
        """Return when the world was last advanced, recording it at most once per ``every``."""
        if self._last is not None and now < self._last + every:
            return self._last
        beat = await self._heartbeats.beat(now)
        self._last = beat.at
        if beat.frozen_days:
            _LOG.warning(
                "the world was not advanced for over 72 hours: all due times are later by %s days",
                beat.frozen_days,
            )
        return beat.at


@asynccontextmanager
async def _command_timeout() -> AsyncIterator[None]:
    """Cancel a command after COMMAND_TIMEOUT. Raises ``Unavailable`` then."""
    try:
        async with asyncio.timeout(COMMAND_TIMEOUT):
            yield
    except TimeoutError:
        raise Unavailable("the world") from None
