"""Turns words for advantage and disadvantage into the edge of the die that they apply to."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.dice.errors import UnreadableNotation
from nazh.domain.dice.notation.habits.patterns import (
    ADVANTAGE,
    ANY_DICE,
    BEST_OF_THREE,
    DIE,
    EDGES,
    MODIFIED,
)
from nazh.domain.dice.notation.habits.pool_spans import pool_spans
from nazh.domain.dice.notation.habits.rewording import Rewording
from nazh.domain.kernel.texts import N_

_MAX_EDGES_IN_HINT: Final = 5
_EDGE_WORDS: Final = re.compile(
    rf" *(?:\b(?:with|w/|w|at|mit|avec|con|com) +)?(?<![\w@$])({EDGES})\b(?! *\d+(?!\d| *d))"
)
_EDGE_AFTER: Final = re.compile(rf"(?<![\w@$])1? *d *20 *(?:({EDGES})|(a))(?!\w)")
_SINGLE_D20: Final = re.compile(r"(?<![\w@$])(?:1 *)?d *20(?!\w)")
_SINGLE_DIE: Final = re.compile(rf"(?<![\w@$])(?:1 *)?d *({DIE})(?!\w)")
_SEVERAL: Final = re.compile(rf"(?<![\w@$])(\d+) *d *{DIE}(?!\w)")
_ONLY_BONUS: Final = re.compile(r" *(?:[+-].*)?").fullmatch
_MOVED: Final = re.compile(rf"^(.*?)({MODIFIED})((?: *[+-] *\d+)+) (([kd][hlm])\d+)(.*)$").fullmatch


def read_edges(reworded: Rewording) -> None:
    """Set the edges of all pools. Refuses an edge that may apply to one die or to several."""
    for start, end in pool_spans(reworded):
        glued = _EDGE_AFTER.search(reworded.plain, start, end)
        if glued is not None and (glued[2] or glued[0].endswith(glued[1])):
            if glued[1] == BEST_OF_THREE:
                reworded.splice(glued.start(), glued.end(), "3d20kh1")
                continue
            letter = "a" if glued[2] or glued[1] in ADVANTAGE else "d"
            others = _EDGE_WORDS.search(reworded.plain, glued.end(), end)
            if others is None:
                reworded.splice(glued.start(), glued.end(), f"{letter}1d20")
                continue
        words = list(_EDGE_WORDS.finditer(reworded.plain, start, end))
        if words:
            _set_edge(reworded, start, end, words)


def _set_edge(reworded: Rewording, start: int, end: int, words: list[re.Match[str]]) -> None:
    if words[0][1] == BEST_OF_THREE:
        _set_best_of_three(reworded, start, end, words[0])
        return
    letters = {"a" if word[1] in ADVANTAGE else "d" for word in words}
    letter = letters.pop() if len(letters) == 1 else "n"
    rest = reworded.plain[start:end]
    for word in reversed(words):
        rest = f"{rest[: word.start() - start]}{' ' * len(word[0])}{rest[word.end() - start :]}"
    die = _edged_die(rest)
    if die is None and not ANY_DICE.search(rest) and _ONLY_BONUS(rest.strip()):
        first = words[0]
        for word in reversed(words[1:]):
            reworded.splice(word.start(), word.end(), "")
        reworded.splice(first.start(), first.end(), f"{letter}1d20")
        return
    if die is None:
        several = _SEVERAL.search(rest)
        if (
            several is not None
            and int(several[1][:4]) <= _MAX_EDGES_IN_HINT
            and len(ANY_DICE.findall(rest)) == 1
            and letter != "n"
        ):
            _refuse_edge_of_several(reworded, words[0], several, letter)
        return
    for word in reversed(words):
        reworded.splice(word.start(), word.end(), " " * len(word[0]))
    if letter != "n":
        dice = re.sub(r"^1? *d *", f"{letter}1d", die[0])
        reworded.splice(start + die.start(), start + die.end(), dice)


def _set_best_of_three(reworded: Rewording, start: int, end: int, word: re.Match[str]) -> None:
    die = _SINGLE_D20.search(reworded.plain, start, end)
    if die is None:
        return
    replacements = ((word.start(), word.end(), " "), (die.start(), die.end(), "3d20kh1"))
    for first, last, text in sorted(replacements, reverse=True):  # so that positions stay valid
        reworded.splice(first, last, text)


def _edged_die(rest: str) -> re.Match[str] | None:
    """Return the die that an edge applies to: the first single d20, or the only die."""
    d20 = _SINGLE_D20.search(rest)
    if d20 is not None:
        return d20
    return _SINGLE_DIE.search(rest) if len(ANY_DICE.findall(rest)) == 1 else None


def _refuse_edge_of_several(
    reworded: Rewording, word: re.Match[str], dice: re.Match[str], letter: str
) -> None:
    written = dice[0].replace(" ", "")
    at = word.start(1)
    raise UnreadableNotation(
        N_("“{word}” can mean two things here."),
        at=reworded.origin(at),
        hint=N_("Write {first} for one die with it, or {all} if each of the dice has it."),
        word=word[1],
        first=f"{letter}1{written[written.index('d') :]}",
        all=f"{letter * int(dice[1])}{written}",
    )


def move_after_dice(reworded: Rewording) -> None:
    """Move a keep or drop after a flat bonus to directly after the only dice of its pool."""
    for start, end in pool_spans(reworded):
        match = _MOVED(reworded.plain[start:end])
        if match is not None and len(ANY_DICE.findall(match[1] + match[2] + match[6])) == 1:
            reworded.splice(start, end, f"{match[1]}{match[2]}{match[4]}{match[3]}{match[6]}")
