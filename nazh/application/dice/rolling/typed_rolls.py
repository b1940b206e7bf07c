"""Parses a roll that a user types, with the names that the user may use in it."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches
from typing import Final

from nazh.application.dice.ports import SavedNames
from nazh.domain.dice import RollPlan, names_in, parse_roll
from nazh.domain.dice.errors import UnknownName, UnreadableNotation
from nazh.domain.dice.saving.saved_rolls import NUMBER, ROLL
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import GuildId, UserId

_ONLY_A_WORD: Final = re.compile(r" *[/!]?([^\W\d_]\w*) *(?:[+-] *[0-9]+ *)?").fullmatch
_ADDED_WORD: Final = re.compile(r"[^\W\d_]\w*").match
_OPERATORS: Final = frozenset("+-*/")
_LIKENESS: Final = 0.6


async def read_typed_roll(
    saved_names: SavedNames,
    by: UserId,
    notation: str,
    guild: GuildId | None = None,
    *,
    add_plot: bool = False,
    for_odds: bool = False,
    shared: tuple[tuple[str, str], ...] = (),
) -> RollPlan:
    """Return the plan of ``notation``. ``shared`` texts override what ``by`` saved.

    A roll ``for_odds`` may have more dice than can be rolled. Raises the refusal of the notation.
    For an unknown name, or a word that may be one, the refusal suggests the nearest name that
    ``by`` may use.
    """
    names = names_in(notation)
    saved: dict[str, str] = {}
    if names:
        inside = (name for _, text in shared for name in names_in(text))
        saved |= await saved_names.find(by, (*names, *inside), guild)
        saved |= shared
    try:
        return parse_roll(
            notation, add_plot, tuple(saved.items()), is_typed=True, for_odds=for_odds
        )
    except (UnknownName, UnreadableNotation) as refusal:
        wanted = _wanted_name(refusal)
        if wanted is None or refusal.quoted is not None:
            raise
        nearest = _nearest(wanted, await saved_names.names(by, guild))
        if nearest is None:
            raise
        proposed = UnknownName(wanted, refusal.at or 0, nearest=nearest)
        proposed.source = refusal.source
        raise proposed from refusal


def _wanted_name(refusal: Refusal) -> str | None:
    """Return the name that a refused text may have meant, or ``None``."""
    if isinstance(refusal, UnknownName):
        return str(refusal.facts["name"])
    text, at = refusal.source or "", refusal.at or 0
    alone = _ONLY_A_WORD(text)
    if alone is not None:
        return f"{ROLL}{alone[1].lower()}"
    added = _ADDED_WORD(text, at)
    if added is not None and text[:at].rstrip()[-1:] in _OPERATORS:
        return f"{NUMBER}{added[0].lower()}"
    return None


def _nearest(wanted: str, names: Collection[str]) -> str | None:
    for sign in (wanted[0], ROLL if wanted[0] == NUMBER else NUMBER):
        words = [name[1:] for name in names if name.startswith(sign)]
        nearest = get_close_matches(wanted[1:], words, 1, _LIKENESS)
        if nearest:
            return f"{sign}{nearest[0]}"
    return None
