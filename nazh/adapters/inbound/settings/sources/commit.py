"""Asks git which commit this process was built from, for ``nazh_build_info``."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

UNKNOWN: Final = "unknown"
_SOURCE: Final = Path(__file__).resolve().parents[5]


def git_commit(source: Path = _SOURCE) -> str:
    """Return the commit that is checked out in ``source``; ``UNKNOWN`` outside a repository."""
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
