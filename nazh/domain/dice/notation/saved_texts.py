"""Resolves saved names in a roll, and limits their number, length and nesting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

from nazh.domain.dice.errors import NotationTooLong, TooManyNames
from nazh.domain.dice.errors.saved import (
    DuplicateArgument,
    MissingArgument,
    SavedCycle,
    SavedTextsTooLong,
    SavedTooDeep,
    TooManyArguments,
    UnknownParameter,
)
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.notation.normalizing import normalized_characters
from nazh.domain.dice.notation.parameters import Parameter, fill_parameters, parameters_in
from nazh.domain.kernel.errors import Quoted, Refusal

_SAVED_NUMBER: Final = re.compile(r"@\w+").fullmatch
_WHOLE: Final = re.compile(r"[0-9]+").fullmatch


class Argument(NamedTuple):
    """An argument for the parameter ``name``, or for the next one if that is ``None``."""

    name: str | None
    text: str
    at: int


class WholeRoll(NamedTuple):
    """The repeats and comment of a saved roll that is the whole roll; ``name`` is its name."""

    repeats: int
    comment: str
    name: str = ""


class SavedTexts:
    """The saved texts used while parsing one roll, with counters for their limits."""

    __slots__ = ("_characters", "_inside", "_looked_up", "texts")

    def __init__(self, texts: Mapping[str, str], inside: Sequence[str] = ()) -> None:
        self.texts = texts
        self._inside = list(inside)
        self._looked_up = 0
        self._characters = 0

    @property
    def is_inside(self) -> bool:
        """True while the parser is inside a saved text."""
        return bool(self._inside)

    @contextmanager
    def inside(self, name: str, text: str, at: int) -> Iterator[None]:
        """Parse ``text`` in place of ``name``, which is at ``at``.

        Raises TooManyNames, SavedTextsTooLong, SavedCycle and SavedTooDeep.
        """
        self._looked_up += 1
        if self._looked_up > Limits.SAVED_NAMES_IN_ROLL:
            raise TooManyNames(at)
        self._characters += len(text)
        if self._characters > Limits.SAVED_TEXT_LENGTH:
            raise SavedTextsTooLong(at)
        if name in self._inside:
            raise SavedCycle((*self._inside[self._inside.index(name) :], name), at)
        if len(self._inside) == Limits.SAVED_NESTING:
            raise SavedTooDeep(at)
        self._inside.append(name)
        try:
            yield
        finally:
            self._inside.pop()

    def fill_parameters(self, name: str, given: Sequence[Argument], at: int) -> str:
        """Return the text of ``name`` with the given arguments inserted.

        Raises MissingArgument, TooManyArguments, UnknownParameter, DuplicateArgument and
        NotationTooLong.
        """
        text = self.texts[name]
        if not given and "{" not in text:
            return text
        with blamed_on(name, text, at):
            parameters = parameters_in(text)
        if not parameters and not given:
            return text
        values = self._values(name, parameters, given, at)
        with blamed_on(name, text, at):
            written = fill_parameters(text, values)
            if len(written) > Limits.NOTATION_LENGTH:
                raise NotationTooLong(len(written), in_full=True)
        return written

    def _values(
        self, name: str, parameters: Sequence[Parameter], given: Sequence[Argument], at: int
    ) -> dict[str, str]:
        values: dict[str, str] = {}
        call = call_of(name, parameters)
        names = [parameter.name for parameter in parameters]
        for argument in given:
            free = argument.name or next((name for name in names if name not in values), None)
            if free is None:
                raise TooManyArguments(name, call, argument.at)
            if free not in names:
                raise UnknownParameter(name, free, call, argument.at)
            if free in values:
                raise DuplicateArgument(free, argument.at)
            values[free] = self._number(argument.text)
        for parameter in parameters:
            if parameter.name not in values:
                if parameter.default is None:
                    raise MissingArgument(name, parameter.name, call, at)
                values[parameter.name] = self._number(parameter.default)
        return values

    def _number(self, argument: str) -> str:
        # `$fireball(@level)` may use the level as a number of dice.
        plain = normalized_characters(argument)
        number = self.texts.get(plain, "") if _SAVED_NUMBER(plain) else plain
        return number if _WHOLE(number) else argument


@contextmanager
def blamed_on(name: str, text: str, at: int) -> Iterator[None]:
    """Attribute errors in ``text`` to ``name``, which uses it at ``at``, and quote the text."""
    try:
        yield
    except Refusal as refusal:
        refusal.quoted = refusal.quoted or Quoted(name, text, refusal.at)
        refusal.at = at
        raise


def call_of(name: str, parameters: Sequence[Parameter]) -> str:
    """Return how a saved roll is called, such as ``$attack(bonus, extra=2)``."""
    if not parameters:
        return name
    written = (
        parameter.name if parameter.default is None else f"{parameter.name}={parameter.default}"
        for parameter in parameters
    )
    return f"{name}({', '.join(written)})"
