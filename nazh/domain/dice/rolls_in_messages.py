"""Finds dice notation in chat messages; when in doubt, a text is not a roll."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.dice.errors import RepeatBesideRolls, TooManyPools
from nazh.domain.dice.notation import parse_roll, read_roll
from nazh.domain.dice.rolls import RollPlan
from nazh.domain.kernel.errors import Refusal

MAX_CHARACTERS: Final = 4_000
"""How many characters of a text are searched: the maximum length of a Discord message."""
MAX_CANDIDATES: Final = 40
_CODE: Final = re.compile(r"`{1,3}([^`\n]+)`{1,3}")
_BLOCK_MARKS: Final = re.compile(
    r"^[ \t]*(?:(?:>{1,3}|#{1,3}|-#|[-*+]|\d{1,3}\.)[ \t]+)+", re.MULTILINE
)
"""Marks of quotes, headings and lists; in a roll, that of a list would be a minus."""
_EMPHASIS: Final = re.compile(
    r"(?<![\w)\]}%*])(\*{1,3}|_{1,3}|\|\|)(?=[^\s*_~|])([^\n]{1,120}?)(?<=[^\s*_~|])\1(?![\w({*])"
)
_STRUCK: Final = re.compile(r"~~[^~\n]+~~")
_BEGINS_WITH_DICE: Final = re.compile(
    r"(?:(?:roll|(?:half|½)(?: of)?|an?) +|[^\W\d][\w' -]{0,40}: *)*"
    r"(?:[adnp]{0,5}\d{1,3}d[\d%f]|\d{1,2}[wt]\d|d[\d%])",
    re.IGNORECASE,
).match
"""How a text begins that is read as if it was typed for /roll, perhaps after a label."""
_TOKEN: Final = re.compile(
    r"(?<![\w./`:@#=&?-])"
    r"((?:(?:[adnp]{1,5})?\d{1,3}d(?:\d{1,5}|%|f(?![a-z]))"
    r"|\d{1,2}[wt](?=\d)\d{1,3}|d(?!\d{1,5}s\b)(?:\d{1,5}|%))"
    r"[\w!<>=]{0,12}(?: ?[+-] ?\d{1,4})?"
    r"(?: (?:with )?(?:dis)?adv(?:antage)?\b| dis\b)?)"
    r"(?![\w/`+*-])",
    re.IGNORECASE,
)


def rolls_in(text: str) -> tuple[str, ...]:
    """Return the canonical notations in ``text``, in order, or none if there are none.

    Code spans are preferred to the whole text, then its lines, if each is a roll, and last single
    words such as ``2d6+3``. Markdown around a roll is not part of it. Raises a Refusal if what is
    found cannot be rolled together, such as TooManyPools or RepeatBesideRolls.
    """
    text, plain = _without_markdown(text)
    for candidates in (_CODE.findall(text), [text], [plain], _lines(plain), _TOKEN.findall(plain)):
        combined = _combined(candidates[:MAX_CANDIDATES])
        if combined:
            return combined
    return ()


def remark_in(text: str) -> str | None:
    """Return the remark of the rolls in ``text``, or ``None``. Raises as ``rolls_in`` does."""
    text, plain = _without_markdown(text)
    for candidates in (_CODE.findall(text), [text], [plain]):
        rolls = [plan for plan in map(_rolls, candidates[:MAX_CANDIDATES]) if plan is not None]
        if rolls:
            return next((plan.comment for plan in rolls if plan.comment is not None), None)
    return None


def _without_markdown(text: str) -> tuple[str, str]:
    """Return ``text`` without what is struck out and marks of lines, and also without emphasis."""
    text = _BLOCK_MARKS.sub("", _STRUCK.sub("", text[:MAX_CHARACTERS]))
    plain, replacements = _EMPHASIS.subn(r"\2", text)
    return text, _EMPHASIS.sub(r"\2", plain) if replacements else plain


def _lines(text: str) -> list[str]:
    """Return the lines of ``text`` if there are not many, and each is a roll; otherwise nothing."""
    lines = [line for line in text.splitlines() if line.strip()]
    return lines if len(lines) <= MAX_CANDIDATES and all(map(_rolls, lines)) else []


def _combined(candidates: list[str]) -> tuple[str, ...]:
    """Return the ``candidates`` that are rolls, which fit in one roll. Raises a Refusal."""
    plans = [plan for plan in map(_rolls, candidates) if plan is not None]
    repeated = next((plan for plan in plans if plan.repeats > 1), None)
    if repeated is not None:
        # A repeat applies to the whole list, so it cannot be combined.
        if len(plans) > 1:
            raise RepeatBesideRolls(repeated.notation)
        return (repeated.notation,)
    notations = tuple(notation for plan in plans for notation in plan.notations)
    if len(plans) > 1:
        parse_roll(", ".join(notations))
    return notations


def _rolls(text: str) -> RollPlan | None:
    """Return the roll in ``text``, or ``None`` if it is not one or has no dice."""
    plan = _read(text.strip())
    return plan if plan is not None and plan.dice else None


def _read(text: str) -> RollPlan | None:
    """Parse text as typed for /roll if it begins with dice; else as notation alone.

    As typed, words before the dice would be their label: any sentence would be a roll. Raises
    TooManyPools for a text that begins with dice.
    """
    is_typed = _BEGINS_WITH_DICE(text) is not None
    try:
        return read_roll(text, is_typed=is_typed)
    except TooManyPools:
        if is_typed:
            raise
        return None
    except Refusal:
        return None
