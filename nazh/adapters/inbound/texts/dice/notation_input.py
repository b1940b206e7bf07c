"""Joining: what was typed apart, in options or arguments, becomes one notation."""

from __future__ import annotations

from collections.abc import Iterable


def joined(pools: Iterable[str]) -> str:
    """Return one notation of all pools; what was remarked on any of them goes to the end.

    What stands alone is left as it was typed: it may be as long as a roll can be.
    """
    typed = tuple(pools)
    if len(typed) == 1:
        return typed[0]
    parts = [pool.partition("#") for pool in typed]
    notation = ", ".join(part[0] for part in parts if part[0].strip())
    remarks = " ".join(part[2].strip() for part in parts if part[1])
    return f"{notation} # {remarks}" if remarks else notation
