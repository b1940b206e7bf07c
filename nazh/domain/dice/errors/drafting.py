"""Refusals of words that a pool in the making cannot carry."""

from __future__ import annotations

from typing import ClassVar

from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal


class UnfitLabel(Refusal):
    """A label that would not read back as a label."""

    code: ClassVar[str] = "unfit_label"

    def __init__(self) -> None:
        super().__init__(
            "This label cannot stand before dice.",
            hint="Leave out commas, colons, brackets, braces, backticks and the signs ; # @ $.",
        )


class UnreadableDifficulty(Refusal):
    """A difficulty that is not a number of the table's."""

    code: ClassVar[str] = "unreadable_difficulty"

    def __init__(self) -> None:
        super().__init__(
            f"A difficulty is a whole number from 0 to {Limits.NUMBER:,}.",
            hint="Try 15, or leave it empty.",
        )
