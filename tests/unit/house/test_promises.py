"""The README's table of promises: each is proven by a test that there is."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

HOUSE = Path(__file__).parents[3]
README = (HOUSE / "README.md").read_text("utf-8")
TEST = re.compile(r"`([^`]+\.py::test_\w+)`")
HEAD = "| we promise | how it is kept | proven by |\n|---|---|---|\n"


class Promise(NamedTuple):
    """One row: what is promised, and the tests that are said to prove it."""

    what: str
    tests: tuple[str, ...]


def promises(document: str) -> tuple[Promise, ...]:
    """Return the rows of the table. Raises ValueError where there is none."""
    _, head, rest = document.partition(HEAD)
    if not head:
        raise ValueError("there is no table of promises")
    rows = rest.partition("\n\n")[0].strip().splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]
    return tuple(Promise(row[0], tuple(TEST.findall(" | ".join(row[2:])))) for row in cells)


def files_of(made: Iterable[Promise]) -> set[str]:
    """Return the files in which the proofs are said to be."""
    return {test.partition("::")[0] for promise in made for test in promise.tests}


def collected(root: Path, files: Collection[str]) -> frozenset[str]:
    """Return the tests that pytest finds in ``files``, without their parameters."""
    found = subprocess.run(
        (sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *files),
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    return frozenset(line.partition("[")[0] for line in found.stdout.splitlines() if "::" in line)


def unproven(made: Iterable[Promise], tests: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each promise that nothing proves."""
    for promise in made:
        if not promise.tests:
            yield f"{promise.what!r} names no test"
        for test in promise.tests:
            if test not in tests:
                yield f"{promise.what!r} names {test}, which is not there"


@pytest.fixture(scope="module")
def tests_of_it(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """What pytest finds in a file that says more than it does."""
    folder = tmp_path_factory.mktemp("it")
    (folder / "test_it.py").write_text(
        "# def test_said_in_a_comment(): ...\n"
        "def test_real(): ...\n"
        "def helper():\n"
        "    def test_never_run(): ...\n"
    )
    return collected(folder, ["test_it.py"])


@pytest.mark.slow
def test_every_promise_is_proven_by_a_test_that_there_is() -> None:
    made = promises(README)

    assert len(made) > 10
    assert list(unproven(made, collected(HOUSE, files_of(made)))) == []


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("| it flies | wings | soon |", "'it flies' names no test"),
        ("| it flies | wings |  |", "'it flies' names no test"),
        ("| it flies | `test_it.py::test_real` | trust us |", "'it flies' names no test"),
        (
            "| it flies | wings | `test_it.py::test_said_in_a_comment` |",
            "'it flies' names test_it.py::test_said_in_a_comment, which is not there",
        ),
        (
            "| it flies | wings | `test_it.py::test_real`, `test_it.py::test_never_run` |",
            "'it flies' names test_it.py::test_never_run, which is not there",
        ),
    ],
)
def test_a_promise_without_a_proof_is_found(
    row: str, complaint: str, tests_of_it: frozenset[str]
) -> None:
    proven = "| it rolls | by hand | `test_it.py::test_real` |\n"

    made = promises(f"# It\n\n{HEAD}{proven}{row}\n\nMore.\n")

    assert list(unproven(made, tests_of_it)) == [complaint]


def test_a_readme_without_the_table_is_found() -> None:
    with pytest.raises(ValueError, match="no table of promises"):
        promises("# It\n\nTrust us.\n")
