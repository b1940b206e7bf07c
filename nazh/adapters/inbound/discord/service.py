"""The Discord bot as one thing that starts, runs and stops."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final, Protocol

import hikari

from nazh.adapters.inbound.discord.client import CommandClient
from nazh.adapters.inbound.discord.courier import Courier
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.errors import CannotStart, TokenRefused
from nazh.adapters.inbound.discord.guild_count import GuildCount
from nazh.adapters.inbound.discord.responder import Responder
from nazh.adapters.inbound.discord.roll_call import RollCall
from nazh.adapters.inbound.discord.waiting_room import WaitingRoom

READING_OUT: Final = 0.2
"""Seconds until what has come on the lines is read, when nothing else is waited for."""


class Shards(Protocol):
    """The lines of this process to Discord's gateway."""

    @property
    def outlive_the_process(self) -> bool:
        """Whether another process can go on where these lines are left."""
        ...

    @property
    def have_the_first(self) -> bool:
        """Whether this is the one process that sees to what is the same for all of them."""
        ...

    async def open(self, stores: Awaitable[None]) -> None:
        """Return once Discord sends interactions, which it does after ``stores`` are open.

        Raises TokenRefused or CannotStart, and what ``stores`` raise.
        """
        ...

    async def joined(self) -> None:
        """Return when all is closed. Raises as ``open`` when a line is lost for good."""
        ...

    async def leave(self) -> None:
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
        door: Door,
        responder: Responder,
        courier: Courier,
        guild_count: GuildCount,
        roll_call: RollCall,
        waiting_room: WaitingRoom,
    ) -> None:
        self._shards = shards
        self._client = client
        self._door = door
        self._responder = responder
        self._courier = courier
        self._guild_count = guild_count
        self._roll_call = roll_call
        self._waiting_room = waiting_room
        self._is_lost = False

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
    def refusal(self) -> str | None:
        """Why Discord does not know the commands of this version; ``None`` for nothing known."""
        return self._client.refusal

    async def start(self, stores: Awaitable[None]) -> None:
        """Return once Discord sends interactions, which it does after ``stores`` are open.

        Raises TokenRefused or CannotStart, and what ``stores`` raise.
        """
        with self._noticing_loss():
            await self._client.listen()
            await self._shards.open(stores)

    async def run(self) -> None:
        """Return when the bot has been stopped. Raises as ``start`` when it is lost.

        Discord is told the commands only here: those who wait for an answer come first, and the
        commands that they used are known to it.
        """
        beside = [asyncio.create_task(self._guild_count.keep_asking())]
        if self._shards.have_the_first:
            beside.append(asyncio.create_task(self._roll_call.keep_calling()))
        telling = asyncio.create_task(self._client.tell())
        try:
            with self._noticing_loss():
                await asyncio.gather(self._shards.joined(), telling)
        finally:
            for task in (*beside, telling):
                task.cancel()

    async def stop(self, patience: float) -> bool:
        """Finish what is inside, and leave Discord.

        Where another process goes on with the sessions, it is told of whoever comes from now on;
        else they are refused politely until the lines are closed. What is to be posted behind
        answers is posted in the time that is left. Returns whether all was answered within
        ``patience`` seconds. Safe at any time.
        """
        deadline = monotonic() + patience
        self._waiting_room.open_wide()  # nobody else is told of who waits here
        await asyncio.sleep(0)  # until those who waited are inside
        if self._is_lost:
            # What was raised is raised again when tasks and lines are closed, and the loop told.
            asyncio.get_running_loop().set_exception_handler(_say_nothing_twice)
        if self._shards.outlive_the_process:
            await self._shards.leave()
            finished = await self._door.close(max(0.0, deadline - monotonic()))
        else:
            finished = await self._door.close(patience)
            # What Discord has sent by now may not be read yet, and nobody is told of it again.
            await asyncio.sleep(READING_OUT)
            # Until the lines are closed somebody may come, and is owed a polite no.
            await self._shards.leave()
            finished = await self._door.settle(max(0.0, deadline - monotonic())) and finished
        await self._courier.settle(max(0.0, deadline - monotonic()))
        await self._shards.close()
        self._responder.stop()
        return finished

    @contextmanager
    def _noticing_loss(self) -> Iterator[None]:
        try:
            yield
        except (TokenRefused, CannotStart):
            self._is_lost = True
            raise


def _say_nothing_twice(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    if not isinstance(context.get("exception"), hikari.HikariError):
        loop.default_exception_handler(context)
