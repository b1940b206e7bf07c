"""Provides dice for fuzzing, fair and extreme ones."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

_MAX_SIDES_IN_A_BYTE = 255


class BiasedRng:
    """Fast reproducible dice with a ``mood``; has the interface of the port ``Rng``.

    ``"fair"`` dice are random; ``"highest"`` and ``"lowest"`` dice always show that face, so that
    explosions and rerolls reach their limit.
    """

    BIASES = ("fair", "highest", "lowest")

    def __init__(self, bias: str, random: Random) -> None:
        self._mood = bias
        self._random = random

    def below(self, bound: int) -> int:
        return self.faces(1, bound)[0] - 1

    def faces(self, count: int, sides: int) -> Sequence[int]:
        if self._mood == "fair":
            faces = [int(self._random.random() * sides) + 1 for _ in range(count)]
        else:
            faces = [sides if self._mood == "highest" else 1] * count
        return bytes(faces) if sides <= _MAX_SIDES_IN_A_BYTE else tuple(faces)
