"""The documents lead somewhere: every relative link goes to a file that is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[3]
DOCUMENTS = sorted(
    path for pattern in ("*.md", "docs/**/*.md", "ops/**/*.md") for path in HOUSE.glob(pattern)
)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(HOUSE)))
def test_every_link_leads_to_a_file(document: Path) -> None:
    targets = LINK.findall(document.read_text())

    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_decision_is_listed() -> None:
    listed = set(LINK.findall((HOUSE / "docs/README.md").read_text()))

    for decision in (HOUSE / "docs/adr").glob("[0-9]*.md"):
        assert f"adr/{decision.name}" in listed
