"""Provides the faces for an evaluation, drawn at random or recorded earlier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from nazh.domain.dice.errors import ImpossibleFace, TooFewFaces
from nazh.domain.dice.pools import Die
from nazh.domain.kernel.rng import Rng


class FaceSource(Protocol):
    """A source of faces in draw order."""

    def take(self, count: int, die: Die) -> Sequence[int]:
        """Return the next ``count`` faces of ``die``. Raises a Refusal if they are invalid."""
        ...


class RandomFaces:
    """Draws faces at random and records them in draw order."""

    __slots__ = ("drawn", "rng")

    def __init__(self, rng: Rng) -> None:
        self.rng = rng
        self.drawn: list[int] = []

    def take(self, count: int, die: Die) -> Sequence[int]:
        """Draw ``count`` faces, each equally likely."""
        faces = self.rng.faces(count, die.sides)
        if not die.is_numbered:
            faces = tuple(die.shapes[face - 1] for face in faces)
        self.drawn.extend(faces)
        return faces


class RecordedFaces:
    """Returns recorded faces. ``position`` is the number of faces used so far."""

    __slots__ = ("faces", "position")

    def __init__(self, faces: Sequence[int]) -> None:
        self.faces = faces
        self.position = 0

    def take(self, count: int, die: Die) -> Sequence[int]:
        """Return the next ``count`` faces. Raises TooFewFaces and ImpossibleFace."""
        start = self.position
        self.position = end = start + count
        faces = self.faces[start:end]
        if len(faces) < count:
            raise TooFewFaces(len(self.faces))
        shapes = die.shapes
        for index, face in enumerate(faces, start + 1):
            if face not in shapes:
                raise ImpossibleFace(face, die.written, index)
        return faces
