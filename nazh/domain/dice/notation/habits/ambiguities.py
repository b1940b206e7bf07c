"""Refuses habits that can mean two things; each hint says how to write either."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.dice.errors import UnreadableNotation
from nazh.domain.dice.notation.habits.patterns import DICE, MODIFIED, ROLL
from nazh.domain.dice.notation.habits.rewording import Rewording
from nazh.domain.kernel.texts import N_

_REROLL: Final = re.compile(
    rf"({DICE}) *re-?roll(?:s|ing)?(?: +(?:the|any|all))? *"
    r"(?:(ones)|(<=|<)? *(\d+)'?s?)(?! *(?:once|\w))"
)
_UNDER: Final = re.compile(r"(?<=[\w%)\]])( +(?:roll +)?(?:under|below) +)(\d+) *$")
_SECRET: Final = re.compile(
    rf" *(?:[/!.]?(?:gmroll|gmr|gr|broll|blindroll|br|selfroll|sr|whisper)|p) +(?={ROLL})"
).match
_BANG_REMARK: Final = re.compile(rf"({MODIFIED}) +! +(?=[^\W\d_])")
_BANG_AFTER_NUMBER: Final = re.compile(r"(?<=[\d)]) *! +(?=[^\W\d_])")
_NAME_BEHIND: Final = re.compile(rf"({MODIFIED}(?: *[+-] *\d+)?) *@ *([^\W\d]\w*) *$")


def refuse_secret(reworded: Rewording) -> None:
    """Refuse a command for a roll that only some see, which would be seen by everyone."""
    found = _SECRET(reworded.plain)
    if found is None:
        return
    raise UnreadableNotation(
        N_("“{word}” asks for a roll that not everyone sees."),
        at=reworded.origin(found.start() + len(found[0]) - len(found[0].lstrip())),
        hint=N_("Write {notation}, and choose secret:True if only you should see it."),
        word=found[0].strip(),
        notation=reworded.shown[found.end() :].strip(),
    )


def cut_marked_remark(reworded: Rewording) -> str:
    """Cut off a remark after an exclamation mark. Refuses one that may be an explosion."""
    found = _BANG_AFTER_NUMBER.search(reworded.plain)
    exploding = _BANG_REMARK.search(reworded.plain)
    if exploding is not None:
        dice = reworded.shown[: exploding.end(1)].strip()
        said = reworded.shown[exploding.end() :].strip()
        raise UnreadableNotation(
            N_("“{word}” can mean two things here."),
            at=reworded.origin(reworded.plain.index("!", exploding.end(1))),
            hint=N_("Write {remark} for a remark, or {exploding} for exploding dice."),
            word="!",
            remark=f"{dice} # {said}",
            exploding=f"{dice}! # {said}",
        )
    if found is None:
        return ""
    said = reworded.shown[found.end() :].strip()
    reworded.splice(found.start(), len(reworded.plain), "")
    return said


def refuse_ambiguous(reworded: Rewording) -> None:
    """Refuse a reroll that does not say how often, a name directly behind dice, and “under”."""
    under = _UNDER.search(reworded.plain)
    if under is not None:
        dice = reworded.shown[: under.start()].strip()
        raise UnreadableNotation(
            N_("“{word}” can mean two things here."),
            at=reworded.origin(under.start() + 1),
            hint=N_("Write {including} if {number} itself succeeds, or {excluding} if it fails."),
            word=under[1].strip(),
            including=f"{dice}<={under[2]}",
            excluding=f"{dice}<{under[2]}",
            number=under[2],
        )
    reroll = _REROLL.search(reworded.plain)
    if reroll is not None:
        number = "1" if reroll[2] else reroll[4]
        sign = reroll[3] or ""
        dice = reroll[1].strip()
        raise UnreadableNotation(
            N_("“{word}” can mean two things here."),
            at=reworded.origin(reworded.plain.index("re", reroll.end(1))),
            hint=N_("Write {once} to reroll once, or {until} to reroll as often as needed."),
            word="reroll",
            once=f"{dice}ro{sign}{number}",
            until=f"{dice}r{sign}{number}",
        )
    named = _NAME_BEHIND.search(reworded.plain)
    if named is not None:
        dice = reworded.shown[: named.end(1)].strip()
        name = reworded.shown[named.start(2) : named.end(2)]
        raise UnreadableNotation(
            N_("“{word}” can mean two things here."),
            at=reworded.origin(named.start(2) - 1),
            hint=N_("Write {added} to add your saved number, or {remark} for a remark."),
            word=f"@{name}",
            added=f"{dice}+@{name}",
            remark=f"{dice} # {name}",
        )
