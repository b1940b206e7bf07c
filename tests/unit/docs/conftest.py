"""Compares the tables of documents with the code, or writes them with ``--renew-golden``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[3] / "docs"
CheckTable = Callable[[str, str, Sequence[str]], None]


@pytest.fixture
def check_table(request: pytest.FixtureRequest) -> CheckTable:
    """Compare the first table after a sentence or heading of a document with the given lines."""

    def check(name: str, before: str, table: Sequence[str]) -> None:
        file = DOCS / name
        lines = file.read_text("utf-8").split("\n")
        first = next(n for n in range(lines.index(before), len(lines)) if lines[n].startswith("|"))
        end = next(n for n in range(first, len(lines)) if not lines[n].startswith("|"))
        shown = lines[first:end]
        if request.config.getoption("--renew-golden"):
            file.write_text("\n".join((*lines[:first], *table, *lines[end:])), "utf-8")
            shown = list(table)
        assert shown == list(table), f"run pytest {request.path.name} --renew-golden"

    return check
