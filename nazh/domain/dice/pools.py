"""Defines pools and expressions: the tree of a roll before any dice are thrown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from nazh.domain.dice.modifiers import Comparison, Modifier, Quantity, Successes


class Tag(Enum):
    """The edge or role of a single die; the value is its letter in the notation."""

    PLAIN = "n"
    ADVANTAGE = "a"
    DISADVANTAGE = "d"
    PLOT = "p"


@dataclass(frozen=True, slots=True)
class Die:
    """One kind of die: the faces it has, and what is ``written`` after its ``d``."""

    shapes: Sequence[int]
    written: str
    is_plot: bool = False
    sides: int = field(init=False, repr=False, compare=False)
    """How many faces it has, at least 1."""
    lowest: int = field(init=False, repr=False, compare=False)
    highest: int = field(init=False, repr=False, compare=False)
    is_numbered: bool = field(init=False, repr=False, compare=False)
    """True if its faces are 1 to ``sides``."""

    def __post_init__(self) -> None:
        is_numbered = isinstance(self.shapes, range)
        object.__setattr__(self, "is_numbered", is_numbered)
        object.__setattr__(self, "sides", len(self.shapes))
        # ``min`` and ``max`` of a range would iterate over all of it.
        object.__setattr__(self, "lowest", self.shapes[0] if is_numbered else min(self.shapes))
        object.__setattr__(self, "highest", self.shapes[-1] if is_numbered else max(self.shapes))


FUDGE: Final = Die((-1, 0, 1), "F")
PLOT_DIE: Final = Die(range(1, 7), "p", is_plot=True)
_NUMBERED: Final = {n: Die(range(1, n + 1), str(n)) for n in (2, 3, 4, 6, 8, 10, 12, 20, 30, 100)}


def numbered_die(sides: int) -> Die:
    """Return the die with faces 1 to ``sides``."""
    return _NUMBERED.get(sides) or Die(range(1, sides + 1), str(sides))


def custom_die(faces: Sequence[int]) -> Die:
    """Return the die that shows exactly ``faces``; a face written twice is twice as likely."""
    return Die(tuple(faces), f"[{','.join(map(str, faces))}]")


@dataclass(frozen=True, slots=True)
class Number:
    """A fixed number."""

    value: Quantity


@dataclass(frozen=True, slots=True)
class Dice:
    """``count`` identical dice thrown together. The first dice have the ``tags``, one each."""

    count: int
    die: Die
    tags: tuple[Tag, ...] = ()
    modifiers: tuple[Modifier, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def plot_dice(self) -> int:
        """The number of plot dice."""
        return self.count if self.die.is_plot else self.tags.count(Tag.PLOT)

    @property
    def edges(self) -> int:
        """The number of dice that draw a second face."""
        return self.tags.count(Tag.ADVANTAGE) + self.tags.count(Tag.DISADVANTAGE)

    @property
    def has_d20(self) -> bool:
        """True if the dice include a d20, which makes the pool a skill pool."""
        return self.die.sides == 20 and self.die.is_numbered


class Sign(Enum):
    """The sign of a term in a sum; the value is how it is written."""

    PLUS = "+"
    MINUS = "-"


class Operator(Enum):
    """The operator before a factor in a product; the value is how it is written."""

    TIMES = "*"
    OVER = "/"
    WHOLE_OVER = "//"
    REMAINDER = "%"


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms added and subtracted from left to right; the first has a sign too."""

    terms: tuple[tuple[Sign, Node], ...]


@dataclass(frozen=True, slots=True)
class Product:
    """A first factor, multiplied and divided from left to right. ``at`` locates each operator."""

    first: Node
    steps: tuple[tuple[Operator, Node], ...]
    at: tuple[int, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """A negated value."""

    of: Node


@dataclass(frozen=True, slots=True)
class Group:
    """Expressions in one group. If there are several, modifiers apply to the members' totals."""

    members: tuple[Node, ...]
    modifiers: tuple[Modifier, ...] = ()


class FunctionName(Enum):
    """The functions of the notation; the value is how they are written."""

    FLOOR = "floor"
    CEIL = "ceil"
    ROUND = "round"
    ABS = "abs"
    MIN = "min"
    MAX = "max"

    @property
    def takes_several(self) -> bool:
        """True if it may have more than one argument."""
        return self in (FunctionName.MIN, FunctionName.MAX)


@dataclass(frozen=True, slots=True)
class Function:
    """A function of one expression, or of several for ``min`` and ``max``."""

    name: FunctionName
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """1 if the comparison holds, otherwise 0."""

    left: Node
    comparison: Comparison
    right: Node


Node = Number | Dice | Sum | Product | Negative | Group | Function | Compare


class PoolKind(Enum):
    """How the plot die and readers treat a pool; the value is its name in JSON."""

    SKILL = "skill"
    PLOT = "plot"
    SUCCESSES = "successes"
    POOL = "pool"


@dataclass(frozen=True, slots=True)
class Pool:
    """One expression with its label and difficulty.

    ``terms`` are its dice, from left to right; ``counts`` is true if the value is a number of
    successes or a yes/no, which no ruleset raises to its lowest total.
    """

    expression: Node
    label: str | None = None
    target: int | None = None
    terms: tuple[Dice, ...] = field(default=(), compare=False)
    counts: bool = field(default=False, compare=False)

    @property
    def kind(self) -> PoolKind:
        """Skill with a d20, plot if it is only the plot die, otherwise by what it counts."""
        for term in self.terms:
            if term.has_d20:
                return PoolKind.SKILL
        if self.is_only_plot_die:
            return PoolKind.PLOT
        return PoolKind.SUCCESSES if self.counts else PoolKind.POOL

    @property
    def is_only_plot_die(self) -> bool:
        """True if the pool consists of the plot die, and so has no total."""
        node = self.expression
        return isinstance(node, Dice) and node.count == 1 and node.plot_dice == 1

    @property
    def is_success_count(self) -> bool:
        """True if the total is a number of successes, also with a bonus, or a yes/no."""
        return self.counts and _is_success_count(self.expression)

    @property
    def is_damage(self) -> bool:
        """True if the label says that the pool is damage, such as "Sword damage".

        Words of other languages must not be added: a recorded roll that never had a graze could
        then be refused, because its graze divides by zero.
        """
        return self.label is not None and "damage" in self.label.casefold()

    @property
    def plot_dice(self) -> int:
        """The number of plot dice in the pool."""
        return sum(term.plot_dice for term in self.terms)

    @property
    def dice(self) -> int:
        """The number of dice before any explosion."""
        return sum(term.count for term in self.terms)


PLOT_POOL: Final = Pool(Dice(1, PLOT_DIE), terms=(Dice(1, PLOT_DIE),))


def counts_successes(modifiers: tuple[Modifier, ...]) -> bool:
    """Return whether these modifiers turn the value into a number of successes."""
    return any(isinstance(modifier, Successes) for modifier in modifiers)


def _is_success_count(node: Node) -> bool:
    match node:
        case Compare():
            return True
        case Dice(modifiers=modifiers) | Group(modifiers=modifiers):
            return counts_successes(modifiers)
        case Sum(terms=terms):
            parts = [part for _, part in terms if not isinstance(part, Number)]
            return bool(parts) and all(map(_is_success_count, parts))
        case _:
            return False


def divisor_positions(product: Product) -> tuple[int | None, ...]:
    """Return the position of each operator, or ``None`` if the product was not parsed from text."""
    return product.at or (None,) * len(product.steps)


def divisors(node: Node) -> Iterator[tuple[int | None, Node]]:
    """Yield each divisor in an expression, inner ones first, after its operator's position."""
    match node:
        case Product(first=first, steps=steps):
            yield from divisors(first)
            for at, (operator, step) in zip(divisor_positions(node), steps, strict=True):
                yield from divisors(step)
                if operator is not Operator.TIMES:
                    yield at, step
        case Sum(terms=terms):
            for _, term in terms:
                yield from divisors(term)
        case Group(members=parts) | Function(arguments=parts):
            for part in parts:
                yield from divisors(part)
        case Negative(of=of):
            yield from divisors(of)
        case Compare(left=left, right=right):
            yield from divisors(left)
            yield from divisors(right)
        case _:
            pass
