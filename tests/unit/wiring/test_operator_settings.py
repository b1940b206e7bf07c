"""Tests which contexts have commands in a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from nazh.wiring.operator_settings import contexts_in_terminal

KNOWN = ("dice", "dominion", "keep")


@pytest.mark.parametrize(
    ("variable", "dotenv", "contexts"),
    [
        (None, None, ["dice"]),
        (None, "PORT=8080", ["dice"]),
        (None, "nazh_contexts=keep", ["keep"]),
        ("dominion,keep", "NAZH_CONTEXTS=dice", ["dominion", "keep"]),
        ("keep,poker", None, ["keep"]),
        ("poker", None, ["dice"]),
        ("", None, ["dice"]),
    ],
)
def test_the_contexts_that_are_named_and_known_have_commands(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    variable: str | None,
    dotenv: str | None,
    contexts: list[str],
) -> None:
    monkeypatch.delenv("NAZH_CONTEXTS", raising=False)
    if variable is not None:
        monkeypatch.setenv("NAZH_CONTEXTS", variable)
    if dotenv is not None:
        (tmp_path / ".env").write_text(dotenv, "utf-8")

    assert list(contexts_in_terminal(KNOWN, tmp_path / ".env")) == contexts
