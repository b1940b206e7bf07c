"""Formats statistics as Discord messages, with an embed before the picture. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nazh.adapters.inbound.discord.interactions.responses import EPHEMERAL, NO_MENTIONS, Json
from nazh.adapters.inbound.discord.ui import BLUE
from nazh.adapters.inbound.texts.dice.stats import (
    expected_line,
    face_lines,
    heading,
    stats_lines,
)
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dice.statistics.show_stats import Stats
from nazh.domain.dice import Ruleset
from nazh.domain.dice.statistics.summary import DieStatistics

_FENCE: Final = "```"


def stats_body(
    stats: Stats,
    kind: DieStatistics | None,
    ruleset: Ruleset,
    translator: Translator,
    *,
    is_public: bool,
) -> Json:
    """Return the message, with totals, luck, each kind of die, and the faces of one."""
    return {
        "embeds": (
            {
                "title": heading(stats, translator),
                "description": "\n".join(_lines(stats, kind, ruleset, translator)),
                "color": BLUE,
            },
        ),
        "allowed_mentions": NO_MENTIONS,
        **({} if is_public else {"flags": EPHEMERAL}),
    }


def _lines(
    stats: Stats, kind: DieStatistics | None, ruleset: Ruleset, translator: Translator
) -> Iterator[str]:
    yield from stats_lines(stats.statistics, ruleset, translator)
    if kind is not None:
        yield _FENCE
        yield from face_lines(kind, translator)
        yield _FENCE
        yield expected_line(kind, translator)
