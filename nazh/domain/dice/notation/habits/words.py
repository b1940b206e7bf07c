"""Turns words beside dice into labels and remarks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from difflib import get_close_matches
from typing import Final

from nazh.domain.dice.errors import UnreadableNotation
from nazh.domain.dice.notation.habits.patterns import DICE, EDGES, ROLL
from nazh.domain.dice.notation.habits.pool_spans import pool_spans
from nazh.domain.dice.notation.habits.rewording import Rewording
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_

RefusalOf = Callable[[str], Refusal | None]
"""Returns the refusal of a text as notation, or ``None`` if it is a roll."""
_KEYWORDS: Final = (
    *("advantage", "disadvantage", "highest", "lowest", "reroll", "explode", "exploding"),
    *("success", "successes", "difficulty", "against", "versus"),
)
_NEVER_WORDS: Final = frozenset(
    (*EDGES.split("|"), "highest", "lowest", "reroll", "explode", "exploding", "keep", "drop")
)
"""Words that change a roll; even where they do not apply, they are not a remark."""
_MAX_WORDS_BACK: Final = 4
_WORDS_POOL: Final = re.compile(r"(?=.*?[^\W\d_]{2})[^\d()\[\]{}@$:#=<>*/+]*").fullmatch
_LEADING: Final = re.compile(
    rf" *(?![adnp]* )([^\W\d_][^\W\d_'’-]*(?: +[^\W\d_][^\W\d_'’-]*){{0,7}}) +(?={ROLL})"
    rf"(?=[^,;]*(?:{DICE}|[@$]\w))"
).match
_IS_ROLL: Final = re.compile(rf"{DICE}|[+*/-] *\d|[@${{}}\[\]=<>]").search
_WORD_NUMBER: Final = re.compile(r"\W*[^\W\d_]+ *\d").match
_READ_MODIFIER: Final = re.compile(r"(?<!\w)[kd][hlm]\d").search
"""A modifier that a habit has written in place of words."""
_DIGIT: Final = re.compile(r"\d").search
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+").search
_TARGET_IN_WORDS: Final = re.compile(r"(?:^| )vs (\d+)(?!\w)")
_FILLERS: Final = frozenset(("on", "for", "to", "an", "with", "of", "my", "the", "me", "please"))
_QUOTES: Final = "\"'“”‘’«»()"
_MARKED_LABEL: Final = re.compile(rf" *\(([^\d():,;#@$\[\]{{}}]+)\) *(?={ROLL})").match


def read_marked_label(reworded: Rewording) -> None:
    """Turn words in parentheses before the roll into its label."""
    match = _MARKED_LABEL(reworded.plain)
    if match is not None:
        label = reworded.shown[match.start(1) : match.end(1)].strip()
        reworded.splice(0, match.end(), f"{label}: ")


def read_words(reworded: Rewording, refusal_of: RefusalOf) -> str:
    """Turn words before pools into labels, and words after them into labels or the returned remark.

    With several pools, the words after a pool are its label. Refuses a misspelled habit.
    """
    remark = _cut_worded_pools(reworded, refusal_of)
    spans = list(pool_spans(reworded))
    for place, span in enumerate(spans):
        start, end, has_label = _read_leading(reworded, *span)
        words = "" if has_label and place else _cut_words(reworded, start, end, refusal_of)
        if not words:
            continue
        if has_label or len(spans) == 1:
            remark = f"{words}{remark}"
        else:
            at = start + len(reworded.plain[start:]) - len(reworded.plain[start:].lstrip())
            reworded.splice(at, at, f"{words.strip(_QUOTES + ' ')}: ")
    return remark.lstrip(",; ")


def _cut_worded_pools(reworded: Rewording, refusal_of: RefusalOf) -> str:
    """Cut off trailing pools that are only words, as in a remark with a comma."""
    remark = ""
    spans = list(pool_spans(reworded))
    while len(spans) > 1 and _WORDS_POOL(reworded.plain[slice(*spans[0])]):
        if refusal_of(reworded.shown[slice(*spans[0])]) is None:  # the plot die
            break
        at = spans[1][1]
        remark = f"{reworded.shown[at:].rstrip()}{remark}"
        reworded.splice(at, len(reworded.plain), "")
        spans = list(pool_spans(reworded))
    return remark


def _read_leading(reworded: Rewording, start: int, end: int) -> tuple[int, int, bool]:
    """Turn words before a pool into its label; return start, end, and whether it has a label."""
    if reworded.plain[:start].rstrip().endswith(":"):
        return start, end, True
    match = _LEADING(reworded.plain, start, end)
    if match is None:
        return start, end, False
    words = reworded.shown[match.start(1) : match.end(1)]
    label = "" if words.lower() in _FILLERS else f"{words}: "
    reworded.splice(match.start(1), match.end(), label)
    moved = len(label) - (match.end() - match.start(1))
    return match.start(1) + len(label), end + moved, bool(label)


def _cut_words(reworded: Rewording, start: int, end: int, refusal_of: RefusalOf) -> str:
    """Cut off the words after a pool and return them. A difficulty among them stays."""
    cut = _words_from(reworded, start, end, refusal_of)
    if cut is None:
        return ""
    words = reworded.shown[cut:end].strip()
    target = _TARGET_IN_WORDS.search(words)
    if target is None:
        reworded.splice(cut, end, "")
        return words
    reworded.splice(cut, end, f"vs {target[1]}")
    return f"{words[: target.start()]}{words[target.end() :]}".strip()


def _words_from(reworded: Rewording, start: int, end: int, refusal_of: RefusalOf) -> int | None:
    """Return where the words after the pool begin; ``None`` if there are none, or unclear ones."""
    pool = reworded.shown[start:end]
    refusal = refusal_of(pool)
    if refusal is None or refusal.at is None or refusal.at >= len(pool):
        return None
    at = refusal.at
    for _ in range(_MAX_WORDS_BACK):
        if not pool[:at].strip():
            return None
        is_words = pool[at - 1].isspace() and _are_words(reworded, start + at, end)
        if is_words and refusal_of(pool[:at]) is None:
            return start + at
        at = pool.rfind(" ", 0, len(pool[:at].rstrip())) + 1
    return None


def _are_words(reworded: Rewording, at: int, end: int) -> bool:
    """Return whether the text consists of words. Refuses words like a misspelled habit."""
    plain = reworded.plain[at:end]
    first = plain[0]
    category = unicodedata.category(first)
    if not (category[0] == "L" or category == "So" or first in _QUOTES):
        return False
    if _IS_ROLL(plain) or _WORD_NUMBER(plain) or _READ_MODIFIER(plain):
        return False
    word = _FIRST_WORD(plain)
    if word is None:
        return category == "So" and not _DIGIT(plain)
    if len(word[0]) == 1 and first not in _QUOTES and len(plain.strip()) == 1:
        return False
    if word[0] in _NEVER_WORDS:
        return False
    near = get_close_matches(word[0], _KEYWORDS, 1, 0.8) if len(word[0]) > 4 else []
    if near:
        shown = reworded.shown[at + word.start() : at + word.end()]
        raise UnreadableNotation(
            N_("I can't read “{word}” here."),
            at=reworded.origin(at + word.start()),
            hint=N_("Did you mean {meant}? Put remarks after a #."),
            word=shown,
            meant=near[0],
        )
    return True
