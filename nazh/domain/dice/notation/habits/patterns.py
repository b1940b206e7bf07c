"""Defines the patterns that the habits share; all of them match normalized characters."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.dice.notation.habits.rewording import Replace
from nazh.domain.dice.pools import FunctionName

ADVANTAGE: Final = frozenset(("adv", "advantage", "vorteil", "avantage", "ventaja", "vantagem"))
DISADVANTAGE: Final = frozenset(
    ("dis", "disadv", "disadvantage", "nachteil", "désavantage", "desventaja", "desvantagem")
)
BEST_OF_THREE: Final = "ea"
EDGES: Final = "|".join(sorted(ADVANTAGE | DISADVANTAGE | {BEST_OF_THREE}, key=len, reverse=True))
DIE: Final = r"(?:\d+|%|f|\[[^\]]*\])"
DICE: Final = rf"(?<![\w@$])(?:[adn]*\d+ *)?d *{DIE}"
MODIFIED: Final = rf"(?>{DICE}(?:[^\s\W]|[!<>=](?! *[^\W\d]))*)"
"""Dice with their modifiers; an atomic group, because trying fewer characters would be slow."""
_NAMES: Final = "|".join(name.value for name in FunctionName)
ROLL: Final = rf"(?:[+-]? *\d|[adn]*d *{DIE}|[adnp]+\d+ *d|[({{@$]|(?:{_NAMES}) *\()"
"""How a roll, or a pool of one, begins."""
USUAL_SIDES: Final = frozenset((4, 6, 8, 10, 12, 20, 100))
ANY_DICE: Final = re.compile(DICE)


def always(text: str) -> Replace:
    """Return the replacement of each match by ``text``."""
    return lambda _match: text
