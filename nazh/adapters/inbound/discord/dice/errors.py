"""Refusals of the dice that only Discord knows: builders of others, messages without dice."""

from __future__ import annotations

from typing import ClassVar

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class NotYourBuilder(Refusal):
    """Somebody presses a button of a builder that another player opened."""

    code: ClassVar[str] = "not_your_builder"

    def __init__(self) -> None:
        super().__init__(
            N_("Only the player who opened this builder can use it."),
            hint=N_("Open one with /build."),
        )


class NoDiceInMessage(Refusal):
    """A message that should be rolled, and holds no dice."""

    code: ClassVar[str] = "no_dice_in_message"

    def __init__(self) -> None:
        super().__init__(
            N_("I can't find any dice in this message."),
            hint=N_("I look for notation such as 2d6+3, or for a whole roll between backticks."),
        )
