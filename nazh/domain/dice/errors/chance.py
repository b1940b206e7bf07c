"""Refusals that only show once faces are on the table."""

from __future__ import annotations

from typing import ClassVar

from nazh.domain.kernel.errors import Refusal


class DivisionByZero(Refusal):
    """A division whose divisor is, or fell, zero."""

    code: ClassVar[str] = "division_by_zero"

    def __init__(self, at: int | None = None) -> None:
        super().__init__(
            "This would divide by zero.",
            at=at,
            hint="Keep the divisor away from 0, as in max(1, …).",
        )


class TooFewFaces(Refusal):
    """Fewer faces than the roll needs."""

    code: ClassVar[str] = "too_few_faces"

    def __init__(self, given: int) -> None:
        self.given = given
        super().__init__(
            f"The roll needs more than the {given} {'face' if given == 1 else 'faces'} you gave.",
            hint="Give every face in the order in which it fell, both faces of an edge included.",
        )


class TooManyFaces(Refusal):
    """More faces than the roll needs."""

    code: ClassVar[str] = "too_many_faces"

    def __init__(self, given: int, used: int) -> None:
        self.given, self.used = given, used
        super().__init__(
            f"The roll needs {used} {'face' if used == 1 else 'faces'}; you gave {given}.",
            hint="Leave the last ones out.",
        )


class ImpossibleFace(Refusal):
    """A face that the die does not have."""

    code: ClassVar[str] = "impossible_face"

    def __init__(self, face: int, die: str, place: int) -> None:
        self.face, self.die, self.place = face, die, place
        super().__init__(
            f"Face number {place} is {face}, which a d{die} cannot show.",
            hint="Check the order: pools from left to right, both faces of an edge at once.",
        )


class ImpossiblePick(Refusal):
    """A choice of a plot face that is not on the table."""

    code: ClassVar[str] = "impossible_pick"

    def __init__(self, face: int) -> None:
        self.face = face
        super().__init__(f"The plot die does not show {face}.", hint="Pick one of its two faces.")
