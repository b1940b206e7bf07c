"""The endpoint: whatever is posted gets one response, by the lane or by aiohttp alike."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextvars import ContextVar

import pytest
from nacl.signing import SigningKey

from nazh.adapters.inbound.discord.lane import Lane
from nazh.adapters.inbound.discord.requests import LARGEST
from tests.unit.adapters.inbound.discord.callers import (
    ANSWER,
    NOW,
    PING,
    House,
    interaction,
    open_house,
    request,
    signed,
)


def chunked(headers: dict[str, str]) -> bytes:
    """Return the head of a request whose body comes in chunks."""
    head = request(b"", {**headers, "Transfer-Encoding": "chunked"})
    return head.replace(b"Content-Length: 0\r\n", b"")


@pytest.fixture(params=["lane", "aiohttp"])
async def house(request: pytest.FixtureRequest) -> AsyncIterator[House]:
    async with open_house(has_lanes=request.param == "lane") as opened:
        yield opened


def posted(body: bytes) -> bytes:
    return request(body, signed(body))


async def test_a_ping_is_answered(house: House) -> None:
    status, headers, body = await house.call(posted(PING))

    assert (status, headers["content-type"], body) == (200, "application/json", b'{"type":1}')
    assert house.operator.seen == []


async def test_an_interaction_is_answered_in_the_response(house: House) -> None:
    status, headers, body = await house.call(posted(interaction()))

    assert (status, headers["content-type"], body) == (200, "application/json", ANSWER)
    assert house.operator.seen == [1]


async def test_a_line_carries_many_one_after_the_other(house: House) -> None:
    async with house.line() as line:
        for id in range(1, 4):
            await line.send(posted(interaction(id)))
            assert (await line.hear())[2] == ANSWER

    assert house.operator.seen == [1, 2, 3]


async def test_who_does_not_wait_for_answers_gets_them_in_order(house: House) -> None:
    house.operator.may_answer.clear()
    async with house.line() as line:
        await line.send(posted(interaction(1)))
        await line.send(posted(interaction(2)) + posted(PING))
        assert house.operator.seen == [1]
        house.operator.may_answer.set()

        bodies = [(await line.hear())[2] for _ in range(3)]

    assert bodies == [ANSWER, ANSWER, b'{"type":1}']


async def test_who_comes_too_late_is_told_so_and_not_worked_for(house: House) -> None:
    now, late = 3_600_000 << 22, 3_597_000 << 22
    await house.call(posted(interaction(now)))
    async with house.line() as line:
        await line.send(posted(interaction(late)) + posted(interaction(now + 1)))
        statuses = [(await line.hear())[0] for _ in range(2)]

    assert statuses == [504, 200]
    assert house.operator.seen == [now, now + 1]
    assert house.meter.reasons == {"shed": 1}


async def test_nobody_waits_for_what_is_done_behind_the_answer_of_another(house: House) -> None:
    house.operator.may_end.clear()
    async with house.line() as line:
        await line.send(posted(interaction(1)) + posted(interaction(2)))
        in_one_piece = [(await line.hear())[2] for _ in range(2)]
        await line.send(posted(interaction(3)))
        later = (await line.hear())[2]

    assert [*in_one_piece, later] == [ANSWER] * 3
    assert house.operator.done == []
    gc.collect()
    house.operator.may_end.set()
    await asyncio.sleep(0.05)
    assert sorted(house.operator.done) == [1, 2, 3]


@pytest.mark.parametrize(
    ("reason", "headers"),
    [
        ("unsigned", {"Content-Type": "application/json"}),
        ("bad_signature", signed(interaction(), key=SigningKey(b"o" * 32))),
        ("stale", signed(interaction(), at=NOW - 3600)),
        ("stale", signed(interaction(), at=NOW + 3600)),
    ],
)
async def test_what_is_not_discords_is_refused_without_a_word(
    house: House, reason: str, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    status, _, body = await house.call(request(interaction(), headers))

    assert (status, body) == (401, b"")
    assert house.meter.reasons == {reason: 1}
    assert house.operator.seen == []
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
async def test_what_cannot_be_read_is_malformed(
    house: House, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    status, _, _ = await house.call(posted(body))

    assert status == 400
    assert house.meter.reasons == {"malformed": 1}
    assert all(record.exc_info is None for record in caplog.records)


async def test_a_body_that_is_too_large_is_not_read(house: House) -> None:
    headers = signed(PING)
    told = await house.call(request(b"", headers, length=LARGEST + 1))
    chunk = b"%x\r\n%b\r\n" % (LARGEST + 1, b" " * (LARGEST + 1))
    found = await house.call(chunked(headers), chunk, b"0\r\n\r\n")

    assert (told[0], found[0]) == (413, 413)
    assert house.meter.reasons == {"too_large": 2}


async def test_what_is_not_json_is_not_taken(house: House) -> None:
    headers = {**signed(PING), "Content-Type": "text/plain"}

    status, _, _ = await house.call(request(PING, headers))

    assert status == 415
    assert house.meter.reasons == {"content_type": 1}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_other_methods_are_not_allowed(house: House, method: str) -> None:
    start = f"{method} /interactions HTTP/1.1"

    status, _, _ = await house.call(request(PING, signed(PING), start=start))

    assert status == 405


async def test_other_pages_are_where_they_were(house: House) -> None:
    found = await house.call(request(b"", {}, start="GET /readyz HTTP/1.1"))
    missing = await house.call(request(PING, signed(PING), start="POST /interaction HTTP/1.1"))

    assert (found[0], found[2]) == (200, b"ready")
    assert missing[0] == 404


async def test_a_request_may_come_in_pieces(house: House) -> None:
    whole = posted(interaction())
    end = whole.index(b"\r\n\r\n") + 4

    by_the_head = await house.call(whole[:10], whole[10 : end - 2], whole[end - 2 :])
    by_the_body = await house.call(whole[:end], whole[end : end + 50], whole[end + 50 :])

    assert by_the_head[2] == by_the_body[2] == ANSWER


async def test_an_older_version_and_chunks_are_understood(house: House) -> None:
    body = interaction()
    old = request(body, signed(body), start="POST /interactions HTTP/1.0")
    chunks = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)

    assert (await house.call(old))[2] == ANSWER
    assert (await house.call(chunked(signed(body)), chunks))[2] == ANSWER


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
async def test_what_could_be_understood_in_two_ways_is_answered_in_neither(
    house: House, twist: bytes
) -> None:
    body = interaction()
    start, rest = posted(body).split(b"\r\n", 1)

    async with house.line() as line:
        await line.send(start + b"\r\n" + twist + rest)
        status, _, _ = await line.hear()

    assert 400 <= status < 500
    assert house.operator.seen == []


async def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async with open_house(has_lanes=True, patience=0.05) as house:
        status, _, _ = await house.call(
            request(b"", {**signed(PING), "Connection": "close"}, length=10)
        )

        assert status == 408
        assert house.meter.reasons == {"too_slow": 1}


@pytest.mark.parametrize("hosts", [b"", b"Host: one\r\nHost: two\r\n"])
async def test_a_request_names_one_host(house: House, hosts: bytes) -> None:
    status, _, _ = await house.call(posted(interaction()).replace(b"Host: nazh.example\r\n", hosts))

    assert status == 400
    assert house.operator.seen == []


async def test_a_body_in_chunks_that_are_none_is_not_waited_for() -> None:
    async with open_house(has_lanes=True, patience=0.05) as house:
        status, _, _ = await house.call(chunked(signed(PING)), b"5\r\n{    \r\nno number\r\n")

        assert status == 408
        assert house.meter.reasons == {"too_slow": 1}


async def test_who_leaves_in_the_middle_of_a_body_leaves_nothing_in_the_log(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    whole = posted(interaction())
    async with house.line() as told:
        await told.send(whole[:-100])
    async with house.line() as in_chunks:
        await in_chunks.send(chunked(signed(PING)) + b"5\r\n{    \r\n")
    async with house.line() as in_pieces:
        await in_pieces.send(whole[:10])
        await in_pieces.send(whole[10:-100])
    # aiohttp has all three of them, and a lane only those that are not plain from the beginning.
    async with asyncio.timeout(10):
        while house.meter.reasons["too_slow"] < (3 if house.lanes is None else 2):
            assert (await house.call(posted(PING)))[0] == 200

    assert [one for one in caplog.records if one.levelno >= logging.WARNING] == []
    assert house.operator.seen == []


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
async def test_nothing_is_unpacked_for_a_stranger(
    house: House, coding: str, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {**signed(PING), "Content-Encoding": coding}

    status, _, _ = await house.call(request(b"not packed at all", headers))

    assert status == 401
    assert house.meter.reasons == {"bad_signature": 1}
    assert [one for one in caplog.records if one.levelno >= logging.WARNING] == []


async def test_nothing_is_taken_while_it_is_closed(house: House) -> None:
    house.endpoint.close()

    assert (await house.call(posted(interaction())))[0] == 503
    assert house.meter.reasons == {"closed": 1}


async def test_while_it_drains_each_answer_is_the_last_on_its_line(house: House) -> None:
    async with house.line() as line:
        await line.send(posted(interaction(1)))
        assert "connection" not in (await line.hear())[1]
        house.endpoint.drain()
        await line.send(posted(interaction(2)))

        assert (await line.hear())[1]["connection"] == "close"
        assert await line.is_closed()


async def test_when_nobody_answers_it_says_so(house: House) -> None:
    house.operator.fails = True

    assert (await house.call(posted(interaction())))[0] == 500


async def test_who_leaves_early_does_not_end_what_is_in_hand(house: House) -> None:
    house.operator.may_answer.clear()
    async with house.line() as line:
        await line.send(posted(interaction(1)))
    house.operator.may_answer.set()
    await asyncio.sleep(0.01)

    assert (await house.call(posted(interaction(2))))[2] == ANSWER
    assert house.operator.seen == [1, 2]


async def test_lanes_close_what_is_idle_and_wait_for_what_is_in_hand() -> None:
    async with open_house(has_lanes=True) as house:
        assert house.lanes is not None
        house.operator.may_answer.clear()
        async with house.line() as idle, house.line() as busy:
            await idle.send(posted(PING))
            await idle.hear()
            await busy.send(posted(interaction()))

            house.lanes.close(idle_for=60)
            await idle.send(posted(PING))
            assert (await idle.hear())[0] == 200
            house.lanes.close()

            assert await idle.is_closed()
            house.operator.may_answer.set()
            assert (await busy.hear())[2] == ANSWER


WHOSE: ContextVar[str] = ContextVar("whose", default="nobody")
"""On whose behalf something is done."""


class FullLine(asyncio.Transport):
    """A connection whose other side reads nothing for a while."""

    def __init__(self) -> None:
        super().__init__()
        self.is_read = True
        self.read_for = ""
        self.said: list[bytes] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.said.append(bytes(data))

    def is_closing(self) -> bool:
        return False

    def pause_reading(self) -> None:
        self.is_read = False

    def resume_reading(self) -> None:
        self.is_read, self.read_for = True, WHOSE.get()


async def test_who_reads_no_answers_is_read_no_further() -> None:
    async with open_house(has_lanes=True) as house:
        assert house.lanes is not None
        line, lane = FullLine(), Lane(house.lanes)
        lane.connection_made(line)
        lane.data_received(posted(PING))
        lane.pause_writing()
        was_read = line.is_read
        lane.data_received(posted(PING) + posted(PING))
        said = len(line.said)
        WHOSE.set("who has written")
        lane.resume_writing()
        await asyncio.sleep(0)

        assert not was_read
        assert said == 1
        assert (line.is_read, line.read_for) == (True, "nobody")
        assert len(line.said) == 3
        lane.connection_lost(None)


async def test_many_small_requests_in_one_piece_are_read_in_a_moment(house: House) -> None:
    many = 3_000
    unsigned = request(b"", {"Content-Type": "application/json"})
    async with house.line() as line:
        await line.send(unsigned * many)
        statuses = {(await line.hear())[0] for _ in range(many)}

    assert statuses == {401}
    assert house.meter.reasons == {"unsigned": many}
