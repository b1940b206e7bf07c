"""Refusals of the dice that only Discord knows: builders of others, messages without dice."""

from __future__ import annotations

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class NotYourBuilder(Refusal):
    """Somebody presses a button of a builder that another player opened."""

    code = "not_your_builder"
    says = N_("Only the player who opened this builder can use it.")
    remedy = N_("Open one with /build.")


class NoDiceInMessage(Refusal):
    """A message that should be rolled, and holds no dice."""

    code = "no_dice_in_message"
    says = N_("I can't find any dice in this message.")
    remedy = N_("I look for notation such as 2d6+3, or for a whole roll between backticks.")
