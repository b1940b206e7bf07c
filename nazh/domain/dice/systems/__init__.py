"""Finds the rolls of game systems, with the forms that users write and the notation rolled.

The catalogue is ``catalogue.toml``. A system's name works wherever a roll is typed: it is one of
the habits (``notation.habits``), so panels, saved rolls, the builder and the terminal know it too.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from nazh.domain.dice.search_form import search_form

_PARAMETER: Final = re.compile(r"<([a-z]+)>")
_CALCULATED: Final = re.compile(r"<([a-z]+)(?:([-*])([a-z]+|\d+))?>")
_NO_DICE: Final = re.compile(r"(?:[^:]*: )?(?:0|-\d+)d").match
_END_OF_WORD: Final = re.compile(r"[< ]")
_DIGIT: Final = "0"
_SIGNED: Final = ("+", "-")


@dataclass(frozen=True, slots=True)
class GameSystem:
    """One kind of roll in a game.

    ``forms`` are the ways to write it and ``notation`` is what is rolled; ``<dice>`` in them is a
    number. ``example`` is a form with numbers. ``source`` names the rules that it is taken from.
    """

    name: str
    title: str
    forms: tuple[str, ...]
    example: str
    notation: str
    help: str
    source: str

    def filled(self, numbers: dict[str, int]) -> str:
        """Return the notation with its numbers; pools without dice are left out."""

        def number(match: re.Match[str]) -> str:
            value = numbers[match[1]]
            if match[2] is None:
                return str(value)
            other = int(match[3]) if match[3].isdecimal() else numbers[match[3]]
            return str(value - other if match[2] == "-" else value * other)

        pools = _CALCULATED.sub(number, self.notation).split(", ")
        return ", ".join(pool for pool in pools if not _NO_DICE(pool)) or pools[0]


@lru_cache(maxsize=1)
def game_systems() -> tuple[GameSystem, ...]:
    """Return the catalogue, in its order. The first call takes about 10 ms."""
    text = files(__package__).joinpath("catalogue.toml").read_text("utf-8")
    return tuple(
        GameSystem(**{**entry, "forms": tuple(entry["forms"])})
        for entry in tomllib.loads(text)["system"]
    )


def find_systems(wanted: str) -> tuple[GameSystem, ...]:
    """Return the systems with a name, form or title that begins with ``wanted``, best first."""
    start = search_form("".join(wanted.split()))
    letters = start.strip("0123456789")
    ranks: dict[GameSystem, int] = {}
    for system in game_systems():
        forms = ["".join(_PARAMETER.sub("", form).split()) for form in system.forms]
        if start in (system.name, "".join(system.example.split())):
            ranks[system] = 0
        elif any(form.startswith(letters) for form in forms if letters):
            ranks[system] = 1
        elif search_form("".join(system.title.split())).startswith(start):
            ranks[system] = 2
        elif start.isalpha() and len(start) > 2 and start in system.help.casefold():
            ranks[system] = 3
    return tuple(sorted(ranks, key=ranks.__getitem__))


def rolled_as(plain: str, at: int = 0, *, only_signed: bool = False) -> tuple[str, int] | None:
    """Return the notation of the system at ``at`` and where its name ends, or ``None``.

    ``plain`` is in normalized characters. The longest form wins. ``only_signed`` limits it to forms
    that begin with a sign, which the notation could parse as arithmetic.
    """
    best: tuple[str, int] | None = None
    first = plain[at : at + 1]
    for form, word, system in _forms().get(_DIGIT if first.isdecimal() else first, ()):
        if only_signed and not system.name.startswith(_SIGNED):
            continue
        if not plain.startswith(word, at):
            continue
        match = _pattern(form).match(plain, at)
        if match is not None and (best is None or match.end() > best[1]):
            numbers = {name: int(value) for name, value in match.groupdict().items()}
            best = (system.filled(numbers), match.end())
    return best


@lru_cache(maxsize=1)
def _forms() -> dict[str, list[tuple[str, str, GameSystem]]]:
    """Return each form, with the word that it begins with, by its first character."""
    forms: dict[str, list[tuple[str, str, GameSystem]]] = {}
    for system in game_systems():
        for form in system.forms:
            first = _DIGIT if form[0] == "<" or form[0].isdecimal() else form[0]
            word = _END_OF_WORD.split(form, 1)[0]
            forms.setdefault(first, []).append((form, word, system))
    return forms


@lru_cache(maxsize=512)
def _pattern(form: str) -> re.Pattern[str]:
    # Nothing that belongs to dice may follow: `attack 1d20` is a label and its roll.
    parts = re.findall(r"<[a-z]+>|[^<]+", form)
    written = " *".join(
        rf"(?P<{part[1:-1]}>\d{{1,4}})"
        if part.startswith("<")
        else re.escape(part).replace("\\ ", " *")
        for part in parts
    )
    return re.compile(rf"{written}(?!\w)(?! *(?:\d|d\d|\())")


__all__ = ["GameSystem", "find_systems", "game_systems", "rolled_as"]
