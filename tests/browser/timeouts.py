"""Timeouts of the browser tests."""

from typing import Final

TIMEOUT: Final = 60_000
"""Milliseconds; a browser that shares two cores with other tests is slow."""
