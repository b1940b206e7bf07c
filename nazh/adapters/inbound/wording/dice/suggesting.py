"""What is offered to somebody who is typing a roll."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.wording.languages import Words
from nazh.domain.kernel.phrases import phrase

HELPERS: Final = (
    ("1d20+5", phrase("a d20 plus 5")),
    ("a1d20+5", phrase("the same with advantage")),
    ("d1d20+5", phrase("the same with disadvantage")),
    ("1d20+5 vs 15", phrase("against a difficulty")),
    ("1d20+5, dp", phrase("with the plot die")),
    ("2d6+3", phrase("two dice and a bonus")),
    ("4d6kh3", phrase("four dice, keep the highest three")),
    ("5d10!", phrase("a die at its maximum throws again")),
    ("6d10>=8", phrase("count successes")),
    ("6x4d6kh3", phrase("six times over")),
)
_LATELY: Final = phrase("you rolled this lately")


def lately_words(notation: str, words: Words) -> str:
    """Return a roll of before, as it is offered."""
    return helper_words(notation, _LATELY, words)


def helper_words(notation: str, meaning: str, words: Words) -> str:
    """Return an example of the notation, as it is offered."""
    return f"{notation} ({words(meaning)})"
