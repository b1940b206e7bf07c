"""Tests that every duration of the program is the one in the golden file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Final

from tests.conftest import CheckGolden

ROOT: Final = Path(__file__).parents[3]
UNITS: Final = frozenset(
    {
        *("SECONDS", "TIMEOUT", "TTL", "WINDOW", "INTERVAL", "PERIOD", "MILLISECONDS"),
        *("DEADLINE", "LAG", "AGE", "PAUSE", "DELAY"),
    }
)
WORDS: Final = frozenset(
    {
        *("LIFETIME", "DIFFERENCE", "WITHIN", "HOURS", "DAYS", "GRACE", "WAIT", "RETRY", "FOR"),
        *("HEARTBEAT", "SPACING"),
    }
)
"""Words in names of durations, and of other things that are no numbers."""
NUMBER: Final = re.compile(r"[\d_.*/ ]+")


def constants(source: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the expression of every constant of a module."""
    for node in ast.parse(source).body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield name, ast.unparse(value)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, ast.unparse(value)
            case _:
                pass


def durations(path: Path) -> Iterator[str]:
    """Yield a line for each constant of a module that is a duration, or that holds some."""
    source = path.read_text("utf-8")
    names = [
        name
        for name, value in constants(source)
        if "timedelta(" in value
        or not UNITS.isdisjoint(name.split("_"))
        or (NUMBER.fullmatch(value) and not WORDS.isdisjoint(name.split("_")))
    ]
    if not names:
        return
    dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    module = import_module(dotted)
    for name in names:
        value = getattr(module, name)
        yield f"{dotted}: {name} = {value if isinstance(value, timedelta) else repr(value)}"


def test_a_changed_duration_is_seen_in_review(check_golden: CheckGolden) -> None:
    """Most durations bound a wait, and a wait in the wrong unit ends too, only late or early."""
    files = sorted((ROOT / "nazh").rglob("*.py"))

    lines = [line for path in files if "migrations" not in path.parts for line in durations(path)]

    check_golden("durations.txt", "\n".join(lines) + "\n")
