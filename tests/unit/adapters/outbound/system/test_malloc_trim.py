"""Tests that free memory is returned to the system."""

from __future__ import annotations

import ctypes

import pytest

from nazh.adapters.outbound.system.malloc_trim import MallocTrim
from ops.memory_overhead import MIB, resident

PIECE = 2_000
"""Bytes; Python manages smaller blocks itself."""
ONE_STAYS_OF = 64


@pytest.mark.skipif(
    not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="this C library is not glibc"
)
async def test_free_heap_pages_are_returned() -> None:
    pieces = [bytes(PIECE) for _ in range(40_000)]
    stays = pieces[::ONE_STAYS_OF]
    del pieces
    held = resident()

    await MallocTrim()()

    assert held - resident() > 40 * MIB
    assert len(stays) == 625


async def test_another_library_than_glibc_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name: object())

    await MallocTrim()()
