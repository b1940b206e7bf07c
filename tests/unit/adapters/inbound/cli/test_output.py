"""Tests when the terminal gets styled output."""

from __future__ import annotations

from io import StringIO

import pytest

from nazh.adapters.inbound.cli.output import has_styles, json_line


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "on_a_terminal", "in_a_pipe"),
    [
        ({"TERM": "xterm"}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({}, False, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, True, False),
        ({"TERM": "xterm", "FORCE_COLOR": "1"}, True, True),
        ({"TERM": "dumb", "FORCE_COLOR": "3"}, True, True),
        ({"TERM": "xterm", "FORCE_COLOR": "0"}, True, False),
        ({"TERM": "xterm", "FORCE_COLOR": ""}, True, False),
        ({"TERM": "xterm", "FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
    ],
)
def test_styles_are_shown_where_they_are_wanted_and_can_be(
    environment: dict[str, str], on_a_terminal: bool, in_a_pipe: bool
) -> None:
    assert has_styles(Terminal(), environment) is on_a_terminal
    assert has_styles(StringIO(), environment) is in_a_pipe


def test_json_is_utf8_even_if_an_argument_was_not() -> None:
    assert (
        json_line({"message": "“\udcff” is no face."}) == '{"message":"“?” is no face."}\n'.encode()
    )
