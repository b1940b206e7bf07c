"""Finds the pools of a text that cannot be parsed yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nazh.domain.dice.notation.habits.rewording import Rewording

_LABEL_END: Final = re.compile(r"[^:,;#\[\]{}@$]*: *").match


def pool_spans(reworded: Rewording) -> Iterator[tuple[int, int]]:
    """Yield start and end of each pool, without its label, from the last to the first."""
    depth = 0
    ends = [len(reworded.plain)]
    starts = [0]
    for at, character in enumerate(reworded.plain):
        depth += (character in "([{") - (character in ")]}")
        if depth <= 0 and character in ",;":
            ends.insert(-1, at)
            starts.append(at + 1)
    for start, end in reversed(list(zip(starts, ends, strict=True))):
        label = _LABEL_END(reworded.plain, start, end)
        yield (label.end() if label else start), end
