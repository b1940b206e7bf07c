"""A source of randomness with faces scripted by the test."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

_MAX_SIDES_IN_A_BYTE: Final = 255


class ScriptedRng:
    """Returns the given ``faces`` in order; satisfies the port ``Rng``.

    Fails the test with an ``AssertionError`` if there are too few faces, or if a face does not
    exist on the die. As with real dice, small faces are ``bytes``.
    """

    def __init__(self, faces: Iterable[int] = ()) -> None:
        self._script = tuple(faces)
        self._drawn = 0

    @property
    def left(self) -> tuple[int, ...]:
        """The faces that are not drawn yet."""
        return self._script[self._drawn :]

    def below(self, bound: int) -> int:
        """Return the next scripted face, less one."""
        return self._next(bound) - 1

    def faces(self, count: int, sides: int) -> Sequence[int]:
        """Return the next ``count`` scripted faces, each checked against ``sides``."""
        faces = [self._next(sides) for _ in range(count)]
        return bytes(faces) if sides <= _MAX_SIDES_IN_A_BYTE else tuple(faces)

    def _next(self, sides: int) -> int:
        place = self._drawn
        if place == len(self._script):
            raise AssertionError(
                f"a d{sides} was thrown after all {place} scripted faces {self._script} had fallen"
            )
        face = self._script[place]
        if not 1 <= face <= sides:
            raise AssertionError(
                f"face {face}, number {place + 1} of the script {self._script},"
                f" does not exist on a d{sides}"
            )
        self._drawn += 1
        return face
