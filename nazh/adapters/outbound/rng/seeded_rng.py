"""Generates the same dice for the same seed, for development and demonstrations only.

The seed predicts every die to come, so this must not be used in production.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import count as counting
from typing import Final

_SPARE_BITS: Final = 64
"""Bits drawn beyond what a bound needs: a draw is rejected once in 2^64 at most."""


class SeededRng:
    """Reproducible uniform integers; satisfies the port ``Rng``.

    Draw number ``n`` is SHAKE-256 of the seed and ``n``: the same on every machine and in every
    version of Python, whereas the standard library's generator may change. About 1 µs per die. Each
    draw has its own number, so threads may share an instance, but the numbers that each thread gets
    then vary. The child of a fork continues its parent's sequence, because results must be
    reproducible.
    """

    __slots__ = ("_numbers", "_seeded")

    def __init__(self, seed: int) -> None:
        self._seeded = hashlib.shake_256(f"nazh seeded dice {seed}:".encode())
        self._numbers = counting()

    def below(self, bound: int) -> int:
        """Return the next ``n`` with ``0 <= n < bound``. ``bound >= 1``, of any size."""
        width = (bound.bit_length() + _SPARE_BITS + 7) // 8
        every = 1 << 8 * width
        fair = every - every % bound
        while (drawn := self._draw(width)) >= fair:
            continue
        return drawn % bound

    def faces(self, count: int, sides: int) -> Sequence[int]:
        """Return the next ``count`` faces from 1 to ``sides``."""
        return tuple(self.below(sides) + 1 for _ in range(count))

    def _draw(self, width: int) -> int:
        """Return the next integer of ``width`` bytes."""
        numbered = self._seeded.copy()
        numbered.update(next(self._numbers).to_bytes(8, "big"))
        return int.from_bytes(numbered.digest(width), "big")
