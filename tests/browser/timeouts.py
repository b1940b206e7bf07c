"""How long the tests of the pages wait for what they expect."""

from typing import Final

TIMEOUT: Final = 60_000
"""Milliseconds: a browser that shares two cores with other tests is slow, and not at fault."""
