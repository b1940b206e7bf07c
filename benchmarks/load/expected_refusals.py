"""Recognizes refusals by the rules of Dominion that players must expect."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from nazh.domain.dominion.errors.general import HighestLevel, NotEnoughResources, TooSoon


def _pattern(sentence: str) -> re.Pattern[str]:
    """Return a pattern of a sentence with any facts in the place of its ``{placeholders}``."""
    return re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(sentence)))


EXPECTED: Final[Mapping[str, re.Pattern[str]]] = {
    refusal.code: _pattern(str(refusal.says))
    for refusal in (TooSoon, NotEnoughResources, HighestLevel)
}


def expected_refusal(text: str) -> str | None:
    """Return the code of the refusal that a response begins with, or None."""
    return next((code for code, pattern in EXPECTED.items() if pattern.match(text)), None)
