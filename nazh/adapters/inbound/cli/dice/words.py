"""Joins the words of a command line into one notation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from nazh.adapters.inbound.texts.dice.rolling.notation_input import joined

_PHRASE: Final = re.compile(
    r"(?!(?:dp|df|fudge)$)[^\W\d_]+|[^\W\d][^,;#]*:|[-+*/×=<>]+", re.IGNORECASE
)
"""A word that belongs to its neighbours, as in 1d20 + 5 vs 15 and in Stealth: 1d20."""
_TIMES: Final = re.compile(r"\d+x?", re.IGNORECASE).fullmatch


def typed_notation(words: Iterable[str]) -> str:
    """Return the words as one notation, in which a word is a pool or continues one."""
    pools: list[str] = []
    continues = False  # also true after a first number, which says how often to roll
    for word in words:
        is_phrase = _PHRASE.fullmatch(word) is not None
        if pools and (continues or (is_phrase and not word.endswith(":"))):
            pools[-1] += f" {word}"
        else:
            pools.append(word)
        continues = is_phrase or (len(pools) == 1 and _TIMES(pools[0]) is not None)
    return joined(pools)
