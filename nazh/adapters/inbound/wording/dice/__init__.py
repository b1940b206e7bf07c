"""The words of the dice: rolls, refusals and explanations, for every channel."""

from nazh.adapters.inbound.wording.dice.lines import notation_in, roll_lines
from nazh.adapters.inbound.wording.dice.machine import refusal_form, rolls_form
from nazh.adapters.inbound.wording.dice.markup import escape_markdown
from nazh.adapters.inbound.wording.dice.refusals import refusal_lines, refusal_text

__all__ = [
    "escape_markdown",
    "notation_in",
    "refusal_form",
    "refusal_lines",
    "refusal_text",
    "roll_lines",
    "rolls_form",
]
