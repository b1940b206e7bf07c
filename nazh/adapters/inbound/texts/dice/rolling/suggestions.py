"""Writes the suggestions for a user who is typing a roll."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.dice.rolling.steps import steps
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dice import parse_roll
from nazh.domain.kernel.texts import N_

PLOT_DIE_HELPER: Final = ("1d20+5, dp", N_("with the plot die"))
HELPERS: Final = (
    ("1d20+5", N_("a d20 plus 5")),
    ("a1d20+5", N_("the same with advantage")),
    ("d1d20+5", N_("the same with disadvantage")),
    ("1d20+5 vs 15", N_("against a difficulty")),
    PLOT_DIE_HELPER,
    ("2d6+3", N_("two dice and a bonus")),
    ("4d6kh3", N_("four dice, keep the highest three")),
    ("5d10!", N_("a die at its maximum rolls again")),
    ("6d10>=8", N_("count successes")),
    ("6x4d6kh3", N_("six times")),
)
EXAMPLES: Final = (
    *("5d10!!", "5d10!p", "5d10!>=9", "4d6kl1", "5d6km3", "4d6k>3", "4d6dh1", "4d6dl1"),
    *("2d6r<=2", "2d6ro<=2", "2d6ra6", "2d6mi3", "2d6ma5", "6d10>=8f=1", "1d20cs>=19"),
    *("1d20cf<=2", "3d6u", "4d6s", "4d6sd"),
    *("floor(1d20/2)", "ceil(1d20/2)", "round(1d20/2)", "abs(1d6-3)", "min(1d8,1d6)"),
    *("max(1d8,1d6)", "1d20+1d4", "1d20-1d4", "2d6*2", "1d20/2", "1d20//2", "1d20%2"),
)
"""Examples of the rest of the notation, offered to users who begin to type one."""
_LATELY: Final = N_("you rolled this recently")


def lately_words(notation: str, translator: Translator) -> str:
    """Return an earlier roll as a suggestion."""
    return helper_words(notation, _LATELY, translator)


def helper_words(notation: str, meaning: str, translator: Translator) -> str:
    """Return an example of the notation as a suggestion."""
    return f"{notation} ({translator(meaning)})"


def example_words(notation: str, translator: Translator) -> str:
    """Return an example as a suggestion that says what it does, step by step."""
    lines = steps(parse_roll(notation).pools[0].expression, translator)
    return f"{notation} ({' '.join(line.strip() for line in lines)})"
