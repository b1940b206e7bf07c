"""Finds dice notation in what somebody wrote to other people; rather too little than too much."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.dice.notation import parse_roll
from nazh.domain.dice.rolls import RollPlan
from nazh.domain.kernel.errors import Refusal

MAX_CHARACTERS: Final = 4_000
"""What is read of a text; Discord's longest message is as long."""
MAX_CANDIDATES: Final = 40
_CODE: Final = re.compile(r"`{1,3}([^`\n]+)`{1,3}")
_TOKEN: Final = re.compile(
    r"(?<![\w./`:@#-])"
    r"((?:[adnp]{1,5}\d{1,3}|\d{1,3})d(?:\d{1,5}|%)[\w!<>=]{0,12}(?:[+-]\d{1,4})?)"
    r"(?![\w/`+*-])",
    re.IGNORECASE,
)


def rolls_in(text: str) -> tuple[str, ...]:
    """Return the notations in ``text``, canonical, in their order, at most as many as pools.

    Code spans count before the whole text, and that before single words such as ``2d6+3``.
    """
    text = text[:MAX_CHARACTERS]
    for candidates in (_CODE.findall(text), [text], _TOKEN.findall(text)):
        found = _combined(candidates[:MAX_CANDIDATES])
        if found:
            return found
    return ()


def _combined(candidates: list[str]) -> tuple[str, ...]:
    """Return what can be read of ``candidates`` and thrown in one roll."""
    found: tuple[str, ...] = ()
    for candidate in candidates:
        plan = _read(candidate.strip())
        if plan is None or not plan.dice:
            continue
        if plan.repeats > 1:
            # A repeat is for the whole list, so it stands alone.
            if found:
                continue
            return (plan.notation,)
        more = (*found, *plan.notations)
        if _read(", ".join(more)) is not None:
            found = more
    return found


def _read(text: str) -> RollPlan | None:
    try:
        return parse_roll(text)
    except Refusal:
        return None
