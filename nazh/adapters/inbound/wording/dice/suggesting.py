"""What is offered to somebody who is typing a roll."""

from __future__ import annotations

from typing import Final

HELPERS: Final = (
    ("1d20+5", "a d20 plus 5"),
    ("a1d20+5", "the same with advantage"),
    ("d1d20+5", "the same with disadvantage"),
    ("1d20+5 vs 15", "against a difficulty"),
    ("1d20+5, dp", "with the plot die"),
    ("2d6+3", "two dice and a bonus"),
    ("4d6kh3", "four dice, keep the highest three"),
    ("5d10!", "a die at its maximum throws again"),
    ("6d10>=8", "count successes"),
    ("6x4d6kh3", "six times over"),
)
_LATELY: Final = "you rolled this lately"


def lately_words(notation: str) -> str:
    """Return a roll of before, as it is offered."""
    return f"{notation} ({_LATELY})"


def helper_words(notation: str, meaning: str) -> str:
    """Return an example of the notation, as it is offered."""
    return f"{notation} ({meaning})"
