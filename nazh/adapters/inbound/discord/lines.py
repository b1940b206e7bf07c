"""Lines: hikari's bot and shards, taught to wait for their turn and to go on with a session.

The only file that touches what hikari keeps private; ``test_lines.py`` fails where that changes.
hikari 2.6 opens shards in windows of five seconds of its own, whether they start a session or go on
with one; it forgets sessions with the process; and it ends them when it closes a shard, by the code
of its close frame (docs/adr/0024-shards.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from functools import cached_property
from typing import Final, Protocol

import hikari
from hikari.impl.shard import GatewayShardImpl
from hikari.internal.data_binding import JSONObject

from nazh.adapters.inbound.discord.glances import GlancingFactory
from nazh.adapters.inbound.discord.replays import Entry, Replays
from nazh.application.shared.gateway import Session

IDENTIFY: Final = 2
LARGE: Final = 250
"""Members from which Discord leaves out who is offline; without intents it tells of nobody."""


class Turn(Protocol):
    """A line's turn to start a session."""

    async def use(self) -> None:
        """The session is started as soon as this returns, and never before. May wait."""
        ...


class SessionStarts(Protocol):
    """Lets lines start sessions one after another, as Discord wants it. No call raises."""

    def turn(self, shard: int) -> AbstractAsyncContextManager[Turn]:
        """Wait for the turn of a shard; one that is left without ``use`` goes to the next."""
        ...


class Line(GatewayShardImpl):
    """A shard that starts a session only in its turn, and closes without ending it if asked to."""

    __slots__ = (
        "_is_parting",
        "_replays",
        "_running",
        "_starts",
        "_turn",
        "_was_told_to_close",
    )

    def prepare(self, starts: SessionStarts, entry: Entry, session: Session | None) -> None:
        """Take turns in ``starts``, let interactions in by ``entry``, and go on with ``session``.

        To be called before ``start``.
        """
        self._starts = starts
        self._replays = Replays(self._event_manager, entry)
        self._event_manager = self._replays  # type: ignore[assignment]  # all that a shard asks of it
        self._turn: Turn | None = None
        self._running: asyncio.Task[None] | None = None
        self._is_parting = False
        if session is not None:
            self._session_id, self._seq = session.id, session.sequence
            self._resume_gateway_url = session.url

    @property
    def session(self) -> Session | None:
        """The session and the last event seen of it; ``None`` while there is none."""
        if self._session_id is None or self._seq is None or self._resume_gateway_url is None:
            return None
        return Session(self._session_id, self._seq, self._resume_gateway_url)

    async def start(self) -> None:
        """Return once the line is open.

        Who gives up waiting for it leaves nothing behind but a session to go on with.
        """
        try:
            await super().start()
        except asyncio.CancelledError:
            if self._running is not None:
                self._is_parting = self.session is not None
                self._running.cancel()
                await asyncio.wait((self._running,))
                self._replays.end()
            raise

    async def close(self) -> None:
        """Close the line. Who was missed and is told of by now is let in: nobody else is told."""
        self._replays.end()
        await super().close()

    async def part(self) -> None:
        """Close the line so that its session can be continued elsewhere."""
        self._is_parting = True
        if self._ws is not None and self._running is not None:
            # hikari rests for a quarter of a second behind each line, for an aiohttp that did not
            # wait for TLS to end; somebody waits for this process to make room for the next.
            last = AsyncExitStack()
            last.callback(self._running.cancel)
            await last.enter_async_context(self._ws._exit_stack)
            self._ws._exit_stack = last
        await self.close()

    async def _keep_alive(self) -> None:
        self._running = asyncio.current_task()
        await super()._keep_alive()

    async def _connect(self) -> tuple[asyncio.Task[None], ...]:
        self._replays.release()
        try:
            if self._seq is not None:
                self._replays.begin()
                return await super()._connect()
            async with self._starts.turn(self.id) as self._turn:
                return await super()._connect()
        except BaseException:
            self._call_off()
            raise

    def _call_off(self) -> None:
        # hikari forgets the tasks of a line that is lost before it is open. Its heartbeat would go
        # on beside that of the next line, which would look dead then.
        begun = (f"heartbeat (shard {self.id})", f"poll events (shard {self.id})")
        for task in asyncio.all_tasks():
            if task.get_name() in begun:
                task.cancel()

    async def _send_json(self, data: JSONObject, *, priority: bool = False) -> None:
        if data["op"] == IDENTIFY and self._turn is not None:
            await self._turn.use()
        await super()._send_json(data, priority=priority)

    # hikari asks this when it chooses the code of its close frame. Discord keeps the session of a
    # line that was closed with anything but "normal" and "going away".
    @property
    def _is_closing(self) -> bool:
        return self._was_told_to_close and not self._is_parting

    @_is_closing.setter
    def _is_closing(self, is_closing: bool) -> None:
        self._was_told_to_close = is_closing


class LineBot(hikari.GatewayBot):
    """A gateway bot that opens the lines it is told to, all at once; they see to their turns.

    It reads commands at a glance.
    """

    @cached_property
    def entity_factory(self) -> GlancingFactory:
        """What reads Discord's payloads."""
        return GlancingFactory(self)

    async def begin(self) -> None:
        """Be ready to make requests, and let listeners of StartingEvent do what they have to."""
        self._closed_event, self._closing_event = asyncio.Event(), asyncio.Event()
        self._rest.start()
        self._voice.start()
        starting = self._event_factory.deserialize_starting_event()
        await self._event_manager.dispatch(starting, return_tasks=True)

    async def open(
        self,
        url: str,
        lines: Mapping[int, Session | None],
        count: int,
        starts: SessionStarts,
        entry: Entry,
    ) -> None:
        """Open lines to the gateway at ``url``, by shard, of ``count`` shards in all.

        Returns when all of them are open. Raises as ``start`` does.
        """
        opening = []
        for id, session in lines.items():
            line = self._line(url, id, count)
            line.prepare(starts, entry, session)
            opening.append(asyncio.create_task(self._open(line)))
        try:
            await asyncio.gather(*opening)
        finally:
            for one in opening:
                one.cancel()
            await asyncio.wait(opening)
        started = self._event_factory.deserialize_started_event()
        await self._event_manager.dispatch(started, return_tasks=True)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are open or being opened, or were left while they went on."""
        return tuple(line for line in self.shards.values() if isinstance(line, Line))

    async def _open(self, line: Line) -> None:
        # Before it is open: what it brings at once, after a restart, has to find its shard.
        self._shards[line.id] = line
        try:
            await line.start()
        except BaseException:
            if line.session is None:
                del self._shards[line.id]
            raise

    def _line(self, url: str, id: int, count: int) -> Line:
        return Line(
            http_settings=self._http_settings,
            proxy_settings=self._proxy_settings,
            event_manager=self._event_manager,
            event_factory=self._event_factory,
            intents=self._intents,
            capabilities=self._capabilities,
            dumps=self._dumps,
            loads=self._loads,
            large_threshold=LARGE,
            shard_id=id,
            shard_count=count,
            token=self._token,
            url=url,
        )
