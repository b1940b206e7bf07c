"""Parses what users of other dice bots type from habit, if it is unambiguous.

Only text that is typed now is parsed here, if it cannot be parsed otherwise or has one of the forms
of ``NEVER_MEANT``. Stored notation is parsed without this module. docs/habits.md lists the habits,
and a test runs that list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from nazh.domain.dice.notation.habits.ambiguities import (
    cut_marked_remark,
    refuse_ambiguous,
    refuse_computed_count,
    refuse_decimal_comma,
    refuse_dice_after_dice,
    refuse_dice_after_number,
    refuse_secret,
    refuse_secret_label,
)
from nazh.domain.dice.notation.habits.edges import move_after_dice, read_edges
from nazh.domain.dice.notation.habits.patterns import always
from nazh.domain.dice.notation.habits.rewording import Rewording
from nazh.domain.dice.notation.habits.systems import read_systems
from nazh.domain.dice.notation.habits.table import (
    COMMANDS,
    HABITS,
    NEVER_MEANT,
    NUMBER_WORDS,
    Habit,
)
from nazh.domain.dice.notation.habits.words import RefusalOf, read_marked_label, read_words

_WHITE: Final = re.compile(r"\s{2,}|[^\S ]")
_AFTER_D20: Final = re.compile(r"20 ?[dD]").search
_THOUSANDS: Final = re.compile(r"\d,\d{3}(?!\w)").search
_SEPARATORS: Final = re.compile(r"[,;]").findall
_MAX_SEPARATORS: Final = 20


def never_meant(text: str) -> Rewording | None:
    """Return the rewording of a text whose literal meaning nobody intends, or ``None``.

    Raises UnreadableNotation if the literal meaning is only one of two.
    """
    if text.count("d") + text.count("D") > 1:
        refuse_dice_after_dice(Rewording(text))
        refuse_dice_after_number(Rewording(text))
    if "," in text:
        refuse_decimal_comma(Rewording(text))
    if ")" in text:
        refuse_computed_count(Rewording(text))
    head = text[:12].lstrip()
    if not (
        head[:1] in "/!.+-dD"
        or "#" in text
        or ":" in text
        or _AFTER_D20(text)
        or " dp" in text
        or _THOUSANDS(text)
    ):
        return None
    reworded = Rewording(text)
    refuse_secret_label(reworded)
    before = reworded.plain
    _replace_all(reworded, NEVER_MEANT)
    refuse_dice_after_dice(reworded)
    read_systems(reworded, only_signed=True)
    return reworded if reworded.plain != before else None


def reword(text: str, refusal_of: RefusalOf) -> Rewording | None:
    """Return the rewording of ``text``, which the notation refuses, or ``None`` if it is unclear.

    Raises UnreadableNotation, with a position in ``text``, if it can mean two things.
    """
    reworded = Rewording(text.partition("#")[0])
    comment = text[len(reworded.plain) :]
    if not reworded.plain.strip() or len(_SEPARATORS(reworded.plain)) > _MAX_SEPARATORS:
        return None
    reworded.replace(_WHITE, always(" "))
    before = reworded.shown
    refuse_secret(reworded)
    remark = cut_marked_remark(reworded)
    _replace_all(reworded, (*NUMBER_WORDS, *COMMANDS))
    read_systems(reworded)
    _replace_all(reworded, HABITS)
    read_marked_label(reworded)
    refuse_ambiguous(reworded)
    read_edges(reworded)
    move_after_dice(reworded)
    if refusal_of(reworded.shown) is not None:
        remark = " ".join(filter(None, (read_words(reworded, refusal_of), remark)))
    if reworded.shown == before and not remark:
        return None
    end = len(reworded.plain)
    if remark or comment:
        remarks = " ".join(filter(None, (remark, comment[1:].strip())))
        reworded.splice(end, end, f" # {remarks}")
    return reworded


def _replace_all(reworded: Rewording, habits: Iterable[Habit]) -> None:
    for pattern, replacement in habits:
        reworded.replace(_compiled(pattern), replacement)


_compiled: Final = cache(re.compile)  # the cache of re is too small for all patterns


__all__ = ["RefusalOf", "Rewording", "never_meant", "reword"]
