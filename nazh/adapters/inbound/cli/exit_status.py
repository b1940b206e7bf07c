"""The exit statuses of ``nazh``; those from 64 to 78 are from ``sysexits.h`` of BSD."""

from __future__ import annotations

from typing import Final

OK: Final = 0
REFUSED: Final = 2
UNAVAILABLE: Final = 69
"""Discord or the database does not answer."""
INPUT_OUTPUT: Final = 74
BAD_CONFIGURATION: Final = 78
INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141
