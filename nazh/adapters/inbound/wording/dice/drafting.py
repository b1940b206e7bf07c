"""The words of the builder: what is staged, what is in the making, and what it may come to."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from nazh.adapters.inbound.wording.dice.commands import BUILD, POOLS
from nazh.adapters.inbound.wording.languages import Words
from nazh.domain.dice import Ruleset
from nazh.domain.dice.averages import average
from nazh.domain.dice.drafting import Draft
from nazh.domain.dice.pools import Pool, PoolKind
from nazh.domain.dice.ranges import value_range
from nazh.domain.dice.writing import write_pool, write_roll
from nazh.domain.kernel.phrases import phrase

STAGED: Final = phrase("Staged roll")
MAKING: Final = phrase("Pool in the making")
NOTHING_STAGED: Final = phrase("Nothing yet.")
NOTHING_IN_THE_MAKING: Final = phrase("Nothing yet. Choose a die to begin.")
CHOOSE_A_DIE: Final = phrase("Choose a die")
STEP_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "fewer": phrase("Count −1"),
        "more": phrase("Count +1"),
        "less5": phrase("Modifier −5"),
        "less1": phrase("Modifier −1"),
        "plus1": phrase("Modifier +1"),
        "plus5": phrase("Modifier +5"),
        "better": phrase("Advantage"),
        "worse": phrase("Disadvantage"),
        "add": phrase("Add to Roll"),
        "undo": phrase("Remove Last"),
        "clear": phrase("Clear"),
    }
)
WORDS_LABEL: Final = phrase("Label, Difficulty")
ROLL: Final = phrase("Roll")
ROLL_SECRETLY: Final = phrase("Roll Secretly")
LABEL: Final = phrase("Label")
DIFFICULTY: Final = phrase("Difficulty")
LABEL_EXAMPLE: Final = phrase("Stealth")
DIFFICULTY_EXAMPLE: Final = "15"
_MOST_TOLD: Final = 10**12
"""Totals beyond are told by nobody, and would not fit on a phone."""
_TOO_OLD: Final = phrase("This builder is too old to be changed. Open a new one with {command}.")
_TOO_OLD_WITH_DICE: Final = phrase("This builder is too old to be changed. Open it again:")


def die_label(name: str, words: Words) -> str:
    """Return what the menu calls a die."""
    return words("Plot die") if name == "plot" else name


def staged_lines(draft: Draft, ruleset: Ruleset, words: Words) -> tuple[str, ...]:
    """Return the staged pools, one a line, each notation in a code span.

    The spans, joined by commas, read as the staged roll.
    """
    if not draft.staged:
        return ()
    first, *others = draft.staged
    return (
        _line(write_roll((first,), draft.repeats), first, draft, ruleset, words),
        *(_line(write_pool(pool), pool, draft, ruleset, words) for pool in others),
    )


def making_line(draft: Draft, ruleset: Ruleset, words: Words) -> str:
    """Return the pool in the making, its notation in a code span."""
    if draft.making is None:
        return words(NOTHING_IN_THE_MAKING)
    pool = draft.making.pool
    return _line(write_roll((pool,), 1), pool, draft, ruleset, words)


def prospect_text(pool: Pool, ruleset: Ruleset, words: Words, *, has_plot_die: bool) -> str:
    """Return the least and the greatest total, and the average where it is known exactly.

    Bounds that may not be reached are told as bounds; empty where nothing can be told briefly.
    """
    if pool.is_only_plot_die:
        return words("the plot die")
    bounds = value_range(pool.expression)
    if bounds is None:
        return ""
    lowest = None if pool.counts else ruleset.lowest_total
    least, most = (_total(end, lowest) for end in (bounds.low, bounds.high))
    if max(abs(least), abs(most)) > _MOST_TOLD:
        return ""
    mean = average(pool.expression)
    if mean is None:
        text = words("within {least} and {most}", least=least, most=most)
    elif least > bounds.low:
        text = words("{least} to {most}", least=least, most=most)
    else:
        told = phrase("{least} to {most}, average {average}")
        mean_words = words.one_decimal(_tenths(mean))
        text = words(told, least=least, most=most, average=mean_words)
    waits = has_plot_die and pool.kind is PoolKind.SKILL
    return words("{prospect}, before the plot die", prospect=text) if waits else text


def rolls_made(number: int, words: Words) -> str:
    """Return how often the builder has rolled; the only number in it, in plain digits."""
    return words("Rolls made here: {number}", number=str(number))


def lost_builder(draft: Draft, words: Words) -> str:
    """Return what to say when Discord lets nobody change the builder any more."""
    build = f"/{words(BUILD)}"
    if draft.is_empty:
        return words(_TOO_OLD, command=build)
    return f"{words(_TOO_OLD_WITH_DICE)}\n```\n{build} {words(POOLS)}:{draft.text}\n```"


def _tenths(value: Fraction) -> int:
    """Return ``value`` in tenths, halves away from zero."""
    tenths = int(abs(value) * 10 + Fraction(1, 2))
    return -tenths if value < 0 else tenths


def _total(value: int | Fraction, lowest: int | None) -> int:
    total = int(value)
    return total if lowest is None else max(lowest, total)


def _line(notation: str, pool: Pool, draft: Draft, ruleset: Ruleset, words: Words) -> str:
    has_plot_die = any(one.plot_dice for one in draft.pools)
    prospect = prospect_text(pool, ruleset, words, has_plot_die=has_plot_die)
    return f"`{notation}`{f': {prospect}' if prospect else ''}"
