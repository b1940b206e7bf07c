"""Formats odds as Discord messages, with an embed for screen readers before the picture. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nazh.adapters.inbound.discord.interactions.responses import EPHEMERAL, Json
from nazh.adapters.inbound.discord.ui import DESCRIPTION_CHARACTERS, embed_body
from nazh.adapters.inbound.texts.dice.odds import (
    chart_lines,
    pool_lines,
    repeats_line,
    story_lines,
)
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dice.odds import RollOdds

_ROWS: Final = 12
_WIDTH: Final = 12
"""Rows of a chart and characters of its bars; more would wrap on a phone."""


def odds_body(odds: RollOdds, translator: Translator, *, is_public: bool) -> Json:
    """Return the message, with the notation, probabilities and text chart of each pool."""
    text = "\n".join(_lines(odds, translator))
    if len(text) > DESCRIPTION_CHARACTERS:
        text = "\n".join(_lines(odds, translator, with_charts=False))[:DESCRIPTION_CHARACTERS]
    body = embed_body(text)
    return body if is_public else {**body, "flags": EPHEMERAL}


def _lines(odds: RollOdds, translator: Translator, *, with_charts: bool = True) -> Iterator[str]:
    if odds.plan.repeats > 1:
        yield repeats_line(odds, translator)
    for pool in odds.pools:
        yield f"`{pool.notation}`"
        yield from pool_lines(pool, translator)
        if pool.totals is not None and with_charts:
            chart = chart_lines(pool.totals, translator, _ROWS, _WIDTH)
            yield "\n".join(("```", *chart, "```"))
    for line in story_lines(odds, translator):
        yield f"**{line}**"
