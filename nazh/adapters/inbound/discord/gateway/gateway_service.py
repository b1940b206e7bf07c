"""Runs the gateway bot as one service that starts, runs and stops."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final, Protocol

import hikari

from nazh.adapters.inbound.discord.errors import StartFailed, TokenRejected
from nazh.adapters.inbound.discord.gateway.command_client import CommandClient
from nazh.adapters.inbound.discord.guild_count import GuildCount
from nazh.adapters.inbound.discord.interactions.admission import AdmissionQueue
from nazh.adapters.inbound.discord.interactions.pipeline import InteractionPipeline
from nazh.adapters.inbound.discord.interactions.sending.followups import FollowupDispatcher
from nazh.adapters.inbound.discord.interactions.sending.responder import Responder

READ_DRAIN_SECONDS: Final = 0.2
"""Seconds for the event loop to read what has arrived on the connections."""


class Shards(Protocol):
    """The gateway connections of this process."""

    @property
    def supports_resume(self) -> bool:
        """True if another process can resume these sessions."""
        ...

    async def open(self, stores: Awaitable[None]) -> None:
        """Connect, and return once Discord sends interactions, which is after ``stores`` are open.

        Raises TokenRejected or StartFailed, and what ``stores`` raise.
        """
        ...

    async def wait_closed(self) -> None:
        """Return when all is closed. Raises as ``open`` when a connection cannot be restored."""
        ...

    async def disconnect(self) -> None:
        """Close every connection, so that no more events arrive; requests can still be made."""
        ...

    async def close(self) -> None:
        """Close everything, including the client for requests. Safe at any time."""
        ...


class DiscordService:
    """Combines gateway, commands and responder into one service. Starts once."""

    def __init__(
        self,
        shards: Shards,
        client: CommandClient,
        pipeline: InteractionPipeline,
        responder: Responder,
        followups: FollowupDispatcher,
        guild_count: GuildCount,
        admission: AdmissionQueue,
    ) -> None:
        self._shards = shards
        self._client = client
        self._pipeline = pipeline
        self._responder = responder
        self._followups = followups
        self._guild_count = guild_count
        self._admission = admission
        self._is_connection_lost = False

    @property
    def guilds(self) -> int | None:
        """The number of guilds that the bot is in, or ``None`` until it is known."""
        return self._guild_count.guilds

    @property
    def in_flight(self) -> int:
        """The number of interactions without a response so far."""
        return self._admission.queued + self._pipeline.in_flight

    @property
    def missing_intent(self) -> None:
        """``None``, because interactions need no privileged intent."""

    @property
    def overload(self) -> str | None:
        """Why an interaction was last shed, or ``None`` if none was within the last minute."""
        return self._admission.overload

    @property
    def sync_error(self) -> str | None:
        """Why Discord does not have this version's commands, or ``None`` if no error is known."""
        return self._client.sync_error

    async def start(self, stores: Awaitable[None]) -> None:
        """Return once Discord sends interactions, which is after ``stores`` are open.

        Raises TokenRejected or StartFailed, and what ``stores`` raise.
        """
        with self._detecting_loss():
            await self._client.listen()
            await self._shards.open(stores)

    async def run(self) -> None:
        """Return when the bot has been stopped. Raises as ``start`` when it is lost.

        Commands are registered only here, because users who wait for a response come first, and
        Discord already knows the commands that they used.
        """
        syncing = asyncio.create_task(self._client.sync())
        try:
            with self._detecting_loss():
                await asyncio.gather(self._shards.wait_closed(), syncing)
        finally:
            syncing.cancel()

    async def stop(self, timeout: float) -> bool:
        """Finish what is in flight, and disconnect from Discord.

        If another process can resume the sessions, Discord sends it all later interactions;
        otherwise they are refused until the connections are closed. Follow-ups are sent in the
        remaining time. Returns whether all were answered within ``timeout`` seconds. Safe at any
        time.
        """
        deadline = monotonic() + timeout
        self._admission.open()  # no other process receives the queued interactions
        await asyncio.sleep(0)  # until the queued interactions have started
        if self._is_connection_lost:
            # Errors are raised again when tasks and connections are closed, and the loop logs them.
            asyncio.get_running_loop().set_exception_handler(_ignore_hikari_errors)
        if self._shards.supports_resume:
            await self._shards.disconnect()
            finished = await self._pipeline.close(max(0.0, deadline - monotonic()))
        else:
            finished = await self._pipeline.close(timeout)
            # Events that Discord has sent may not have been read yet, and it does not send them
            # again.
            await asyncio.sleep(READ_DRAIN_SECONDS)
            # Until the connections are closed, interactions may arrive, which must be refused.
            await self._shards.disconnect()
            finished = await self._pipeline.drain(max(0.0, deadline - monotonic())) and finished
        await self._followups.drain(max(0.0, deadline - monotonic()))
        await self._shards.close()
        self._responder.stop()
        return finished

    @contextmanager
    def _detecting_loss(self) -> Iterator[None]:
        try:
            yield
        except (TokenRejected, StartFailed):
            self._is_connection_lost = True
            raise


def _ignore_hikari_errors(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    if not isinstance(context.get("exception"), hikari.HikariError):
        loop.default_exception_handler(context)
