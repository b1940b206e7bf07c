"""The history as Discord messages, and the state of a page in its buttons. Pure.

A page carries its filter: ``<place>.<scope><player>.<hours>.<text>``, numbers in base 36, what is
not given left empty. The text comes last, so that it may hold anything.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Final

from nazh.adapters.inbound.discord.answers import EPHEMERAL, NO_MENTIONS, Answer, Json, Kind, row
from nazh.adapters.inbound.discord.components import custom_id
from nazh.adapters.inbound.discord.dice.presenter import BLUE, DESCRIPTION_CHARACTERS
from nazh.adapters.inbound.discord.errors import ForgedButton
from nazh.adapters.inbound.wording.dice import history as said
from nazh.adapters.inbound.wording.dice.buttons import ROLL_AGAIN
from nazh.adapters.inbound.wording.dice.details import detail_text
from nazh.adapters.inbound.wording.languages import Words
from nazh.application.dice.list_history import HistoryFilter, HistoryPage, HistoryScope, Turn
from nazh.application.dice.ports import Entry
from nazh.domain.kernel.identity import PlayerId

OLDER: Final = "older"
NEWER: Final = "newer"
CHOSEN: Final = "past"
AGAIN: Final = "repeat"
CSV: Final = "csv"
JSON: Final = "jsonl"
PER_PAGE: Final = 8
TEXT_CHARACTERS: Final = 40
_SECONDARY: Final = 2
_LABEL_CHARACTERS: Final = 100
_SCOPES: Final = {scope.value[0]: scope for scope in HistoryScope}
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_STATE: Final = re.compile(
    r"(?P<place>[0-9a-z]{0,13})\.(?P<scope>[a-z])(?P<player>[0-9a-z]{0,13})"
    r"\.(?P<hours>[0-9a-z]{0,3})\.(?P<text>.{0,40})",
    re.ASCII | re.DOTALL,
)


def history_body(page: HistoryPage, wanted: HistoryFilter, words: Words) -> Json:
    """Return a page with its menu and its buttons."""
    records = tuple(entry.record for entry in page.entries)
    lines = (
        f"**{said.history_heading(wanted, words)}**",
        *said.history_lines(records, wanted, words),
    )
    rows: list[Json] = []
    if page.entries:
        rows.append(row((_menu(page.entries, words),)))
    buttons = _turning(page, wanted, words) + _saving(page, wanted, words)
    if buttons:
        rows.append(row(buttons))
    return {
        "embeds": ({"description": "\n".join(lines)[:DESCRIPTION_CHARACTERS], "color": BLUE},),
        "components": tuple(rows),
        "allowed_mentions": NO_MENTIONS,
    }


def history_message(page: HistoryPage, wanted: HistoryFilter, words: Words) -> Answer:
    """Return a page for the one who asked alone."""
    return Answer(Kind.MESSAGE, {**history_body(page, wanted, words), "flags": EPHEMERAL})


def entry_message(entry: Entry, words: Words) -> Answer:
    """Return one roll in full, for the one who asked alone, with a button to roll it again."""
    heading = said.entry_heading(entry.record, words)
    text = detail_text(entry.record.rolls, words, DESCRIPTION_CHARACTERS - len(heading) - 1)
    again = _button(words(ROLL_AGAIN), AGAIN, _written(entry.place))
    return Answer(
        Kind.MESSAGE,
        {
            "embeds": ({"description": f"{heading}\n{text}", "color": BLUE},),
            "components": (row((again,)),),
            "flags": EPHEMERAL,
            "allowed_mentions": NO_MENTIONS,
        },
    )


def written_state(wanted: HistoryFilter, place: int | None = None) -> str:
    """Return what a button carries."""
    hours = "" if wanted.within is None else _written(int(wanted.within.total_seconds()) // 3600)
    player = "" if wanted.player is None else _written(wanted.player)
    at = "" if place is None else _written(place)
    return f"{at}.{wanted.scope.value[0]}{player}.{hours}.{wanted.text}"


def read_state(written: str) -> tuple[HistoryFilter, int | None]:
    """Return what a button carried. Raises ForgedButton."""
    found = _STATE.fullmatch(written)
    scope = _SCOPES.get(found["scope"]) if found else None
    if found is None or scope is None:
        raise ForgedButton
    wanted = HistoryFilter(scope, text=found["text"])
    if found["player"]:
        wanted = replace(wanted, player=PlayerId(int(found["player"], 36)))
    if found["hours"]:
        within = timedelta(hours=int(found["hours"], 36))
        if within not in said.SPANS:
            raise ForgedButton
        wanted = replace(wanted, within=within)
    return wanted, read_place(found["place"]) if found["place"] else None


def read_place(written: str) -> int:
    """Return the place of an entry. Raises ForgedButton."""
    if not re.fullmatch(r"[0-9a-z]{1,12}", written, re.ASCII):
        raise ForgedButton
    return int(written, 36)


def turn_of(action: str, place: int | None) -> Turn:
    """Return where the page begins that a button asks for."""
    return Turn(newer_than=place) if action == NEWER else Turn(older_than=place)


def _menu(entries: tuple[Entry, ...], words: Words) -> Json:
    return {
        "type": 3,
        "custom_id": custom_id(CHOSEN),
        "placeholder": words(said.CHOOSE_A_ROLL),
        "options": tuple(_option(entry, words) for entry in entries),
    }


def _option(entry: Entry, words: Words) -> Json:
    option = {
        "label": _short(said.history_label(entry.record, words)),
        "value": _written(entry.place),
    }
    story = said.story_label(entry.record, words)
    return {**option, "description": _short(story)} if story else option


def _turning(page: HistoryPage, wanted: HistoryFilter, words: Words) -> tuple[Json, ...]:
    if not page.has_newer and not page.has_older:
        return ()
    first = page.entries[0].place if page.entries else None
    last = page.entries[-1].place if page.entries else None
    return (
        _button(words(said.NEWER), NEWER, written_state(wanted, first), off=not page.has_newer),
        _button(words(said.OLDER), OLDER, written_state(wanted, last), off=not page.has_older),
    )


def _saving(page: HistoryPage, wanted: HistoryFilter, words: Words) -> tuple[Json, ...]:
    if not page.entries:
        return ()
    state = written_state(wanted)
    return (_button(words(said.AS_CSV), CSV, state), _button(words(said.AS_JSON), JSON, state))


def _button(label: str, action: str, arguments: str, *, off: bool = False) -> Json:
    button = {
        "type": 2,
        "style": _SECONDARY,
        "label": label,
        "custom_id": custom_id(action, arguments),
    }
    return {**button, "disabled": True} if off else button


def _short(text: str) -> str:
    return text if len(text) <= _LABEL_CHARACTERS else f"{text[: _LABEL_CHARACTERS - 1]}…"


def _written(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
