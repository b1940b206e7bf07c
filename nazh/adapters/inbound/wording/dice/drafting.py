"""The words of the builder: what is staged, what is in the making, and what it may come to."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from nazh.domain.dice import Ruleset
from nazh.domain.dice.averages import average
from nazh.domain.dice.drafting import Draft
from nazh.domain.dice.pools import Pool, PoolKind
from nazh.domain.dice.ranges import value_range
from nazh.domain.dice.writing import write_pool, write_roll

STAGED: Final = "Staged roll"
MAKING: Final = "Pool in the making"
NOTHING_STAGED: Final = "Nothing yet."
NOTHING_IN_THE_MAKING: Final = "Nothing yet. Choose a die to begin."
CHOOSE_A_DIE: Final = "Choose a die"
STEP_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "fewer": "Count −1",
        "more": "Count +1",
        "less5": "Modifier −5",
        "less1": "Modifier −1",
        "plus1": "Modifier +1",
        "plus5": "Modifier +5",
        "better": "Advantage",
        "worse": "Disadvantage",
        "add": "Add to Roll",
        "undo": "Remove Last",
        "clear": "Clear",
    }
)
WORDS_LABEL: Final = "Label, Difficulty"
ROLL: Final = "Roll"
ROLL_SECRETLY: Final = "Roll Secretly"
LABEL: Final = "Label"
DIFFICULTY: Final = "Difficulty"
LABEL_EXAMPLE: Final = "Stealth"
DIFFICULTY_EXAMPLE: Final = "15"
_LONGEST_PROSPECT: Final = 40
_HINT: Final = "Open a new one with /build."


def die_label(name: str) -> str:
    """Return what the menu calls a die."""
    return "Plot die" if name == "plot" else name


def staged_lines(draft: Draft, ruleset: Ruleset) -> tuple[str, ...]:
    """Return the staged pools, one a line, each notation in a code span.

    The spans, joined by commas, read as the staged roll.
    """
    if not draft.staged:
        return ()
    first, *others = draft.staged
    return (
        _line(write_roll((first,), draft.repeats), first, draft, ruleset),
        *(_line(write_pool(pool), pool, draft, ruleset) for pool in others),
    )


def making_line(draft: Draft, ruleset: Ruleset) -> str:
    """Return the pool in the making, its notation in a code span."""
    if draft.making is None:
        return NOTHING_IN_THE_MAKING
    pool = draft.making.pool
    return _line(write_roll((pool,), 1), pool, draft, ruleset)


def prospect_text(pool: Pool, ruleset: Ruleset, *, has_plot_die: bool) -> str:
    """Return the least and the greatest total, and the average where it is known exactly.

    Bounds that may not be reached are told as bounds; empty where nothing can be told briefly.
    """
    if pool.is_only_plot_die:
        return "the plot die"
    bounds = value_range(pool.expression)
    if bounds is None:
        return ""
    lowest = None if pool.counts else ruleset.lowest_total
    least, most = (_total(end, lowest) for end in (bounds.low, bounds.high))
    mean = average(pool.expression)
    if mean is None:
        text = f"within {least} and {most}"
    elif least > bounds.low:
        text = f"{least} to {most}"
    else:
        text = f"{least} to {most}, average {one_decimal(mean)}"
    if len(text) > _LONGEST_PROSPECT:
        return ""
    waits = has_plot_die and pool.kind is PoolKind.SKILL
    return f"{text}, before the plot die" if waits else text


def rolls_made(number: int) -> str:
    """Return how often the builder has rolled; the only number in it."""
    return f"Rolls made here: {number}"


def lost_builder(draft: Draft) -> str:
    """Return what to say when Discord lets nobody change the builder any more."""
    again = _HINT if draft.is_empty else f"Open it again:\n```\n/build pools:{draft.text}\n```"
    return f"This builder is too old to be changed. {again}"


def one_decimal(value: Fraction) -> str:
    """Return ``value`` rounded to one decimal, halves away from zero; whole ones without."""
    tenths = int(abs(value) * 10 + Fraction(1, 2))
    whole, rest = divmod(tenths, 10)
    sign = "-" if value < 0 and tenths else ""
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def _total(value: int | Fraction, lowest: int | None) -> int:
    total = int(value)
    return total if lowest is None else max(lowest, total)


def _line(notation: str, pool: Pool, draft: Draft, ruleset: Ruleset) -> str:
    has_plot_die = any(one.plot_dice for one in draft.pools)
    prospect = prospect_text(pool, ruleset, has_plot_die=has_plot_die)
    return f"`{notation}`{f': {prospect}' if prospect else ''}"
