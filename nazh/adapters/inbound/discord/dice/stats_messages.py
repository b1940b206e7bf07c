"""Statistics as a Discord message: an embed that reads aloud; its picture follows it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nazh.adapters.inbound.discord.answers import EPHEMERAL, NO_MENTIONS, Json
from nazh.adapters.inbound.discord.dice.presenter import BLUE
from nazh.adapters.inbound.wording.dice.stats import (
    expected_line,
    face_lines,
    heading,
    stats_lines,
)
from nazh.adapters.inbound.wording.languages import Words
from nazh.application.dice.show_stats import Stats
from nazh.domain.dice import Ruleset
from nazh.domain.dice.statistics.summary import KindOfDie

_FENCE: Final = "```"


def stats_body(
    stats: Stats, kind: KindOfDie | None, ruleset: Ruleset, words: Words, *, is_public: bool
) -> Json:
    """Return the message: what was rolled, luck, each kind of die, and the faces of one."""
    return {
        "embeds": (
            {
                "title": heading(stats, words),
                "description": "\n".join(_told(stats, kind, ruleset, words)),
                "color": BLUE,
            },
        ),
        "allowed_mentions": NO_MENTIONS,
        **({} if is_public else {"flags": EPHEMERAL}),
    }


def _told(stats: Stats, kind: KindOfDie | None, ruleset: Ruleset, words: Words) -> Iterator[str]:
    yield from stats_lines(stats.statistics, ruleset, words)
    if kind is not None:
        yield _FENCE
        yield from face_lines(kind, words)
        yield _FENCE
        yield expected_line(kind, words)
