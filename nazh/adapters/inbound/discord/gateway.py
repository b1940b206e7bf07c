"""The gateway bot: as few intents, as little cache and as few connections as will do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import hikari
from hikari.api.config import CacheComponents
from hikari.impl.config import CacheSettings, HTTPSettings

from nazh.adapters.inbound.discord.errors import CannotStart, TokenRefused
from nazh.adapters.inbound.discord.gateway_truth import HelloListener
from nazh.adapters.inbound.discord.steady_lines import use_steady_lines

_AUTHENTICATION_FAILED = 4004


def new_gateway(token: str, rest_url: str | None, hello: HelloListener) -> hikari.GatewayBot:
    """Return a bot that has not started. ``rest_url`` is ``None`` for Discord itself."""
    use_steady_lines()
    return hikari.GatewayBot(
        token,
        banner=None,
        logs=None,
        intents=hikari.Intents.NONE,
        auto_chunk_members=False,
        suppress_optimization_warning=True,
        cache_settings=CacheSettings(components=CacheComponents.NONE),
        http_settings=HTTPSettings(force_close_transports=False),
        rest_url=rest_url,
        loads=hello,
    )


async def start_gateway(bot: hikari.GatewayBot) -> None:
    """Connect, and return once Discord has said that the bot is ready.

    Raises TokenRefused, or CannotStart when Discord does not answer.
    """
    with _plain_errors():
        await bot.start(check_for_updates=False)


async def joined_gateway(bot: hikari.GatewayBot) -> None:
    """Return when the bot is closed. Raises as ``start_gateway`` when the connection is lost."""
    with _plain_errors():
        await bot.join()


async def leave_gateway(bot: hikari.GatewayBot) -> None:
    """Close every line, so that nothing comes any more; requests can still be made."""
    lines = (shard.close() for shard in bot.shards.values() if shard.is_alive)
    await asyncio.gather(*lines, return_exceptions=True)


def plain_error(error: Exception) -> TokenRefused | CannotStart:
    """Return what an error of hikari's means to an operator."""
    if isinstance(error, hikari.UnauthorizedError):
        return TokenRefused()
    if isinstance(error, hikari.GatewayServerClosedConnectionError):
        if error.code == _AUTHENTICATION_FAILED:
            return TokenRefused()
        return CannotStart(f"Discord's gateway closed the connection for good (code {error.code}).")
    if isinstance(error, hikari.HTTPResponseError):
        return CannotStart(f"Discord answered with status {int(error.status)}. Try again later.")
    return CannotStart("Discord does not answer. Check the network, and try again later.")


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except (hikari.HikariError, OSError) as error:
        raise plain_error(error) from error
