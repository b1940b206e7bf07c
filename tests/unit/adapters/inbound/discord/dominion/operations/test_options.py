"""Tests the completion of options in commands of developers, and how reasons are read."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from nazh.adapters.inbound.discord.dominion.operations.options import (
    REASON,
    names_like,
    typed_reason,
)
from nazh.domain.dominion.operations.controls import MAX_REASON_LENGTH

NAMES = ("war info", "war declare", "nation info")


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", ["nation info", "war declare", "war info"]),
        ("INFO", ["nation info", "war info"]),
        ("peace", []),
    ],
)
async def test_options_are_completed_to_names_with_what_is_typed(
    typed: str, names: list[str]
) -> None:
    context: Any = SimpleNamespace(focused=SimpleNamespace(value=typed))

    choices = json.loads(json.dumps((await names_like(NAMES)(context)).body))["data"]["choices"]

    assert choices == [{"name": name, "value": name} for name in names]


async def test_at_most_25_names_are_offered() -> None:
    context: Any = SimpleNamespace(focused=SimpleNamespace(value=None))

    body = (await names_like([f"{number:02}" for number in range(30)])(context)).body

    choices = json.loads(json.dumps(body))["data"]["choices"]
    assert [choice["name"] for choice in choices] == [f"{number:02}" for number in range(25)]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ([("other", "no"), (REASON, "a cheat")], "a cheat"),
        ([(REASON, "x" * (MAX_REASON_LENGTH + 1))], "x" * MAX_REASON_LENGTH),
        ([("other", "no")], ""),
        ([], ""),
    ],
)
def test_the_reason_is_what_is_typed_into_its_field(
    fields: list[tuple[str, str]], reason: str
) -> None:
    rows = [[SimpleNamespace(custom_id=id, value=value)] for id, value in fields]
    interaction: Any = SimpleNamespace(components=rows)

    assert typed_reason(interaction) == reason
