"""Serving: the bot that Discord calls over HTTP, as one thing that starts, runs and stops."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING

import hikari
from aiohttp import web

from nazh.adapters.inbound.discord.courier import Courier
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.endpoint import Endpoint
from nazh.adapters.inbound.discord.gateway import plain_error
from nazh.adapters.inbound.discord.guild_count import GuildCount
from nazh.adapters.inbound.discord.lane import Lanes, Others
from nazh.adapters.inbound.discord.responder import Responder
from nazh.adapters.inbound.discord.rest_bot import open_requests
from nazh.adapters.inbound.discord.roll_call import RollCall
from nazh.adapters.inbound.discord.switchboard import Switchboard
from nazh.adapters.inbound.discord.waiting_room import WaitingRoom

if TYPE_CHECKING:
    from nazh.adapters.inbound.discord.signatures import Signatures


class KnownKey:
    """The application's public key: as the operator says, or as Discord does."""

    def __init__(
        self, bot: hikari.RESTAware, public_key: str | None, now: Callable[[], datetime]
    ) -> None:
        self._bot = bot
        self._public_key = public_key
        self._now = now

    async def signatures(self) -> Signatures:
        """Return what knows Discord's requests. Raises TokenRefused or CannotStart."""
        # Not above: whoever has no need of it need not have the extra.
        from nazh.adapters.inbound.discord.signatures import Signatures

        if self._public_key is not None:
            return Signatures(bytes.fromhex(self._public_key), self._now)
        try:
            application = await self._bot.rest.fetch_application()
        except (hikari.HikariError, OSError) as error:
            raise plain_error(error) from error
        return Signatures(application.public_key, self._now)


class HttpService:
    """Endpoint, commands and responder together. Starts once.

    ``grace`` are the seconds in which a load balancer notices that we are not ready any more.
    """

    def __init__(
        self,
        bot: hikari.RESTBot,
        switchboard: Switchboard,
        endpoint: Endpoint,
        known_key: KnownKey,
        door: Door,
        responder: Responder,
        courier: Courier,
        guild_count: GuildCount,
        roll_call: RollCall,
        waiting_room: WaitingRoom,
        grace: float,
    ) -> None:
        self._bot = bot
        self._switchboard = switchboard
        self._endpoint = endpoint
        self._known_key = known_key
        self._door = door
        self._responder = responder
        self._courier = courier
        self._guild_count = guild_count
        self._roll_call = roll_call
        self._waiting_room = waiting_room
        self._grace = grace
        self._is_open = False
        self._lanes: Lanes | None = None

    @property
    def guilds(self) -> int | None:
        """Servers that the bot is in; ``None`` until Discord has told."""
        return self._guild_count.guilds

    @property
    def in_flight(self) -> int:
        """Interactions that are not answered yet."""
        return self._waiting_room.waiting + self._door.inside

    @property
    def sheds_load(self) -> bool:
        """Whether somebody was too late to be answered within the last minute."""
        return self._waiting_room.sheds_load

    @property
    def refusal(self) -> None:
        """Nothing: this process tells Discord no commands."""

    def add_to(self, app: web.Application) -> None:
        """Put the endpoint in ``app``."""
        self._endpoint.add_to(app)

    def before(self, others: Others) -> Others:
        """Return what is made of a connection; what is not for the endpoint goes to ``others``."""
        self._lanes = Lanes(self._endpoint, others)
        return self._lanes

    async def start(self, stores: Awaitable[None]) -> None:
        """Return once interactions are answered, which they are after ``stores`` are open.

        Raises TokenRefused or CannotStart, and what ``stores`` raise.
        """
        open_requests(self._bot)
        await self._switchboard.open()
        signatures, _ = await asyncio.gather(self._known_key.signatures(), stores)
        self._endpoint.open(signatures)
        self._is_open = True

    async def run(self) -> None:
        """Go on for ever: count the servers, call their roll, and close what nobody uses."""
        chores = [self._guild_count.keep_asking(), self._roll_call.keep_calling()]
        if self._lanes is not None:
            chores.append(self._lanes.keep_closing())
        await asyncio.gather(*chores)

    async def stop(self, patience: float) -> bool:
        """Answer what still comes while the grace lasts, finish what is inside, and stop.

        What is to be posted behind answers is posted in the time that is left. Returns whether all
        was answered within ``patience`` seconds after the grace. Safe at any time.
        """
        if self._is_open:
            self._endpoint.drain()
            await asyncio.sleep(self._grace)
        self._waiting_room.open_wide()
        await asyncio.sleep(0)  # until those who waited are inside
        self._endpoint.close()
        deadline = monotonic() + patience
        finished = await self._door.close(patience)
        if self._lanes is not None:
            self._lanes.close()
        await self._courier.settle(max(0.0, deadline - monotonic()))
        if self._bot.rest.is_alive:
            await self._bot.rest.close()
        self._responder.stop()
        return finished
