"""Refusals that only show once faces are on the table."""

from __future__ import annotations

from typing import ClassVar

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.phrases import phrase


class DivisionByZero(Refusal):
    """A division whose divisor is, or fell, zero."""

    code: ClassVar[str] = "division_by_zero"

    def __init__(self, at: int | None = None) -> None:
        super().__init__(
            phrase("This would divide by zero."),
            at=at,
            hint=phrase("Keep the divisor away from 0, as in max(1, …)."),
        )


class TooFewFaces(Refusal):
    """Fewer faces than the roll needs."""

    code: ClassVar[str] = "too_few_faces"

    def __init__(self, given: int) -> None:
        super().__init__(
            phrase("The roll needs more faces than you gave ({given})."),
            hint=phrase(
                "Give every face in the order in which it fell, both faces of an edge included."
            ),
            given=given,
        )


class TooManyFaces(Refusal):
    """More faces than the roll needs."""

    code: ClassVar[str] = "too_many_faces"

    def __init__(self, given: int, used: int) -> None:
        super().__init__(
            phrase("You gave more faces ({given}) than the roll needs ({used})."),
            hint=phrase("Leave the last ones out."),
            given=given,
            used=used,
        )


class ImpossibleFace(Refusal):
    """A face that the die does not have."""

    code: ClassVar[str] = "impossible_face"

    def __init__(self, face: int, die: str, place: int) -> None:
        super().__init__(
            phrase("Face number {place} is {face}, which a d{die} cannot show."),
            hint=phrase(
                "Check the order: pools from left to right, both faces of an edge at once."
            ),
            place=place,
            face=face,
            die=die,
        )


class ImpossiblePick(Refusal):
    """A choice of a plot face that is not on the table."""

    code: ClassVar[str] = "impossible_pick"

    def __init__(self, face: int) -> None:
        super().__init__(
            phrase("The plot die does not show {face}."),
            hint=phrase("Pick one of its two faces."),
            face=face,
        )
