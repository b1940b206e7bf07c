"""What lies on the table: terms, numbers, arithmetic and groups, and what each comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum

from nazh.domain.dice.arithmetic import applied, count_successes, multiplied
from nazh.domain.dice.fallen import FallenDie
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
from nazh.domain.dice.results import DieResult, Note, Piece
from nazh.domain.dice.writing import write_number

Tell = Callable[["FallenDie", "Dice"], DieResult]


class Counting(Enum):
    """How the dice are read: as they fell, without fixed terms, or every die at its maximum."""

    AS_FALLEN = "as fallen"
    DICE_ALONE = "dice alone"
    AT_MOST = "at most"


class LaidDice:
    """A term of dice as it lies."""

    __slots__ = ("row", "term")

    def __init__(self, term: Dice, row: list[FallenDie]) -> None:
        self.term = term
        self.row = row

    def dice(self) -> Iterator[FallenDie]:
        """Every die of the term."""
        return iter(self.row)

    def value(self, counting: Counting) -> Quantity:
        """The sum of the dice that are kept, or the successes among them."""
        kept = [fallen for fallen in self.row if fallen.kept and not fallen.is_plot]
        if counting is Counting.AT_MOST:
            values = [fallen.die.highest for fallen in kept if not fallen.is_further]
        else:
            values = [fallen.value for fallen in kept]
        if not self.term.modifiers:
            return sum(values)
        counted = count_successes(self.term.modifiers, values)
        return sum(values) if counted is None else counted

    def show(self, shown: list[Piece], tell: Tell) -> None:
        """Add the dice, then their notes."""
        term = self.term
        shown += [tell(fallen, term) for fallen in self.row]
        shown += map(Note, term.notes)


class LaidNumber:
    """A fixed number."""

    __slots__ = ("number",)

    def __init__(self, number: Quantity) -> None:
        self.number = number

    def dice(self) -> Iterator[FallenDie]:
        """None."""
        return iter(())

    def value(self, counting: Counting) -> Quantity:
        """The number."""
        return self.number

    def show(self, shown: list[Piece], tell: Tell) -> None:
        """Add the number as it is typed."""
        shown.append(write_number(self.number))


class LaidParts:
    """Arithmetic over parts that were laid from left to right."""

    __slots__ = ("between", "closes", "node", "opens", "parts")

    def __init__(
        self,
        node: Sum | Product | Negative | Function | Compare,
        parts: tuple[Laid, ...],
        between: tuple[str, ...] = (),
        opens: str = "",
        closes: str = "",
    ) -> None:
        self.node = node
        self.parts = parts
        self.between = between
        self.opens = opens
        self.closes = closes

    def dice(self) -> Iterator[FallenDie]:
        """Every die of every part."""
        for part in self.parts:
            yield from part.dice()

    def value(self, counting: Counting) -> Quantity:
        """The value of the arithmetic. Raises DivisionByZero."""
        node = self.node
        if isinstance(node, Sum):
            return _added(node, self.parts, counting)
        values = [part.value(counting) for part in self.parts]
        match node:
            case Product():
                return multiplied(node, values)
            case Negative():
                return -values[0]
            case Function():
                return applied(node.name, values)
            case Compare():
                return int(holds(values[0], node.comparison, values[1]))

    def show(self, shown: list[Piece], tell: Tell) -> None:
        """Add the parts with their signs between them."""
        if self.opens:
            shown.append(self.opens)
        for place, part in enumerate(self.parts):
            if place:
                shown.append(self.between[place - 1])
            part.show(shown, tell)
        if self.closes:
            shown.append(self.closes)


class LaidGroup:
    """Members laid together; dropped members of several fall silent."""

    __slots__ = ("chosen", "members", "node")

    def __init__(self, node: Group, members: list[Laid]) -> None:
        self.node = node
        self.members = members
        self.chosen = [True] * len(members)

    def dice(self) -> Iterator[FallenDie]:
        """Every die of every member."""
        for member in self.members:
            yield from member.dice()

    def value(self, counting: Counting) -> Quantity:
        """The sum of the members that are kept, or the successes among them."""
        skips_flat = counting is Counting.DICE_ALONE and _has_dice(self)
        values = [
            member.value(counting)
            for member, chosen in zip(self.members, self.chosen, strict=True)
            if chosen and (not skips_flat or _has_dice(member))
        ]
        counted = count_successes(self.node.modifiers, values)
        return sum(values) if counted is None else counted

    def show(self, shown: list[Piece], tell: Tell) -> None:
        """Add the members between braces, or between parentheses when there is one."""
        opens, closes = "()" if len(self.members) == 1 else "{}"
        shown.append(opens)
        for place, member in enumerate(self.members):
            if place:
                shown.append(", ")
            member.show(shown, tell)
        shown.append(closes)


Laid = LaidDice | LaidNumber | LaidParts | LaidGroup


def _has_dice(laid: Laid) -> bool:
    return next(laid.dice(), None) is not None


def _added(node: Sum, parts: tuple[Laid, ...], counting: Counting) -> Quantity:
    total: Quantity = 0
    # A sum without any dice is no flat term beside them: in `2d6*(1+1)` it is a factor.
    skips_flat = counting is Counting.DICE_ALONE and any(map(_has_dice, parts))
    for (sign, _), part in zip(node.terms, parts, strict=True):
        if skips_flat and not _has_dice(part):
            continue
        value = part.value(counting)
        total = total + value if sign is Sign.PLUS else total - value
    return total
