"""Tests that the fuzzer of the gateway is reproducible, and finds planted faults."""

from __future__ import annotations

from random import Random

import pytest

from nazh.adapters.inbound.discord.gateway.frame_reader import FrameReader
from tests.fuzz.gateway import fuzz_gateway
from tests.fuzz.gateway_frames import HostileFrame, hostile_frame

NAMES = ("guild_create", "message_create", "typing_start")


def frames(seed: int) -> list[HostileFrame]:
    random = Random(seed)
    return [hostile_frame(random, NAMES, {"id": "7", "token": "x"}) for _ in range(2_000)]


def test_a_seed_gives_the_same_frames() -> None:
    assert frames(1) == frames(1)
    assert frames(1) != frames(2)


def test_frames_are_of_many_kinds() -> None:
    payloads = [frame.payload for frame in frames(1)]

    for kind in (b"\\ud800", b"NaN", b"9" * 400, b"[" * 900, b"\xff\xfe", b'"d":null', b'"d":['):
        assert any(kind in frame for frame in payloads), kind


async def test_a_shard_survives_hostile_frames() -> None:
    progress: list[int] = []

    findings = await fuzz_gateway(
        seed=1, frames=500, tell_progress=lambda so_far: progress.append(so_far.frames)
    )

    assert progress == [100, 200, 300, 400, 500]
    assert (findings.frames, findings.handled, findings.faults) == (500, 5, {})
    assert findings.skipped > 100


async def test_an_error_of_our_own_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_reader: FrameReader, _error: Exception) -> None:
        raise RuntimeError

    monkeypatch.setattr(FrameReader, "skip_event", fail)

    assert (await fuzz_gateway(seed=1, frames=500)).faults
