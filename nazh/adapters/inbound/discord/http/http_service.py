"""Runs the bot over HTTP as one service that starts, runs and stops."""

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
from nazh.adapters.inbound.discord.interactions.pipeline import InteractionPipeline
from nazh.adapters.inbound.discord.interactions.router import InteractionRouter
from nazh.adapters.inbound.discord.interactions.sending.followups import FollowupDispatcher
from nazh.adapters.inbound.discord.interactions.sending.responder import Responder
from nazh.adapters.inbound.discord.rest_bot import start_rest_client

if TYPE_CHECKING:
    from nazh.adapters.inbound.discord.http.signatures import SignatureVerifier


class PublicKey:
    """The application's public key, from the settings or from Discord."""

    def __init__(
        self, bot: hikari.RESTAware, public_key: str | None, now: Callable[[], datetime]
    ) -> None:
        self._bot = bot
        self._public_key = public_key
        self._now = now

    async def signatures(self) -> SignatureVerifier:
        """Return the verifier of Discord's requests. Raises TokenRejected or StartFailed."""
        # Imported here, because other deployments may not have installed the extra.
        from nazh.adapters.inbound.discord.http.signatures import SignatureVerifier

        if self._public_key is not None:
            return SignatureVerifier(bytes.fromhex(self._public_key), self._now)
        try:
            application = await self._bot.rest.fetch_application()
        except (hikari.HikariError, OSError) as error:
            raise translate_error(error) from error
        return SignatureVerifier(application.public_key, self._now)


class HttpService:
    """Combines endpoint, commands and responder into one service. Starts once.

    ``drain_seconds`` is the grace period in which a load balancer notices that the process is no
    longer ready.
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
        """The number of guilds that the bot is in, or ``None`` until it is known."""
        return self._guild_count.guilds

    @property
    def in_flight(self) -> int:
        """The number of interactions without a response so far."""
        return self._admission.queued + self._pipeline.in_flight

    @property
    def overload(self) -> str | None:
        """Why an interaction was last shed, or ``None`` if none was within the last minute."""
        return self._admission.overload

    @property
    def sync_error(self) -> None:
        """``None``, because this process does not register commands."""

    @property
    def missing_intent(self) -> None:
        """``None``, because this process has no gateway connection."""

    def add_to(self, app: web.Application) -> None:
        """Add the endpoint to ``app``."""
        self._endpoint.add_to(app)

    async def start(self, stores: Awaitable[None]) -> None:
        """Return once interactions are answered, which is after ``stores`` are open.

        Raises TokenRejected or StartFailed, and what ``stores`` raise.
        """
        start_rest_client(self._bot)
        await self._router.open()
        signatures, _ = await asyncio.gather(self._public_key.signatures(), stores)
        self._endpoint.open(signatures)
        self._is_open = True

    async def run(self) -> None:
        """Wait until cancelled, as requests are handled by the web server."""
        await asyncio.Event().wait()

    async def stop(self, timeout: float) -> bool:
        """Serve until the grace period ends, finish what is in flight, and stop.

        Follow-ups are sent in the remaining time. Returns whether all were answered within
        ``timeout`` seconds after the grace period. Safe at any time.
        """
        if self._is_open:
            self._endpoint.drain()
            await asyncio.sleep(self._drain_seconds)
        self._admission.open()
        await asyncio.sleep(0)  # until the queued interactions have started
        self._endpoint.close()
        deadline = monotonic() + timeout
        finished = await self._pipeline.close(timeout)
        await self._followups.drain(max(0.0, deadline - monotonic()))
        if self._bot.rest.is_alive:
            await self._bot.rest.close()
        self._responder.stop()
        return finished
