"""Compares what a user has typed with the beginnings of names, and counts the typos.

Both are keys of names. A typo is a letter that is wrong, missing or too much, or two neighbours in
the wrong order.
"""

from __future__ import annotations

import itertools
from typing import Final

_SHORTEST: Final = {1: 4, 2: 8}
"""From how many letters on there may be so many typos; a shorter text is like every name."""
_SHORTEST_PIECE: Final = 2


def most_typos(typed: str) -> int:
    """Return how many typos there may be in a text."""
    return sum(len(typed) >= letters for letters in _SHORTEST.values())


def pieces_of(typed: str) -> tuple[str, ...]:
    """Return pieces of a text of which a name with so few typos has at least one.

    Two neighbours in the wrong order may be at the end of one piece and the beginning of the next:
    there is one more piece for that, unless the pieces would be too short to search for.
    """
    typos = most_typos(typed)
    count = typos + 2 if len(typed) >= _SHORTEST_PIECE * (typos + 2) else typos + 1
    ends = [len(typed) * number // count for number in range(count + 1)]
    return tuple(typed[start:end] for start, end in itertools.pairwise(ends))


def count_typos(typed: str, name: str) -> int:
    """Return the typos between a text and the beginning of a name that is most like it.

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
