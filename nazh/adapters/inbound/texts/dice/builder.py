"""Writes the roll builder's texts: its staged pools, its open pool and the possible totals."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from nazh.adapters.inbound.texts.dice.commands import BUILD, POOLS
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.punctuation import labelled
from nazh.domain.dice import Ruleset
from nazh.domain.dice.averages import average
from nazh.domain.dice.building.drafting import Draft
from nazh.domain.dice.canonical_notation import write_pool, write_roll
from nazh.domain.dice.pools import Pool, PoolKind
from nazh.domain.dice.ranges import value_range
from nazh.domain.kernel.texts import N_

STAGED: Final = N_("Staged roll")
MAKING: Final = N_("Current pool")
NOTHING_STAGED: Final = N_("Nothing yet.")
NOTHING_IN_THE_MAKING: Final = N_("Nothing yet. Choose a die to begin.")
CHOOSE_A_DIE: Final = N_("Choose a die")
STEP_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "fewer": N_("Count −1"),
        "more": N_("Count +1"),
        "less5": N_("Modifier −5"),
        "less1": N_("Modifier −1"),
        "plus1": N_("Modifier +1"),
        "plus5": N_("Modifier +5"),
        "better": N_("Advantage"),
        "worse": N_("Disadvantage"),
        "mix": N_("Another Die"),
        "add": N_("Add to Roll"),
        "undo": N_("Remove Last"),
        "clear": N_("Clear"),
    }
)
WORDS_LABEL: Final = N_("Label, Difficulty")
ROLL: Final = N_("Roll")
ROLL_SECRETLY: Final = N_("Roll Secretly")
LABEL: Final = N_("Label")
DIFFICULTY: Final = N_("Difficulty")
LABEL_EXAMPLE: Final = N_("Stealth")
DIFFICULTY_EXAMPLE: Final = "15"
_MAX_TOTAL: Final = 10**12
"""Larger totals are left out, because they would not fit on a phone."""
_TOO_OLD: Final = N_("This builder is too old to update. Open a new one with {command}.")
_TOO_OLD_WITH_DICE: Final = N_("This builder is too old to update. Open it again:")


def die_label(name: str, translator: Translator) -> str:
    """Return the name of a die in the menu."""
    return translator("Plot die") if name == "plot" else name


def staged_lines(draft: Draft, ruleset: Ruleset, translator: Translator) -> tuple[str, ...]:
    """Return the staged pools, one per line, each notation in a code span.

    The spans, joined by commas, parse as the staged roll.
    """
    if not draft.staged:
        return ()
    first, *others = draft.staged
    return (
        _line(write_roll((first,), draft.repeats), first, draft, ruleset, translator),
        *(_line(write_pool(pool), pool, draft, ruleset, translator) for pool in others),
    )


def making_line(draft: Draft, ruleset: Ruleset, translator: Translator) -> str:
    """Return the open pool, with its notation in a code span."""
    if draft.open_pool is None:
        return translator(NOTHING_IN_THE_MAKING)
    pool = draft.open_pool.pool
    return _line(write_roll((pool,), 1), pool, draft, ruleset, translator)


def prospect_text(
    pool: Pool, ruleset: Ruleset, translator: Translator, *, has_plot_die: bool
) -> str:
    """Return the least and the greatest total, and the average if it is known exactly.

    Bounds that may not be reached are marked as bounds. The text is empty if there is nothing short
    to say.
    """
    if pool.is_only_plot_die:
        return translator("the plot die")
    bounds = value_range(pool.expression)
    if bounds is None:
        return ""
    lowest = ruleset.lowest_total_of(pool)
    least, most = (_total(end, lowest) for end in (bounds.low, bounds.high))
    if max(abs(least), abs(most)) > _MAX_TOTAL:
        return ""
    mean = average(pool.expression)
    if mean is None:
        text = translator("between {least} and {most}", least=least, most=most)
    elif least > bounds.low:
        text = translator("{least} to {most}", least=least, most=most)
    else:
        phrase = N_("{least} to {most}, average {average}")
        mean_words = translator.one_decimal(_tenths(mean))
        text = translator(phrase, least=least, most=most, average=mean_words)
    waits = has_plot_die and pool.kind is PoolKind.SKILL
    return translator("{prospect}, before the plot die", prospect=text) if waits else text


def rolls_made(number: int, translator: Translator) -> str:
    """Return how often the builder has rolled. No other number in it has plain digits."""
    return translator("Rolls made here: {number}", number=str(number))


def lost_builder(draft: Draft, translator: Translator) -> str:
    """Return what to say if Discord no longer allows the builder to be edited."""
    build = f"/{translator(BUILD)}"
    if draft.is_empty:
        return translator(_TOO_OLD, command=build)
    return f"{translator(_TOO_OLD_WITH_DICE)}\n```\n{build} {translator(POOLS)}:{draft.text}\n```"


def _tenths(value: Fraction) -> int:
    """Return ``value`` in tenths, halves away from zero."""
    tenths = int(abs(value) * 10 + Fraction(1, 2))
    return -tenths if value < 0 else tenths


def _total(value: int | Fraction, lowest: int | None) -> int:
    total = int(value)
    return total if lowest is None else max(lowest, total)


def _line(notation: str, pool: Pool, draft: Draft, ruleset: Ruleset, translator: Translator) -> str:
    has_plot_die = any(pool.plot_dice for pool in draft.pools)
    prospect = prospect_text(pool, ruleset, translator, has_plot_die=has_plot_die)
    return labelled(f"`{notation}`", prospect, translator) if prospect else f"`{notation}`"
