"""Represents evaluated expressions (terms, numbers, arithmetic and groups) with their values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum

from nazh.domain.dice.canonical_notation import write_number
from nazh.domain.dice.evaluation.arithmetic import applied, count_successes, multiplied
from nazh.domain.dice.evaluation.results import DieResult, Note, Piece
from nazh.domain.dice.evaluation.thrown_dice import ThrownDie
from nazh.domain.dice.modifiers import (
    Quantity,
    holds,
)
from nazh.domain.dice.pools import (
    Compare,
    Dice,
    Function,
    Group,
    Negative,
    Product,
    Sign,
    Sum,
)

ToDieResult = Callable[["ThrownDie", "Dice"], DieResult]


class ValueMode(Enum):
    """How dice are valued: as rolled, without fixed terms, or every die at its maximum."""

    AS_THROWN = "as fallen"
    DICE_ONLY = "dice alone"
    MAXIMUM = "at most"


class EvaluatedDice:
    """A dice term with its rolled dice."""

    __slots__ = ("term", "thrown_dice")

    def __init__(self, term: Dice, thrown_dice: list[ThrownDie]) -> None:
        self.term = term
        self.thrown_dice = thrown_dice

    def dice(self) -> Iterator[ThrownDie]:
        """Yield every die of the term."""
        return iter(self.thrown_dice)

    def value(self, mode: ValueMode) -> Quantity:
        """Return the sum of the kept dice, or the number of successes among them."""
        kept = [thrown for thrown in self.thrown_dice if thrown.kept and not thrown.is_plot]
        if mode is ValueMode.MAXIMUM:
            values = [thrown.die.highest for thrown in kept if not thrown.is_further]
        else:
            values = [thrown.value for thrown in kept]
        if not self.term.modifiers:
            return sum(values)
        counted = count_successes(self.term.modifiers, values)
        return sum(values) if counted is None else counted

    def append_pieces(self, pieces: list[Piece], to_result: ToDieResult) -> None:
        """Append the dice, then their notes."""
        term = self.term
        pieces += [to_result(thrown, term) for thrown in self.thrown_dice]
        pieces += map(Note, term.notes)


class EvaluatedNumber:
    """A fixed number."""

    __slots__ = ("number",)

    def __init__(self, number: Quantity) -> None:
        self.number = number

    def dice(self) -> Iterator[ThrownDie]:
        """Yield nothing."""
        return iter(())

    def value(self, mode: ValueMode) -> Quantity:
        """Return the number."""
        return self.number

    def append_pieces(self, pieces: list[Piece], to_result: ToDieResult) -> None:
        """Append the number as users type it."""
        pieces.append(write_number(self.number))


class EvaluatedOperation:
    """Arithmetic on parts that were evaluated from left to right."""

    __slots__ = ("node", "parts", "prefix", "separators", "suffix")

    def __init__(
        self,
        node: Sum | Product | Negative | Function | Compare,
        parts: tuple[Evaluated, ...],
        separators: tuple[str, ...] = (),
        prefix: str = "",
        suffix: str = "",
    ) -> None:
        self.node = node
        self.parts = parts
        self.separators = separators
        self.prefix = prefix
        self.suffix = suffix

    def dice(self) -> Iterator[ThrownDie]:
        """Yield every die of every part."""
        for part in self.parts:
            yield from part.dice()

    def value(self, mode: ValueMode) -> Quantity:
        """Return the value of the arithmetic. Raises DivisionByZero."""
        node = self.node
        if isinstance(node, Sum):
            return _sum_of(node, self.parts, mode)
        values = [part.value(mode) for part in self.parts]
        match node:
            case Product():
                return multiplied(node, values)
            case Negative():
                return -values[0]
            case Function():
                return applied(node.name, values)
            case Compare():
                return int(holds(values[0], node.comparison, values[1]))

    def append_pieces(self, pieces: list[Piece], to_result: ToDieResult) -> None:
        """Append the parts, separated by their signs."""
        if self.prefix:
            pieces.append(self.prefix)
        for index, part in enumerate(self.parts):
            if index:
                pieces.append(self.separators[index - 1])
            part.append_pieces(pieces, to_result)
        if self.suffix:
            pieces.append(self.suffix)


class EvaluatedGroup:
    """Members evaluated together. If there are several, dropped members' dice are discarded."""

    __slots__ = ("chosen", "members", "node")

    def __init__(self, node: Group, members: list[Evaluated]) -> None:
        self.node = node
        self.members = members
        self.chosen = [True] * len(members)

    def dice(self) -> Iterator[ThrownDie]:
        """Yield every die of every member."""
        for member in self.members:
            yield from member.dice()

    def value(self, mode: ValueMode) -> Quantity:
        """Return the sum of the kept members, or the number of successes among them."""
        skips_flat = mode is ValueMode.DICE_ONLY and _has_dice(self)
        values = [
            member.value(mode)
            for member, chosen in zip(self.members, self.chosen, strict=True)
            if chosen and (not skips_flat or _has_dice(member))
        ]
        counted = count_successes(self.node.modifiers, values)
        return sum(values) if counted is None else counted

    def append_pieces(self, pieces: list[Piece], to_result: ToDieResult) -> None:
        """Append the members in braces, or in parentheses if there is only one."""
        prefix, suffix = "()" if len(self.members) == 1 else "{}"
        pieces.append(prefix)
        for index, member in enumerate(self.members):
            if index:
                pieces.append(", ")
            member.append_pieces(pieces, to_result)
        pieces.append(suffix)


Evaluated = EvaluatedDice | EvaluatedNumber | EvaluatedOperation | EvaluatedGroup


def _has_dice(evaluated: Evaluated) -> bool:
    return next(evaluated.dice(), None) is not None


def _sum_of(node: Sum, parts: tuple[Evaluated, ...], mode: ValueMode) -> Quantity:
    total: Quantity = 0
    # A sum without dice is not always a flat term: in `2d6*(1+1)` it is a factor.
    skips_flat = mode is ValueMode.DICE_ONLY and any(map(_has_dice, parts))
    for (sign, _), part in zip(node.terms, parts, strict=True):
        if skips_flat and not _has_dice(part):
            continue
        value = part.value(mode)
        total = total + value if sign is Sign.PLUS else total - value
    return total
