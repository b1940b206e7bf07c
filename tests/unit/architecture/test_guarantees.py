"""Tests that every guarantee in docs/guarantees.md names a test that exists."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/guarantees.md").read_text("utf-8")
TEST = re.compile(r"`([^`]+\.py::test_\w+)`")
HEAD = "| guarantee | how it is kept | proven by |\n|---|---|---|\n"


class Guarantee(NamedTuple):
    """A row of the table and the tests that it names as proof."""

    what: str
    tests: tuple[str, ...]


def guarantees(document: str) -> tuple[Guarantee, ...]:
    """Return the rows of the table. Raises ValueError if there is no table."""
    _, head, rest = document.partition(HEAD)
    if not head:
        raise ValueError("there is no table of guarantees")
    rows = rest.partition("\n\n")[0].strip().splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]
    return tuple(Guarantee(row[0], tuple(TEST.findall(" | ".join(row[2:])))) for row in cells)


def files_of(guarantees_made: Iterable[Guarantee]) -> set[str]:
    """Return the test files that the table names."""
    return {test.partition("::")[0] for guarantee in guarantees_made for test in guarantee.tests}


def collected(root: Path, files: Collection[str]) -> frozenset[str]:
    """Return the tests that pytest finds in ``files``, without their parameters."""
    completed = subprocess.run(
        (sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *files),
        cwd=root,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert completed.returncode == 0, completed.stdout + completed.stderr
    return frozenset(
        line.partition("[")[0] for line in completed.stdout.splitlines() if "::" in line
    )


def unproven(guarantees_made: Iterable[Guarantee], tests: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each guarantee without an existing test."""
    for guarantee in guarantees_made:
        if not guarantee.tests:
            yield f"{guarantee.what!r} names no test"
        for test in guarantee.tests:
            if test not in tests:
                yield f"{guarantee.what!r} names {test}, which does not exist"


@pytest.fixture(scope="module")
def tests_of_it(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The tests that pytest collects from a file with misleading names."""
    folder = tmp_path_factory.mktemp("it")
    (folder / "test_it.py").write_text(
        "# def test_said_in_a_comment(): ...\n"
        "def test_real(): ...\n"
        "def helper():\n"
        "    def test_never_run(): ...\n"
    )
    return collected(folder, ["test_it.py"])


@pytest.mark.slow
def test_every_guarantee_names_an_existing_test() -> None:
    page_guarantees = guarantees(PAGE)

    assert len(page_guarantees) > 10
    assert list(unproven(page_guarantees, collected(ROOT, files_of(page_guarantees)))) == []


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("| it flies | wings | soon |", "'it flies' names no test"),
        ("| it flies | wings |  |", "'it flies' names no test"),
        ("| it flies | `test_it.py::test_real` | trust us |", "'it flies' names no test"),
        (
            "| it flies | wings | `test_it.py::test_said_in_a_comment` |",
            "'it flies' names test_it.py::test_said_in_a_comment, which does not exist",
        ),
        (
            "| it flies | wings | `test_it.py::test_real`, `test_it.py::test_never_run` |",
            "'it flies' names test_it.py::test_never_run, which does not exist",
        ),
    ],
)
def test_a_guarantee_without_a_test_is_reported(
    row: str, complaint: str, tests_of_it: frozenset[str]
) -> None:
    proven = "| it rolls | by hand | `test_it.py::test_real` |\n"

    page_guarantees = guarantees(f"# It\n\n{HEAD}{proven}{row}\n\nMore.\n")

    assert list(unproven(page_guarantees, tests_of_it)) == [complaint]


def test_a_page_without_the_table_is_reported() -> None:
    with pytest.raises(ValueError, match="no table of guarantees"):
        guarantees("# It\n\nTrust us.\n")
