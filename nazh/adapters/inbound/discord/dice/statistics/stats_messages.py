"""Formats statistics as Discord messages: the counts in words, and a chart of faces. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nazh.adapters.inbound.discord.chart_responses import Section
from nazh.adapters.inbound.texts.dice.stats import (
    face_lines,
    faces_caption,
    faces_chart,
    heading,
    stats_lines,
)
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dice.statistics.show_stats import Stats
from nazh.domain.dice import Ruleset
from nazh.domain.dice.statistics.summary import DieStatistics, Statistics
from nazh.domain.kernel.identity import UserId

_FENCE: Final = "```"


def stats_section(
    stats: Stats,
    kind: DieStatistics | None,
    ruleset: Ruleset,
    translator: Translator,
    *,
    shown_to_others: UserId | None = None,
) -> Section:
    """Return totals, luck, each kind of die, and the faces of one with their chart.

    ``shown_to_others`` is the user whose statistics others can read.
    """
    whose = heading(stats, translator, shown_to_others)
    text = "\n".join(_lines(whose, stats.statistics, kind, ruleset, translator))
    return Section(text, None if kind is None else faces_chart(kind, translator))


def _lines(
    whose: str,
    statistics: Statistics,
    kind: DieStatistics | None,
    ruleset: Ruleset,
    translator: Translator,
) -> Iterator[str]:
    yield f"### {whose}"
    yield from stats_lines(statistics, ruleset, translator)
    if kind is not None:
        yield faces_caption(kind, translator)
        yield _FENCE
        yield from face_lines(kind, translator)
        yield _FENCE
