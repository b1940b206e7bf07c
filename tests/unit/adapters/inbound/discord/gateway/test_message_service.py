"""Tests the order in which the process that reads messages shuts down."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from types import SimpleNamespace
from typing import Any, cast

import hikari
import pytest

from nazh.adapters.inbound.discord.gateway.message_service import MessageService
from nazh.adapters.inbound.discord.gateway.sharded_bot import ShardedBot


class Connections:
    """Records when it disconnects and closes; satisfies ``Shards``."""

    supports_resume = True

    def __init__(self, calls: list[str]) -> None:
        self._calls = calls

    async def open(self, stores: Awaitable[None]) -> None:
        await stores

    async def wait_closed(self) -> None:
        raise NotImplementedError

    async def disconnect(self) -> None:
        self._calls.append("disconnect")

    async def close(self) -> None:
        self._calls.append("close")


class Reader:
    """Records when it stops; satisfies ``MessageReader``."""

    def __init__(self, calls: list[str], *, finishes: bool) -> None:
        self._calls = calls
        self._finishes = finishes

    async def start(self, *, can_read: bool) -> None:
        self._calls.append(f"start, can read: {can_read}")

    def is_wanted(self, channel: object) -> bool:
        raise NotImplementedError

    async def __call__(self, event: hikari.GuildMessageCreateEvent) -> None:
        raise NotImplementedError

    async def stop(self, timeout: float) -> bool:
        self._calls.append(f"stop within {timeout} s")
        return self._finishes


@pytest.mark.parametrize(
    "flags",
    [
        hikari.ApplicationFlags(0),
        hikari.ApplicationFlags.MESSAGE_CONTENT_INTENT,
        hikari.ApplicationFlags.MESSAGE_CONTENT_INTENT_LIMITED,
    ],
)
async def test_contents_are_requested_only_if_discord_grants_them(
    flags: hikari.ApplicationFlags,
) -> None:
    async def fetch_application() -> SimpleNamespace:
        return SimpleNamespace(flags=flags)

    can_read = bool(flags)
    bot: Any = SimpleNamespace(
        rest=SimpleNamespace(fetch_application=fetch_application),
        shard_intents=hikari.Intents.GUILD_MESSAGES | hikari.Intents.MESSAGE_CONTENT,
        subscribe=lambda event, reader: None,
    )
    calls: list[str] = []
    service = MessageService(bot, Connections(calls), Reader(calls, finishes=True))

    await service.start(asyncio.sleep(0))

    assert calls == [f"start, can read: {can_read}"]
    assert hikari.Intents.GUILD_MESSAGES in bot.shard_intents
    assert (hikari.Intents.MESSAGE_CONTENT in bot.shard_intents) is can_read
    assert (service.missing_intent is None) is can_read


@pytest.mark.parametrize("finishes", [True, False])
async def test_what_was_read_is_finished_after_the_last_message(
    finishes: bool,
) -> None:
    calls: list[str] = []
    bot = cast("ShardedBot", None)
    service = MessageService(bot, Connections(calls), Reader(calls, finishes=finishes))

    assert await service.stop(3.0) is finishes

    assert calls == ["disconnect", "stop within 3.0 s", "close"]
