"""Serving: the bot that Discord calls over HTTP, as one thing that starts, runs and stops."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING

import hikari
from aiohttp import web

from nazh.adapters.inbound.discord.gateway.gateway_bot import translate_error
from nazh.adapters.inbound.discord.guild_count import GuildCount
from nazh.adapters.inbound.discord.http.endpoint import Endpoint
from nazh.adapters.inbound.discord.interactions.admission import AdmissionQueue
from nazh.adapters.inbound.discord.interactions.followups import FollowupDispatcher
from nazh.adapters.inbound.discord.interactions.pipeline import InteractionPipeline
from nazh.adapters.inbound.discord.interactions.responder import Responder
from nazh.adapters.inbound.discord.interactions.router import InteractionRouter
from nazh.adapters.inbound.discord.rest_bot import start_rest_client

if TYPE_CHECKING:
    from nazh.adapters.inbound.discord.http.signatures import SignatureVerifier


class PublicKey:
    """The application's public key: as the operator says, or as Discord does."""

    def __init__(
        self, bot: hikari.RESTAware, public_key: str | None, now: Callable[[], datetime]
    ) -> None:
        self._bot = bot
        self._public_key = public_key
        self._now = now

    async def signatures(self) -> SignatureVerifier:
        """Return what knows Discord's requests. Raises TokenRejected or StartFailed."""
        # Not above: whoever has no need of it need not have the extra.
        from nazh.adapters.inbound.discord.http.signatures import SignatureVerifier

        if self._public_key is not None:
            return SignatureVerifier(bytes.fromhex(self._public_key), self._now)
        try:
            application = await self._bot.rest.fetch_application()
        except (hikari.HikariError, OSError) as error:
            raise translate_error(error) from error
        return SignatureVerifier(application.public_key, self._now)


class HttpService:
    """Endpoint, commands and responder together. Starts once.

    ``grace`` are the seconds in which a load balancer notices that we are not ready any more.
    """

    def __init__(
        self,
        bot: hikari.RESTBot,
        router: InteractionRouter,
        endpoint: Endpoint,
        public_key: PublicKey,
        pipeline: InteractionPipeline,
        responder: Responder,
        followups: FollowupDispatcher,
        guild_count: GuildCount,
        admission: AdmissionQueue,
        drain_seconds: float,
    ) -> None:
        self._bot = bot
        self._router = router
        self._endpoint = endpoint
        self._public_key = public_key
        self._pipeline = pipeline
        self._responder = responder
        self._followups = followups
        self._guild_count = guild_count
        self._admission = admission
        self._drain_seconds = drain_seconds
        self._is_open = False

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
    def sync_error(self) -> None:
        """Nothing: this process tells Discord no commands."""

    def add_to(self, app: web.Application) -> None:
        """Put the endpoint in ``app``."""
        self._endpoint.add_to(app)

    async def start(self, stores: Awaitable[None]) -> None:
        """Return once interactions are answered, which they are after ``stores`` are open.

        Raises TokenRejected or StartFailed, and what ``stores`` raise.
        """
        start_rest_client(self._bot)
        await self._router.open()
        signatures, _ = await asyncio.gather(self._public_key.signatures(), stores)
        self._endpoint.open(signatures)
        self._is_open = True

    async def run(self) -> None:
        """Wait until cancelled: the endpoint answers by itself."""
        await asyncio.Event().wait()

    async def stop(self, timeout: float) -> bool:
        """Answer what still comes while the grace lasts, finish what is inside, and stop.

        What is to be posted behind answers is posted in the time that is left. Returns whether all
        was answered within ``patience`` seconds after the grace. Safe at any time.
        """
        if self._is_open:
            self._endpoint.drain()
            await asyncio.sleep(self._drain_seconds)
        self._admission.open()
        await asyncio.sleep(0)  # until those who waited are inside
        self._endpoint.close()
        deadline = monotonic() + timeout
        finished = await self._pipeline.close(timeout)
        await self._followups.drain(max(0.0, deadline - monotonic()))
        if self._bot.rest.is_alive:
            await self._bot.rest.close()
        self._responder.stop()
        return finished
