"""Parses the options of a script's commands, and refuses those that a command does not have."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Generic, Protocol, TypeVar

from nazh.adapters.inbound.cli.dominion.script import InvalidScript, ScriptCommand, parse_id
from nazh.application.dominion.ports import Requester
from nazh.domain.kernel.identity import UserId

Value = TypeVar("Value")
Value_co = TypeVar("Value_co", covariant=True)
Default = TypeVar("Default")
Kind = TypeVar("Kind", bound=Enum)
Game = TypeVar("Game")
_ANY_NUMBER: Final = range(1 - 2**63, 2**63)
MAX_NUMBER: Final = 10**9
"""The largest number of a war or a page that can be typed in Discord."""


class Option(Protocol[Value_co]):
    """An option of a command."""

    @property
    def name(self) -> str:
        """Its name in scripts."""
        ...

    def of(self, command: ScriptCommand) -> Value_co:
        """Return its value in a command. Raises InvalidScript."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """An option that is a text."""

    name: str

    def of(self, command: ScriptCommand) -> str:
        """Return the text."""
        value = command.options.get(self.name)
        if not isinstance(value, str):
            raise _missing(self.name, command, "a text")
        return value


@dataclass(frozen=True, slots=True)
class Number:
    """An option that is a whole number, in a range."""

    name: str
    numbers: range = field(default=_ANY_NUMBER)

    def of(self, command: ScriptCommand) -> int:
        """Return the number."""
        value = command.options.get(self.name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise _missing(self.name, command, "a whole number")
        if value not in self.numbers:
            limits = f"from {self.numbers[0]} to {self.numbers[-1]}"
            raise InvalidScript(command.number, f'"{self.name}" must be a whole number {limits}.')
        return value


@dataclass(frozen=True, slots=True)
class User:
    """An option that is the id of a user."""

    name: str

    def of(self, command: ScriptCommand) -> UserId:
        """Return the id."""
        value = command.options.get(self.name)
        if value is None:
            raise _missing(self.name, command, "the id of a user")
        return UserId(parse_id(command.number, self.name, value))


@dataclass(frozen=True, slots=True)
class Flag:
    """An option that is true or false."""

    name: str

    def of(self, command: ScriptCommand) -> bool:
        """Return the value."""
        value = command.options.get(self.name)
        if not isinstance(value, bool):
            raise _missing(self.name, command, "true or false")
        return value


@dataclass(frozen=True, slots=True)
class Choice(Generic[Value]):
    """An option that takes one of several words, each of which stands for a value."""

    name: str
    values: Mapping[str, Value]

    def of(self, command: ScriptCommand) -> Value:
        """Return the value of the word."""
        word = Text(self.name).of(command)
        if word not in self.values:
            known = ", ".join(self.values)
            raise InvalidScript(command.number, f'"{self.name}" must be one of {known}.')
        return self.values[word]


def choice_of(name: str, kinds: Iterable[Kind]) -> Choice[Kind]:
    """Return an option that takes one of ``kinds``."""
    return Choice(name, {str(kind.value): kind for kind in kinds})


@dataclass(frozen=True, slots=True)
class WithDefault(Generic[Value, Default]):
    """An option that can be omitted, and then has a default value."""

    option: Option[Value]
    default: Default

    @property
    def name(self) -> str:
        """Its name in scripts."""
        return self.option.name

    def of(self, command: ScriptCommand) -> Value | Default:
        """Return its value, or the default."""
        return self.option.of(command) if self.name in command.options else self.default


@dataclass(frozen=True, slots=True)
class Runner(Generic[Game]):
    """The function that runs a command with the use cases of a game, and the command's options."""

    run: Callable[[Game, Requester, ScriptCommand], Awaitable[object]]
    options: tuple[Option[object], ...] = ()

    def check(self, command: ScriptCommand) -> None:
        """Raise InvalidScript unless the command has all its options, each valid, and no others."""
        names = [option.name for option in self.options]
        unknown = next((name for name in command.options if name not in names), None)
        if unknown is not None:
            has = f"It has {', '.join(names)}." if names else "It has none."
            reason = f'/{command.words} has no option "{unknown}". {has}'
            raise InvalidScript(command.number, reason)
        for option in self.options:
            option.of(command)


def _missing(name: str, command: ScriptCommand, what: str) -> InvalidScript:
    return InvalidScript(command.number, f'/{command.words} needs the option "{name}", {what}.')
