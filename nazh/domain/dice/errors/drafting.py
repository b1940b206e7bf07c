"""Refusals of labels and difficulties for a pool that is being built."""

from __future__ import annotations

from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class InvalidLabel(Refusal):
    """A label that would not parse back as a label."""

    code = "unfit_label"
    says = N_("This label can't be used before dice.")
    remedy = N_("Leave out commas, colons, brackets, braces, backticks and the signs ; # @ $.")


class InvalidDifficulty(Refusal):
    """A difficulty that is not a supported number."""

    code = "unreadable_difficulty"
    says = N_("A difficulty is a whole number from 0 to {most}.")
    remedy = N_("Try 15, or leave it empty.")

    def __init__(self) -> None:
        super().__init__(most=Limits.NUMBER)
