"""Formats odds as Discord messages: for each pool its chances, a table, and a chart. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nazh.adapters.inbound.discord.chart_responses import TEXT_CHARACTERS, Section
from nazh.adapters.inbound.texts.dice.odds.odds import (
    MAX_ROWS,
    pool_chart,
    pool_lines,
    repeats_line,
    story_lines,
    success_line,
    table_lines,
)
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dice.odds import PoolOdds, RollOdds

_ROWS: Final = (MAX_ROWS, 24, 16, 12, 8, 0)
"""The rows of each pool's table: as many as fit into the message. 0 means no table."""
_WIDTH: Final = 32
"""Characters of a row; more would wrap on a phone."""


def odds_sections(odds: RollOdds, translator: Translator) -> tuple[Section, ...]:
    """Return a section for each pool, and one for what all have in common."""
    fitting = (tuple(_sections(odds, translator, rows)) for rows in _ROWS)
    return next(
        sections
        for sections in fitting
        if sum(len(section.text) for section in sections) <= TEXT_CHARACTERS
    )


def _sections(odds: RollOdds, translator: Translator, rows: int) -> Iterator[Section]:
    for place, pool in enumerate(odds.pools):
        lines = list(_pool_lines(odds, pool, translator, rows))
        if place == 0 and odds.plan.repeats > 1:
            lines.insert(1 if pool.success is not None else 0, repeats_line(odds, translator))
        yield Section("\n".join(lines), pool_chart(pool, translator))
    together = [f"**{line}**" for line in story_lines(odds, translator)]
    if together:
        yield Section("\n".join(together))


def _pool_lines(odds: RollOdds, pool: PoolOdds, translator: Translator, rows: int) -> Iterator[str]:
    """Yield the difficulty first, as it is what most users ask for."""
    success = success_line(pool, translator)
    if success:
        yield f"**{success}**"
    yield f"`{pool.notation}`"
    yield from pool_lines(odds, pool, translator)
    if pool.totals is not None and rows:
        yield "```"
        yield from table_lines(pool, translator, rows, _WIDTH)
        yield "```"
