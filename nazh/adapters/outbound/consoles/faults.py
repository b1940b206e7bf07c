"""Defines what goes wrong on a connection; the session turns these into errors of consoles."""

from __future__ import annotations


class WireFault(Exception):
    """The base of all faults of a connection."""


class ConnectionEnded(WireFault):
    """The server has closed the connection."""


class Garbled(WireFault):
    """The bytes do not follow the protocol."""


class TooMuch(WireFault):
    """The server sent more bytes than one reply may have."""
