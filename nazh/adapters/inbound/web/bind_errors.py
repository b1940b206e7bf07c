"""Explains why an address cannot be listened on."""

from __future__ import annotations

import errno
import os


def explain_bind_error(error: OSError) -> str:
    """Return which setting cannot be used, why, and what to write instead."""
    # From Python 3.13 on, asyncio gives no number if no address is one of this machine.
    if error.errno in (None, errno.EADDRNOTAVAIL):
        return (
            f"NAZH_HTTP_HOST cannot be used ({os.strerror(errno.EADDRNOTAVAIL)}). Write an address "
            "of this machine, or 0.0.0.0 for every interface."
        )
    return f"PORT cannot be used ({error.strerror}). Choose another, or 0 for any."
