"""MallocTrim: memory that nobody uses any more goes back to the system."""

from __future__ import annotations

import ctypes
from collections.abc import Callable


class MallocTrim:
    """Gives pages back that the C library holds in reserve; where it cannot, it does nothing.

    Answers and requests come and go in all sizes between what stays, and glibc keeps the holes
    between them: after 100,000 interactions they were 8 MiB, while what is in use had not grown.
    It takes about 1 ms, of the event loop.
    """

    __slots__ = ("_trim",)

    def __init__(self) -> None:
        self._trim = _load_malloc_trim()

    async def __call__(self) -> None:
        """Give back what is spare."""
        if self._trim is not None:
            self._trim(0)


def _load_malloc_trim() -> Callable[[int], int] | None:
    """Return glibc's ``malloc_trim``; ``None`` for another C library."""
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):
        return None
    trim.argtypes, trim.restype = (ctypes.c_size_t,), ctypes.c_int
    return trim
