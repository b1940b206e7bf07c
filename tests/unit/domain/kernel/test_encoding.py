"""Tests which texts can be stored."""

from __future__ import annotations

import pytest

from nazh.domain.kernel.encoding import is_encodable


@pytest.mark.parametrize(
    ("text", "is_possible"), [("", True), ("Ää 🎲", True), ("\ud800", False), ("a\udfff", False)]
)
def test_all_but_lone_surrogates_can_be_encoded(text: str, is_possible: bool) -> None:
    assert is_encodable(text) is is_possible
