"""Refusals of panels that have too few or too many buttons, or too much text."""

from __future__ import annotations

from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class EmptyPanel(Refusal):
    """A panel without a button."""

    code = "empty_panel"
    says = N_("A panel needs at least one roll.")
    remedy = N_("Write one roll a line, such as Attack = 1d20+5.")


class TooManyButtons(Refusal):
    """More buttons than one panel may have."""

    code = "too_many_buttons"
    says = N_("A panel has at most {most} buttons; you gave {asked}.")
    remedy = N_("Make a second panel for the others.")

    def __init__(self, asked: int) -> None:
        super().__init__(asked=asked, most=Limits.PANEL_BUTTONS)


class ButtonLabelTooLong(Refusal):
    """A label that does not fit on a button."""

    code = "button_label_too_long"
    says = N_("The label of a button has at most {most} characters; this one has {asked}.")
    remedy = N_("Write less before the =.")

    def __init__(self, asked: int) -> None:
        super().__init__(asked=asked, most=Limits.PANEL_LABEL_LENGTH)


class PanelTooLong(Refusal):
    """More text than the message of a panel can hold."""

    code = "panel_too_long"
    says = N_(
        "The rolls of a panel and the saved rolls in them are too long together: {asked} "
        "characters, and at most {most} fit."
    )
    remedy = N_("Make a second panel for some of them.")

    def __init__(self, asked: int) -> None:
        super().__init__(asked=asked, most=Limits.PANEL_LENGTH)
