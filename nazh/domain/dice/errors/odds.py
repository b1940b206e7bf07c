"""Refusals of odds that cannot be calculated within the limits."""

from __future__ import annotations

from typing import ClassVar

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class OddsTooHard(Refusal):
    """Odds that would take too long to calculate exactly."""

    code: ClassVar[str] = "odds_too_hard"

    def __init__(self) -> None:
        super().__init__(
            N_("The exact odds of this roll would take too long to calculate."),
            hint=N_("You can still roll it. Ask for the odds of fewer dice, or of simpler ones."),
        )


class OddsTooLong(Refusal):
    """A roll that can go on so long that its truncated odds would be meaningless."""

    code: ClassVar[str] = "odds_too_long"

    def __init__(self) -> None:
        super().__init__(
            N_("This roll goes on too long: too much of its odds would be cut off."),
            hint=N_("Let fewer dice explode or reroll, or only on rarer faces."),
        )
