"""SuggestRolls: what somebody who is typing a roll may want to say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from nazh.application.dice.ports import OpenRolls, SavedRollStore
from nazh.application.dice.saving.saved_roll_scopes import read_saved_rolls
from nazh.domain.dice import RollPlan, parse_roll
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.saved_collections import visible_texts
from nazh.domain.dice.saved_rolls import NUMBER, ROLL
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import GuildId, RequestId, UserId

MAX_RECENT: Final = 50
"""How far back it is looked for what somebody rolled lately."""
_TAG_WITHOUT_COUNT: Final = re.compile(r"(?<!\w)([adnp]+)(d(?:\d|%|f\b|\[))", re.IGNORECASE)
_FIRST_DIE: Final = re.compile(r"(?<!\w)1?(d\d+)", re.IGNORECASE)
_EDGE_IN_WORDS: Final = re.compile(r"[ ,](adv|advantage|dis|disadv|disadvantage)$", re.IGNORECASE)
_NAME_BEGUN: Final = re.compile(r"[@$]\w*$")
_LOOSE_ENDS: Final = " +-*/,;:"


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Notations in canonical form: what the text means or may mean, and what was rolled lately.

    ``named`` pairs the text, finished with a saved name, with what the name stands for.
    """

    meant: tuple[str, ...]
    recent: tuple[str, ...]
    named: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SuggestRolls:
    """Read an unfinished text with good will, and look at what is on record. Nothing is thrown."""

    open_ledger: OpenRolls
    saved_rolls: SavedRollStore

    async def __call__(self, by: UserId, typed: str, guild: GuildId | None = None) -> Suggestions:
        """Return what ``by`` may mean by ``typed``. Raises only ``Unavailable``."""
        own_saved, guild_saved = await read_saved_rolls(self.saved_rolls, by, guild)
        named = tuple(_named(typed, visible_texts(own_saved, guild_saved, guild)))
        async with self.open_ledger(RequestId(f"lately:{by}")) as ledger:
            records = await ledger.history.recent(by, MAX_RECENT)
        notations = dict.fromkeys(_written(record.throws[0].plan) for record in records)
        return Suggestions(tuple(dict.fromkeys(_meant(typed))), tuple(notations), named)


def _named(typed: str, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Finish a name that is begun; without a sign, a text that begins a saved roll's name."""
    begun = _NAME_BEGUN.search(typed)
    start = typed[: begun.start()] if begun else ""
    wanted = (begun[0] if begun else f"{ROLL}{typed.strip()}").lower()
    for name in sorted(known, key=lambda one: (one.startswith(NUMBER), one)):
        if name.startswith(wanted):
            yield f"{start}{name}", known[name]


def _meant(typed: str) -> Iterator[str]:
    # Everybody can type anything, and each letter is answered: the texts are short, and every
    # pattern is linear.
    if len(typed) > Limits.NOTATION_LENGTH:
        return
    finished = _finished(" ".join(typed.split()))
    with_counts = _TAG_WITHOUT_COUNT.sub(r"\g<1>1\2", finished)
    for text in (typed, with_counts, _edge_in_notation(finished)):
        try:
            yield _written(parse_roll(text, is_typed=True))
        except Refusal:
            continue


def _finished(text: str) -> str:
    finished = text.rstrip(_LOOSE_ENDS)
    before, _, last = finished.rpartition(" ")
    return before.rstrip(_LOOSE_ENDS) if last.lower() in ("v", "vs") else finished


def _edge_in_notation(text: str) -> str:
    edge = _EDGE_IN_WORDS.search(text)
    die = _FIRST_DIE.search(text, 0, edge.start()) if edge else None
    if edge is None or die is None:
        return text
    rest = text[die.end() : edge.start()].rstrip(" ,")
    return f"{text[: die.start()]}{edge[1][0].lower()}1{die[1]}{rest}"


def _written(plan: RollPlan) -> str:
    return plan.notation if plan.comment is None else f"{plan.notation} # {plan.comment}"
