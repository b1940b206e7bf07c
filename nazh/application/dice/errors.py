"""What a use case refuses although the dice would allow it: whose roll it is, and what is left."""

from __future__ import annotations

from typing import ClassVar

from nazh.domain.kernel.errors import Refusal


class NotYourRoll(Refusal):
    """Somebody wants to change a roll that another player made."""

    code: ClassVar[str] = "not_your_roll"

    def __init__(self) -> None:
        super().__init__(
            "Only the player who made this roll can add a plot die to it.",
            hint="Make a roll of your own with /roll and add_plot.",
        )


class RollForgotten(Refusal):
    """The roll is too old to be changed: nothing on record tells what fell."""

    code: ClassVar[str] = "roll_forgotten"

    def __init__(self) -> None:
        super().__init__(
            "This roll is no longer on record, so nothing can be added to it.",
            hint="Roll again with add_plot.",
        )
