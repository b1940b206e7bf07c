"""Tests that docs/diplomacy.md lists every refusal of diplomacy, as the code has it."""

from __future__ import annotations

from pathlib import Path

from nazh.domain.dominion.errors import diplomacy as diplomacy_errors
from nazh.domain.dominion.errors import general as errors
from nazh.domain.dominion.errors import peace as peace_errors
from nazh.domain.dominion.errors import support as support_errors
from nazh.domain.kernel.errors import Refusal
from tests.unit.docs.test_dominion_page import row

PAGE = (Path(__file__).parents[3] / "docs/diplomacy.md").read_text("utf-8")


def refusals_of(module: object) -> list[type[Refusal]]:
    return [
        var
        for var in vars(module).values()
        if isinstance(var, type) and issubclass(var, Refusal) and var is not Refusal
    ]


def test_every_refusal_of_diplomacy_is_listed() -> None:
    listed = PAGE.partition("## Refusals\n")[2].splitlines()

    assert [line for line in listed if line.startswith("| `")] == [
        row(refusal)
        for module in (diplomacy_errors, support_errors, peace_errors)
        for refusal in refusals_of(module)
    ]


def test_refusal_codes_are_unique() -> None:
    codes = [
        refusal.code
        for module in (errors, diplomacy_errors, support_errors, peace_errors)
        for refusal in refusals_of(module)
    ]

    assert len(set(codes)) == len(codes)
