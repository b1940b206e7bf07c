"""Tests that responses have no more than Discord accepts."""

from __future__ import annotations

from nazh.adapters.inbound.discord.interactions.responses import (
    MAX_CHOICES,
    MESSAGE_CHARACTERS,
    TITLE_CHARACTERS,
    choices_response,
    ephemeral,
    modal,
)


def test_what_is_too_long_is_cut() -> None:
    message = ephemeral("x" * (MESSAGE_CHARACTERS + 1)).data
    form = modal("nz2:toy.form", "x" * (TITLE_CHARACTERS + 1)).data
    offered = choices_response((str(n), n) for n in range(MAX_CHOICES + 1)).data

    assert message is not None
    assert message["content"] == "x" * MESSAGE_CHARACTERS
    assert form is not None
    assert form["title"] == "x" * TITLE_CHARACTERS
    assert offered == {"choices": tuple({"name": str(n), "value": n} for n in range(MAX_CHOICES))}
