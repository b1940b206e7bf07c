"""Defines the port through which the rules draw random numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Rng(Protocol):
    """A source of uniform integers. Each call draws new numbers; no call raises."""

    def below(self, bound: int) -> int:
        """Return ``n`` with ``0 <= n < bound``, each equally likely. ``bound >= 1``."""
        ...

    def faces(self, count: int, sides: int) -> Sequence[int]:
        """Return ``count`` independent faces from 1 to ``sides``, in the order drawn.

        Equivalent to ``below(sides) + 1``, ``count`` times, and much cheaper. ``count >= 0``,
        ``sides >= 1``. The result is immutable (a tuple, or ``bytes`` if every face fits into one).
        """
        ...
