"""Variables: what each setting is called outside, what it means, and what it is where unset."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from enum import Enum
from typing import get_type_hints

from nazh.domain.dice import Ruleset


@dataclass(frozen=True, slots=True)
class Variable:
    """How a setting is written. It annotates the field of ``Settings`` that holds the value.

    ``takes`` says in a few words what may be written, ``unset`` what holds where nothing is and
    the default does not say it. A secret may also stand in a file that ``<name>_FILE`` names.
    ``also`` is another name for the same, which counts where the first is not set. ``extra`` is
    what must be installed besides, as pyproject.toml calls it.
    """

    name: str
    meaning: str
    type_hint: str
    unset: str = ""
    is_secret: bool = False
    also: str = ""
    extra: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name under which it can be set, the first one first."""
        further = (f"{self.name}_FILE" if self.is_secret else "", self.also)
        return (self.name, *filter(None, further))


@dataclass(frozen=True, slots=True)
class SettingDefinition:
    """A setting as its class declares it; ``default`` is as somebody would write it."""

    field: str
    variable: Variable
    default: str
    is_required: bool


def setting_definitions(settings: type) -> tuple[SettingDefinition, ...]:
    """Return every setting of the dataclass ``settings``, in its order."""
    return tuple(_definitions(settings))


def _definitions(settings: type) -> Iterator[SettingDefinition]:
    hints = get_type_hints(settings, include_extras=True)
    for field in fields(settings):
        (variable,) = (
            mark for mark in hints[field.name].__metadata__ if isinstance(mark, Variable)
        )
        is_required = field.default is MISSING
        default = "" if is_required else _default_text(field.default)
        yield SettingDefinition(field.name, variable, default, is_required)


def _default_text(value: object) -> str:
    match value:
        case None:
            return ""
        case float():
            return f"{value:g}"
        case Enum():
            return str(value.value)
        case tuple():
            return ",".join(map(str, value))
        case Ruleset():
            return value.name
        case _:
            return str(value)
