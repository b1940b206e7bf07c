"""Extends hikari's bot, which opens resumable shards concurrently.

hikari 2.6 opens shards in its own windows of five seconds, whether they identify or resume
(docs/adr/0024-sharding-and-session-resume.md). ``test_resumable_shards.py`` fails if the private
members that this file uses change.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Final

import hikari

from nazh.adapters.inbound.discord.gateway.dispatch_errors import handle_dispatch_errors
from nazh.adapters.inbound.discord.gateway.frame_reader import FrameReader
from nazh.adapters.inbound.discord.gateway.replay_buffer import Admission, EventConsumer
from nazh.adapters.inbound.discord.gateway.resumable_shards import IdentifyLimiter, ResumableShard
from nazh.adapters.inbound.discord.interactions.lazy_interactions import LazyEntityFactory
from nazh.adapters.inbound.discord.interactions.sending.rest_rate_limits import pace_rate_limits
from nazh.application.shared.gateway_sessions import Session

LARGE_THRESHOLD: Final = 250
"""The guild size above which Discord leaves out offline members; without intents there are none."""


class ShardedBot(hikari.GatewayBot):
    """A gateway bot that opens given shards concurrently; the shards limit their identifies.

    It decodes commands lazily. Before it opens shards, ``shard_intents`` can be changed, and
    ``filter_events`` set, which wraps the consumer of the shards' events.
    """

    read_frame: FrameReader
    shard_intents: hikari.Intents
    filter_events: Callable[[EventConsumer], EventConsumer] | None = None

    @cached_property
    def entity_factory(self) -> LazyEntityFactory:
        """Decodes Discord's payloads."""
        return LazyEntityFactory(self)

    async def start_rest(self) -> None:
        """Prepare for requests, and run the listeners of StartingEvent."""
        self._closed_event, self._closing_event = asyncio.Event(), asyncio.Event()
        self._rest.start()
        pace_rate_limits(self._rest)
        handle_dispatch_errors(self.read_frame)
        self._voice.start()
        starting = self._event_factory.deserialize_starting_event()
        await self._event_manager.dispatch(starting, return_tasks=True)

    async def open(
        self,
        url: str,
        resumable_shards: Mapping[int, Session | None],
        count: int,
        identify_limiter: IdentifyLimiter,
        admission: Admission,
    ) -> None:
        """Open these shards at the gateway ``url``, of ``count`` shards in all.

        Returns when all of them are open. Raises as ``start`` does.
        """
        tasks = []
        for id, session in resumable_shards.items():
            shard = self._new_shard(url, id, count)
            shard.configure(identify_limiter, admission, session)
            tasks.append(asyncio.create_task(self._open_shard(shard)))
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
        started = self._event_factory.deserialize_started_event()
        await self._event_manager.dispatch(started, return_tasks=True)

    @property
    def resumable_shards(self) -> tuple[ResumableShard, ...]:
        """The shards that are open or being opened, or were disconnected while resumable."""
        return tuple(shard for shard in self.shards.values() if isinstance(shard, ResumableShard))

    async def _open_shard(self, shard: ResumableShard) -> None:
        # The shard is registered before it is open: events that arrive right after a restart must
        # find it.
        self._shards[shard.id] = shard
        try:
            await shard.start()
        except BaseException:
            if shard.session is None:
                del self._shards[shard.id]
            raise

    def _new_shard(self, url: str, id: int, count: int) -> ResumableShard:
        events: EventConsumer = self._event_manager
        if self.filter_events is not None:
            events = self.filter_events(events)
        return ResumableShard(
            http_settings=self._http_settings,
            proxy_settings=self._proxy_settings,
            event_manager=events,  # type: ignore[arg-type]  # all that a shard asks of it
            event_factory=self._event_factory,
            intents=self.shard_intents,
            capabilities=self._capabilities,
            dumps=self._dumps,
            loads=self.read_frame,
            large_threshold=LARGE_THRESHOLD,
            shard_id=id,
            shard_count=count,
            token=self._token,
            url=url,
        )
