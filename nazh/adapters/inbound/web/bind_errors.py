"""Explains why an address cannot be listened on."""

from __future__ import annotations

import errno
import os
import socket


def explain_bind_error(error: OSError) -> str:
    """Return which setting cannot be used, why, and what to write instead."""
    # From Python 3.13 on, asyncio gives no number if no address is one of this machine.
    if error.errno in (None, errno.EADDRNOTAVAIL):
        return _invalid_host(os.strerror(errno.EADDRNOTAVAIL))
    # An IPv6 address may name a network interface, as in fe80::1%eth0.
    if isinstance(error, socket.gaierror):
        return _invalid_host(error.strerror)
    return f"PORT cannot be used ({error.strerror}). Choose another, or 0 for any."


def _invalid_host(reason: str | None) -> str:
    return (
        f"NAZH_HTTP_HOST cannot be used ({reason}). Write an address of this machine, or 0.0.0.0 "
        "for every interface."
    )
