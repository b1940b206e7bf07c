"""SuggestRolls: what somebody who is typing a roll may want to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from nazh.application.dice.ports import OpenLedger
from nazh.domain.dice import RollPlan, parse_roll
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import PlayerId, RequestId

RECORDS: Final = 50
"""How far back it is looked for what somebody rolled lately."""
_TAG_WITHOUT_COUNT: Final = re.compile(r"(?<!\w)([adnp]+)(d(?:\d|%|f\b|\[))", re.IGNORECASE)
_EDGE_IN_WORDS: Final = re.compile(
    r"(?<!\w)1?(d\d+)(.*?)[\s,]+(adv|advantage|dis|disadv|disadvantage)\s*$", re.IGNORECASE
)
_UNFINISHED: Final = re.compile(r"[\s+\-*/,;:]+$|\s+vs?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Notations in canonical form: what the text means or may mean, and what was rolled lately."""

    meant: tuple[str, ...]
    lately: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SuggestRolls:
    """Read an unfinished text with good will, and look into the ledger. Nothing is thrown."""

    open_ledger: OpenLedger

    async def __call__(self, by: PlayerId, typed: str) -> Suggestions:
        """Return what ``by`` may mean by ``typed``. Raises only ``Unavailable``."""
        async with self.open_ledger(RequestId(f"lately:{by}")) as ledger:
            records = await ledger.history.lately(by, RECORDS)
        notations = dict.fromkeys(_written(record.throws[0].plan) for record in records)
        return Suggestions(tuple(dict.fromkeys(_meant(typed))), tuple(notations))


def _meant(typed: str) -> Iterator[str]:
    finished = _UNFINISHED.sub("", typed)
    with_counts = _TAG_WITHOUT_COUNT.sub(r"\g<1>1\2", finished)
    in_notation = _EDGE_IN_WORDS.sub(_edge, finished)
    for text in (typed, with_counts, in_notation):
        try:
            yield _written(parse_roll(text))
        except Refusal:
            continue


def _edge(match: re.Match[str]) -> str:
    return f"{match[3][0].lower()}1{match[1]}{match[2]}"


def _written(plan: RollPlan) -> str:
    return plan.notation if plan.comment is None else f"{plan.notation} # {plan.comment}"
