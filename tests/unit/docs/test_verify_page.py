"""Tests that verify.html is up to date and makes no requests."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "nazh" / "adapters" / "inbound" / "web" / "dice" / "verify.html"
PARTS = sorted((ROOT / "docs" / "verify").glob("*.*"))


def test_the_page_is_in_step_with_its_parts() -> None:
    completed = subprocess.run(
        [sys.executable, ROOT / "script" / "verifier.py", "--check"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert (completed.returncode, completed.stderr) == (0, "")


def test_every_part_is_small() -> None:
    assert {path.name for path in PARTS if len(path.read_text("utf-8").splitlines()) > 250} == set()


def test_every_module_is_in_the_page() -> None:
    page = PAGE.read_text("utf-8")

    missing = {path.stem for path in PARTS if path.suffix == ".js"}
    assert {name for name in missing if f"const from_{name} = " not in page} == set()


def test_the_page_contains_and_may_request_no_address() -> None:
    page = PAGE.read_text("utf-8")

    assert (
        re.findall(r"https?:|//\w|\bfetch\b|XMLHttpRequest|WebSocket|import\(|@import", page) == []
    )
    assert "default-src 'none'; script-src 'sha256-" in page
    assert not re.search(r"unsafe|connect-src|img-src", page)
