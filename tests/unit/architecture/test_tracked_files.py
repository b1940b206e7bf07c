"""Tests that tracked files contain no package index, machine path or secret."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

# Written in pieces, so that this file does not find itself.
INDEXES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "deb." + "debian.org",
    "proxy." + "golang",
    "--" + "index-url",
    "--extra-" + "index-url",
    "--" + "find-links",
]
MACHINE_PATHS = re.compile(r"(?<![\w.$}~])/(?:work|root|" + r"home/\w+|Users/\w+)/")
TOKENS = re.compile(r"\b[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,}\b")


def tracked() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and not path.is_symlink()]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The text of every tracked file, by its path."""
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8", errors="replace")
        for path in tracked()
    }


def test_no_file_names_a_package_index(texts: dict[str, str]) -> None:
    named = {(path, index) for path, text in texts.items() for index in INDEXES if index in text}

    assert named == set()


def test_no_file_knows_one_machine(texts: dict[str, str]) -> None:
    assert {path for path, text in texts.items() if MACHINE_PATHS.search(text)} == set()


def test_no_file_holds_what_looks_like_a_bot_token(texts: dict[str, str]) -> None:
    assert {path for path, text in texts.items() if TOKENS.search(text)} == set()


def test_no_secrets_file_is_tracked(texts: dict[str, str]) -> None:
    assert ".env" not in {Path(path).name for path in texts}
