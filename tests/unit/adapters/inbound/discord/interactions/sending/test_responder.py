"""Tests responses by HTTP body or callback, and their retries."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import hikari
import pytest

from nazh.adapters.inbound.discord.interactions.clock_skew import RECEIVED_AT, monotonic_now
from nazh.adapters.inbound.discord.interactions.responses import (
    DEFERRED_UPDATE,
    File,
    Followup,
    Json,
    Response,
    ResponseType,
    ephemeral,
)
from nazh.adapters.inbound.discord.interactions.sending.responder import (
    PENDING,
    RESPONSE_DEADLINE,
    Responder,
    ResponseRejected,
)
from nazh.adapters.inbound.discord.interactions.sending.rest_retry_counter import RestRetryCounter
from nazh.adapters.inbound.discord.rest_bot import new_rest_bot, start_rest_client
from tests.unit.adapters.inbound.discord.interactions.sending.test_callback_connections import (
    TAKEN,
    Host,
)
from tests.unit.adapters.inbound.discord.interactions.test_pipeline import interaction

__all__ = ["interaction"]


def error(status: str, code: int) -> bytes:
    body = b'{"message": "No.", "code": %d}' % code
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body


TOO_LATE = error("404 Not Found", 10062)
GONE = error("404 Not Found", 10015)
ANSWERED_ALREADY = error("400 Bad Request", 40060)
BROKEN = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"
WAIT = b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"
IN_AN_HOUR = (
    b"HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\n"
    b'Content-Length: 21\r\n\r\n{"retry_after": 3600}'
)
TEXT_INPUT: Json = {
    "type": 1,
    "components": [{"type": 4, "custom_id": "y", "label": "Dice", "style": 1}],
}
WITH_A_FILE = Response(ResponseType.MESSAGE, {}, File("odds.png", b"png"))


class Losses:
    """Records the reasons of lost responses; satisfies ``FailedResponseCounter``."""

    def __init__(self) -> None:
        self.reasons: list[str] = []

    def count_failed_response(self, reason: str) -> None:
        self.reasons.append(reason)


class SilentHost(Host):
    """Accepts connections and sends nothing."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        await reader.read()
        writer.close()


@dataclass(frozen=True, slots=True)
class ResponderFixture:
    """A responder, its Discord, and the lost responses."""

    responder: Responder
    discord: Host
    failures: Losses


@asynccontextmanager
async def responder_with(discord: Host) -> AsyncIterator[ResponderFixture]:
    failures = Losses()
    server = await asyncio.start_server(discord.serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    bot = new_rest_bot("MQ.a.b", url)
    start_rest_client(bot)
    responder = Responder(bot, url, failures, RestRetryCounter())
    try:
        yield ResponderFixture(responder, discord, failures)
    finally:
        responder.stop()
        await bot.rest.close()
        server.close()
        await asyncio.gather(*discord.served)


async def test_a_response_refused_as_too_late_is_not_retried(
    interaction: hikari.PartialInteraction,
) -> None:
    async with responder_with(Host(TOO_LATE, TAKEN)) as here:
        assert not await here.responder.respond(interaction, DEFERRED_UPDATE)

        assert here.failures.reasons == ["too_late"]
        assert len(here.discord.requests) == 1


async def test_other_errors_are_left_to_the_complete_client(
    interaction: hikari.PartialInteraction,
) -> None:
    async with responder_with(Host(GONE, GONE)) as here:
        with pytest.raises(ResponseRejected):
            await here.responder.respond(interaction, DEFERRED_UPDATE)

        assert len(here.discord.requests) == 2


@pytest.mark.parametrize(
    ("first", "is_ours"),
    [(BROKEN, True), (ANSWERED_ALREADY, False), (WAIT, False)],
    ids=["may have done something", "did nothing", "did nothing, and asked to wait"],
)
async def test_the_first_reply_decides_whether_the_response_was_ours(
    interaction: hikari.PartialInteraction, first: bytes, is_ours: bool
) -> None:
    async with responder_with(Host(first, ANSWERED_ALREADY)) as here:
        assert await here.responder.respond(interaction, DEFERRED_UPDATE) is is_ours

        assert here.failures.reasons == ["answered_already"]
        assert len(here.discord.requests) == 2


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (ResponseType.MESSAGE, {"content": "17", "flags": 64, "embeds": [{"title": "d20"}]}),
        (ResponseType.EDIT, {"content": "", "embeds": [], "components": []}),
        (ResponseType.CHOICES, {"choices": [{"name": "A", "value": "a"}]}),
        (ResponseType.MODAL, {"title": "Roll", "custom_id": "x", "components": [TEXT_INPUT]}),
    ],
    ids=["message", "edit that removes everything", "choices", "modal"],
)
async def test_the_complete_client_sends_the_same(
    interaction: hikari.PartialInteraction, kind: ResponseType, data: Json
) -> None:
    async with responder_with(Host(BROKEN, GONE)) as here:
        with pytest.raises(ResponseRejected):
            await here.responder.respond(interaction, Response(kind, data))

        _, again = here.discord.requests
        payload = json.loads(again.partition(b"\r\n\r\n")[2])
        assert payload["type"] == kind
        assert {key: payload["data"][key] for key in data} == data


@pytest.mark.parametrize(
    "response", [DEFERRED_UPDATE, WITH_A_FILE], ids=["on a wire", "with a file"]
)
async def test_a_request_to_a_silent_discord_ends_at_the_deadline(
    interaction: hikari.PartialInteraction, response: Response
) -> None:
    async with responder_with(SilentHost()) as here:
        RECEIVED_AT.set(monotonic_now() - RESPONSE_DEADLINE)

        async with asyncio.timeout(RESPONSE_DEADLINE):
            assert not await here.responder.respond(interaction, response)

        assert here.failures.reasons == ["discord_failed"]
        assert here.discord.connections == 1


async def test_a_rate_limit_of_an_hour_is_not_waited_out_by_the_whole_client(
    interaction: hikari.PartialInteraction,
) -> None:
    async with responder_with(Host(BROKEN, IN_AN_HOUR)) as here:
        assert not await here.responder.respond(interaction, DEFERRED_UPDATE)

        assert here.failures.reasons == ["discord_failed"]
        assert len(here.discord.requests) == 2


async def test_a_response_that_must_wait_beyond_the_deadline_is_lost_at_once(
    interaction: hikari.PartialInteraction,
) -> None:
    async with responder_with(Host(WAIT, TAKEN)) as here:
        RECEIVED_AT.set(monotonic_now() - RESPONSE_DEADLINE)

        assert not await here.responder.respond(interaction, DEFERRED_UPDATE)

        assert here.failures.reasons == ["too_late"]
        assert len(here.discord.requests) == 1


class HttpRequest:
    """A request that waits for its HTTP response; satisfies ``PendingResponse``."""

    def __init__(self, *, is_connected: bool = True) -> None:
        self.is_set = False
        self.sent: list[tuple[int, bytes]] = []
        self._is_connected = is_connected

    async def set_result(self, status: int, body: bytes) -> bool:
        self.is_set = True
        self.sent.append((status, body))
        return self._is_connected


PLAIN = ephemeral("17")
WITH_FALLBACK = Response(ResponseType.EDIT, {}, fallback=PLAIN)
WITH_FOLLOWUP = Response(ResponseType.MESSAGE, {}, followups=(Followup("roll", {}),))


async def respond_to(
    request: HttpRequest, here: ResponderFixture, *responses: Response
) -> list[bool]:
    interaction = hikari.PartialInteraction.__new__(hikari.PartialInteraction)
    interaction.id, interaction.token = hikari.Snowflake(1), "t"
    token = PENDING.set(request)
    try:
        return [await here.responder.respond(interaction, response) for response in responses]
    finally:
        PENDING.reset(token)


@pytest.mark.parametrize(
    ("response", "body"),
    [
        (DEFERRED_UPDATE, b'{"type":6}'),
        (Response(ResponseType.CHOICES, {"choices": ()}), b'{"type":8,"data":{"choices":[]}}'),
    ],
)
async def test_a_plain_response_is_the_http_response(response: Response, body: bytes) -> None:
    request = HttpRequest()

    async with responder_with(Host()) as here:
        assert await respond_to(request, here, response) == [True]

        assert request.sent == [(200, body)]
        assert here.discord.requests == []


@pytest.mark.parametrize("response", [WITH_FALLBACK, WITH_FOLLOWUP])
async def test_responses_with_followups_go_by_the_callback(response: Response) -> None:
    request = HttpRequest()

    async with responder_with(Host(TAKEN)) as here:
        assert await respond_to(request, here, response) == [True]

        assert request.sent == [(202, b"")]
        assert len(here.discord.requests) == 1


def test_a_file_is_sent_by_the_callback() -> None:
    assert WITH_A_FILE.needs_callback
    assert not PLAIN.needs_callback


async def test_a_second_response_is_sent_by_the_callback() -> None:
    request = HttpRequest()

    async with responder_with(Host(TAKEN, TAKEN)) as here:
        assert await respond_to(request, here, WITH_FALLBACK, PLAIN) == [True, True]

        assert request.sent == [(202, b"")]
        assert len(here.discord.requests) == 2


async def test_an_http_response_without_a_connection_is_lost() -> None:
    request = HttpRequest(is_connected=False)

    async with responder_with(Host()) as here:
        assert await respond_to(request, here, PLAIN) == [False]

        assert here.failures.reasons == ["too_late"]
        assert here.discord.requests == []
