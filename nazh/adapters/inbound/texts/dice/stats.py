"""Writes statistics (faces compared with fair dice, luck, and other counts)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from nazh.adapters.inbound.texts.dice.odds.odds import PERCENT, percent
from nazh.adapters.inbound.texts.dice.rolling.markup import escape_markdown
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.punctuation import labelled
from nazh.application.dice.statistics.show_stats import Stats, StatsScope
from nazh.application.shared.charts import Bar, Chart
from nazh.domain.dice import Ruleset
from nazh.domain.dice.statistics.luck import Luck
from nazh.domain.dice.statistics.summary import DieStatistics, Statistics
from nazh.domain.kernel.identity import UserId
from nazh.domain.kernel.texts import N_, N_plural

STATS: Final = N_("stats")
DIE: Final = N_("die")
SCOPES: Final = {
    StatsScope.OWN: N_("my rolls"),
    StatsScope.CHARACTER: N_("my character's rolls"),
    StatsScope.SERVER: N_("everyone's public rolls on this server"),
}
DICE: Final = ("d4", "d6", "d8", "d10", "d12", "d20", "d100", "dF", "dp")
"""Kinds of dice in the menu; all others have only one line each."""
MAX_KINDS: Final = 8
MAX_ROWS: Final = 20
MAX_BARS: Final = 40
_WIDTH: Final = 14
_BAR: Final = "█"
_HEADINGS: Final = {
    StatsScope.OWN: N_("Your rolls"),
    StatsScope.CHARACTER: N_("Your rolls as {character}"),
    StatsScope.SERVER: N_("All public rolls on this server"),
}
_HEADINGS_FOR_OTHERS: Final = {
    StatsScope.OWN: N_("Rolls of {user}"),
    StatsScope.CHARACTER: N_("Rolls of {user} as {character}"),
    StatsScope.SERVER: N_("All public rolls on this server"),
}
_ROLLS: Final = N_plural("{count} roll", "{count} rolls")
_DICE: Final = N_plural("{count} die", "{count} dice")
_OTHER_DICE: Final = N_plural("{count} other die", "{count} other dice")
_OPPORTUNITIES: Final = N_plural("Opportunity", "{count} Opportunities")


@dataclass(frozen=True, slots=True)
class _Faces:
    """The count of faces from ``low`` to ``high``, and the expected count for fair dice."""

    low: int
    high: int
    count: int
    expected: Fraction

    @property
    def label(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low} – {self.high}"


def heading(stats: Stats, translator: Translator, shown_to_others: UserId | None) -> str:
    """Return whose rolls are shown, in markdown; the user is named if others can read it."""
    character = escape_markdown(stats.character or "")
    if shown_to_others is None:
        return translator(_HEADINGS[stats.scope], character=character)
    user = f"<@{shown_to_others}>"
    return translator(_HEADINGS_FOR_OTHERS[stats.scope], character=character, user=user)


def stats_lines(statistics: Statistics, ruleset: Ruleset, translator: Translator) -> Iterator[str]:
    """Yield the number of rolls, their luck, and one line for each kind of die."""
    if not statistics.dice:
        yield translator("Nothing has been rolled yet.")
        return
    rolls = translator.counted(_ROLLS, statistics.rolls)
    dice = translator.counted(_DICE, statistics.dice)
    # Discord displays an instant in each reader's language and time zone.
    since = "" if statistics.since is None else f"<t:{int(statistics.since.timestamp())}:D>"
    yield translator("{rolls}, {dice}, since {since}", rolls=rolls, dice=dice, since=since)
    if statistics.luck is not None:
        yield from luck_lines(statistics.luck, translator)
    naturals = [
        translator(phrase, count=count)
        for phrase, count in (
            (N_("{count} × natural 20"), statistics.natural_20),
            (N_("{count} × natural 1"), statistics.natural_1),
        )
        if count
    ]
    if naturals:
        phrase = translator("Of {count} d20 that counted", count=statistics.kept_d20)
        yield labelled(phrase, ", ".join(naturals), translator)
    # A roll names its only Opportunity without a number; among other counts it needs one.
    marks = [
        f"1 {translator.counted(phrase, 1)}" if count == 1 else translator.counted(phrase, count)
        for phrase, count in (
            (_OPPORTUNITIES, statistics.opportunities),
            (ruleset.bad_words, statistics.threats),
        )
        if count
    ]
    if marks:
        yield translator.all_of(marks)
    for kind in statistics.kinds[:MAX_KINDS]:
        yield kind_line(kind, translator)
    others = statistics.other_dice + sum(kind.dice for kind in statistics.kinds[MAX_KINDS:])
    if others:
        yield translator.counted(_OTHER_DICE, others)


def luck_lines(luck: Luck, translator: Translator) -> Iterator[str]:
    """Yield luck in a sentence, and what it means."""
    share = percent(_limited_share(luck), translator)
    yield translator("**Luck of these dice: {share}** (50% is average)", share=share)
    meaning = translator(
        "Of all possible results of these dice, {share} have a lower sum; an equal sum "
        "counts half.",
        share=share,
    )
    yield f"-# {meaning}"
    if luck.error:
        phrase = translator(
            "There are too many to count one by one; this is accurate to nine decimals."
        )
        yield f"-# {phrase}"


def kind_line(kind: DieStatistics, translator: Translator) -> str:
    """Return the number of dice of one kind, their average, the expected average, and luck."""
    dice = translator.counted(_DICE, kind.dice)
    if kind.is_plot:
        return f"`{kind.name}` {dice}"
    average = _tenths(kind.mean, translator)
    expected = _tenths(kind.expected_mean, translator)
    phrase = translator(
        "{dice}, average {average} (fair: {expected})",
        dice=dice,
        average=average,
        expected=expected,
    )
    luck = kind.luck
    if luck is not None:
        share = translator("luck {share}", share=percent(_limited_share(luck), translator))
        phrase = f"{phrase}, {share}"
    return f"`{kind.name}` {phrase}"


def chosen_kind(statistics: Statistics, name: str | None) -> DieStatistics | None:
    """Return the kind of die to show in detail: the requested one, the d20, or the first."""
    if name is not None:
        return statistics.kind(name)
    return statistics.kind("d20") or next(iter(statistics.kinds), None)


def face_lines(kind: DieStatistics, translator: Translator) -> Iterator[str]:
    """Yield the count of each face that came up, or of several together, with a bar."""
    rows = [row for row in _rows(kind, MAX_ROWS) if row.count]
    labels = [row.label for row in rows]
    counts = [translator.number(row.count) for row in rows]
    wide, wider = max(map(len, labels)), max(map(len, counts))
    most = max(max(Fraction(row.count), row.expected) for row in rows)
    for row, label, count in zip(rows, labels, counts, strict=True):
        bar = _BAR * round(row.count / most * _WIDTH)
        yield f"{label:>{wide}}  {count:>{wider}}  {bar}".rstrip()


def faces_caption(kind: DieStatistics, translator: Translator) -> str:
    """Return the die of ``face_lines``, and what fair dice would show if there are enough."""
    row = _rows(kind, MAX_ROWS)[0]
    if row.expected < 1:
        return f"`{kind.name}`"
    expected = _tenths(row.expected, translator)
    return translator(
        "`{die}`: fair dice would show {expected} in each row", die=kind.name, expected=expected
    )


def faces_chart(kind: DieStatistics, translator: Translator) -> Chart:
    """Return the chart of all faces, with a line at the count expected for fair dice."""
    rows = _rows(kind, MAX_BARS)
    bars = tuple(Bar(row.label, round(Fraction(row.count, kind.dice) * 1000)) for row in rows)
    level = round(rows[0].expected / kind.dice * 1000)
    dice = translator.counted(_DICE, kind.dice)
    share = percent(rows[0].expected / kind.dice, translator)
    caption = translator(
        "{dice}; the line is what fair dice would show: {share}", dice=dice, share=share
    )
    least, most = min(row.count for row in rows), max(row.count for row in rows)
    phrase = translator(
        "Bar chart of {die}: each from {least} to {most} times; fair dice would show "
        "each in {share} of all rolls.",
        die=kind.name,
        least=least,
        most=most,
        share=share,
    )
    return Chart(
        kind.name, caption, bars, phrase, level, translator.decimal_sign(), translator(PERCENT)
    )


def _rows(kind: DieStatistics, most: int) -> list[_Faces]:
    """Return the faces in at most ``most`` rows of equal size."""
    together = next(
        size
        for size in range(1, kind.sides + 1)
        if kind.sides % size == 0 and kind.sides // size <= most
    )
    return [
        _Faces(
            kind.lowest + start,
            kind.lowest + start + together - 1,
            sum(kind.counts[start : start + together]),
            kind.expected * together,
        )
        for start in range(0, kind.sides, together)
    ]


def _limited_share(luck: Luck) -> Fraction:
    """Return luck, at least its error away from 0 and 1, so that neither is shown if inexact."""
    return max(luck.error, min(1 - luck.error, luck.share))


def _tenths(value: Fraction, translator: Translator) -> str:
    return translator.one_decimal(round(value * 10))
