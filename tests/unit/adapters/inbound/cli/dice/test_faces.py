"""Tests that faces are read from a line, and that what is wrong with them is said."""

from __future__ import annotations

import pytest

from nazh.adapters.inbound.cli.dice.errors import UnreadableFaces
from nazh.adapters.inbound.cli.dice.faces import parse_faces


@pytest.mark.parametrize(
    ("text", "faces"),
    [
        ("", ()),
        ("  ", ()),
        ("4", (4,)),
        ("1, 2,3 ", (1, 2, 3)),
        ("−1,-2", (-1, -2)),
    ],  # a minus sign
)
def test_faces_are_separated_by_commas(text: str, faces: tuple[int, ...]) -> None:
    assert parse_faces(text) == faces


@pytest.mark.parametrize(
    ("text", "sentence", "at"),
    [
        ("1,,2", "A face is missing here.", 2),
        ("1, ", "A face is missing here.", 2),
        ("1, x2", "“x2” is not a face.", 3),
    ],
)
def test_an_invalid_face_is_refused_with_its_position(text: str, sentence: str, at: int) -> None:
    with pytest.raises(UnreadableFaces) as refused:
        parse_faces(text)

    assert refused.value.args[0] == sentence
    assert (refused.value.at, refused.value.source) == (at, text)
