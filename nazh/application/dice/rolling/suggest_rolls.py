"""Suggests completions for a roll while a user is typing it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Final

from nazh.application.dice.ports import OpenRolls, SavedRollStore
from nazh.application.dice.saving.saved_roll_scopes import read_saved_rolls
from nazh.domain.dice import parse_roll
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.saving.saved_collections import visible_texts
from nazh.domain.dice.saving.saved_rolls import NUMBER, ROLL
from nazh.domain.dice.search_form import search_form
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import GuildId, RequestId, UserId

MAX_RECENT: Final = 50
"""How many of a user's latest rolls are searched."""
_TAG_WITHOUT_COUNT: Final = re.compile(r"(?<!\w)([adnp]+)(d(?:\d|%|f\b|\[))", re.IGNORECASE)
_NAME_BEGUN: Final = re.compile(r"[@$]\w*$")
_INCOMPLETE_ENDS: Final = " +-*/,;:"


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Suggested notations in canonical form, from interpretations of the text and recent rolls.

    ``named`` pairs the text, completed with a saved name, with the text of that name.
    """

    meant: tuple[str, ...]
    recent: tuple[str, ...]
    named: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SuggestRolls:
    """Interprets an unfinished text leniently, and reads records. Nothing is thrown."""

    open_ledger: OpenRolls
    saved_rolls: SavedRollStore

    async def __call__(self, by: UserId, typed: str, guild: GuildId | None = None) -> Suggestions:
        """Return suggestions for what ``by`` has ``typed``. Raises only ``Unavailable``."""
        own_saved, guild_saved = await read_saved_rolls(self.saved_rolls, by, guild)
        named = tuple(_name_completions(typed, visible_texts(own_saved, guild_saved, guild)))
        async with self.open_ledger(RequestId(f"lately:{by}")) as ledger:
            records = await ledger.history.recent(by, MAX_RECENT)
        notations = dict.fromkeys(record.text for record in records)
        return Suggestions(tuple(dict.fromkeys(_interpretations(typed))), tuple(notations), named)


def _name_completions(typed: str, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Complete an unfinished name; without a sign, the text may begin a saved roll's name."""
    begun = _NAME_BEGUN.search(typed)
    start = typed[: begun.start()] if begun else ""
    wanted = search_form(begun[0] if begun else f"{ROLL}{typed.strip()}")
    for name in sorted(known, key=lambda name: (name.startswith(NUMBER), name)):
        if search_form(name).startswith(wanted):
            yield f"{start}{name}", known[name]


def _interpretations(typed: str) -> Iterator[str]:
    # This runs for arbitrary input on each keystroke, so texts are short and patterns linear.
    if len(typed) > Limits.NOTATION_LENGTH:
        return
    finished = _without_incomplete_end(" ".join(typed.split()))
    with_counts = _TAG_WITHOUT_COUNT.sub(r"\g<1>1\2", finished)
    first_refusal: Refusal | None = None
    has_meaning = False
    for text in (typed, with_counts, finished):
        try:
            yield parse_roll(text, is_typed=True).text
            has_meaning = True
        except Refusal as refusal:
            first_refusal = first_refusal or refusal
    if first_refusal is not None and not has_meaning:
        yield from _hinted(first_refusal)


def _hinted(refusal: Refusal) -> Iterator[str]:
    """Yield the rolls that the hint of a refusal says to write, one for each meaning."""
    for _, name, _, _ in Formatter().parse(refusal.remedy or ""):
        notation = refusal.facts.get(name) if name else None
        if not isinstance(notation, str):
            continue
        try:
            plan = parse_roll(notation, is_typed=True)
        except Refusal:
            continue
        if plan.dice:
            yield plan.text


def _without_incomplete_end(text: str) -> str:
    finished = text.rstrip(_INCOMPLETE_ENDS)
    before, _, last = finished.rpartition(" ")
    return before.rstrip(_INCOMPLETE_ENDS) if last.lower() in ("v", "vs") else finished
