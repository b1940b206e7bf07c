"""Words odds as percentages, averages, and bar charts that screen readers can read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Final

from nazh.adapters.inbound.texts.dice.steps import INDENT
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.shared.charts import Bar, Chart
from nazh.domain.dice.odds import Distribution, PoolOdds, RollOdds
from nazh.domain.kernel.texts import N_, N_plural

ODDS_BUTTON: Final = N_("Odds")
MOST_ROWS: Final = 24
MOST_BARS: Final = 40
PERCENT: Final = N_("{percent}%")
WIDTH: Final = 30
"""Characters of the longest bar."""
_BAR: Final = "█"
_LONGEST_FRACTION: Final = 15
"""Characters of the longest exact fraction that is shown beside its percentage."""
_LEAST_LIKELY: Final = 2_000
"""Totals with a probability below 1 in this number have no row of their own in the chart."""
_BAD_SIDE: Final = {
    "Threat": N_("{chance} threat"),
    "Complication": N_("{chance} complication"),
}
_SAME_FOR_ALL: Final = N_plural(
    "The roll has these odds:", "Each of the {count} rolls has these odds:"
)


@dataclass(frozen=True, slots=True)
class Row:
    """The probability of a total from ``low`` to ``high``."""

    low: int
    high: int
    chance: Fraction

    @property
    def label(self) -> str:
        """The total, or the first and last total with a dash."""
        return str(self.low) if self.low == self.high else f"{self.low} – {self.high}"


def odds_lines(
    odds: RollOdds, translator: Translator, most_rows: int = MOST_ROWS
) -> tuple[str, ...]:
    """Return the odds line by line, each pool with its chart, then the joint odds."""
    lines: list[str] = []
    if odds.plan.repeats > 1:
        lines.append(repeats_line(odds, translator))
    for pool in odds.pools:
        lines.append(pool.notation)
        lines += (f"{INDENT}{line}" for line in pool_lines(pool, translator))
        if pool.totals is not None:
            lines += (f"{INDENT}{line}" for line in chart_lines(pool.totals, translator, most_rows))
    lines += story_lines(odds, translator)
    return tuple(lines)


def repeats_line(odds: RollOdds, translator: Translator) -> str:
    """Return a line that each of several rolls has the same odds."""
    return translator.counted(_SAME_FOR_ALL, odds.plan.repeats)


def pool_lines(pool: PoolOdds, translator: Translator) -> Iterator[str]:
    """Yield the probability of success, the average, and what was truncated."""
    totals = pool.totals
    if totals is None:
        yield translator("the plot die")
        return
    if pool.success is not None and pool.pool.target is not None:
        chance = exact_chance(pool.success, translator)
        yield translator("{chance} against {target}", chance=chance, target=pool.pool.target)
    mean, deviation = averages(totals, translator)
    yield translator("average {average}, deviation {deviation}", average=mean, deviation=deviation)
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
    return "; ".join(phrases)


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


def chart_lines(
    totals: Distribution, translator: Translator, most_rows: int = MOST_ROWS, width: int = WIDTH
) -> Iterator[str]:
    """Yield one line per total, or per range of totals: the total, its probability, and a bar."""
    rows = chart_rows(totals, most_rows)
    labels = [row.label for row in rows]
    chances = [percent(row.chance, translator) for row in rows]
    wide, wider = max(map(len, labels)), max(map(len, chances))
    longest = max(row.chance for row in rows)
    for row, label, chance in zip(rows, labels, chances, strict=True):
        bar = _BAR * _rounded(row.chance / longest * width)
        yield f"{label:>{wide}}  {chance:>{wider}}  {bar}".rstrip()


def chart_rows(totals: Distribution, most: int) -> list[Row]:
    """Return the totals in at most ``most`` rows; improbable ones are merged with a neighbour."""
    if len(totals.ways) <= most:
        return [Row(value, value, chance) for value, chance in totals.items()]
    low, high = _ends(totals)
    width = -(-(high - low + 1) // most)
    found: dict[int, list[tuple[int, int]]] = {}
    for value, ways in totals.ways:
        place = (min(max(value, low), high) - low) // width
        found.setdefault(place, []).append((value, ways))
    return [
        Row(row[0][0], row[-1][0], Fraction(sum(ways for _, ways in row), totals.total_ways))
        for row in found.values()
    ]


def odds_chart(odds: RollOdds, translator: Translator) -> Chart | None:
    """Return the chart of the first pool with a total, or ``None`` if there is none."""
    pool = next((pool for pool in odds.pools if pool.totals is not None), None)
    if pool is None or pool.totals is None:
        return None
    target = pool.pool.target
    rows = chart_rows(pool.totals, MOST_BARS)
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
        caption = f"{reached}; {caption}"
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
