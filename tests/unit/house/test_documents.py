"""The documents lead somewhere, and the lists in them are whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.house.test_scripts import SCRIPTS

HOUSE = Path(__file__).parents[3]
TESTS = HOUSE / "tests"
DOCUMENTS = sorted(
    path for pattern in ("*.md", "docs/**/*.md", "ops/**/*.md") for path in HOUSE.glob(pattern)
)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")
PICTURE = re.compile(r"\bpictures/([\w-]+\.\w+)[\")]")


def pictures_shown() -> set[str]:
    """The names of the pictures in ``docs/pictures`` that a document shows."""
    documents = (*DOCUMENTS, HOUSE / "localcord/README.md")
    return {name for path in documents for name in PICTURE.findall(path.read_text())}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(HOUSE)))
def test_every_link_leads_to_a_file(document: Path) -> None:
    targets = LINK.findall(document.read_text())

    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_picture_is_shown_and_every_one_that_is_shown_is_there() -> None:
    assert {path.name for path in HOUSE.glob("docs/pictures/*")} == pictures_shown()


def test_every_document_and_every_decision_is_listed() -> None:
    index = HOUSE / "docs/README.md"
    there = {*HOUSE.glob("*.md"), *HOUSE.glob("docs/**/*.md"), *HOUSE.glob("[a-z]*/README.md")}

    listed = {(index.parent / target).resolve() for target in LINK.findall(index.read_text())}

    assert len(there) > 50
    assert there - listed == {index, HOUSE / "README.md"}


def test_every_script_and_every_folder_of_tests_is_told_of() -> None:
    guide = (HOUSE / "CONTRIBUTING.md").read_text()
    scripts = {path.name for path in SCRIPTS}
    folders = {
        f"tests/{path.relative_to(TESTS).parent}"
        for path in TESTS.glob("**/test_*.py")
        if len(path.relative_to(TESTS).parts) > 1
    }

    told = re.findall(r"`(tests/[\w/]+)` \|", guide)

    assert set(re.findall(r"^script/(\w+) ", guide, re.MULTILINE)) == scripts
    assert {
        folder for folder in folders if not any(f"{folder}/".startswith(f"{t}/") for t in told)
    } == {"tests/doubles"}


def test_all_that_tests_want_from_outside_is_told_of() -> None:
    guide = (HOUSE / "CONTRIBUTING.md").read_text()
    named = {
        what
        for path in TESTS.glob("**/*.py")
        for what in re.findall(r'\babsent\(\s*"([a-z-]+)"', path.read_text())
    }

    assert len(named) > 5
    assert {what for what in named if f"`{what}`" not in guide} == set()
