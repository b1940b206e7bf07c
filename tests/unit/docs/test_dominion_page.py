"""Tests that docs/dominion.md lists every refusal, as the code has it."""

from __future__ import annotations

from pathlib import Path

from nazh.domain.dominion import errors
from nazh.domain.kernel.errors import Refusal

PAGE = (Path(__file__).parents[3] / "docs/dominion.md").read_text("utf-8")
REFUSALS = [
    one
    for one in vars(errors).values()
    if isinstance(one, type) and issubclass(one, Refusal) and one is not Refusal
]


def row(refusal: type[Refusal]) -> str:
    return f"| `{refusal.code}` | {refusal.says} | {refusal.remedy or ''} |".replace("|  |", "| |")


def test_every_refusal_is_listed() -> None:
    listed = PAGE.partition("## Refusals")[2].partition("\n## ")[0].splitlines()

    assert [line for line in listed if line.startswith("| `")] == [row(one) for one in REFUSALS]


def test_every_refusal_has_a_code_of_its_own() -> None:
    assert len({one.code for one in REFUSALS}) == len(REFUSALS)
