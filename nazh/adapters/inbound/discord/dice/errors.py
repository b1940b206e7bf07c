"""Refusals that only occur on Discord, about builders and messages."""

from __future__ import annotations

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class NotYourBuilder(Refusal):
    """A user pressed a button of another player's builder."""

    code = "not_your_builder"
    says = N_("Only the player who opened this builder can use it.")
    remedy = N_("Open one with /build.")


class NoDiceInMessage(Refusal):
    """A message to be rolled contains no dice notation."""

    code = "no_dice_in_message"
    says = N_("I can't find any dice in this message.")
    remedy = N_("I look for notation such as 2d6+3, or for a whole roll between backticks.")


class NotYourPanel(Refusal):
    """A user who is neither the author of a panel nor a game master tried to change it."""

    code = "not_your_panel"
    says = N_("Only the author of this panel and game masters can edit it.")
    remedy = N_("Make one of your own with /panel.")
