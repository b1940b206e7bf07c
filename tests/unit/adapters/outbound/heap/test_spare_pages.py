"""SparePages: what was used in passing is the system's again."""

from __future__ import annotations

import ctypes

import pytest

from nazh.adapters.outbound.heap.spare_pages import SparePages
from ops.overhead import MIB, resident

PIECE = 2_000
"""Bytes; Python keeps smaller ones apart from the C library."""
ONE_STAYS_OF = 64


@pytest.mark.skipif(
    not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="this C library is not glibc"
)
async def test_holes_between_what_stays_are_given_back() -> None:
    pieces = [bytes(PIECE) for _ in range(40_000)]
    stays = pieces[::ONE_STAYS_OF]
    del pieces
    held = resident()

    await SparePages()()

    assert held - resident() > 40 * MIB
    assert len(stays) == 625


async def test_another_library_than_glibc_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name: object())

    await SparePages()()
