"""Refusals of words that a pool in the making cannot carry."""

from __future__ import annotations

from typing import ClassVar

from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.phrases import phrase


class UnfitLabel(Refusal):
    """A label that would not read back as a label."""

    code: ClassVar[str] = "unfit_label"

    def __init__(self) -> None:
        super().__init__(
            phrase("This label cannot stand before dice."),
            hint=phrase(
                "Leave out commas, colons, brackets, braces, backticks and the signs ; # @ $."
            ),
        )


class UnreadableDifficulty(Refusal):
    """A difficulty that is not a number of the table's."""

    code: ClassVar[str] = "unreadable_difficulty"

    def __init__(self) -> None:
        super().__init__(
            phrase("A difficulty is a whole number from 0 to {most}."),
            hint=phrase("Try 15, or leave it empty."),
            most=Limits.NUMBER,
        )
