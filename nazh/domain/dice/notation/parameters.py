"""Parses and fills the parameters of a saved roll, ``{bonus}`` or ``{bonus=5}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from nazh.domain.dice.errors import UnreadableNotation
from nazh.domain.dice.errors.saved import (
    ConflictingDefaults,
    ParameterTouchesDigit,
    TooManyParameters,
)
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.notation.normalizing import normalized_characters
from nazh.domain.kernel.texts import N_

_OPENING: Final = re.compile(r"\{ *([^\W\d]\w*) *(?=[=}])(?!==)").match
# A group of one die keeps its meaning: `{d6}`, `{a1d20}`, `{dp}`.
_LIKE_DICE: Final = re.compile(r"[adnp]*[0-9]*d(?:[0-9]+.*|f|p)").fullmatch
_WHOLE: Final = re.compile(r"[0-9]+").fullmatch
_SIDES_BEHIND: Final = re.compile(r" *d *([0-9]+)").match
_COUNTS: Final = re.compile(r"([0-9]*) *d *[0-9%f]").findall
_DIGITS: Final = frozenset("0123456789.")
SAMPLES: Final = ("1", "2", "6", "20")
"""Samples for a parameter without a default when a roll is saved; one must give a valid roll."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a saved roll. Without a ``default`` the caller must provide a value."""

    name: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class _Placeholder:
    """A parameter in a text, from ``start`` to before ``end``, and where its default starts."""

    name: str
    default: str | None
    start: int
    end: int
    default_start: int


def parameter_at(plain: str, at: int) -> str | None:
    """Return the name of the parameter that begins at ``at``, or ``None`` if there is none."""
    match = _OPENING(plain, at)
    return None if match is None or _LIKE_DICE(match[1]) else match[1]


def parameters_in(text: str) -> tuple[Parameter, ...]:
    """Return the parameters of a saved text, in the order of their first occurrence.

    Raises TooManyParameters and ConflictingDefaults, and the refusals of ``normalized_characters``.
    """
    defaults: dict[str, str | None] = {}
    for placeholder in _placeholders(normalized_characters(text)):
        known_default = defaults.setdefault(placeholder.name, placeholder.default)
        if len(defaults) > Limits.PARAMETERS:
            raise TooManyParameters(placeholder.start)
        if known_default is None:
            defaults[placeholder.name] = placeholder.default
        elif placeholder.default not in (None, known_default):
            raise ConflictingDefaults(placeholder.name, placeholder.start)
    return tuple(Parameter(name, default) for name, default in defaults.items())


def fill_parameters(text: str, arguments: Mapping[str, str]) -> str:
    """Return ``text`` with each parameter replaced by its argument.

    A whole number is inserted as it is, so that it can be a count or a number of sides; everything
    else is put in parentheses, so that it remains one value. Raises ParameterTouchesDigit, and
    UnreadableNotation if such a value is used as a number of dice.
    """
    pieces: list[str] = []
    copied = 0
    plain = normalized_characters(text)
    for placeholder in _placeholders(plain):
        pieces += (
            text[copied : placeholder.start],
            _argument_text(plain, placeholder, arguments[placeholder.name]),
        )
        copied = placeholder.end
    return "".join((*pieces, text[copied:]))


def fill_with_samples(text: str, sample: str) -> str:
    """Return ``text`` with its parameters replaced by their defaults, or by ``sample``.

    Padding with spaces keeps all positions, so that an error in the result is at the same position
    in ``text``. Raises as ``fill_parameters`` does.
    """
    pieces: list[str] = []
    copied = 0
    plain = normalized_characters(text)
    for placeholder in _placeholders(plain):
        pasted = _argument_text(plain, placeholder, placeholder.default or sample)
        ahead = (
            placeholder.default_start - placeholder.start - pasted.startswith("(")
            if placeholder.default
            else 0
        )
        width = placeholder.end - placeholder.start
        pieces += (text[copied : placeholder.start], (" " * ahead + pasted).ljust(width))
        copied = placeholder.end
    return "".join((*pieces, text[copied:]))


def _argument_text(plain: str, placeholder: _Placeholder, argument: str) -> str:
    if not _WHOLE(argument):
        _refuse_as_count(plain, placeholder, argument)
        return f"({argument})"
    before, after = plain[: placeholder.start][-1:], plain[placeholder.end : placeholder.end + 1]
    if before in _DIGITS or after in _DIGITS:
        raise ParameterTouchesDigit(placeholder.name, placeholder.start)
    return argument


def _refuse_as_count(plain: str, placeholder: _Placeholder, argument: str) -> None:
    """Refuse a sum as the number of dice, which would read as one whose dice are all dropped."""
    sides = _SIDES_BEHIND(plain, placeholder.end)
    dice = sum(int(count or 1) for count in _COUNTS(normalized_characters(argument)))
    if sides is not None and int(sides[1]) >= dice:
        raise UnreadableNotation(
            N_("The number of dice in “{word}” is not a plain number."),
            at=placeholder.start,
            hint=N_("Give {name} a whole number, such as 4."),
            word=f"({argument}){sides[0]}",
            name=placeholder.name,
        )


def _placeholders(plain: str) -> list[_Placeholder]:
    placeholders: list[_Placeholder] = []
    at = 0
    end = len(plain.partition("#")[0])
    while at < end:
        if plain[at] == "[":
            at = _after_bracket(plain, at, end)
            continue
        match = _OPENING(plain, at) if plain[at] == "{" else None
        if match is None or _LIKE_DICE(match[1]):
            at += 1
            continue
        default_start = match.end() + 1
        after = _closing(plain, default_start, end) if plain[match.end()] == "=" else default_start
        if not after:
            break
        default = plain[default_start : after - 1]
        default_start += len(default) - len(default.lstrip())
        placeholders.append(
            _Placeholder(match[1], default.strip() or None, at, after, default_start)
        )
        at = after
    return placeholders


def _after_bracket(plain: str, at: int, end: int) -> int:
    # Notes and lists of faces have no parameters.
    closing = plain.find("]", at, end)
    return end if closing < 0 else closing + 1


def _closing(plain: str, at: int, end: int) -> int:
    """Return the position after the brace that closes a default, or 0 if there is none."""
    depth = 1
    while at < end:
        depth += {"{": 1, "}": -1}.get(plain[at], 0)
        at += 1
        if not depth:
            return at
    return 0
