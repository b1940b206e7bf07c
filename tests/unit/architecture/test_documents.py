"""Tests that links in documents work, and that their lists are complete."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.architecture.test_scripts import SCRIPTS

ROOT = Path(__file__).parents[3]
TESTS = ROOT / "tests"
DOCUMENTS = sorted(
    path for pattern in ("*.md", "docs/**/*.md", "ops/**/*.md") for path in ROOT.glob(pattern)
)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")
PICTURE = re.compile(r"\bpictures/([\w-]+\.\w+)[\")]")


def pictures_shown() -> set[str]:
    """The names of the pictures in ``docs/pictures`` that a document shows."""
    documents = (*DOCUMENTS, ROOT / "localcord/README.md")
    return {name for path in documents for name in PICTURE.findall(path.read_text())}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file(document: Path) -> None:
    targets = LINK.findall(document.read_text())

    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_picture_is_shown_and_every_shown_picture_exists() -> None:
    assert {path.name for path in ROOT.glob("docs/pictures/*")} == pictures_shown()


def test_every_document_and_every_decision_is_listed() -> None:
    index = ROOT / "docs/README.md"
    there = {*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("[a-z]*/README.md")}

    listed = {(index.parent / target).resolve() for target in LINK.findall(index.read_text())}

    assert len(there) > 50
    assert there - listed == {index, ROOT / "README.md"}


def test_every_script_and_test_folder_is_documented() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text()
    scripts = {path.name for path in SCRIPTS}
    folders = {
        f"tests/{path.relative_to(TESTS).parent}"
        for path in TESTS.glob("**/test_*.py")
        if len(path.relative_to(TESTS).parts) > 1
    }

    documented = re.findall(r"`(tests/[\w/]+)` \|", guide)

    assert set(re.findall(r"^script/(\w+) ", guide, re.MULTILINE)) == scripts
    assert {
        folder
        for folder in folders
        if not any(f"{folder}/".startswith(f"{t}/") for t in documented)
    } == {"tests/doubles"}


def test_every_external_test_dependency_is_documented() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text()
    named = {
        program
        for path in TESTS.glob("**/*.py")
        for program in re.findall(r'\babsent\(\s*"([a-z-]+)"', path.read_text())
    }

    assert len(named) > 5
    assert {program for program in named if f"`{program}`" not in guide} == set()
