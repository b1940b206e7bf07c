"""Finds dice notation in chat messages; when in doubt, a text is not a roll."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.dice.notation import read_roll
from nazh.domain.dice.rolls import RollPlan
from nazh.domain.kernel.errors import Refusal

MAX_CHARACTERS: Final = 4_000
"""How many characters of a text are searched: the maximum length of a Discord message."""
MAX_CANDIDATES: Final = 40
_CODE: Final = re.compile(r"`{1,3}([^`\n]+)`{1,3}")
_BEGINS_WITH_DICE: Final = re.compile(r"[adnp]{0,5}\d{1,3}d[\d%]", re.IGNORECASE).match
_TOKEN: Final = re.compile(
    r"(?<![\w./`:@#-])"
    r"((?:[adnp]{1,5}\d{1,3}|\d{1,3})d(?:\d{1,5}|%)[\w!<>=]{0,12}(?: ?[+-] ?\d{1,4})?"
    r"(?: (?:dis)?adv(?:antage)?\b| dis\b)?)"
    r"(?![\w/`+*-])",
    re.IGNORECASE,
)


def rolls_in(text: str) -> tuple[str, ...]:
    """Return the canonical notations in ``text``, in order, as far as they fit in one roll.

    Code spans are preferred to the whole text, and the whole text to single words such as
    ``2d6+3``.
    """
    text = text[:MAX_CHARACTERS]
    for candidates in (_CODE.findall(text), [text], _TOKEN.findall(text)):
        combined = _combined(candidates[:MAX_CANDIDATES])
        if combined:
            return combined
    return ()


def remark_in(text: str) -> str | None:
    """Return the remark of the rolls in ``text``, or ``None`` if there is none."""
    text = text[:MAX_CHARACTERS]
    for candidates in (_CODE.findall(text), [text]):
        plans = [_read(candidate.strip()) for candidate in candidates[:MAX_CANDIDATES]]
        rolls = [plan for plan in plans if plan is not None and plan.dice]
        if rolls:
            return next((plan.comment for plan in rolls if plan.comment is not None), None)
    return None


def _combined(candidates: list[str]) -> tuple[str, ...]:
    """Return the ``candidates`` that can be parsed, as far as they fit in one roll."""
    readable: tuple[str, ...] = ()
    for candidate in candidates:
        plan = _read(candidate.strip())
        if plan is None or not plan.dice:
            continue
        if plan.repeats > 1:
            # A repeat applies to the whole list, so it cannot be combined.
            if readable:
                continue
            return (plan.notation,)
        more = (*readable, *plan.notations)
        if _read(", ".join(more)) is not None:
            readable = more
    return readable


def _read(text: str) -> RollPlan | None:
    """Parse text as typed for /roll if it begins with dice; else as notation alone.

    As typed, words before the dice would be their label: any sentence would be a roll.
    """
    try:
        return read_roll(text, is_typed=_BEGINS_WITH_DICE(text) is not None)
    except Refusal:
        return None
