"""Refusals that depend on the faces rolled."""

from __future__ import annotations

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class DivisionByZero(Refusal):
    """A divisor is zero, always or with these faces."""

    code = "division_by_zero"
    says = N_("This would divide by zero.")
    remedy = N_("Keep the divisor away from 0, as in max(1, …).")

    def __init__(self, at: int | None = None) -> None:
        super().__init__(at=at)


class TooFewFaces(Refusal):
    """Fewer faces than the roll needs were given."""

    code = "too_few_faces"
    says = N_("The roll needs more faces than you gave ({given}).")
    remedy = N_(
        "Give every face in the order rolled, including both faces of advantage or disadvantage."
    )

    def __init__(self, given: int) -> None:
        super().__init__(given=given)


class TooManyFaces(Refusal):
    """More faces than the roll needs were given."""

    code = "too_many_faces"
    says = N_("You gave more faces ({given}) than the roll needs ({used}).")
    remedy = N_("Remove the last ones.")

    def __init__(self, given: int, used: int) -> None:
        super().__init__(given=given, used=used)


class ImpossibleFace(Refusal):
    """A face that the die does not have was given."""

    code = "impossible_face"
    says = N_("Face number {place} is {face}, which a d{die} cannot show.")
    remedy = N_(
        "Check the order: pools from left to right, both faces of advantage or "
        "disadvantage together."
    )

    def __init__(self, face: int, die: str, place: int) -> None:
        super().__init__(place=place, face=face, die=die)


class ImpossiblePick(Refusal):
    """A plot die face was picked that was not rolled."""

    code = "impossible_pick"
    says = N_("The plot die does not show {face}.")
    remedy = N_("Pick one of its two faces.")

    def __init__(self, face: int) -> None:
        super().__init__(face=face)
