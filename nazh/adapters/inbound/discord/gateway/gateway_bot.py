"""Creates the gateway bot, with the fewest intents, caches and connections that suffice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import hikari
from hikari.api.config import CacheComponents
from hikari.impl.config import CacheSettings, HTTPSettings

from nazh.adapters.inbound.discord.errors import (
    IntentsRefused,
    InvalidShards,
    StartFailed,
    TokenRejected,
)
from nazh.adapters.inbound.discord.gateway.frame_reader import FrameReader
from nazh.adapters.inbound.discord.gateway.monotonic_heartbeat import use_monotonic_heartbeat
from nazh.adapters.inbound.discord.gateway.sharded_bot import ShardedBot

_AUTHENTICATION_FAILED: Final = 4004
_INTENTS_REFUSED: Final = 4014
_SHARDS_REJECTED: Final = {
    4010: (
        "Discord knows no such shard (code 4010). "
        "Every number in NAZH_DISCORD_SHARD_IDS must be below NAZH_DISCORD_SHARD_COUNT."
    ),
    4011: (
        "Discord serves this many servers on more shards only (code 4011). Raise "
        "NAZH_DISCORD_SHARD_COUNT; or leave it out, and each start takes as many as Discord "
        "advises."
    ),
}


def new_gateway_bot(
    token: str,
    rest_url: str | None,
    frames: FrameReader,
    intents: hikari.Intents = hikari.Intents.NONE,
) -> ShardedBot:
    """Return a bot that has not been started. ``rest_url`` is ``None`` for Discord itself."""
    use_monotonic_heartbeat()
    bot = ShardedBot(
        token,
        banner=None,
        logs=None,
        intents=intents,
        auto_chunk_members=False,
        suppress_optimization_warning=True,
        cache_settings=CacheSettings(components=CacheComponents.NONE),
        http_settings=HTTPSettings(force_close_transports=False),
        rest_url=rest_url,
    )
    bot.read_frame, bot.shard_intents = frames, intents
    return bot


def translate_error(error: Exception) -> TokenRejected | StartFailed:
    """Return hikari's error as one with a message for operators."""
    if isinstance(error, hikari.UnauthorizedError):
        return TokenRejected()
    if isinstance(error, hikari.GatewayServerClosedConnectionError):
        if error.code == _AUTHENTICATION_FAILED:
            return TokenRejected()
        if error.code in _SHARDS_REJECTED:
            return InvalidShards(_SHARDS_REJECTED[error.code])
        if error.code == _INTENTS_REFUSED:
            return IntentsRefused(
                "Discord does not grant an intent that the bot needs (code 4014). Switch it on in "
                "the Developer Portal (your application, Bot, Privileged Gateway Intents)."
            )
        return StartFailed(f"Discord's gateway closed the connection for good (code {error.code}).")
    if isinstance(error, hikari.HTTPResponseError):
        return StartFailed(f"Discord answered with status {int(error.status)}. Try again later.")
    return StartFailed("Discord does not answer. Check the network, and try again later.")


@contextmanager
def translate_errors() -> Iterator[None]:
    """Translate hikari's errors into ones with a message for operators."""
    try:
        yield
    except (hikari.HikariError, OSError) as error:
        raise translate_error(error) from error
