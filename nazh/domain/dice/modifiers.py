"""Defines the modifiers of thrown dice: keep, explode, reroll, count and show. Values only."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Final

Quantity = int | Fraction


class Comparison(Enum):
    """How two numbers are compared; the value is how it is written."""

    AT_LEAST = ">="
    AT_MOST = "<="
    MORE = ">"
    LESS = "<"
    EQUAL = "="
    UNEQUAL = "<>"


_HOLDS: Final[dict[Comparison, Callable[[Quantity, Quantity], bool]]] = {
    Comparison.AT_LEAST: operator.ge,
    Comparison.AT_MOST: operator.le,
    Comparison.MORE: operator.gt,
    Comparison.LESS: operator.lt,
    Comparison.EQUAL: operator.eq,
    Comparison.UNEQUAL: operator.ne,
}


def holds(left: Quantity, comparison: Comparison, right: Quantity) -> bool:
    """Return whether ``left comparison right`` is true."""
    return _HOLDS[comparison](left, right)


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison with a fixed number, such as ``>=5``."""

    comparison: Comparison
    number: int

    def met_by(self, value: Quantity) -> bool:
        """Return whether ``value`` meets the condition."""
        return _HOLDS[self.comparison](value, self.number)

    def __str__(self) -> str:
        return f"{self.comparison.value}{self.number}"


class End(Enum):
    """An end of the sorted dice; the value is its letter."""

    HIGHEST = "h"
    LOWEST = "l"
    MIDDLE = "m"


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep ``count`` dice at one end; in a tie the die further left is kept."""

    end: End
    count: int

    def __str__(self) -> str:
        return f"k{self.end.value}{self.count}"


@dataclass(frozen=True, slots=True)
class KeepIf:
    """Keep the dice that meet a condition."""

    condition: Condition

    def __str__(self) -> str:
        return f"k{self.condition}"


@dataclass(frozen=True, slots=True)
class Drop:
    """Drop ``count`` dice at one end (never the middle); in a tie the die further left is kept."""

    end: End
    count: int

    def as_keep(self, dice: int) -> Keep:
        """Return the keep that leaves the same of that many dice."""
        end = End.LOWEST if self.end is End.HIGHEST else End.HIGHEST
        return Keep(end, max(0, dice - self.count))

    def __str__(self) -> str:
        return f"d{self.end.value}{self.count}"


class Explosion(Enum):
    """How the further dice of an explosion are added; the value is how it is written."""

    FURTHER = "!"
    COMPOUND = "!!"
    PENETRATE = "!p"


@dataclass(frozen=True, slots=True)
class Explode:
    """A die that meets the condition, or shows its maximum, explodes into a further die."""

    style: Explosion
    condition: Condition | None = None

    def __str__(self) -> str:
        return f"{self.style.value}{'' if self.condition is None else self.condition}"


class Again(Enum):
    """How often a die is rerolled; the value is how it is written."""

    UNTIL = "r"
    ONCE = "ro"
    ADDING = "ra"


@dataclass(frozen=True, slots=True)
class Reroll:
    """A die that meets the condition is thrown again."""

    again: Again
    condition: Condition

    def __str__(self) -> str:
        return f"{self.again.value}{self.condition}"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A lower value counts as ``value``."""

    value: int

    def __str__(self) -> str:
        return f"mi{self.value}"


@dataclass(frozen=True, slots=True)
class AtMost:
    """A higher value counts as ``value``."""

    value: int

    def __str__(self) -> str:
        return f"ma{self.value}"


@dataclass(frozen=True, slots=True)
class Successes:
    """The value is the number of kept dice (or members of a group) that meet the condition."""

    condition: Condition

    def __str__(self) -> str:
        return str(self.condition)


@dataclass(frozen=True, slots=True)
class Failures:
    """Kept dice that meet the condition are subtracted from the successes."""

    condition: Condition

    def __str__(self) -> str:
        return f"f{self.condition}"


@dataclass(frozen=True, slots=True)
class Critical:
    """Which values are shown as a critical success or failure; totals do not change."""

    success: bool
    condition: Condition

    def __str__(self) -> str:
        return f"c{'s' if self.success else 'f'}{self.condition}"


@dataclass(frozen=True, slots=True)
class Unique:
    """Repeated values are rerolled until all are different."""

    def __str__(self) -> str:
        return "u"


@dataclass(frozen=True, slots=True)
class Sorted:
    """The dice are shown in order of value."""

    descending: bool

    def __str__(self) -> str:
        return "sd" if self.descending else "s"


Modifier = (
    Keep | KeepIf | Drop | Explode | Reroll | AtLeast | AtMost
    | Successes | Failures | Critical | Unique | Sorted
)  # fmt: skip
GROUP_MODIFIERS: Final = (Keep, KeepIf, Drop, Successes, Failures, Sorted)
"""Modifiers that apply to a group; the others need single dice."""
DRAWING_MODIFIERS: Final = (Explode, Reroll, Unique)
"""Modifiers that may draw further dice."""
