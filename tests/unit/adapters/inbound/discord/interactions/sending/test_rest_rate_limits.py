"""Tests that hikari's client waits after each 429, whatever the reply says.

If a newer hikari breaks one of these, look into ``rest_rate_limits.py``.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from math import inf

import hikari
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from nazh.adapters.inbound.discord.interactions.clock_skew import RECEIVED_AT, monotonic_now
from nazh.adapters.inbound.discord.interactions.responses import DEFERRED_UPDATE
from nazh.adapters.inbound.discord.interactions.sending.callback_connections import REPLY_GRACE
from nazh.adapters.inbound.discord.interactions.sending.responder import (
    RESPONSE_DEADLINE,
    Responder,
)
from nazh.adapters.inbound.discord.interactions.sending.rest_rate_limits import MIN_PAUSE
from nazh.adapters.inbound.discord.interactions.sending.rest_retry_counter import RestRetryCounter
from nazh.adapters.inbound.discord.rest_bot import new_rest_bot, start_rest_client
from tests.unit.adapters.inbound.discord.interactions.sending.test_responder import Losses
from tests.unit.adapters.inbound.discord.interactions.test_pipeline import interaction

__all__ = ["interaction"]
LIMITED_TO_USER = {
    "id": "1",
    "username": "Nazh",
    "discriminator": "0",
    "avatar": None,
    "mfa_enabled": False,
    "flags": 0,
}


class BusyDiscord:
    """Rate limits the first requests, all by default, in the same way."""

    def __init__(self, body: str, headers: Mapping[str, str], limited: float = inf) -> None:
        self.requests = 0
        self._body = body
        self._headers = headers
        self._limited = limited

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[tuple[hikari.RESTBot, str]]:
        """Yield a bot that makes requests to this Discord, and the address."""
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        async with TestServer(app) as server:
            url = str(server.make_url(""))
            bot = new_rest_bot("MQ.a.b", url)
            start_rest_client(bot)
            try:
                yield bot, url
            finally:
                await bot.rest.close()

    async def _answer(self, request: web.Request) -> web.Response:
        await request.read()
        self.requests += 1
        if self.requests > self._limited:
            return web.json_response(USER)
        return web.Response(
            status=429,
            text=self._body,
            content_type="application/json",
            headers=self._headers,
        )


BODIES = {
    "zero": '{"retry_after": 0}',
    "below zero": '{"retry_after": -1.5}',
    "a text": '{"retry_after": "soon"}',
    "null": '{"retry_after": null}',
    "not a number": '{"retry_after": NaN}',
    "a number of 400 digits": '{"retry_after": ' + "9" * 400 + "}",
    "global and zero": '{"retry_after": 0, "global": true}',
    "global": '{"retry_after": 1, "global": true}',
    "no JSON": "soon",
    "a list": "[]",
}
BUSY = pytest.mark.parametrize(
    "discord",
    [
        *(pytest.param((body, {}), id=name) for name, body in BODIES.items()),
        pytest.param((BODIES["zero"], LIMITED_TO_USER), id="for the user"),
    ],
)
SECONDS = 1.0
USER = {
    "id": "1",
    "username": "Nazh",
    "discriminator": "0",
    "avatar": None,
    "mfa_enabled": False,
    "flags": 0,
}
MORE_THAN_HIKARI_RETRIES = 4
"""It gives up a request after three errors of the connection."""


@BUSY
async def test_a_response_is_not_repeated_without_a_pause(
    interaction: hikari.PartialInteraction, discord: tuple[str, Mapping[str, str]]
) -> None:
    there, losses = BusyDiscord(*discord), Losses()
    async with there.bot() as (bot, url):
        responder = Responder(bot, url, losses, RestRetryCounter())
        RECEIVED_AT.set(monotonic_now() - RESPONSE_DEADLINE + SECONDS - REPLY_GRACE)

        assert not await responder.respond(interaction, DEFERRED_UPDATE)
        responder.stop()

    assert losses.reasons in (["discord_failed"], ["too_late"])
    assert 1 <= there.requests <= 2 + SECONDS / MIN_PAUSE


@BUSY
async def test_another_request_is_not_repeated_without_a_pause(
    discord: tuple[str, Mapping[str, str]],
) -> None:
    there = BusyDiscord(*discord)
    async with there.bot() as (bot, _):
        request = asyncio.create_task(bot.rest.fetch_my_user())
        await asyncio.wait((request,), timeout=SECONDS)
        request.cancel()
        await asyncio.wait((request,))

    assert 1 <= there.requests <= 1 + SECONDS / MIN_PAUSE


@pytest.mark.parametrize("wait", ["0.05", "0"])
async def test_a_request_is_repeated_as_often_as_a_valid_reply_says(wait: str) -> None:
    there = BusyDiscord(f'{{"retry_after": {wait}}}', {}, limited=MORE_THAN_HIKARI_RETRIES)
    async with there.bot() as (bot, _):
        await bot.rest.fetch_my_user()

    assert there.requests == MORE_THAN_HIKARI_RETRIES + 1
