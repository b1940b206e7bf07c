"""Tests the readers of frames and packets with anything that may arrive over a socket."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.outbound.consoles.faults import Garbled
from nazh.adapters.outbound.consoles.protocols.openttd_packets import (
    Packet,
    PacketReader,
    Request,
    encode_request,
)
from nazh.adapters.outbound.consoles.protocols.rcon_frames import (
    MAX_LENGTH,
    Frame,
    FrameReader,
    encode_frame,
)

INT32 = st.integers(-(2**31), 2**31 - 1)
FRAMES = st.builds(Frame, INT32, INT32, st.binary(max_size=64))
CUTS = st.lists(st.integers(1, 9), min_size=1)


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    """Return the data in pieces of these sizes, over and over."""
    chunks: list[bytes] = []
    start = 0
    while start < len(data):
        size = cuts[len(chunks) % len(cuts)]
        chunks.append(data[start : start + size])
        start += size
    return chunks


@given(st.lists(FRAMES, max_size=6), CUTS)
def test_frames_survive_any_cuts(frames: list[Frame], cuts: list[int]) -> None:
    reader = FrameReader()
    stream = b"".join(map(encode_frame, frames))

    assert [frame for piece in pieces(stream, cuts) for frame in reader.feed(piece)] == frames
    assert not reader.is_mid_frame


@given(FRAMES, st.data())
def test_a_frame_without_its_last_bytes_is_incomplete(frame: Frame, data: st.DataObject) -> None:
    stream = encode_frame(frame)
    reader = FrameReader()

    assert reader.feed(stream[: data.draw(st.integers(1, len(stream) - 1))]) == []
    assert reader.is_mid_frame


@pytest.mark.parametrize("length", [-(2**31), -1, 0, 9, MAX_LENGTH + 1, 2**31 - 1])
def test_an_impossible_length_is_garbled_immediately(length: int) -> None:
    with pytest.raises(Garbled):
        FrameReader().feed(length.to_bytes(4, "little", signed=True))


def test_a_frame_without_its_nuls_is_garbled() -> None:
    with pytest.raises(Garbled):
        FrameReader().feed(encode_frame(Frame(1, 0, b"text"))[:-1] + b"x")


@given(st.binary(max_size=400), CUTS)
def test_random_bytes_are_frames_or_garbled_whatever_their_cuts(
    stream: bytes, cuts: list[int]
) -> None:
    by_byte, is_garbled = read_all(pieces(stream, [1]))
    by_piece, is_garbled_too = read_all(pieces(stream, cuts))

    # Frames in the same piece as the fault are given up with it.
    assert by_piece == by_byte[: len(by_piece)]
    assert is_garbled_too == is_garbled
    assert is_garbled or by_piece == by_byte


def test_hostile_bytes_neither_raise_anything_else_nor_pile_up() -> None:
    random = Random(7)
    good = b"".join(encode_frame(Frame(n, 0, b"x" * n)) for n in range(30))
    for _ in range(2_000):
        stream = bytearray(good)
        for _ in range(random.randint(1, 4)):
            stream[random.randrange(len(stream))] = random.randrange(256)
        frames, _ = read_all(pieces(bytes(stream), [random.randint(1, 700)]))
        assert sum(len(frame.body) + 14 for frame in frames) <= len(stream)


def read_all(received: list[bytes]) -> tuple[list[Frame], bool]:
    """Return the frames before the first fault, and whether there was one."""
    reader, frames = FrameReader(), list[Frame]()
    for piece in received:
        try:
            frames += reader.feed(piece)
        except Garbled:
            return frames, True
    return frames, False


@given(
    st.lists(st.tuples(st.sampled_from(Request), st.text(max_size=20)), max_size=6),
    CUTS,
)
def test_packets_survive_any_cuts(requests: list[tuple[Request, str]], cuts: list[int]) -> None:
    reader = PacketReader()
    stream = b"".join(encode_request(request, text) for request, text in requests)
    expected = [
        Packet(request, text.encode("utf-8", "replace") + b"\0") for request, text in requests
    ]

    assert [packet for piece in pieces(stream, cuts) for packet in reader.feed(piece)] == expected


@pytest.mark.parametrize("length", [0, 1, 2])
def test_a_packet_shorter_than_its_head_is_garbled(length: int) -> None:
    with pytest.raises(Garbled):
        PacketReader().feed(bytes((length, 0, 120)))
