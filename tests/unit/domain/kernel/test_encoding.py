"""Tests which texts can be stored."""

from __future__ import annotations

import pytest

from nazh.domain.kernel.encoding import is_storable, storable


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("", ""),
        ("Ää 🎲\n\x01", "Ää 🎲\n\x01"),
        ("\ud800", ""),
        ("a\udfff", "a"),
        ("a\0b", "ab"),
    ],
)
def test_all_but_lone_surrogates_and_nul_can_be_stored(text: str, stored: str) -> None:
    assert storable(text) == stored
    assert is_storable(text) is (text == stored)
