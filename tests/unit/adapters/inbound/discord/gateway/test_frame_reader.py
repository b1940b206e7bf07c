"""Tests that frames are read, trimmed, tolerated or skipped, and never raise anything else."""

from __future__ import annotations

import json
import logging

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.inbound.discord.gateway.frame_reader import (
    DEFAULT_HEARTBEAT,
    FrameReader,
    UnusableConnection,
)

SKIPPED = {"op": -1, "d": None, "s": None, "t": None}
MANY = b",".join(b'{"id":"%d","unavailable":true}' % id for id in range(50))
READY = (
    b'{"t":"%s","s":1,"op":0,"d":{"v":10,"session_id":"s","resume_gateway_url":"wss://g",'
    b'"user":{"id":"7","username":"nazh","discriminator":"0"},"guilds":[%s],"shard":[0,1]}}'
)


@pytest.fixture
def read() -> FrameReader:
    return FrameReader()


def test_hello_has_the_heartbeat_interval(read: FrameReader) -> None:
    assert read.heartbeat == DEFAULT_HEARTBEAT
    hello = {"op": 10, "d": {"heartbeat_interval": 2500}}

    assert read(orjson.dumps(hello)) == hello

    assert read.heartbeat == 2.5


@pytest.mark.parametrize("interval", ["soon", 0, -1, None, 10**9])
def test_a_hello_without_an_interval_is_no_use(read: FrameReader, interval: object) -> None:
    with pytest.raises(UnusableConnection):
        read(orjson.dumps({"op": 10, "d": {"heartbeat_interval": interval}}))

    assert read.heartbeat == DEFAULT_HEARTBEAT


def test_ready_is_read_without_its_guilds(read: FrameReader) -> None:
    expected = orjson.loads(READY % (b"READY", b""))

    trimmed = read(READY % (b"READY", MANY))

    assert trimmed == expected
    assert len(trimmed["d"]["guilds"]) == MANY.count(b"id")
    assert list(trimmed["d"]["guilds"]) == []


@pytest.mark.parametrize(
    "frame",
    [
        READY % (b"GUILDS", MANY),
        READY % (b"READY", b'{"features":["A]"]},' + MANY),
        READY.replace(b'"shard"', b'"others"') % (b"GUILDS", MANY),
        b'{"op":0,"s":1,"t":"A","d":{"READY":"' + b"x" * 600 + b'"}}',
    ],
)
def test_other_fields_are_kept(read: FrameReader, frame: bytes) -> None:
    assert read(frame) == orjson.loads(frame)


@pytest.mark.parametrize("field", ["session_id", "resume_gateway_url", "user", "guilds"])
def test_a_ready_that_lacks_a_field_is_no_use(read: FrameReader, field: str) -> None:
    with pytest.raises(UnusableConnection):
        read((READY % (b"READY", b"")).replace(field.encode(), b"other"))


@pytest.mark.parametrize("address", [b"", b"https://g", b"g"])
def test_a_ready_without_an_address_to_resume_at_is_no_use(
    read: FrameReader, address: bytes
) -> None:
    with pytest.raises(UnusableConnection):
        read((READY % (b"READY", b"")).replace(b"wss://g", address))


def test_an_undecodable_event_is_counted_without_its_content(
    read: FrameReader, caplog: pytest.LogCaptureFixture
) -> None:
    read.skip_event(ValueError("content"))

    assert read.skipped == 1
    assert caplog.messages == ["skipped an event from the gateway: undecodable (ValueError)"]


def test_a_lone_surrogate_becomes_a_replacement_character(read: FrameReader) -> None:
    frame = read(b'{"op":0,"s":1,"t":"A","d":{"name":"a\\ud800b"}}')

    assert frame["d"] == {"name": "a\ufffdb"}
    orjson.dumps(frame)


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"[]",
        b"7",
        b'{"d":{}}',
        b'{"op":"0"}',
        b'{"op":0,"s":"1","t":"A","d":{}}',
        b'{"op":0,"s":true,"t":"A","d":{}}',
        b'{"op":0,"s":-1,"t":"A","d":{}}',
        b'{"op":0,"s":9007199254740993,"t":"A","d":{}}',
        b'{"op":0,"s":1,"t":null,"d":{}}',
        b'{"op":0,"s":1,"t":"A","d":7}',
        b'{"op":0,"s":1,"t":"INTERACTION_CREATE","d":null}',
        b'{"op":0,"s":1,"t":"INTERACTION_CREATE","d":{"id":"1e3"}}',
        b'{"op":0,"s":1,"t":"INTERACTION_CREATE","d":{"id":"%s"}}' % (b"9" * 20),
        b'{"op":0,"s":1,"t":"RATE_LIMITED","d":{"opcode":8}}',
        b"[" * 2_000 + b"]" * 2_000,
        b'{"op":0,"d":' + b"9" * 5_000 + b"}",
    ],
)
def test_unreadable_frames_are_skipped_and_counted(read: FrameReader, frame: bytes) -> None:
    assert read(frame) == SKIPPED

    assert read.skipped == 1


def test_a_flood_of_unreadable_frames_is_logged_once_a_minute(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now = 100.0
    read = FrameReader(lambda: now)

    with caplog.at_level(logging.WARNING):
        for _ in range(50):
            read(b"token")
        now = 159.0
        read(b"token")
        now = 160.0
        read(b"token")

    assert [record.getMessage() for record in caplog.records] == [
        "skipped a frame of 5 bytes from the gateway: unreadable"
    ] * 2
    assert read.skipped == 52


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FRAMES = st.fixed_dictionaries(
    {},
    optional={
        "op": st.integers(-1, 12) | JSON,
        "t": st.sampled_from(["READY", "RESUMED", "INTERACTION_CREATE", "RATE_LIMITED"]) | JSON,
        "s": st.integers() | JSON,
        "d": JSON,
    },
)


@given(st.binary() | FRAMES.map(lambda frame: json.dumps(frame).encode()))
def test_any_bytes_give_a_frame_or_end_the_connection(frame: bytes) -> None:
    try:
        read = FrameReader()(frame)
    except UnusableConnection:
        return

    assert isinstance(read["op"], int)
    if read["op"] == 0:
        assert isinstance(read["t"], str)
        assert isinstance(read["s"], int)
    orjson.dumps(read, option=orjson.OPT_NON_STR_KEYS)
