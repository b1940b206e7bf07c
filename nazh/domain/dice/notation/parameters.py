"""Parameters: the places in a saved roll that its caller fills, ``{bonus}`` or ``{bonus=5}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from nazh.domain.dice.errors.saved import DefaultTwice, RunsTogether, TooManyParameters
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.notation.characters import plain_characters

_OPENING: Final = re.compile(r"\{ *([^\W\d]\w*) *(?=[=}])(?!==)").match
# A group of one die keeps its meaning: `{d6}`, `{a1d20}`, `{dp}`.
_LIKE_DICE: Final = re.compile(r"[adnp]*[0-9]*d(?:[0-9]+.*|f|p)").fullmatch
_WHOLE: Final = re.compile(r"[0-9]+").fullmatch
_DIGITS: Final = frozenset("0123456789.")
SAMPLES: Final = ("1", "2", "6", "20")
"""What stands in for a parameter without a default when a roll is saved, until one reads."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A place to fill. Without a ``default`` the caller has to."""

    name: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a parameter stands: from ``start`` to before ``end``, its default from ``says``."""

    name: str
    default: str | None
    start: int
    end: int
    says: int


def parameter_at(plain: str, at: int) -> str | None:
    """Return the name of the parameter that begins at ``at``; ``None`` if none does."""
    found = _OPENING(plain, at)
    return None if found is None or _LIKE_DICE(found[1]) else found[1]


def parameters_in(text: str) -> tuple[Parameter, ...]:
    """Return the parameters of a saved text, in the order in which they stand first.

    Raises TooManyParameters and DefaultTwice, and the refusals of ``plain_characters``.
    """
    defaults: dict[str, str | None] = {}
    for place in _places(plain_characters(text)):
        known = defaults.setdefault(place.name, place.default)
        if len(defaults) > Limits.PARAMETERS:
            raise TooManyParameters(place.start)
        if known is None:
            defaults[place.name] = place.default
        elif place.default not in (None, known):
            raise DefaultTwice(place.name, place.start)
    return tuple(Parameter(name, default) for name, default in defaults.items())


def filled(text: str, arguments: Mapping[str, str]) -> str:
    """Return ``text`` with its parameters filled; each has its argument.

    A whole number is pasted as it is, so that it can be a count or a number of sides; everything
    else goes into parentheses, so that it stays one value. Raises RunsTogether.
    """
    pieces: list[str] = []
    done = 0
    plain = plain_characters(text)
    for place in _places(plain):
        pieces += (text[done : place.start], _pasted(plain, place, arguments[place.name]))
        done = place.end
    return "".join((*pieces, text[done:]))


def sampled(text: str, sample: str) -> str:
    """Return ``text`` with defaults and ``sample`` for its parameters, all else in its place.

    Spaces fill up, so that trouble in what is returned is trouble at the same place in ``text``.
    Raises RunsTogether.
    """
    pieces: list[str] = []
    done = 0
    plain = plain_characters(text)
    for place in _places(plain):
        pasted = _pasted(plain, place, place.default or sample)
        ahead = place.says - place.start - pasted.startswith("(") if place.default else 0
        width = place.end - place.start
        pieces += (text[done : place.start], (" " * ahead + pasted).ljust(width))
        done = place.end
    return "".join((*pieces, text[done:]))


def _pasted(plain: str, place: _Place, argument: str) -> str:
    if not _WHOLE(argument):
        return f"({argument})"
    before, behind = plain[: place.start][-1:], plain[place.end : place.end + 1]
    if before in _DIGITS or behind in _DIGITS:
        raise RunsTogether(place.name, place.start)
    return argument


def _places(plain: str) -> list[_Place]:
    places: list[_Place] = []
    at = 0
    end = len(plain.partition("#")[0])
    while at < end:
        if plain[at] == "[":
            at = _behind(plain, at, end)
            continue
        found = _OPENING(plain, at) if plain[at] == "{" else None
        if found is None or _LIKE_DICE(found[1]):
            at += 1
            continue
        says = found.end() + 1
        behind = _closing(plain, says, end) if plain[found.end()] == "=" else says
        if not behind:
            break
        default = plain[says : behind - 1]
        says += len(default) - len(default.lstrip())
        places.append(_Place(found[1], default.strip() or None, at, behind, says))
        at = behind
    return places


def _behind(plain: str, at: int, end: int) -> int:
    # Notes and lists of faces hold no parameters.
    closing = plain.find("]", at, end)
    return end if closing < 0 else closing + 1


def _closing(plain: str, at: int, end: int) -> int:
    """Return the place behind the brace that closes a default, 0 where none does."""
    depth = 1
    while at < end:
        depth += {"{": 1, "}": -1}.get(plain[at], 0)
        at += 1
        if not depth:
            return at
    return 0
