"""The Discord bot as one thing that starts, runs and stops."""

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
from nazh.adapters.inbound.discord.interactions.followups import FollowupDispatcher
from nazh.adapters.inbound.discord.interactions.pipeline import InteractionPipeline
from nazh.adapters.inbound.discord.interactions.responder import Responder

READ_DRAIN_SECONDS: Final = 0.2
"""Seconds until what has come on the lines is read, when nothing else is waited for."""


class Shards(Protocol):
    """The lines of this process to Discord's gateway."""

    @property
    def supports_resume(self) -> bool:
        """Whether another process can go on where these lines are left."""
        ...

    async def open(self, stores: Awaitable[None]) -> None:
        """Return once Discord sends interactions, which it does after ``stores`` are open.

        Raises TokenRejected or StartFailed, and what ``stores`` raise.
        """
        ...

    async def wait_closed(self) -> None:
        """Return when all is closed. Raises as ``open`` when a line is lost for good."""
        ...

    async def disconnect(self) -> None:
        """Close every line, so that nothing comes any more; requests can still be made."""
        ...

    async def close(self) -> None:
        """Close what is open still, and make no more requests. Safe at any time."""
        ...


class DiscordService:
    """Gateway, commands and responder together. Starts once."""

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
        """Servers that the bot is in; ``None`` until Discord has told."""
        return self._guild_count.guilds

    @property
    def in_flight(self) -> int:
        """Interactions that are not answered yet."""
        return self._admission.queued + self._pipeline.in_flight

    @property
    def sheds_load(self) -> bool:
        """Whether somebody was too late to be answered within the last minute."""
        return self._admission.sheds_load

    @property
    def sync_error(self) -> str | None:
        """Why Discord does not know the commands of this version; ``None`` for nothing known."""
        return self._client.sync_error

    async def start(self, stores: Awaitable[None]) -> None:
        """Return once Discord sends interactions, which it does after ``stores`` are open.

        Raises TokenRejected or StartFailed, and what ``stores`` raise.
        """
        with self._detecting_loss():
            await self._client.listen()
            await self._shards.open(stores)

    async def run(self) -> None:
        """Return when the bot has been stopped. Raises as ``start`` when it is lost.

        Discord is told the commands only here: those who wait for an answer come first, and the
        commands that they used are known to it.
        """
        syncing = asyncio.create_task(self._client.sync())
        try:
            with self._detecting_loss():
                await asyncio.gather(self._shards.wait_closed(), syncing)
        finally:
            syncing.cancel()

    async def stop(self, timeout: float) -> bool:
        """Finish what is inside, and leave Discord.

        Where another process goes on with the sessions, it is told of whoever comes from now on;
        else they are refused politely until the lines are closed. What is to be posted behind
        answers is posted in the time that is left. Returns whether all was answered within
        ``patience`` seconds. Safe at any time.
        """
        deadline = monotonic() + timeout
        self._admission.open()  # nobody else is told of who waits here
        await asyncio.sleep(0)  # until those who waited are inside
        if self._is_connection_lost:
            # What was raised is raised again when tasks and lines are closed, and the loop told.
            asyncio.get_running_loop().set_exception_handler(_ignore_hikari_errors)
        if self._shards.supports_resume:
            await self._shards.disconnect()
            finished = await self._pipeline.close(max(0.0, deadline - monotonic()))
        else:
            finished = await self._pipeline.close(timeout)
            # What Discord has sent by now may not be read yet, and nobody is told of it again.
            await asyncio.sleep(READ_DRAIN_SECONDS)
            # Until the lines are closed somebody may come, and is owed a polite no.
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
