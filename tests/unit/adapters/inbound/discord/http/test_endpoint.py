"""Tests that the endpoint answers whatever is posted to it with exactly one response."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from nacl.signing import SigningKey

from nazh.adapters.inbound.discord.http.requests import BODY_TIMEOUT, MAX_BODY_BYTES
from nazh.adapters.inbound.discord.interactions.clock_skew import SAMPLE_INTERVAL
from nazh.adapters.inbound.web.connection_limits import ConnectionLimits
from tests.doubles.skipping_loop import SkippingLoop
from tests.unit.adapters.inbound.discord.http.endpoint_client import (
    ANSWER,
    NOW,
    PING,
    EndpointServer,
    interaction,
    request,
    serve_endpoint,
    signed,
)


def chunked(headers: dict[str, str]) -> bytes:
    """Return the head of a request whose body comes in chunks."""
    head = request(b"", {**headers, "Transfer-Encoding": "chunked"})
    return head.replace(b"Content-Length: 0\r\n", b"")


@pytest.fixture
async def server() -> AsyncIterator[EndpointServer]:
    async with serve_endpoint() as opened:
        yield opened


def posted(body: bytes) -> bytes:
    return request(body, signed(body))


async def test_a_ping_is_answered(server: EndpointServer) -> None:
    status, headers, body = await server.send(posted(PING))

    assert (status, headers["content-type"], body) == (200, "application/json", b'{"type":1}')
    assert server.handler.seen == []


async def test_an_interaction_is_answered_in_the_response(server: EndpointServer) -> None:
    status, headers, body = await server.send(posted(interaction()))

    assert (status, headers["content-type"], body) == (200, "application/json", ANSWER)
    assert server.handler.seen == [1]


async def test_connection_carries_many_requests(server: EndpointServer) -> None:
    async with server.connection() as connection:
        for id in range(1, 4):
            await connection.send(posted(interaction(id)))
            assert (await connection.receive())[2] == ANSWER

    assert server.handler.seen == [1, 2, 3]


async def test_pipelined_requests_are_answered_in_order(server: EndpointServer) -> None:
    server.handler.may_answer.clear()
    async with server.connection() as connection:
        await connection.send(posted(interaction(1)))
        await connection.send(posted(interaction(2)) + posted(PING))
        assert server.handler.seen == [1]
        server.handler.may_answer.set()

        bodies = [(await connection.receive())[2] for _ in range(3)]

    assert bodies == [ANSWER, ANSWER, b'{"type":1}']


async def test_an_expired_interaction_gets_504_without_any_work(server: EndpointServer) -> None:
    now = 3_600_000
    for _ in range(15):  # then it knows what delay is usual
        await server.send(posted(interaction(now << 22)))
        await asyncio.sleep(SAMPLE_INTERVAL + 0.01)
        now += int(1_000 * SAMPLE_INTERVAL) + 10
    late, now = (now - 4_000) << 22, now << 22
    before = list(server.handler.seen)
    async with server.connection() as connection:
        await connection.send(posted(interaction(late)) + posted(interaction(now + 1)))
        statuses = [(await connection.receive())[0] for _ in range(2)]

    assert statuses == [504, 200]
    assert server.handler.seen == [*before, now + 1]
    assert server.meter.reasons == {"shed": 1}


async def test_followups_of_one_interaction_do_not_delay_another(
    server: EndpointServer,
) -> None:
    server.handler.may_end.clear()
    async with server.connection() as connection:
        await connection.send(posted(interaction(1)) + posted(interaction(2)))
        in_one_piece = [(await connection.receive())[2] for _ in range(2)]
        await connection.send(posted(interaction(3)))
        later = (await connection.receive())[2]

    assert [*in_one_piece, later] == [ANSWER] * 3
    assert server.handler.done == []
    gc.collect()
    server.handler.may_end.set()
    await asyncio.sleep(0.05)
    assert sorted(server.handler.done) == [1, 2, 3]


@pytest.mark.parametrize(
    ("reason", "headers"),
    [
        ("unsigned", {"Content-Type": "application/json"}),
        ("bad_signature", signed(interaction(), key=SigningKey(b"o" * 32))),
        ("stale", signed(interaction(), at=NOW - 3600)),
        ("stale", signed(interaction(), at=NOW + 3600)),
    ],
)
async def test_a_false_signature_is_refused_with_an_empty_body(
    server: EndpointServer, reason: str, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    status, _, body = await server.send(request(interaction(), headers))

    assert (status, body) == (401, b"")
    assert server.meter.reasons == {reason: 1}
    assert server.handler.seen == []
    assert [record for record in caplog.records if record.name.startswith("nazh")] == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"roll"',
        b"{}",
        b'{"type":2}',
        b'{"type":99}',
        b'{"type":{}}',
        interaction()[:-20],
        interaction(user=7),
        b"\xff\xfe",
        b"[" * 100_000,
    ],
    ids=lambda body: body[:12].decode(errors="replace"),
)
async def test_unreadable_json_is_malformed(
    server: EndpointServer, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    status, _, _ = await server.send(posted(body))

    assert status == 400
    assert server.meter.reasons == {"malformed": 1}
    assert all(record.exc_info is None for record in caplog.records)


@pytest.mark.parametrize(
    ("reason", "headers"),
    [
        ("unsigned", {"Content-Type": "application/json"}),
        ("unsigned", {**signed(PING), "X-Signature-Timestamp": "now"}),
        ("unsigned", {**signed(PING), "x-signature-timestamp": str(NOW)}),
        ("unsigned", {**signed(PING), "x-signature-ed25519": "00" * 64}),
        ("stale", signed(PING, at=NOW - 3600)),
        ("bad_signature", {**signed(PING), "X-Signature-Ed25519": "00"}),
    ],
)
async def test_bad_headers_are_refused_before_the_body_is_read(
    server: EndpointServer, reason: str, headers: dict[str, str]
) -> None:
    status, _, _ = await server.send(request(b"", headers, length=100_000))

    assert status == 401
    assert server.meter.reasons == {reason: 1}


async def test_unfinished_bodies_share_one_limit_and_leave_room_for_others() -> None:
    limits = ConnectionLimits(unverified_bytes=1_000_000)
    head, most = request(b"", signed(PING), length=MAX_BODY_BYTES), 0
    async with serve_endpoint(limits) as server, AsyncExitStack() as stack:
        for _ in range(20):
            stranger = await stack.enter_async_context(server.connection())
            await stranger.send(head)
            await stranger.send(bytes(MAX_BODY_BYTES - 1))
            most = max(most, server.connections.unverified_bytes)
            assert (await server.send(posted(interaction())))[2] == ANSWER

        assert most <= 1_000_000
        assert set(server.meter.reasons) == {"over_budget"}
        assert server.meter.reasons["over_budget"] >= 16


async def test_a_body_that_is_too_large_is_not_read(server: EndpointServer) -> None:
    headers = signed(PING)
    response = await server.send(request(b"", headers, length=MAX_BODY_BYTES + 1))
    chunk = b"%x\r\n%b\r\n" % (MAX_BODY_BYTES + 1, b" " * (MAX_BODY_BYTES + 1))
    chunked_response = await server.send(chunked(headers), chunk, b"0\r\n\r\n")

    assert (response[0], chunked_response[0]) == (413, 413)
    assert server.meter.reasons == {"too_large": 2}
    body = b" " * (MAX_BODY_BYTES - len(PING)) + PING
    assert (await server.send(request(body, signed(body))))[0] == 200


async def test_a_body_that_is_not_json_is_refused(server: EndpointServer) -> None:
    headers = {**signed(PING), "Content-Type": "text/plain"}

    status, _, _ = await server.send(request(PING, headers))

    assert status == 415
    assert server.meter.reasons == {"content_type": 1}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_other_methods_are_not_allowed(server: EndpointServer, method: str) -> None:
    start = f"{method} /interactions HTTP/1.1"

    status, _, _ = await server.send(request(PING, signed(PING), start=start))

    assert status == 405


async def test_other_pages_are_where_they_were(server: EndpointServer) -> None:
    response = await server.send(request(b"", {}, start="GET /readyz HTTP/1.1"))
    missing = await server.send(request(PING, signed(PING), start="POST /interaction HTTP/1.1"))

    assert (response[0], response[2]) == (200, b"ready")
    assert missing[0] == 404


async def test_a_request_may_come_in_pieces(server: EndpointServer) -> None:
    whole = posted(interaction())
    end = whole.index(b"\r\n\r\n") + 4

    by_the_head = await server.send(whole[:10], whole[10 : end - 2], whole[end - 2 :])
    by_the_body = await server.send(whole[:end], whole[end : end + 50], whole[end + 50 :])

    assert by_the_head[2] == by_the_body[2] == ANSWER


async def test_an_older_version_and_chunks_are_understood(server: EndpointServer) -> None:
    body = interaction()
    old = request(body, signed(body), start="POST /interactions HTTP/1.0")
    chunks = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)

    assert (await server.send(old))[2] == ANSWER
    assert (await server.send(chunked(signed(body)), chunks))[2] == ANSWER


@pytest.mark.parametrize(
    "twist",
    [
        b"Content-Length: 3\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b" folded\r\n",
        b"No Token: x\r\n",
        b"X-Signature-Ed25519: 00\r\n",
        b"Header: \x01\r\n",
    ],
)
async def test_ambiguous_requests_are_refused(server: EndpointServer, twist: bytes) -> None:
    body = interaction()
    start, rest = posted(body).split(b"\r\n", 1)

    async with server.connection() as connection:
        await connection.send(start + b"\r\n" + twist + rest)
        status, _, _ = await connection.receive()

    assert 400 <= status < 500
    assert server.handler.seen == []


def test_a_missing_body_is_awaited_for_some_seconds() -> None:
    async def story() -> float:
        async with serve_endpoint(timeout=BODY_TIMEOUT) as server:
            status, _, _ = await server.send(
                request(b"", {**signed(PING), "Connection": "close"}, length=10)
            )

            assert status == 408
            assert server.meter.reasons == {"too_slow": 1}
            return asyncio.get_running_loop().time()

    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        assert 3 < runner.run(story()) < 10


@pytest.mark.parametrize("hosts", [b"", b"Host: one\r\nHost: two\r\n"])
async def test_a_request_names_one_host(server: EndpointServer, hosts: bytes) -> None:
    status, _, _ = await server.send(
        posted(interaction()).replace(b"Host: nazh.example\r\n", hosts)
    )

    assert status == 400
    assert server.handler.seen == []


async def test_a_malformed_chunked_body_is_refused_at_once() -> None:
    async with serve_endpoint(timeout=0.05) as server:
        status, _, _ = await server.send(chunked(signed(PING)), b"5\r\n{    \r\nno number\r\n")

        assert status == 408
        assert server.meter.reasons == {"too_slow": 1}


async def test_an_aborted_body_is_not_logged(
    server: EndpointServer, caplog: pytest.LogCaptureFixture
) -> None:
    whole = posted(interaction())
    async with server.connection() as connection:
        await connection.send(whole[:-100])
    async with server.connection() as in_chunks:
        await in_chunks.send(chunked(signed(PING)) + b"5\r\n{    \r\n")
    async with server.connection() as in_pieces:
        await in_pieces.send(whole[:10])
        await in_pieces.send(whole[10:-100])
    async with asyncio.timeout(10):
        while server.meter.reasons["too_slow"] < 3:
            assert (await server.send(posted(PING)))[0] == 200

    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    assert server.handler.seen == []


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
async def test_an_unsigned_body_is_not_decompressed(
    server: EndpointServer, coding: str, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {**signed(PING), "Content-Encoding": coding}

    status, _, _ = await server.send(request(b"not packed at all", headers))

    assert status == 401
    assert server.meter.reasons == {"bad_signature": 1}
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_closed_endpoint_takes_no_interactions(server: EndpointServer) -> None:
    server.endpoint.close()

    assert (await server.send(posted(interaction())))[0] == 503
    assert server.meter.reasons == {"closed": 1}


async def test_draining_endpoint_closes_connections(server: EndpointServer) -> None:
    async with server.connection() as connection:
        await connection.send(posted(interaction(1)))
        assert "connection" not in (await connection.receive())[1]
        server.endpoint.drain()
        await connection.send(posted(interaction(2)))

        assert (await connection.receive())[1]["connection"] == "close"
        assert await connection.is_closed()


async def test_a_failed_handler_is_answered_with_500(server: EndpointServer) -> None:
    server.handler.fails = True

    assert (await server.send(posted(interaction())))[0] == 500


async def test_client_disconnect_does_not_cancel_the_interaction(server: EndpointServer) -> None:
    server.handler.may_answer.clear()
    async with server.connection() as connection:
        await connection.send(posted(interaction(1)))
    await asyncio.sleep(0.01)
    server.handler.may_answer.set()
    await asyncio.sleep(0.01)

    assert (await server.send(posted(interaction(2))))[2] == ANSWER
    assert server.handler.seen == [1, 2]
    assert server.handler.sent == [False, True]


async def test_many_small_requests_in_one_piece_are_read_in_a_moment(
    server: EndpointServer,
) -> None:
    many = 3_000
    unsigned = request(b"", {"Content-Type": "application/json"})
    async with server.connection() as connection:
        await connection.send(unsigned * many)
        statuses = {(await connection.receive())[0] for _ in range(many)}

    assert statuses == {401}
    assert server.meter.reasons == {"unsigned": many}
