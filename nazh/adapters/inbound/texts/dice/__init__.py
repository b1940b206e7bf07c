"""The texts of dice, for every channel."""

from nazh.adapters.inbound.texts.dice.rolling.json_forms import refusal_form, rolls_form
from nazh.adapters.inbound.texts.dice.rolling.markup import escape_markdown, unescape_markdown
from nazh.adapters.inbound.texts.dice.rolling.roll_lines import notation_in, roll_lines

__all__ = [
    "escape_markdown",
    "notation_in",
    "refusal_form",
    "roll_lines",
    "rolls_form",
    "unescape_markdown",
]
