"""Tests the source of the commit in ``nazh_build_info``."""

from __future__ import annotations

import subprocess
from pathlib import Path

import nazh
from nazh.adapters.inbound.settings.sources.commit import UNKNOWN, git_commit


def test_outside_a_repository_it_is_unknown(tmp_path: Path) -> None:
    assert git_commit(tmp_path) == UNKNOWN


def test_a_repository_without_a_commit_is_unknown(tmp_path: Path) -> None:
    subprocess.run(("git", "init", "-q", str(tmp_path)), check=True)

    assert git_commit(tmp_path) == UNKNOWN


def test_the_commit_of_a_repository_is_named(tmp_path: Path) -> None:
    person = ("-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")
    subprocess.run(("git", "init", "-q", str(tmp_path)), check=True)
    subprocess.run(
        ("git", "-C", str(tmp_path), *person, "commit", "-q", "--allow-empty", "-m", "x"),
        check=True,
    )

    assert len(git_commit(tmp_path)) == 40


def test_it_is_the_commit_of_the_repository_with_the_program() -> None:
    repository = Path(nazh.__file__).parents[1]

    assert git_commit() == git_commit(repository)
    assert not (repository / ".git").exists() or git_commit() != UNKNOWN
