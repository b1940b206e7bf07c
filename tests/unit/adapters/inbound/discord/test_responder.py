"""The responder: whom Discord refuses is asked for again only where that may help, and in time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import hikari
import pytest

from nazh.adapters.inbound.discord.answers import NOTHING_NEW, Answer, File, Kind
from nazh.adapters.inbound.discord.discord_time import CAME_AT, steady_now
from nazh.adapters.inbound.discord.responder import ANSWER_WITHIN, AnswerRejected, Responder
from nazh.adapters.inbound.discord.rest_bot import new_rest_bot, open_requests
from nazh.adapters.inbound.discord.rest_retries import RestRetries
from tests.unit.adapters.inbound.discord.test_door import interaction
from tests.unit.adapters.inbound.discord.test_wire import TAKEN, Host

__all__ = ["interaction"]


def no(status: str, code: int) -> bytes:
    body = b'{"message": "No.", "code": %d}' % code
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body


TOO_LATE = no("404 Not Found", 10062)
GONE = no("404 Not Found", 10015)
ANSWERED_ALREADY = no("400 Bad Request", 40060)
BROKEN = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"
WAIT = b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"
IN_AN_HOUR = (
    b"HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\n"
    b'Content-Length: 21\r\n\r\n{"retry_after": 3600}'
)
WITH_A_FILE = Answer(Kind.MESSAGE, {}, File("odds.png", b"png"))


class Losses:
    """Keeps why answers were lost; satisfies ``LossCounter``."""

    def __init__(self) -> None:
        self.reasons: list[str] = []

    def lost_answer(self, reason: str) -> None:
        self.reasons.append(reason)


class SilentHost(Host):
    """Takes connections, and says nothing."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        await reader.read()
        writer.close()


@dataclass(frozen=True, slots=True)
class Desk:
    """A responder, the Discord that it answers to, and what it lost."""

    responder: Responder
    discord: Host
    losses: Losses


@asynccontextmanager
async def desk(discord: Host) -> AsyncIterator[Desk]:
    losses = Losses()
    server = await asyncio.start_server(discord.serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    bot = new_rest_bot("MQ.a.b", url)
    open_requests(bot)
    responder = Responder(bot, url, losses, RestRetries())
    try:
        yield Desk(responder, discord, losses)
    finally:
        responder.stop()
        await bot.rest.close()
        server.close()
        await asyncio.gather(*discord.served)


async def test_a_no_that_says_too_late_is_asked_for_once(
    interaction: hikari.PartialInteraction,
) -> None:
    async with desk(Host(TOO_LATE, TAKEN)) as here:
        assert not await here.responder.answer(interaction, NOTHING_NEW)

        assert here.losses.reasons == ["too_late"]
        assert len(here.discord.requests) == 1


async def test_another_no_is_heard_by_a_complete_client(
    interaction: hikari.PartialInteraction,
) -> None:
    async with desk(Host(GONE, GONE)) as here:
        with pytest.raises(AnswerRejected):
            await here.responder.answer(interaction, NOTHING_NEW)

        assert len(here.discord.requests) == 2


@pytest.mark.parametrize(
    ("first", "is_ours"),
    [(BROKEN, True), (ANSWERED_ALREADY, False), (WAIT, False)],
    ids=["may have done something", "did nothing", "did nothing, and asked to wait"],
)
async def test_who_has_answered_is_told_by_what_the_first_reply_did(
    interaction: hikari.PartialInteraction, first: bytes, is_ours: bool
) -> None:
    async with desk(Host(first, ANSWERED_ALREADY)) as here:
        assert await here.responder.answer(interaction, NOTHING_NEW) is is_ours

        assert here.losses.reasons == ["answered_already"]
        assert len(here.discord.requests) == 2


@pytest.mark.parametrize("answer", [NOTHING_NEW, WITH_A_FILE], ids=["on a wire", "with a file"])
async def test_a_discord_that_is_silent_is_left_when_nobody_waits_any_more(
    interaction: hikari.PartialInteraction, answer: Answer
) -> None:
    async with desk(SilentHost()) as here:
        CAME_AT.set(steady_now() - ANSWER_WITHIN)

        async with asyncio.timeout(ANSWER_WITHIN):
            assert not await here.responder.answer(interaction, answer)

        assert here.losses.reasons == ["discord_failed"]
        assert here.discord.connections == 1


async def test_an_hour_that_a_complete_client_is_asked_for_is_not_waited_for(
    interaction: hikari.PartialInteraction,
) -> None:
    async with desk(Host(BROKEN, IN_AN_HOUR)) as here:
        assert not await here.responder.answer(interaction, NOTHING_NEW)

        assert here.losses.reasons == ["discord_failed"]
        assert len(here.discord.requests) == 2


async def test_who_would_have_to_wait_until_nobody_waits_for_him_is_lost_at_once(
    interaction: hikari.PartialInteraction,
) -> None:
    async with desk(Host(WAIT, TAKEN)) as here:
        CAME_AT.set(steady_now() - ANSWER_WITHIN)

        assert not await here.responder.answer(interaction, NOTHING_NEW)

        assert here.losses.reasons == ["too_late"]
        assert len(here.discord.requests) == 1
