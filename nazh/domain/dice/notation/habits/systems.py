"""Replaces the names of game systems with the notation that is rolled."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.dice.notation.habits.pool_spans import pool_spans
from nazh.domain.dice.notation.habits.rewording import Rewording
from nazh.domain.dice.systems import rolled_as

_REPEATS: Final = re.compile(r" *(?:\d+(?: *x *| +)(?=[^\W\d_]|\d+[^\W\d_]))?").match
_BONUS: Final = re.compile(r"(?: *[+-] *\d+)*").match


def read_systems(reworded: Rewording, *, only_signed: bool = False) -> None:
    """Replace each system's name at the beginning of a pool. A bonus goes to its first pool."""
    for start, end in pool_spans(reworded):
        blank = len(reworded.plain[start:end]) - len(reworded.plain[start:end].lstrip())
        repeats = None if only_signed else _REPEATS(reworded.plain, start, end)
        places = (start + blank, repeats.end()) if repeats else (start + blank,)
        for at in places:
            system_roll = rolled_as(reworded.plain, at, only_signed=only_signed)
            if system_roll is not None and system_roll[1] <= end:
                _replace(reworded, at, *system_roll)
                break


def _replace(reworded: Rewording, at: int, notation: str, ends: int) -> None:
    bonus = _BONUS(reworded.plain, ends)
    first, comma, others = notation.partition(", ")
    if not comma or bonus is None:
        reworded.splice(at, ends, notation)
        return
    reworded.splice(at, bonus.end(), f"{first}{bonus[0].replace(' ', '')}, {others}")
