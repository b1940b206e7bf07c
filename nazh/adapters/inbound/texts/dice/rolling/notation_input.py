"""Joins pools that were typed in separate options into one notation."""

from __future__ import annotations

from collections.abc import Iterable


def joined(pools: Iterable[str]) -> str:
    """Return one notation of all pools, with the comments of all pools at the end.

    A single pool is returned as it was typed, because it may have the maximum length.
    """
    typed = tuple(pools)
    if len(typed) == 1:
        return typed[0]
    parts = [pool.partition("#") for pool in typed]
    notation = ", ".join(part[0] for part in parts if part[0].strip())
    remarks = " ".join(part[2].strip() for part in parts if part[1])
    return f"{notation} # {remarks}" if remarks else notation
