"""Tests the order in which the gateway service shuts down."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import hikari
import pytest

from nazh.adapters.inbound.discord.errors import TokenRejected
from nazh.adapters.inbound.discord.gateway.command_client import CommandClient
from nazh.adapters.inbound.discord.gateway.gateway_service import DiscordService
from nazh.adapters.inbound.discord.guild_count import GuildCount
from nazh.adapters.inbound.discord.interactions.admission import MAX_PER_ITERATION, AdmissionQueue
from nazh.adapters.inbound.discord.interactions.component_router import ComponentRouter
from nazh.adapters.inbound.discord.interactions.pipeline import InteractionPipeline
from nazh.adapters.inbound.discord.interactions.responses import (
    DEFERRED_UPDATE,
    File,
    Followup,
    Json,
    Response,
    ResponseType,
)
from nazh.adapters.inbound.discord.interactions.router import InteractionRouter
from nazh.adapters.inbound.discord.interactions.sending.followups import (
    FollowupDispatcher,
)
from nazh.adapters.inbound.discord.interactions.sending.responder import Responder
from nazh.adapters.inbound.discord.interactions.sending.rest_retry_counter import RestRetryCounter
from nazh.adapters.outbound.memory.idempotency import MemoryIdempotencyStore
from tests.doubles.interactions import (
    FixedRateLimiter,
    RecordingCrashReports,
    RecordingMetrics,
    SlowResponder,
)
from tests.unit.adapters.inbound.discord.interactions.test_pipeline import ROLL, interaction

__all__ = ["interaction"]


class OneLine:
    """A connection that receives something while closing; satisfies ``Shards``."""

    def __init__(self, coming: Callable[[], None], *, outlives: bool) -> None:
        self._coming = coming
        self._closing = asyncio.Event()
        self.supports_resume = outlives
        self.is_closed = False

    async def open(self, stores: Awaitable[None]) -> None:
        await stores

    async def wait_closed(self) -> None:
        await self._closing.wait()

    async def disconnect(self) -> None:
        self._coming()
        await asyncio.sleep(0.01)  # while a close frame is in flight

    async def close(self) -> None:
        self.is_closed = True
        self._closing.set()


class SlowPost:
    """Posts when released; satisfies ``Posting``."""

    def __init__(self) -> None:
        self.is_asked = asyncio.Event()
        self.may_post = asyncio.Event()
        self.posted: list[Json] = []

    async def edit(
        self, interaction: hikari.PartialInteraction, message: Json, files: tuple[File, ...]
    ) -> bool:
        raise AssertionError(files)

    async def send(self, interaction: hikari.PartialInteraction, message: Json) -> bool:
        self.is_asked.set()
        await self.may_post.wait()
        self.posted.append(message)
        return True

    async def delete(self, interaction: hikari.PartialInteraction) -> bool:
        raise NotImplementedError

    async def send_to_channel(self, channel: int, guild: int | None, message: Json) -> bool:
        raise NotImplementedError


class Connections(Responder):
    """Those of a responder that is not used; notes that they are closed."""

    are_closed = False

    def stop(self) -> None:
        super().stop()
        self.are_closed = True


class Stopping:
    """A service that is stopped while an interaction arrives, and its outcome."""

    def __init__(
        self,
        interaction: hikari.PartialInteraction,
        *,
        outlives: bool,
        response: Response = DEFERRED_UPDATE,
    ) -> None:
        bot, metrics = hikari.GatewayBot("MQ.a.b", banner=None, logs=None), RecordingMetrics()
        self.responder, self.send = SlowResponder(), SlowPost()
        self._interaction = interaction
        self._respond = response
        followups = FollowupDispatcher(self.responder, self.send, metrics, MemoryIdempotencyStore())
        self._pipeline = InteractionPipeline(
            followups, FixedRateLimiter(), metrics, RecordingCrashReports()
        )
        components = ComponentRouter(self._pipeline, {}, {})
        router = InteractionRouter(bot, {}, components, self._pipeline)
        self.line = OneLine(self._let_come, outlives=outlives)
        self._coming: list[asyncio.Task[None]] = []
        self.room = AdmissionQueue(self._pipeline, metrics)
        self.connections = Connections(bot, None, metrics, RestRetryCounter())
        self._service = DiscordService(
            self.line,
            CommandClient(bot, router, components),
            self._pipeline,
            self.connections,
            followups,
            GuildCount(bot),
            self.room,
        )

    def let_wait(self, many: int) -> None:
        """Deliver many at once, of which a few are admitted and the others wait."""
        for _ in range(many):
            self.room.enqueue(int(self._interaction.id), self._let_come, lambda: None)

    async def stop(self) -> tuple[bool, bool]:
        """Return whether all were answered, and whether everything stayed open until then."""
        stopping = asyncio.create_task(self._service.stop(10))
        async with asyncio.timeout(10):
            await self.responder.is_asked.wait()
            was_open = not self.line.is_closed
            self.responder.may_send.set()
            if self._respond.followups:
                await self.send.is_asked.wait()
                was_open = not self.line.is_closed
                self.send.may_post.set()
            finished = await stopping
            await asyncio.gather(*self._coming)
        return finished, was_open

    async def stop_unanswered(self) -> bool:
        """Stop while Discord takes no more messages; return whether all were answered."""
        try:
            async with asyncio.timeout(10):
                return await self._service.stop(0.1)
        finally:
            for task in self._coming:
                task.cancel()

    def _let_come(self) -> None:
        async def work() -> Response:
            return self._respond

        self._coming.append(asyncio.create_task(self._pipeline.run(self._interaction, ROLL, work)))


async def test_interaction_during_disconnect_is_answered_before_rest_closes(
    interaction: hikari.PartialInteraction,
) -> None:
    stopping = Stopping(interaction, outlives=False)

    finished, was_open = await stopping.stop()

    assert (finished, was_open, stopping.line.is_closed) == (True, True, True)
    assert stopping.connections.are_closed
    assert "restarting" in str(stopping.responder.contents[0])


async def test_interaction_before_handover_is_served(
    interaction: hikari.PartialInteraction,
) -> None:
    stopping = Stopping(interaction, outlives=True)

    finished, was_open = await stopping.stop()

    assert (finished, was_open, stopping.line.is_closed) == (True, True, True)
    assert [response.kind for response in stopping.responder.responses] == [
        ResponseType.DEFERRED_UPDATE
    ]


@pytest.mark.parametrize("outlives", [True, False])
async def test_queued_interaction_is_served_at_shutdown(
    interaction: hikari.PartialInteraction, *, outlives: bool
) -> None:
    stopping, queued = Stopping(interaction, outlives=outlives), 3 * MAX_PER_ITERATION
    stopping.let_wait(queued)

    finished, _ = await stopping.stop()

    assert (finished, stopping.room.queued) == (True, 0)
    kinds = [response.kind for response in stopping.responder.responses]
    assert kinds[:queued] == [ResponseType.DEFERRED_UPDATE] * queued
    assert kinds[queued:] == [ResponseType.DEFERRED_UPDATE if outlives else ResponseType.MESSAGE]


async def test_commands_are_not_registered_after_the_connection_is_lost() -> None:
    unused: Any = None
    syncing: list[asyncio.Task[None] | None] = []

    async def sync() -> None:
        syncing.append(asyncio.current_task())
        await asyncio.Event().wait()

    async def wait_closed() -> None:
        await asyncio.sleep(0)
        raise TokenRejected

    client: Any = SimpleNamespace(sync=sync)
    shards: Any = SimpleNamespace(wait_closed=wait_closed)
    service = DiscordService(shards, client, unused, unused, unused, unused, unused)

    with pytest.raises(TokenRejected):
        await service.run()

    (task,) = syncing
    assert task is not None
    await asyncio.wait((task,), timeout=1)
    assert task.cancelled()


async def test_followups_are_sent_before_shutdown_ends(
    interaction: hikari.PartialInteraction,
) -> None:
    followup = Followup("roll 1", {"content": "17"})
    rolled = Response(ResponseType.EDIT, {}, fallback=DEFERRED_UPDATE, followups=(followup,))
    stopping = Stopping(interaction, outlives=True, response=rolled)

    finished, was_open = await stopping.stop()

    assert (finished, was_open, stopping.line.is_closed) == (True, True, True)
    assert stopping.send.posted == [{"content": "17"}]


@pytest.mark.parametrize("outlives", [True, False])
async def test_shutdown_does_not_wait_longer_than_it_may_for_a_response(
    interaction: hikari.PartialInteraction, *, outlives: bool
) -> None:
    stopping = Stopping(interaction, outlives=outlives)

    finished = await stopping.stop_unanswered()

    assert (finished, stopping.line.is_closed) == (False, True)


async def test_shutdown_does_not_wait_longer_than_it_may_for_a_followup(
    interaction: hikari.PartialInteraction,
) -> None:
    rolled = Response(ResponseType.EDIT, {}, followups=(Followup("roll 1", {"content": "17"}),))
    stopping = Stopping(interaction, outlives=True, response=rolled)
    stopping.responder.may_send.set()

    await stopping.stop_unanswered()

    assert stopping.line.is_closed
    assert stopping.send.posted == []
