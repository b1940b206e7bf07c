"""Tests that docs/diplomacy.md lists every refusal of diplomacy, as the code has it."""

from __future__ import annotations

from types import ModuleType

import pytest

from nazh.domain.dominion.errors import diplomacy, general, peace, support
from tests.unit.docs.conftest import CheckTable
from tests.unit.docs.refusal_tables import refusal_table, refusals_of


@pytest.mark.parametrize(
    ("heading", "module"),
    [
        ("## Refusals", diplomacy),
        ("## Refusals about support", support),
        ("## Refusals about peace", peace),
    ],
)
def test_every_refusal_of_diplomacy_is_listed(
    heading: str, module: ModuleType, check_table: CheckTable
) -> None:
    check_table("diplomacy.md", heading, refusal_table(refusals_of(module)))


def test_refusal_codes_are_unique() -> None:
    codes = [refusal.code for refusal in refusals_of(general, diplomacy, support, peace)]

    assert len(set(codes)) == len(codes)
