"""Tests that no message of the bot notifies users, or roles that nobody has chosen."""

from __future__ import annotations

import ast
from pathlib import Path

from nazh.adapters.inbound.discord.interactions.responses import EPHEMERAL, ephemeral

DISCORD = Path(__file__).parents[5] / "nazh/adapters/inbound/discord"
KEYWORDS = ("mentions_everyone", "user_mentions", "role_mentions")
CHOSEN_ROLES = ("queued_message_sender.py", "role_mentions")
"""The roles that a server has chosen for announcements."""


def test_mentions_are_switched_off_wherever_messages_are_sent() -> None:
    values: list[tuple[str, str, str]] = []
    incomplete: list[str] = []
    for path in DISCORD.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            keywords = {
                keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords if keyword.arg
            }
            values += [(path.name, key, keywords[key]) for key in KEYWORDS if key in keywords]
            if ast.unparse(node.func).endswith("rest.create_message") and not keywords.keys() >= {
                *KEYWORDS
            }:
                incomplete.append(f"{path.name}:{node.lineno}")

    assert len(values) >= 3 * 7
    assert incomplete == []
    assert {(file, key) for file, key, value in values if value != "False"} == {CHOSEN_ROLES}


def test_an_ephemeral_message_mentions_nobody() -> None:
    data = ephemeral("@everyone").data

    assert data == {
        "content": "@everyone",
        "flags": EPHEMERAL,
        "allowed_mentions": {"parse": ()},
    }
