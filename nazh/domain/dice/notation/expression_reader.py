"""Parses expressions (arithmetic, dice, groups and functions) by recursive descent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Final

from nazh.domain.dice.errors import (
    NestedTooDeep,
    NoDice,
    TooManyDice,
    UnknownName,
    UnreadableNotation,
    WrongArguments,
)
from nazh.domain.dice.errors.odds import OddsTooHard
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.modifiers import Modifier, Quantity
from nazh.domain.dice.notation.cursor import Cursor, bounded
from nazh.domain.dice.notation.dice_reader import read_die, read_notes, read_tags
from nazh.domain.dice.notation.modifier_reader import MODIFIER_STARTS, read_modifiers
from nazh.domain.dice.notation.normalizing import normalized_characters
from nazh.domain.dice.notation.saved_texts import Argument, SavedTexts, WholeRoll, blamed_on
from nazh.domain.dice.notation.syntax_errors import nothing_thrown_error, unreadable_error
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
from nazh.domain.kernel.texts import N_

_SIDES = r"([0-9]+|%|f(?!loor)|p|\[)"
_DICE: Final = re.compile(
    r"(?:([adnp]+) *(?=[0-9]+ *d *[0-9%fp\[]))?(?:([0-9]+) *)?d *" + _SIDES
).match
_NUMBER: Final = re.compile(r"([0-9]+)(?:\.([0-9]+))?").match
_FUNCTION: Final = re.compile(rf"({'|'.join(each.value for each in FunctionName)}) *\(").match
_NAME: Final = re.compile(r"[@$]\w+").match
_ARGUMENT_NAME: Final = re.compile(r"([^\W\d]\w*) *=(?!=)").match


def _with_number_sign(term: tuple[Sign, Node]) -> tuple[Sign, Node]:
    sign, node = term
    if isinstance(node, Negative) and isinstance(node.of, Number):
        return Sign.MINUS if sign is Sign.PLUS else Sign.PLUS, node.of
    return term


class ExpressionReader:
    """Parses one pool's expression, and records its dice and whether it counts successes."""

    __slots__ = (
        "counts",
        "cursor",
        "depth",
        "dice",
        "divides",
        "for_odds",
        "named_at",
        "original",
        "plot_dice",
        "saved",
        "terms",
        "whole",
    )

    def __init__(
        self,
        cursor: Cursor,
        original: str,
        saved: Mapping[str, str] | SavedTexts,
        *,
        for_odds: bool = False,
    ) -> None:
        self.cursor = cursor
        self.original = original
        self.saved = saved
        self.for_odds = for_odds
        self.depth = 0
        self.named_at: int | None = None
        self.whole: WholeRoll | None = None
        self.start_pool()

    def start_pool(self) -> None:
        """Forget the dice of the previous pool."""
        self.terms: list[Dice] = []
        self.dice = 0
        self.plot_dice = 0
        self.counts = False
        self.divides = False

    def expression(self) -> Node:
        """Parse ``expr := sum [cmp sum]``."""
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
            cursor.move_to(cursor.at + 1)
            terms.append((Sign.PLUS if sign == "+" else Sign.MINUS, self._product()))
        # With the name's text inserted, `1d20+@luck` should become 1d20-1, not 1d20+-1.
        return Sum((terms[0], *map(_with_number_sign, terms[1:])) if self.saved else tuple(terms))

    def _product(self) -> Node:
        first = self._unary()
        cursor = self.cursor
        if cursor.here not in ("*", "/", "%"):
            return first
        steps: list[tuple[Operator, Node]] = []
        places: list[int] = []
        while (sign := cursor.here) in ("*", "/", "%"):
            places.append(cursor.at if self.named_at is None else self.named_at)
            if cursor.accept("//"):
                operator = Operator.WHOLE_OVER
            else:
                operator = Operator(sign)
                cursor.move_to(cursor.at + 1)
            self.divides = self.divides or operator is not Operator.TIMES
            steps.append((operator, self._unary()))
        return Product(first, tuple(steps), tuple(places))

    def _unary(self) -> Node:
        cursor = self.cursor
        minus = False
        while (sign := cursor.here) in ("+", "-"):
            minus ^= sign == "-"
            cursor.move_to(cursor.at + 1)
        atom = self._atom()
        return Negative(atom) if minus else atom

    def _atom(self) -> Node:
        cursor = self.cursor
        match = _DICE(cursor.text, cursor.at)
        if match is not None:
            return self._dice(match)
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
        raise nothing_thrown_error(cursor)

    def _number(self) -> Quantity:
        cursor = self.cursor
        match = _NUMBER(cursor.text, cursor.at)
        assert match is not None
        whole = bounded(match[1], cursor.at)
        cursor.move_to(match.end())
        if match[2] is None:
            return whole
        exact = whole + Fraction(int(match[2]), 10 ** len(match[2]))
        return exact.numerator if exact.denominator == 1 else exact

    def _dice(self, match: re.Match[str]) -> Dice:
        cursor = self.cursor
        at = cursor.at
        tags_written, count_written, sides_written = match.groups()
        count = 1 if count_written is None else bounded(count_written, match.start(2))
        if count == 0:
            raise NoDice(at)
        self.dice += count
        if self.for_odds:
            if self.dice > Limits.ODDS_DICE:
                raise OddsTooHard
        elif self.dice > Limits.DICE_IN_POOL:
            raise TooManyDice(self.dice, at)
        cursor.move_to(match.end())
        die = read_die(cursor, sides_written, match.start(3))
        tags = read_tags(tags_written, count, die, at) if tags_written else ()
        if count == 1 and Tag.PLOT in tags:
            die, tags = PLOT_DIE, ()
        here = cursor.here
        modifiers: tuple[Modifier, ...] = ()
        if here in MODIFIER_STARTS:
            modifiers = read_modifiers(cursor, die, count - tags.count(Tag.PLOT))
        notes = read_notes(cursor, self.original) if cursor.here == "[" else ()
        dice = Dice(count, die, tags, modifiers, notes)
        self.terms.append(dice)
        self.counts = self.counts or counts_successes(modifiers)
        if die.is_plot or tags:
            self.plot_dice += dice.plot_dice
        return dice

    def _check_nesting(self, at: int) -> None:
        self.depth += 1
        if self.depth > Limits.NESTING:
            raise NestedTooDeep(at)

    def _members(self, opened: str) -> tuple[Node, ...]:
        cursor = self.cursor
        start = cursor.at
        self._check_nesting(start)
        cursor.move_to(start + 1)
        members = [self.expression()]
        while cursor.accept(","):
            members.append(self.expression())
        closing = "}" if opened == "{" else ")"
        if not cursor.accept(closing):
            raise self._unclosed(opened, closing, start)
        self.depth -= 1
        return tuple(members)

    def _unclosed(self, opened: str, closing: str, start: int) -> Refusal:
        if not self.cursor.here:
            return UnreadableNotation(
                N_("The {opened} here is never closed."),
                at=start,
                hint=N_("Add a {closing}."),
                opened=opened,
                closing=closing,
            )
        return unreadable_error(self.cursor)

    def _group(self, opened: str) -> Node:
        members = self._members(opened)
        cursor = self.cursor
        modifiers = read_modifiers(cursor, None, 0) if cursor.here in MODIFIER_STARTS else ()
        self.counts = self.counts or counts_successes(modifiers)
        if len(members) == 1 and not modifiers:
            return members[0]
        return Group(members, modifiers)

    def _function(self, match: re.Match[str]) -> Function:
        cursor = self.cursor
        at = cursor.at
        cursor.move_to(match.end() - 1)
        name = FunctionName(match[1])
        arguments = self._members("(")
        if len(arguments) > 1 and not name.takes_several:
            raise WrongArguments(name.value, len(arguments), at)
        return Function(name, arguments)

    def _saved_name(self) -> Node:
        at = self.cursor.at
        name, text = self.call()
        self._check_nesting(at)
        # Errors found later are reported for the name, at its position in the typed text.
        named_at = self.named_at
        self.named_at = at if named_at is None else named_at
        with self.inside(name, text, at):
            node = self.expression()
            if self.cursor.here:
                raise unreadable_error(self.cursor)
        self.named_at = named_at
        self.depth -= 1
        return node

    def call(self) -> tuple[str, str]:
        """Move past a saved name and its arguments; return the name and its text."""
        cursor = self.cursor
        at = cursor.at
        match = _NAME(cursor.text, at)
        if match is None:
            raise UnreadableNotation(
                N_("A saved name is missing here."),
                at=at,
                hint=N_("As in @athletics, or $attack."),
            )
        saved = self.saved if isinstance(self.saved, SavedTexts) else SavedTexts(self.saved)
        self.saved = saved
        name = match[0]
        if name not in saved.texts:
            raise UnknownName(name, at, inside=saved.is_inside)
        cursor.move_to(match.end())
        given = self._arguments() if cursor.here == "(" and name.startswith("$") else []
        return name, saved.fill_parameters(name, given, at)

    def _arguments(self) -> list[Argument]:
        cursor = self.cursor
        start = cursor.at
        cursor.move_to(start + 1)
        given: list[Argument] = []
        if cursor.here != ")":
            given.append(self._argument())
            while cursor.accept(","):
                given.append(self._argument())
        if not cursor.accept(")"):
            raise self._unclosed("(", ")", start)
        return given

    def _argument(self) -> Argument:
        """Read one argument, which must be an expression; its dice are not counted here."""
        cursor = self.cursor
        at = cursor.at
        named = _ARGUMENT_NAME(cursor.text, at)
        if named is not None:
            cursor.move_to(named.end())
        says = cursor.at
        alone = ExpressionReader(cursor, self.original, self.saved)
        alone.depth = self.depth
        alone._check_nesting(at)
        alone.expression()
        return Argument(named[1] if named else None, self.original[says : cursor.at].strip(), at)

    @contextmanager
    def inside(self, name: str, text: str, at: int) -> Iterator[None]:
        """Parse ``text`` in place of ``name``, which is at ``at``, then continue after the name."""
        assert isinstance(self.saved, SavedTexts)
        outer = self.cursor, self.original
        with self.saved.inside(name, text, at), blamed_on(name, text, at):
            try:
                # A comment is not part of an expression.
                self.cursor = Cursor(normalized_characters(text).partition("#")[0])
                self.original = text
                yield
            finally:
                self.cursor, self.original = outer
