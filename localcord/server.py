"""Runs a simulated Discord on 127.0.0.1, which a test controls."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from datetime import timedelta
from types import TracebackType
from typing import Self

from aiohttp import web

from localcord.clock import Clock
from localcord.endpoint.endpoint import Endpoint
from localcord.errors import EndpointRefused, NotAnswered
from localcord.gateway.connections import Close
from localcord.gateway.gateway import Gateway
from localcord.locales import DEFAULT
from localcord.rest.dispatcher import RequestDispatcher
from localcord.rest.faults import Faults
from localcord.rest.ratelimits import RateLimits
from localcord.rest.request_log import RequestLog
from localcord.settings import Settings
from localcord.state.guilds import Guild
from localcord.state.world import World
from localcord.users.people import Person
from localcord.web.client_state import ClientState
from localcord.web.site import Site

HOST = "127.0.0.1"
MAX_BODY_BYTES = 25 * 1024 * 1024
# Between two pings of an endpoint that is not available yet.
ENDPOINT_PAUSE = 0.05


class Server:
    """A Discord with one application. ``async with Server() as discord`` serves it.

    ``port`` 0 selects a free one. A ``token`` of None creates one. The application id is the
    token's first part in base64, as on Discord. With an ``interactions_url``, interactions are
    posted there and none goes over the gateway; the endpoint is not checked, because the bot may
    start later. That raises CannotSign without PyNaCl.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        port: int = 0,
        token: str | None = None,
        application_name: str = "Bot",
        interactions_url: str | None = None,
    ) -> None:
        self.settings = settings or Settings()
        self.world = World(self.settings, application_name, token)
        self.faults = Faults()
        self.requests = RequestLog(self.settings.keep_requests)
        self.rate_limits = RateLimits(self.world.clock, enforced=self.settings.rate_limits)
        self.gateway = Gateway(self.world)
        self.endpoint = Endpoint(self.world)
        self.world.application.take_endpoint(interactions_url)
        self._dispatcher = RequestDispatcher(
            self.world, self.faults, self.rate_limits, self.requests
        )
        self.people: list[Person] = []
        self._site = Site(ClientState(self.world, self.gateway, self.people), self.faults)
        self._port = port
        self._runner: web.AppRunner | None = None

    # Serving

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def start(self) -> None:
        """Listen on loopback. Raises OSError when the port is taken."""
        application = web.Application(client_max_size=MAX_BODY_BYTES)
        application.router.add_get("/gateway", self.gateway.accept)
        application.router.add_get("/gateway/", self.gateway.accept)
        application.router.add_routes(self._site.routes())
        application.router.add_route("*", "/api/{path:.*}", self._dispatcher.serve)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        listener = socket.create_server((HOST, self._port), backlog=1024)
        await web.SockSite(self._runner, listener).start()
        self._port = listener.getsockname()[1]
        self.world.gateway_url = f"ws://{HOST}:{self._port}/gateway"

    async def close(self) -> None:
        """Close all connections and stop listening."""
        self.gateway.close_all()
        self._site.close()
        await self.endpoint.close()
        # One loop iteration sends the close frames.
        await asyncio.sleep(0)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def port(self) -> int:
        return self._port

    @property
    def api_url(self) -> str:
        """The REST address with its version, e.g. ``http://127.0.0.1:40000/api/v10``."""
        return f"http://{HOST}:{self._port}/api/v10"

    @property
    def gateway_url(self) -> str:
        return self.world.gateway_url

    @property
    def client_url(self) -> str:
        """The address of the web client."""
        return f"http://{HOST}:{self._port}/"

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.world.application.token

    @property
    def verify_key(self) -> str:
        """The application's public key, in hexadecimal, for verifying signatures."""
        return self.world.application.keys.verify_key

    @property
    def interactions_url(self) -> str | None:
        """The URL to which interactions are posted, or None if they go over the gateway."""
        return self.world.application.interactions_url

    @property
    def application_id(self) -> int:
        return self.world.application.id

    @property
    def clock(self) -> Clock:
        """The server's clock; ``clock.advance(900)`` lets interaction tokens expire."""
        return self.world.clock

    async def interactions_endpoint(self, url: str | None) -> None:
        """Save an Interactions Endpoint URL in the Developer Portal; None empties the field.

        From then on interactions are posted there, and none goes over the gateway. Raises
        EndpointRefused when the endpoint does not pass Discord's check, CannotSign without PyNaCl.
        """
        problem = await self.endpoint.verify(url) if url is not None else None
        if problem is not None:
            raise EndpointRefused(f"{url} could not be verified: {problem}.")
        self.world.application.take_endpoint(url)

    def reset_token(self) -> None:
        """Reset the token, as in the Developer Portal: the previous one becomes invalid."""
        self.world.application.reset_token()
        self.gateway.drop(code=Close.AUTHENTICATION_FAILED, resumable=False)

    # Guilds and users

    def guild(self, name: str, *, locale: str = DEFAULT, bot_joined: bool = True) -> Guild:
        """Create a guild. Without the bot in it, only user-installed commands work there.

        Raises ValueError for a locale that Discord does not have.
        """
        return self.world.add_guild(name, locale, bot_joined=bot_joined)

    def user(
        self,
        name: str,
        *,
        locale: str = DEFAULT,
        about: str = "",
        age: timedelta = timedelta(),
    ) -> Person:
        """Create a user under the test's control, whose account was created ``age`` ago.

        The web client shows ``about``. Raises ValueError for a locale that Discord does not have.
        """
        account = self.world.add_user(name, locale, age)
        account.about = about
        person = Person(self.world, account)
        self.people.append(person)
        self.world.notify_observers()
        return person

    # Waiting

    async def bot_ready(
        self, *, shards: int | None = None, commands: bool = True, timeout: float = 10.0
    ) -> None:
        """Wait until this many shards are connected and (if asked) commands are registered.

        An application with an endpoint needs no shard: this waits until its endpoint answers a
        PING instead.
        """
        url = self.world.application.interactions_url
        needed = shards if shards is not None else 0 if url else 1
        deadline = self.clock.now() + timeout

        def is_ready() -> bool:
            registered = self.world.commands.writes > 0 or not commands
            return len(self.gateway.connected_shards) >= needed and registered

        if not await _until_either(is_ready, timeout, self.gateway.until, self.world.until):
            raise NotAnswered(
                f"The bot was not ready within {timeout:g} s: connected shards "
                f"{self.gateway.connected_shards}, command writes {self.world.commands.writes}."
            )
        while url and (problem := await self.endpoint.ping(url)) is not None:
            if self.clock.now() > deadline:
                raise NotAnswered(f"{url} was not ready within {timeout:g} s: {problem}.")
            await asyncio.sleep(ENDPOINT_PAUSE)

    async def bot_gone(self, *, timeout: float = 10.0) -> None:
        """Wait until no shard is connected."""
        if not await self.gateway.until(lambda: not self.gateway.connected_shards, timeout):
            raise NotAnswered(f"The bot was still connected after {timeout:g} s.")

    async def bot_resumed(self, times: int = 1, *, timeout: float = 10.0) -> None:
        """Wait until sessions were resumed this often since the server started."""
        if not await self.gateway.until(lambda: self.gateway.resumes >= times, timeout):
            raise NotAnswered(f"The bot did not resume within {timeout:g} s.")

    async def bot_identified(self, times: int = 1, *, timeout: float = 10.0) -> None:
        """Wait until sessions were opened this often since the server started."""
        if not await self.gateway.until(lambda: self.gateway.identifies >= times, timeout):
            raise NotAnswered(f"The bot did not identify within {timeout:g} s.")


_Until = Callable[[Callable[[], bool], float], Awaitable[bool]]


async def _until_either(happened: Callable[[], bool], timeout: float, *watched: _Until) -> bool:
    """Wait for a condition that depends on several observable objects."""
    waits = [asyncio.ensure_future(until(happened, timeout)) for until in watched]
    finished, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in pending:
        wait.cancel()
    return any(wait.result() for wait in finished)
