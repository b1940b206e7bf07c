"""Defines the faults of a connection, which the session translates into console errors."""

from __future__ import annotations


class WireFault(Exception):
    """The base of all faults of a connection."""


class ConnectionEnded(WireFault):
    """The server has closed the connection."""


class Garbled(WireFault):
    """The bytes do not follow the protocol."""


class TooManyBytes(WireFault):
    """The server sent more bytes than one reply may have."""
