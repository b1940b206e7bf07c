"""Runs the client of Discord's gateway and REST API on a simulated Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from localcord import Server
from nazh.adapters.inbound.discord.gateway.frame_reader import FrameReader
from nazh.adapters.inbound.discord.gateway.gateway_bot import new_gateway_bot
from nazh.adapters.inbound.discord.gateway.sharded_bot import ShardedBot


@asynccontextmanager
async def bot_on(discord: Server, *, has_begun: bool = True) -> AsyncIterator[ShardedBot]:
    """Yield a client that has not connected to the gateway, and close it afterwards.

    With ``has_begun`` it can already send requests to the REST API.
    """
    bot = new_gateway_bot(discord.token, discord.api_url, FrameReader())
    if has_begun:
        await bot.start_rest()
    try:
        yield bot
    finally:
        if bot.is_alive:
            await bot.close()
