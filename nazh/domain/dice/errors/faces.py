"""Refusals that depend on the faces rolled."""

from __future__ import annotations

from typing import ClassVar

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class DivisionByZero(Refusal):
    """A divisor is zero, always or with these faces."""

    code: ClassVar[str] = "division_by_zero"

    def __init__(self, at: int | None = None) -> None:
        super().__init__(
            N_("This would divide by zero."),
            at=at,
            hint=N_("Keep the divisor away from 0, as in max(1, …)."),
        )


class TooFewFaces(Refusal):
    """Fewer faces than the roll needs were given."""

    code: ClassVar[str] = "too_few_faces"

    def __init__(self, given: int) -> None:
        super().__init__(
            N_("The roll needs more faces than you gave ({given})."),
            hint=N_(
                "Give every face in the order rolled, including both faces of advantage or "
                "disadvantage."
            ),
            given=given,
        )


class TooManyFaces(Refusal):
    """More faces than the roll needs were given."""

    code: ClassVar[str] = "too_many_faces"

    def __init__(self, given: int, used: int) -> None:
        super().__init__(
            N_("You gave more faces ({given}) than the roll needs ({used})."),
            hint=N_("Remove the last ones."),
            given=given,
            used=used,
        )


class ImpossibleFace(Refusal):
    """A face that the die does not have was given."""

    code: ClassVar[str] = "impossible_face"

    def __init__(self, face: int, die: str, place: int) -> None:
        super().__init__(
            N_("Face number {place} is {face}, which a d{die} cannot show."),
            hint=N_(
                "Check the order: pools from left to right, both faces of advantage or "
                "disadvantage together."
            ),
            place=place,
            face=face,
            die=die,
        )


class ImpossiblePick(Refusal):
    """A plot die face was picked that was not rolled."""

    code: ClassVar[str] = "impossible_pick"

    def __init__(self, face: int) -> None:
        super().__init__(
            N_("The plot die does not show {face}."),
            hint=N_("Pick one of its two faces."),
            face=face,
        )
