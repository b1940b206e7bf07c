"""Reads an expression: arithmetic, dice, groups and functions, by recursive descent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from nazh.domain.dice.errors import (
    NestedTooDeep,
    NoDice,
    TooManyDice,
    TooManyNames,
    UnknownName,
    UnreadableNotation,
    WrongArguments,
)
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.modifiers import Quantity
from nazh.domain.dice.notation.characters import plain_characters
from nazh.domain.dice.notation.complaints import unreadable
from nazh.domain.dice.notation.cursor import Cursor, bounded
from nazh.domain.dice.notation.dice_terms import read_die, read_notes, read_tags
from nazh.domain.dice.notation.modifying import MODIFIER_STARTS, read_modifiers
from nazh.domain.dice.pools import (
    PLOT_DIE,
    Compare,
    Dice,
    Function,
    FunctionName,
    Group,
    Negative,
    Node,
    Number,
    Operator,
    Product,
    Sign,
    Sum,
    Tag,
    counts_successes,
)
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.phrases import phrase

_SIDES = r"([0-9]+|%|f(?!loor)|p|\[)"
_DICE: Final = re.compile(
    r"(?:([adnp]+) *(?=[0-9]+ *d *[0-9%fp\[]))?(?:([0-9]+) *)?d *" + _SIDES
).match
_NUMBER: Final = re.compile(r"([0-9]+)(?:\.([0-9]+))?").match
_FUNCTION: Final = re.compile(r"(floor|ceil|round|abs|min|max) *\(").match
_NAME: Final = re.compile(r"[@$]\w+").match


class ExpressionReader:
    """Reads one pool's expression. Collects the dice it meets and whether anything is counted."""

    __slots__ = (
        "counts",
        "cursor",
        "depth",
        "dice",
        "divides",
        "named_at",
        "names",
        "original",
        "plot_dice",
        "saved",
        "terms",
    )

    def __init__(self, cursor: Cursor, original: str, saved: Mapping[str, str]) -> None:
        self.cursor = cursor
        self.original = original
        self.saved = saved
        self.depth = 0
        self.names = 0
        self.named_at: int | None = None
        self.start_pool()

    def start_pool(self) -> None:
        """Forget the dice of the pool before."""
        self.terms: list[Dice] = []
        self.dice = 0
        self.plot_dice = 0
        self.counts = False
        self.divides = False

    def expression(self) -> Node:
        """Expr := sum [cmp sum]."""
        left = self._sum()
        comparison = self.cursor.comparison()
        if comparison is None:
            return left
        self.counts = True
        return Compare(left, comparison, self._sum())

    def _sum(self) -> Node:
        first = self._product()
        cursor = self.cursor
        if cursor.here not in ("+", "-"):
            return first
        terms = [(Sign.PLUS, first)]
        while (sign := cursor.here) in ("+", "-"):
            cursor.go(cursor.at + 1)
            terms.append((Sign.PLUS if sign == "+" else Sign.MINUS, self._product()))
        return Sum(tuple(terms))

    def _product(self) -> Node:
        first = self._unary()
        cursor = self.cursor
        if cursor.here not in ("*", "/", "%"):
            return first
        steps: list[tuple[Operator, Node]] = []
        places: list[int] = []
        while (sign := cursor.here) in ("*", "/", "%"):
            places.append(cursor.at if self.named_at is None else self.named_at)
            if cursor.takes("//"):
                operator = Operator.WHOLE_OVER
            else:
                operator = Operator(sign)
                cursor.go(cursor.at + 1)
            self.divides = self.divides or operator is not Operator.TIMES
            steps.append((operator, self._unary()))
        return Product(first, tuple(steps), tuple(places))

    def _unary(self) -> Node:
        cursor = self.cursor
        minus = False
        while (sign := cursor.here) in ("+", "-"):
            minus ^= sign == "-"
            cursor.go(cursor.at + 1)
        atom = self._atom()
        return Negative(atom) if minus else atom

    def _atom(self) -> Node:
        cursor = self.cursor
        found = _DICE(cursor.text, cursor.at)
        if found is not None:
            return self._dice(found)
        here = cursor.here
        if here.isdecimal():
            return Number(self._number())
        if here == "(" or here == "{":
            return self._group(here)
        function = _FUNCTION(cursor.text, cursor.at)
        if function is not None:
            return self._function(function)
        if here and here in "@$":
            return self._saved_name()
        raise unreadable(cursor)

    def _number(self) -> Quantity:
        cursor = self.cursor
        found = _NUMBER(cursor.text, cursor.at)
        assert found is not None
        whole = bounded(found[1], cursor.at)
        cursor.go(found.end())
        if found[2] is None:
            return whole
        exact = whole + Fraction(int(found[2]), 10 ** len(found[2]))
        return exact.numerator if exact.denominator == 1 else exact

    def _dice(self, found: re.Match[str]) -> Dice:
        cursor = self.cursor
        at = cursor.at
        tags_written, count_written, sides_written = found.groups()
        count = 1 if count_written is None else bounded(count_written, found.start(2))
        if count == 0:
            raise NoDice(at)
        self.dice += count
        if self.dice > Limits.DICE_IN_POOL:
            raise TooManyDice(self.dice, at)
        cursor.go(found.end())
        die = read_die(cursor, sides_written, found.start(3))
        tags = read_tags(tags_written, count, die, at) if tags_written else ()
        if count == 1 and Tag.PLOT in tags:
            die, tags = PLOT_DIE, ()
        here = cursor.here
        modifiers = read_modifiers(cursor, die, count) if here in MODIFIER_STARTS else ()
        notes = read_notes(cursor, self.original) if cursor.here == "[" else ()
        dice = Dice(count, die, tags, modifiers, notes)
        self.terms.append(dice)
        self.counts = self.counts or counts_successes(modifiers)
        if die.is_plot or tags:
            self.plot_dice += dice.plot_dice
        return dice

    def _deeper(self, at: int) -> None:
        self.depth += 1
        if self.depth > Limits.NESTING:
            raise NestedTooDeep(at)

    def _members(self, opened: str) -> tuple[Node, ...]:
        cursor = self.cursor
        start = cursor.at
        self._deeper(start)
        cursor.go(start + 1)
        members = [self.expression()]
        while cursor.takes(","):
            members.append(self.expression())
        closing = "}" if opened == "{" else ")"
        if not cursor.takes(closing):
            raise self._unclosed(opened, closing, start)
        self.depth -= 1
        return tuple(members)

    def _unclosed(self, opened: str, closing: str, start: int) -> Refusal:
        if not self.cursor.here:
            return UnreadableNotation(
                phrase("The {opened} here is never closed."),
                at=start,
                hint=phrase("Add a {closing}."),
                opened=opened,
                closing=closing,
            )
        return unreadable(self.cursor)

    def _group(self, opened: str) -> Node:
        members = self._members(opened)
        cursor = self.cursor
        modifiers = read_modifiers(cursor, None, 0) if cursor.here in MODIFIER_STARTS else ()
        self.counts = self.counts or counts_successes(modifiers)
        if len(members) == 1 and not modifiers:
            return members[0]
        return Group(members, modifiers)

    def _function(self, found: re.Match[str]) -> Function:
        cursor = self.cursor
        at = cursor.at
        cursor.go(found.end() - 1)
        name = FunctionName(found[1])
        arguments = self._members("(")
        if len(arguments) > 1 and name not in (FunctionName.MIN, FunctionName.MAX):
            raise WrongArguments(name.value, len(arguments), at)
        return Function(name, arguments)

    def _saved_name(self) -> Node:
        cursor = self.cursor
        at = cursor.at
        found = _NAME(cursor.text, at)
        if found is None:
            raise UnreadableNotation(
                phrase("A saved name is missing here."),
                at=at,
                hint=phrase("As in @athletics, or $attack."),
            )
        text = self.saved.get(found[0])
        if text is None:
            raise UnknownName(found[0], at)
        self.names += 1
        if self.names > Limits.NAMES:
            raise TooManyNames(at)
        self._deeper(at)
        outer = self.cursor, self.original, self.named_at
        try:
            # Trouble that shows later is blamed on the name, at its place in the text typed.
            self.named_at = at if self.named_at is None else self.named_at
            self.cursor, self.original = Cursor(plain_characters(text)), text
            node = self.expression()
            if self.cursor.here:
                raise unreadable(self.cursor)
        except Refusal as refusal:
            refusal.at = at
            raise
        finally:
            self.cursor, self.original, self.named_at = outer
        self.depth -= 1
        cursor.go(found.end())
        return node
