"""Declares the variable of a setting, with its name, meaning, parser and default."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Final, TypeVar

Value = TypeVar("Value")
_VARIABLE: Final = "variable"


@dataclass(frozen=True, slots=True)
class Variable:
    """The variable of a setting.

    ``type_hint`` describes valid values in a few words. ``parse`` gets a text that is not empty;
    its ``ValueError`` carries the rest of a sentence that begins with the variable's name.
    ``default`` is a raw value, and ``unset`` describes the default if that is no value. A secret
    may also be in a file that ``<name>_FILE`` names. ``also`` is another name, which is used if the
    first is not set. ``extra`` is the extra of pyproject.toml that the setting needs.
    """

    name: str
    meaning: str
    type_hint: str
    parse: Callable[[str], object]
    default: str = ""
    unset: str = ""
    is_required: bool = False
    is_secret: bool = False
    also: str = ""
    extra: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name under which it can be set, the first one first."""
        further = (f"{self.name}_FILE" if self.is_secret else "", self.also)
        return (self.name, *filter(None, further))


def setting(
    name: str,
    meaning: str,
    type_hint: str,
    parse: Callable[[str], Value],
    default: str,
    *,
    unset: str = "",
    also: str = "",
) -> Value:
    """Return the field of a setting that has a default."""
    variable = Variable(name, meaning, type_hint, parse, default, unset, also=also)
    return field(default=parse(default), metadata={_VARIABLE: variable})


def optional_setting(
    name: str,
    meaning: str,
    type_hint: str,
    parse: Callable[[str], Value],
    *,
    unset: str,
    is_secret: bool = False,
    extra: str = "",
    also: str = "",
) -> Value | None:
    """Return the field of a setting that is ``None`` by default; ``unset`` says what that means."""
    variable = Variable(
        name, meaning, type_hint, parse, unset=unset, is_secret=is_secret, extra=extra, also=also
    )
    return field(default=None, metadata={_VARIABLE: variable})


def required_secret(
    name: str, meaning: str, type_hint: str, parse: Callable[[str], Value]
) -> Value:
    """Return the field of a secret without which the program does not start."""
    variable = Variable(name, meaning, type_hint, parse, is_required=True, is_secret=True)
    required: Value = field(metadata={_VARIABLE: variable})
    return required


def variables_of(section: type) -> dict[str, Variable]:
    """Return the variables of a settings section by their field."""
    return {setting.name: setting.metadata[_VARIABLE] for setting in fields(section)}
