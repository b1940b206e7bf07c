"""Every port of the application has a contract suite, which every adapter of it is held to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).parents[3]
SEEN_IN_A_LEDGER = {"DiceLedger", "FairTable", "RollHistory"}
"""What OpenLedger opens; its suite, and that of the sessions, look at all of it."""


def ports(file: Path) -> Iterator[str]:
    """Yield the names of the protocols in ``file``."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ClassDef) and "Protocol" in map(ast.unparse, node.bases):
            yield node.name


def looked_at(file: Path) -> Iterator[str]:
    """Yield what a contract suite takes from the program."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nazh."):
            yield from (name.name for name in node.names)


def test_every_port_has_a_contract_suite() -> None:
    callers = [*HOUSE.glob("nazh/application/**/*.py"), *HOUSE.glob("nazh/domain/kernel/*.py")]
    made = {port for file in callers for port in ports(file)}
    suites = {name for file in HOUSE.glob("tests/contract/test_*.py") for name in looked_at(file)}

    assert len(made) > 15
    assert made - suites - SEEN_IN_A_LEDGER == set()
