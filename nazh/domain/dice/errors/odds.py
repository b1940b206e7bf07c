"""Refusals of odds that cannot be calculated within the limits."""

from __future__ import annotations

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class OddsTooHard(Refusal):
    """Odds that would take too long to calculate exactly."""

    code = "odds_too_hard"
    says = N_("The exact odds of this roll would take too long to calculate.")
    remedy = N_("Ask for the odds of fewer dice, or of simpler ones.")


class OddsTooLong(Refusal):
    """A roll that can go on so long that its truncated odds would be meaningless."""

    code = "odds_too_long"
    says = N_("This roll goes on too long: too much of its odds would be cut off.")
    remedy = N_("Let fewer dice explode or reroll, or only on rarer faces.")
