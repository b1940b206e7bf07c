"""Tests that no name reorders the number after it."""

from __future__ import annotations

import pytest

from nazh.adapters.inbound.texts.directions import isolated, without_isolates


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Alice", "Alice"),
        ("Ольха", "Ольха"),
        ("נועה", "\u2068נועה\u2069"),
        ("Alice\u202e", "Alice"),
        ("Alice\u2069\u2067", "Alice"),
        ("\u2069\u202eנועה\u202b", "\u2068נועה\u2069"),
    ],
)
def test_a_name_keeps_its_letters_and_reorders_nothing_after_it(name: str, shown: str) -> None:
    assert isolated(name) == shown
    assert without_isolates(isolated(name)) == shown.strip("\u2068\u2069")
