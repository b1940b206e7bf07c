"""Which commit this process was built from, for ``nazh_build_info``."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

UNKNOWN: Final = "unknown"
_SOURCE: Final = Path(__file__).resolve().parents[4]


def commit_of(said: Iterable[str], source: Path = _SOURCE) -> str:
    """Return the first commit somebody said; else what git says of ``source``; else unknown."""
    return next((commit.strip() for commit in said if commit.strip()), "") or _ask_git(source)


def _ask_git(source: Path) -> str:
    if not (source / ".git").exists():
        return UNKNOWN
    try:
        answer = subprocess.run(  # noqa: S603  # nothing in it comes from outside
            ("git", "-C", str(source), "rev-parse", "HEAD"),  # noqa: S607  # the operator's own git
            capture_output=True,
            text=True,
            timeout=2,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return UNKNOWN
    return answer.stdout.strip()
