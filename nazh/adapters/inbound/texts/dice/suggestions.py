"""Words the suggestions for a user who is typing a roll."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.kernel.texts import N_

HELPERS: Final = (
    ("1d20+5", N_("a d20 plus 5")),
    ("a1d20+5", N_("the same with advantage")),
    ("d1d20+5", N_("the same with disadvantage")),
    ("1d20+5 vs 15", N_("against a difficulty")),
    ("1d20+5, dp", N_("with the plot die")),
    ("2d6+3", N_("two dice and a bonus")),
    ("4d6kh3", N_("four dice, keep the highest three")),
    ("5d10!", N_("a die at its maximum rolls again")),
    ("6d10>=8", N_("count successes")),
    ("6x4d6kh3", N_("six times")),
)
_LATELY: Final = N_("you rolled this recently")


def lately_words(notation: str, translator: Translator) -> str:
    """Return an earlier roll as a suggestion."""
    return helper_words(notation, _LATELY, translator)


def helper_words(notation: str, meaning: str, translator: Translator) -> str:
    """Return an example of the notation as a suggestion."""
    return f"{notation} ({translator(meaning)})"
