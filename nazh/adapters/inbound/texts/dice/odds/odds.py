"""Writes odds as percentages, averages, and bar charts that screen readers can read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Final

from nazh.adapters.inbound.texts.dice.rolling.steps import INDENT
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.punctuation import joined
from nazh.application.shared.charts import Bar, Chart
from nazh.domain.dice.odds import Distribution, PoolOdds, RollOdds
from nazh.domain.dice.plot_die import MAX_PLOT_BONUS
from nazh.domain.dice.pools import PoolKind
from nazh.domain.kernel.texts import N_, N_plural

ODDS_BUTTON: Final = N_("Odds")
MAX_ROWS: Final = 40
"""Rows of a table, about as many as a phone shows at once."""
MAX_BARS: Final = 40
PERCENT: Final = N_("{percent}%")
_WIDTH: Final = 60
"""Characters of a row of the table in a terminal, at most."""
_MIN_BAR, _MAX_BAR = 2, 30
"""Characters of the longest bar."""
_BAR: Final = "█"
_TARGET: Final = "→"
"""Marks the row of the difficulty."""
_LONGEST_FRACTION: Final = 15
"""Characters of the longest exact fraction that is shown beside its percentage."""
_LEAST_LIKELY: Final = 2_000
"""Totals with a probability below 1 in this number have no separate row in the chart."""
_BAD_SIDE: Final = {
    "Threat": N_("{chance} threat"),
    "Complication": N_("{chance} complication"),
}
_SAME_FOR_ALL: Final = N_plural(
    "The roll has these odds:", "Each of the {count} rolls has these odds:"
)


@dataclass(frozen=True, slots=True)
class Row:
    """The probability of a total from ``low`` to ``high``, and of ``low`` or more."""

    low: int
    high: int
    chance: Fraction
    at_least: Fraction

    @property
    def label(self) -> str:
        """The total, or the first and last total with a dash."""
        if self.low == self.high:
            return str(self.low)
        return f"{self.low}–{self.high}" if self.low >= 0 else f"{self.low} – {self.high}"


def odds_lines(odds: RollOdds, translator: Translator, columns: int) -> tuple[str, ...]:
    """Return the odds line by line, each pool with its table, then the joint odds.

    The tables fit into ``columns``, as far as their numbers do.
    """
    width = min(_WIDTH, columns - len(INDENT))
    lines: list[str] = []
    if odds.plan.repeats > 1:
        lines.append(repeats_line(odds, translator))
    for pool in odds.pools:
        lines.append(pool.notation)
        success = success_line(pool, translator)
        own = ([success] if success else []) + list(pool_lines(odds, pool, translator))
        if pool.totals is not None:
            own += table_lines(pool, translator, MAX_ROWS, width)
        lines += (f"{INDENT}{line}" for line in own)
    lines += story_lines(odds, translator)
    return tuple(lines)


def repeats_line(odds: RollOdds, translator: Translator) -> str:
    """Return a line that each of several rolls has the same odds."""
    return translator.counted(_SAME_FOR_ALL, odds.plan.repeats)


def success_line(pool: PoolOdds, translator: Translator) -> str:
    """Return the probability of reaching the difficulty; empty without one."""
    if pool.success is None or pool.pool.target is None:
        return ""
    chance = exact_chance(pool.success, translator)
    return translator("{chance} against {target}", chance=chance, target=pool.pool.target)


def pool_lines(odds: RollOdds, pool: PoolOdds, translator: Translator) -> Iterator[str]:
    """Yield the average, how far a plot die raises the totals, and what was truncated."""
    totals = pool.totals
    if totals is None:
        yield translator("the plot die")
        return
    mean, deviation = averages(totals, translator)
    yield translator("average {average}, deviation {deviation}", average=mean, deviation=deviation)
    if odds.plan.has_plot_die and pool.pool.kind is PoolKind.SKILL:
        most = totals.ways[-1][0]
        yield translator(
            "The plot die can add {bonus}: totals reach {most}, the dice alone {dice_most}.",
            bonus=MAX_PLOT_BONUS,
            most=most,
            dice_most=most - MAX_PLOT_BONUS,
        )
    if totals.failed:
        chance = exact_chance(totals.failed, translator)
        yield translator(
            "{chance} chance of dividing by zero, which gives no result", chance=chance
        )
    if totals.truncated:
        yield translator(
            "{chance} left out, because it goes on too long",
            chance=percent(totals.truncated, translator),
        )


def story_lines(odds: RollOdds, translator: Translator) -> Iterator[str]:
    """Yield the joint odds of several pools, and those of opportunity and threat."""
    together = [each.probability for each in odds.outcomes if all(each.successes)]
    if len(odds.outcomes[0].successes) > 1:
        chance = exact_chance(sum(together, Fraction(0)), translator)
        yield translator("{chance} that all succeed", chance=chance)
    if odds.has_narrative:
        yield translator("{chance} opportunity", chance=exact_chance(odds.opportunity, translator))
        chance = exact_chance(odds.threat, translator)
        yield translator(_BAD_SIDE[odds.ruleset.bad_words[0]], chance=chance)


def brief_odds(odds: RollOdds, translator: Translator) -> str:
    """Return success and opportunity in one line; empty if there is neither."""
    phrases = [
        translator(
            "{chance} against {target}",
            chance=percent(pool.success, translator),
            target=pool.pool.target or 0,
        )
        for pool in odds.pools
        if pool.success is not None
    ]
    if odds.has_narrative:
        phrases.append(
            translator("{chance} opportunity", chance=percent(odds.opportunity, translator))
        )
    return joined(phrases, translator)


def averages(totals: Distribution, translator: Translator) -> tuple[str, str]:
    """Return the average and the standard deviation, with one decimal."""
    variance = totals.variance
    # The root of a fraction in tenths, rounded, in integer arithmetic.
    tenths = (isqrt(variance.numerator * 400 // variance.denominator) + 1) // 2
    return translator.one_decimal(_rounded(totals.mean * 10)), translator.one_decimal(tenths)


def percent(chance: Fraction, translator: Translator) -> str:
    """Return a probability in percent with one decimal; 0 and 100 only if it is exactly that."""
    tenths = _rounded(chance * 1000)
    if chance and not tenths:
        return translator("under {percent}%", percent=translator.one_decimal(1))
    if chance < 1 and tenths == 1000:
        return translator("over {percent}%", percent=translator.one_decimal(999))
    return translator(PERCENT, percent=translator.one_decimal(tenths))


def exact_chance(chance: Fraction, translator: Translator) -> str:
    """Return a probability in percent and, if it is short, as the exact fraction."""
    exact = str(chance)
    phrase = percent(chance, translator)
    return f"{phrase} ({exact})" if "/" in exact and len(exact) <= _LONGEST_FRACTION else phrase


def table_lines(
    pool: PoolOdds, translator: Translator, most_rows: int, width: int
) -> Iterator[str]:
    """Yield a line per total, or per range of totals, of about ``width`` characters.

    Its columns are the total, its probability, that of at least as much, and a bar. The row of the
    difficulty begins with a sign.
    """
    assert pool.totals is not None, "a pool that is only the plot die has no table"
    rows = table_rows(pool.totals, most_rows)
    target = pool.pool.target
    labels = [_marked(row, target) for row in rows]
    exactly = [translator("exactly"), *(_aligned(row.chance, translator) for row in rows)]
    at_least = [translator("at least"), *(_aligned(row.at_least, translator) for row in rows)]
    wide, wider, widest = (max(map(len, column)) for column in (labels, exactly, at_least))
    room = max(_MIN_BAR, min(_MAX_BAR, width - wide - wider - widest - 6))
    longest = max(row.chance for row in rows)
    bars = ["", *(_BAR * _rounded(row.chance / longest * room) for row in rows)]
    for label, chance, reached, bar in zip(("", *labels), exactly, at_least, bars, strict=True):
        yield f"{label:>{wide}}  {chance:>{wider}}  {reached:>{widest}}  {bar}".rstrip()


def _marked(row: Row, target: int | None) -> str:
    is_target = target is not None and row.low <= target <= row.high
    return f"{_TARGET}{row.label}" if is_target else row.label


def _aligned(chance: Fraction, translator: Translator) -> str:
    """Return a probability in percent with exactly one decimal, which aligns in a column."""
    tenths = _rounded(chance * 1000)
    sign = ""
    if chance and not tenths:
        sign, tenths = "<", 1
    elif chance < 1 and tenths == 1000:
        sign, tenths = ">", 999
    shown = f"{tenths // 10}{translator.decimal_sign()}{tenths % 10}"
    return f"{sign}{translator(PERCENT, percent=shown)}"


def table_rows(totals: Distribution, most: int) -> list[Row]:
    """Return the totals in at most ``most`` rows; improbable ones are merged with a neighbour."""
    width = 1
    low, high = totals.ways[0][0], totals.ways[-1][0]
    if len(totals.ways) > most:
        low, high = _ends(totals)
        width = -(-(high - low + 1) // most)
    values_by_row: dict[int, list[tuple[int, int]]] = {}
    for value, ways in totals.ways:
        place = (min(max(value, low), high) - low) // width
        values_by_row.setdefault(place, []).append((value, ways))
    left = sum(ways for _, ways in totals.ways)
    rows: list[Row] = []
    for row in values_by_row.values():
        ways = sum(ways for _, ways in row)
        chance, at_least = Fraction(ways, totals.total_ways), Fraction(left, totals.total_ways)
        rows.append(Row(row[0][0], row[-1][0], chance, at_least))
        left -= ways
    return rows


def pool_chart(pool: PoolOdds, translator: Translator) -> Chart | None:
    """Return the chart of a pool, or ``None`` if it has no total."""
    if pool.totals is None:
        return None
    target = pool.pool.target
    rows = table_rows(pool.totals, MAX_BARS)
    bars = tuple(
        Bar(row.label, _rounded(row.chance * 1000), target is not None and row.low >= target)
        for row in rows
    )
    mean, deviation = averages(pool.totals, translator)
    caption = translator(
        "average {average}, deviation {deviation}", average=mean, deviation=deviation
    )
    if pool.success is not None:
        chance = percent(pool.success, translator)
        reached = translator("{chance} against {target}", chance=chance, target=target or 0)
        caption = joined((reached, caption), translator)
    phrase = translator(
        "Bar chart of {notation}: totals from {least} to {most}; {caption}.",
        notation=pool.notation,
        least=pool.totals.ways[0][0],
        most=pool.totals.ways[-1][0],
        caption=caption,
    )
    return Chart(
        pool.notation,
        caption,
        bars,
        phrase,
        decimal_sign=translator.decimal_sign(),
        percent_format=translator(PERCENT),
    )


def _ends(totals: Distribution) -> tuple[int, int]:
    """Return the first and last total, without improbable tails."""
    ends: list[int] = []
    unlikely = totals.total_ways // _LEAST_LIKELY
    for ways in (totals.ways, totals.ways[::-1]):
        passed = 0
        for value, count in ways:
            passed += count
            if passed > unlikely:
                ends.append(value)
                break
    return ends[0], ends[1]


def _rounded(value: Fraction) -> int:
    """Return the nearest whole number, rounding halves away from zero."""
    nearest = int(abs(value) + Fraction(1, 2))
    return -nearest if value < 0 else nearest
