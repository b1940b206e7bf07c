"""Tests that only a 204 is a success, and that a failed connection is not reused."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from hikari.impl.config import HTTPSettings

from nazh.adapters.inbound.discord.interactions.sending import callback_connections
from nazh.adapters.inbound.discord.interactions.sending.callback_connections import (
    MAX_CONNECTIONS,
    CallbackPool,
    Expired,
    NotSent,
    RateLimitedByDiscord,
)
from nazh.adapters.inbound.discord.interactions.sending.rest_rate_limits import MIN_PAUSE
from tests.doubles.skipping_loop import SkippingLoop
from tests.external_services import absent

TAKEN = b"HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n"
GONE = b"HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n"
TOO_LATE = b'{"message": "Unknown interaction", "code": 10062}'
LENGTH = b"Content-Length: %d\r\n\r\n" % len(TOO_LATE)
IN_TIME = 5.0
TLS = ssl.create_default_context()
SLOW = 0.2
"""Seconds that a slow host takes for a request."""


class Host:
    """Answers every request with the next of the given replies, then breaks the connection."""

    def __init__(self, *replies: bytes) -> None:
        self.replies = list(replies)
        self.requests: list[bytes] = []
        self.arrived: asyncio.Queue[bytes] = asyncio.Queue()
        self.served: list[asyncio.Task[object]] = []
        self.connections = 0
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self.served.append(task)
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
                self.requests.append(head + await reader.readexactly(length))
                self.arrived.put_nowait(head)
                await self.may_answer.wait()
                if not self.replies:
                    break
                writer.write(self.replies.pop(0))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


ServeHost = Callable[..., AbstractAsyncContextManager[tuple[Host, CallbackPool]]]


@pytest.fixture
def hosting() -> ServeHost:
    @asynccontextmanager
    async def host(*replies: bytes, grace: float = 5) -> AsyncIterator[tuple[Host, CallbackPool]]:
        there = Host(*replies)
        server = await asyncio.start_server(there.serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        pool = CallbackPool(f"http://127.0.0.1:{port}/api/v10", {"User-Agent": "x"}, TLS, grace)
        try:
            yield there, pool
        finally:
            pool.close()
            server.close()
            await asyncio.gather(*there.served)

    return host


@asynccontextmanager
async def saying(*pieces: bytes, hangs: bool = False) -> AsyncIterator[CallbackPool]:
    """Yield connections to a host that replies in ``pieces`` and closes, unless it ``hangs``."""
    is_over = asyncio.Event()

    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"{}")
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.001)
        if hangs:
            await is_over.wait()
        writer.close()

    server = await asyncio.start_server(say, "127.0.0.1", 0)
    pool = CallbackPool(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", {}, TLS)
    try:
        yield pool
    finally:
        is_over.set()
        pool.close()
        server.close()


async def test_a_request_is_what_http_asks_for(hosting: ServeHost) -> None:
    async with hosting(TAKEN) as (host, pool):
        assert await pool.send("/a/b", b'{"type":4}', IN_TIME)

    head, _, body = host.requests[0].partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"POST /api/v10/a/b HTTP/1.1"
    assert lines[1].startswith(b"Host: 127.0.0.1:")
    assert set(lines[2:]) == {b"User-Agent: x", b"Content-Length: 10"}
    assert body == b'{"type":4}'


async def test_one_connection_carries_one_answer_after_the_other(hosting: ServeHost) -> None:
    async with hosting(TAKEN, TAKEN, TAKEN) as (host, pool):
        were_sent = [await pool.send("/a", b"{}", IN_TIME) for _ in range(3)]

    assert were_sent == [True, True, True]
    assert host.connections == 1


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 500 Internal Server Error\r\n\r\n",
        b"HTTP/1.0 204 No Content\r\n\r\n",
        b"hello and good-bye",
    ],
)
async def test_any_other_reply_is_a_refusal_and_closes_the_connection(
    hosting: ServeHost, reply: bytes
) -> None:
    async with hosting(reply, TAKEN) as (host, pool):
        assert not await pool.send("/a", b"{}", IN_TIME)
        assert await pool.send("/a", b"{}", IN_TIME)

    assert host.connections == 2


async def test_a_host_that_has_done_nothing_says_so(hosting: ServeHost) -> None:
    reply = b'HTTP/1.1 400 Bad Request\r\nContent-Length: 15\r\n\r\n{"code": 40060}'
    async with hosting(reply, TAKEN) as (host, pool):
        with pytest.raises(NotSent):
            await pool.send("/a", b"{}", IN_TIME)
        assert await pool.send("/a", b"{}", IN_TIME)

    assert host.connections == 2


@pytest.mark.parametrize(
    "pieces",
    [
        (GONE + LENGTH + TOO_LATE,),
        (GONE + LENGTH, TOO_LATE),
        (GONE + LENGTH + TOO_LATE[:-4], TOO_LATE[-4:]),
        (GONE[:30], GONE[30:] + LENGTH + TOO_LATE[:-1], TOO_LATE[-1:]),
        (GONE + b"Transfer-Encoding: chunked\r\n\r\n31\r\n" + TOO_LATE,),
        (GONE + b"\r\n" + TOO_LATE,),
        (GONE + LENGTH + b'{"code":10062,',),
    ],
    ids=[
        "with the head",
        "behind the head",
        "code cut in two",
        "head cut in two",
        "chunked",
        "no length",
        "more to come",
    ],
)
async def test_an_expired_interaction_is_recognized(pieces: tuple[bytes, ...]) -> None:
    async with saying(*pieces, hangs=True) as pool:
        with pytest.raises(Expired):
            await pool.send("/a", b"{}", IN_TIME)


@pytest.mark.parametrize(
    "pieces",
    [
        (GONE + b'Content-Length: 15\r\n\r\n{"code": 10015}',),
        (GONE + b'Content-Length: 16\r\n\r\n{"code": 100621}',),
        (GONE + b"Content-Length: 13\r\n\r\n", b"<html></html>"),
        (GONE + b"\r\n", TOO_LATE),
        (GONE + LENGTH + b"x" * 70_000,),
    ],
    ids=["another code", "a longer code", "a page", "no length, and nothing yet", "too much"],
)
async def test_another_thing_that_is_not_there_is_a_no(pieces: tuple[bytes, ...]) -> None:
    async with saying(*pieces, hangs=True) as pool:
        assert not await pool.send("/a", b"{}", IN_TIME)


@pytest.mark.parametrize(
    "reply",
    [TAKEN[:-2] + b"X: ", GONE + b"Content-Length: 99999\r\n\r\n"],
    ids=["an endless head", "an endless body"],
)
async def test_a_reply_that_does_not_end_is_a_no_before_the_deadline(reply: bytes) -> None:
    async with saying(reply + b"x" * 70_000, hangs=True) as pool, asyncio.timeout(IN_TIME):
        assert not await pool.send("/a", b"{}", 10 * IN_TIME)


@pytest.mark.parametrize("end", [20, len(GONE), len(GONE + LENGTH), -1, -2])
async def test_a_reply_that_is_cut_before_it_says_what_is_not_there_is_a_no(end: int) -> None:
    async with saying((GONE + LENGTH + TOO_LATE)[:end]) as pool:
        assert not await pool.send("/a", b"{}", IN_TIME)


@pytest.mark.parametrize(
    ("reply", "seconds"),
    [
        (b"Retry-After: 2\r\nContent-Length: 0\r\n\r\n", 2.0),
        (b'retry-after: 1\r\ncontent-length: 20\r\n\r\n{"retry_after": 0.25}', 0.25),
        (b"Retry-After: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 1.0),
        (b"Retry-After: 1\r\nContent-Length: 9\r\n\r\ntoo many!", 1.0),
    ],
)
async def test_retry_after_of_a_429_is_read(
    hosting: ServeHost, reply: bytes, seconds: float
) -> None:
    async with hosting(b"HTTP/1.1 429 Too Many Requests\r\n" + reply, TAKEN) as (host, pool):
        with pytest.raises(RateLimitedByDiscord) as error:
            await pool.send("/a", b"{}", IN_TIME)
        assert await pool.send("/a", b"{}", IN_TIME)

    assert error.value.seconds == seconds
    assert host.connections == 2


@pytest.mark.parametrize("wait", [b"soon", b"-1", b"0", b"1e9", b"99999999999999999999", b""])
async def test_a_wait_that_is_no_number_is_a_short_one(hosting: ServeHost, wait: bytes) -> None:
    reply = b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: " + wait + b"\r\n\r\n"
    async with hosting(reply) as (_, pool):
        with pytest.raises(RateLimitedByDiscord) as error:
            await pool.send("/a", b"{}", IN_TIME)

    assert error.value.seconds == MIN_PAUSE


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\n\r\nand more",
    ],
)
async def test_a_yes_may_be_the_last_of_its_connection(hosting: ServeHost, reply: bytes) -> None:
    async with hosting(reply, TAKEN) as (host, pool):
        assert await pool.send("/a", b"{}", IN_TIME)
        assert await pool.send("/a", b"{}", IN_TIME)

    assert host.connections == 2


async def test_a_reply_may_come_in_pieces() -> None:
    async with saying(*(bytes((byte,)) for byte in TAKEN)) as pool:
        assert await pool.send("/a", b"{}", IN_TIME)


async def test_a_broken_connection_is_a_no(hosting: ServeHost) -> None:
    async with hosting() as (_, pool):
        assert not await pool.send("/a", b"{}", IN_TIME)


async def test_a_connection_that_broke_while_it_waited_is_not_used(hosting: ServeHost) -> None:
    async with hosting(TAKEN) as (host, pool):
        assert await pool.send("/a", b"{}", IN_TIME)
        host.replies = []
        assert not await pool.send("/a", b"{}", IN_TIME)
        host.replies = [TAKEN]
        assert await pool.send("/a", b"{}", IN_TIME)


async def test_a_host_that_is_not_there_is_a_no(hosting: ServeHost) -> None:
    async with hosting() as (_, pool):
        pass

    assert not await pool.send("/a", b"{}", IN_TIME)


async def test_a_host_that_does_not_speak_is_a_no(hosting: ServeHost) -> None:
    async with hosting(TAKEN, grace=0.01) as (host, pool):
        host.may_answer.clear()
        assert not await pool.send("/a", b"{}", 0)
        host.may_answer.set()


async def test_request_without_a_connection_expires(hosting: ServeHost) -> None:
    async with hosting(*[TAKEN] * (MAX_CONNECTIONS + 2)) as (host, pool):
        assert await pool.send("/a", b"{}", IN_TIME)
        await host.arrived.get()
        host.may_answer.clear()
        posting = asyncio.gather(*(pool.send("/a", b"{}", IN_TIME) for _ in range(MAX_CONNECTIONS)))
        for _ in range(MAX_CONNECTIONS):
            await host.arrived.get()

        before = pool.expected_wait
        with pytest.raises(Expired):
            await pool.send("/late", b"{}", 0.01)
        after = pool.expected_wait
        host.may_answer.set()

        assert all(await posting)
        assert await pool.send("/b", b"{}", IN_TIME)

    assert after == before > 0  # the late request does not wait any more
    assert not any(request.startswith(b"POST /api/v10/late") for request in host.requests)


async def test_expected_delay_follows_from_what_waits_and_from_the_last_requests(
    hosting: ServeHost,
) -> None:
    async with hosting(*[TAKEN] * 3 * MAX_CONNECTIONS) as (host, pool):
        delay = pool.expected_delay
        assert delay == 0
        for together in (MAX_CONNECTIONS, 2 * MAX_CONNECTIONS):
            host.may_answer.clear()
            posting = asyncio.gather(*(pool.send("/a", b"{}", IN_TIME) for _ in range(together)))
            for _ in range(MAX_CONNECTIONS):
                await host.arrived.get()
            await asyncio.sleep(SLOW)
            delay = pool.expected_delay
            host.may_answer.set()
            await posting
            assert pool.expected_delay == 0

    # Half of the second batch waits for the other half, and one more would take its own time too.
    assert delay > 2 * SLOW * 0.9


@pytest.mark.parametrize("path", ["/a b", "/a\r\nX: y", "/ä"])
async def test_a_path_that_could_be_more_than_a_path_is_not_sent(
    hosting: ServeHost, path: str
) -> None:
    async with hosting(TAKEN) as (host, pool):
        assert not await pool.send(path, b"{}", IN_TIME)

    assert host.requests == []


async def test_many_requests_share_a_few_connections(hosting: ServeHost) -> None:
    many = 2 * MAX_CONNECTIONS
    async with hosting(*[TAKEN] * many) as (host, pool):
        host.may_answer.clear()
        posting = asyncio.gather(*(pool.send("/a", b"{}", IN_TIME) for _ in range(many)))
        for _ in range(MAX_CONNECTIONS):
            await host.arrived.get()
        waiting_at_once = len(host.requests)
        host.may_answer.set()

        assert all(await posting)

    assert waiting_at_once == MAX_CONNECTIONS
    assert host.connections == MAX_CONNECTIONS


async def test_connections_that_were_idle_for_long_are_closed(
    hosting: ServeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hosting(*[TAKEN] * 10) as (host, pool):
        host.may_answer.clear()
        posting = asyncio.gather(*(pool.send("/a", b"{}", IN_TIME) for _ in range(4)))
        for _ in range(4):
            await host.arrived.get()
        host.may_answer.set()
        await posting
        monkeypatch.setattr(callback_connections, "MAX_IDLE_SECONDS", 1.0)

        while len([task for task in host.served if not task.done()]) > 1:
            await pool.send("/b", b"{}", IN_TIME)
            host.replies.append(TAKEN)
            await asyncio.sleep(0.05)

        assert host.connections == 4


async def test_a_cancelled_caller_leaves_no_half_read_connection(hosting: ServeHost) -> None:
    async with hosting(TAKEN, TAKEN) as (host, pool):
        host.may_answer.clear()
        posting = asyncio.create_task(pool.send("/a", b"{}", IN_TIME))
        await host.arrived.get()
        posting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await posting
        host.may_answer.set()

        assert await pool.send("/b", b"{}", IN_TIME)

    assert host.connections == 2


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A self-signed certificate for localhost, with its key in the same file."""
    if shutil.which("openssl") is None:
        absent("openssl", "it makes the certificate")
    file = tmp_path / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost", "-keyout", str(file), "-out", str(file)),
        ],
        check=True,
        capture_output=True,
    )
    return file


@pytest.mark.parametrize("is_fresh", [True, False])
async def test_an_encrypted_host_must_prove_its_name_to_hikaris_tls_context(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, is_fresh: bool
) -> None:
    identity = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    identity.load_cert_chain(certificate)
    if is_fresh:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    host = Host(TAKEN)
    server = await asyncio.start_server(host.serve, "127.0.0.1", 0, ssl=identity)
    port = server.sockets[0].getsockname()[1]
    pool = CallbackPool(f"https://localhost:{port}/api/v10", {}, HTTPSettings().ssl)

    was_sent = await pool.send("/a", b"{}", IN_TIME)

    pool.close()
    server.close()
    await asyncio.gather(*host.served)
    assert was_sent is is_fresh


@pytest.mark.parametrize(("pause", "connections"), [(29.0, 1), (31.0, 2)])
def test_a_connection_is_reused_within_half_a_minute(
    hosting: ServeHost, pause: float, connections: int
) -> None:
    async def send_twice() -> int:
        async with hosting(TAKEN, TAKEN) as (host, pool):
            assert await pool.send("/a", b"{}", IN_TIME)
            await asyncio.sleep(pause)
            assert await pool.send("/a", b"{}", IN_TIME)
            return host.connections

    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        assert runner.run(send_twice()) == connections
