"""Chooses which dice a keep or drop modifier keeps."""

from __future__ import annotations

from nazh.domain.dice.modifiers import Drop, End, Keep, KeepIf, Quantity


def kept_indices(values: list[int] | list[Quantity], modifier: Keep | KeepIf | Drop) -> set[int]:
    """Return the indices of ``values`` that are kept; in a tie, the value further left is kept."""
    indices = range(len(values))
    if isinstance(modifier, KeepIf):
        return {index for index in indices if modifier.condition.met_by(values[index])}
    if isinstance(modifier, Drop):
        modifier = modifier.as_keep(len(values))
    end, count = modifier.end, modifier.count
    rising = sorted(indices, key=values.__getitem__)
    if end is End.LOWEST:
        return set(rising[:count])
    if end is End.HIGHEST:
        return set(sorted(indices, key=lambda index: (-values[index], index))[:count])
    # If the surplus is odd, the higher end loses one more.
    start = max(0, len(values) - count) // 2
    return set(rising[start : start + count])
