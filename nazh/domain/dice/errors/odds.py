"""Refusals of odds that cannot be reckoned within the bounds of the table."""

from __future__ import annotations

from typing import ClassVar

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.phrases import phrase


class OddsTooHard(Refusal):
    """Odds that would take too long to reckon exactly."""

    code: ClassVar[str] = "odds_too_hard"

    def __init__(self) -> None:
        super().__init__(
            phrase("The exact odds of this roll would take too long to reckon."),
            hint=phrase("It can be thrown all the same. Ask for fewer dice, or for simpler ones."),
        )


class OddsTooLong(Refusal):
    """A roll that goes on so long that its odds would be cut off too early to mean anything."""

    code: ClassVar[str] = "odds_too_long"

    def __init__(self) -> None:
        super().__init__(
            phrase("This roll goes on too long: too much of its odds would be cut off."),
            hint=phrase("Let fewer dice explode or fall again, or only on rarer faces."),
        )
