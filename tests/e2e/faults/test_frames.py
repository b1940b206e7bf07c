"""Tests that the bot skips unreadable frames from the gateway and continues."""

from __future__ import annotations

import json

import pytest

from tests.e2e.conftest import Table
from tests.e2e.faults.conftest import RunningAt
from tests.e2e.program import Program

SKIPPED = "nazh_gateway_frames_skipped_total"
RESUMED = 'nazh_gateway_reconnects_total{how="resumed",shard="0"}'
IDENTIFIED = 'nazh_gateway_reconnects_total{how="identified",shard="0"}'
SECRET = "0xC0FFEE"
"""Stands in every frame, and must not stand in the log."""


def event(name: str, data: object, **others: object) -> bytes:
    """Return the frame of an event."""
    return json.dumps({"op": 0, "t": name, "s": 2, "d": data, "x": SECRET, **others}).encode()


UNREADABLE = {
    "invalid UTF-8": b'{"op":0,"t":"TYPING_START","s":2,"d":{"x":"' + SECRET.encode() + b'\xff"',
    "2,000 brackets": b'{"op":0,"t":"0xC0FFEE","s":2,"d":' + b"[" * 2_000 + b"]" * 2_000 + b"}",
    "no object": b'["0xC0FFEE"]',
    "no operation": b'{"x":"0xC0FFEE"}',
    "a sequence that is a text": event("TYPING_START", {}, s="two"),
    "a name that is a number": event("TYPING_START", {}, t=7),
    "an interaction that is null": event("INTERACTION_CREATE", None),
    "an interaction that is a list": event("INTERACTION_CREATE", [1]),
    "an interaction whose id is a text": event("INTERACTION_CREATE", {"id": SECRET}),
    "an interaction whose id is too long": event("INTERACTION_CREATE", {"id": "9" * 40}),
    "RATE_LIMITED without its fields": event("RATE_LIMITED", {}),
    "empty": b"",
}


@pytest.mark.parametrize("frame", UNREADABLE.values(), ids=UNREADABLE)
async def test_a_frame_that_cannot_be_read_is_skipped(
    table: Table, bot: Program, frame: bytes
) -> None:
    table.discord.gateway.send_frame(frame)

    metrics = await bot.metrics_when(lambda now: now[SKIPPED] >= 1)
    rolled = await table.channel_user.slash("roll", pool1="2d6")
    ended = await bot.stop()

    assert "`2d6`" in rolled.reply.text
    assert metrics[SKIPPED] == 1
    assert (metrics[RESUMED], metrics[IDENTIFIED], ended.status) == (0, 0, 0)
    assert f"{len(frame)} bytes" in ended.errors
    assert SECRET not in ended.errors


async def test_an_interaction_that_cannot_be_decoded_is_skipped_without_its_content(
    table: Table, bot: Program
) -> None:
    data = {"id": "7", "type": 2, "version": 1, "token": SECRET, "data": {"name": SECRET}}
    table.discord.gateway.send_frame(event("INTERACTION_CREATE", data))

    await bot.metrics_when(lambda now: now[SKIPPED] >= 1)
    rolled = await table.channel_user.slash("roll", pool1="2d6")
    ended = await bot.stop()

    assert "`2d6`" in rolled.reply.text
    assert "undecodable" in ended.errors
    assert SECRET not in ended.errors


READABLE = {
    "a lone surrogate": event("TYPING_START", {"name": "\ud800"}),
    "not a number": event("TYPING_START", {"number": float("nan")}),
    "a number of 400 digits": event("TYPING_START", {"number": 10**400}),
}


@pytest.mark.parametrize("frame", READABLE.values(), ids=READABLE)
async def test_a_frame_with_what_json_hardly_allows_is_read(
    table: Table, bot: Program, frame: bytes
) -> None:
    table.discord.gateway.send_frame(frame)

    rolled = await table.channel_user.slash("roll", pool1="2d6")
    ended = await bot.stop()

    assert "`2d6`" in rolled.reply.text
    assert ended.status == 0
    assert SECRET not in ended.errors


BREAKING = {
    "broken compression": (b"\xff\xfe\x00\x00\xff\xff", False),
    "HELLO of no interval": (
        b'{"op":10,"d":{"heartbeat_interval":"soon"},"s":null,"t":null}',
        True,
    ),
    "READY without its fields": (event("READY", {"v": 10}), True),
}


@pytest.mark.parametrize(("frame", "is_compressed"), BREAKING.values(), ids=BREAKING)
async def test_an_unreadable_essential_frame_restarts_the_connection(
    table: Table, bot: Program, frame: bytes, is_compressed: bool
) -> None:
    table.discord.gateway.send_frame(frame, is_compressed=is_compressed)

    await bot.metrics_when(lambda now: now[RESUMED] >= 1)
    rolled = await table.channel_user.slash("roll", pool1="2d6")

    assert "`2d6`" in rolled.reply.text


@pytest.mark.parametrize("code", [4001, 4003, 4005])
async def test_close_codes_for_a_reconnect_cause_a_reconnect(
    table: Table, bot: Program, code: int
) -> None:
    table.discord.gateway.drop(code=code)

    await bot.metrics_when(lambda now: now[RESUMED] + now[IDENTIFIED] >= 1)
    rolled = await table.channel_user.slash("roll", pool1="2d6")

    assert "`2d6`" in rolled.reply.text


@pytest.mark.parametrize("code", [4007, 4009])
async def test_close_codes_for_a_new_session_start_a_new_session(
    table: Table, bot: Program, code: int
) -> None:
    table.discord.gateway.drop(code=code)

    await bot.metrics_when(lambda now: now[IDENTIFIED] >= 1)
    rolled = await table.channel_user.slash("roll", pool1="2d6")

    assert "`2d6`" in rolled.reply.text


async def test_a_session_that_breaks_every_connection_is_given_up(
    table: Table, running_at: RunningAt
) -> None:
    async with running_at(table) as bot:
        poison = event("READY", {"v": 10})
        table.discord.gateway.send_frame(poison)
        await bot.metrics_when(lambda now: now[RESUMED] >= 1)
        table.discord.gateway.send_frame(poison)
        await bot.metrics_when(lambda now: now[RESUMED] >= 2)
        table.discord.gateway.send_frame(poison)

        await bot.metrics_when(lambda now: now[IDENTIFIED] >= 1)
        rolled = await table.channel_user.slash("roll", pool1="2d6")

        assert "`2d6`" in rolled.reply.text
