"""Counts the typos between what a user has typed and the beginnings of names.

Both are keys of names. A typo is a wrong, missing or extra letter, or two swapped neighbours
(optimal string alignment).
"""

from __future__ import annotations

import itertools
from typing import Final

_MIN_LENGTHS: Final = {1: 4, 2: 8}
"""The least letters of a text with this many typos; a shorter one would match too many names."""
_MIN_PIECE_LENGTH: Final = 2


def most_typos(typed: str) -> int:
    """Return how many typos are allowed in a text."""
    return sum(len(typed) >= letters for letters in _MIN_LENGTHS.values())


def pieces_of(typed: str) -> tuple[str, ...]:
    """Return pieces of a text; a name with few enough typos contains at least one of them.

    Swapped neighbours can span the end of one piece and the beginning of the next. One more piece
    allows for that, unless the pieces would be too short to search for.
    """
    typos = most_typos(typed)
    count = typos + 2 if len(typed) >= _MIN_PIECE_LENGTH * (typos + 2) else typos + 1
    ends = [len(typed) * number // count for number in range(count + 1)]
    return tuple(typed[start:end] for start, end in itertools.pairwise(ends))


def count_typos(typed: str, name: str) -> int:
    """Return the fewest typos between a text and any beginning of a name.

    Counts above ``most_typos`` are not exact.
    """
    most = most_typos(typed)
    beyond = most + 1
    last: list[int] = []
    row = list(range(len(name) + 1))
    for number, letter in enumerate(typed, 1):
        older, last = last, row
        row = [beyond] * len(last)
        if number <= most:
            row[0] = number
        for at in range(max(number - most, 1), min(number + most, len(name)) + 1):
            same = last[at - 1] + (letter != name[at - 1])
            row[at] = min(same, last[at] + 1, row[at - 1] + 1)
            if (
                number > 1
                and at > 1
                and (letter, typed[number - 2]) == (name[at - 2], name[at - 1])
            ):
                row[at] = min(row[at], older[at - 2] + 1)
        if min(row) > most:
            return beyond
    return min(row)
