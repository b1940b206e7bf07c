"""Formats the history as Discord messages, with the state of a page in its buttons. Pure.

A page carries its filter: ``<place>.<scope><player>.<hours>.<text>``, numbers in base 36, missing
values empty. The text comes last, so that it may contain anything.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Final

from nazh.adapters.inbound.discord.dice.custom_ids import custom_id
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.interactions.component_router import read_number
from nazh.adapters.inbound.discord.interactions.responses import (
    Json,
    Response,
    action_row,
    private_response,
)
from nazh.adapters.inbound.discord.interactions.sending.embed_limits import DESCRIPTION_CHARACTERS
from nazh.adapters.inbound.discord.ui import LABEL_CHARACTERS, button, embed_body, menu, option
from nazh.adapters.inbound.texts.dice import history as texts
from nazh.adapters.inbound.texts.dice.rolling.buttons import ROLL_AGAIN
from nazh.adapters.inbound.texts.dice.rolling.details import detail_text
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dice.history.list_history import (
    HistoryFilter,
    HistoryPage,
    HistoryScope,
    PageCursor,
)
from nazh.application.dice.ports import ArchiveEntry
from nazh.domain.kernel.identity import UserId

OLDER: Final = "older"
NEWER: Final = "newer"
CHOSEN: Final = "past"
AGAIN: Final = "repeat"
CSV: Final = "csv"
JSON: Final = "jsonl"
PER_PAGE: Final = 8
TEXT_CHARACTERS: Final = 40
_SCOPES: Final = {scope.value[0]: scope for scope in HistoryScope}
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_STATE: Final = re.compile(
    r"(?P<place>[0-9a-z]{0,13})\.(?P<scope>[a-z])(?P<player>[0-9a-z]{0,13})"
    r"\.(?P<hours>[0-9a-z]{0,3})\.(?P<text>.{0,40})",
    re.ASCII | re.DOTALL,
)


def history_body(page: HistoryPage, history_filter: HistoryFilter, translator: Translator) -> Json:
    """Return a page with its menu and its buttons."""
    records = tuple(entry.record for entry in page.entries)
    lines = (
        f"**{texts.history_heading(history_filter, translator)}**",
        *texts.history_lines(records, history_filter, translator),
    )
    rows: list[Json] = []
    if page.entries:
        rows.append(action_row((_menu(page.entries, translator),)))
    buttons = _page_buttons(page, history_filter, translator) + _save_buttons(
        page, history_filter, translator
    )
    if buttons:
        rows.append(action_row(buttons))
    return embed_body("\n".join(lines)[:DESCRIPTION_CHARACTERS], rows)


def history_message(
    page: HistoryPage, history_filter: HistoryFilter, translator: Translator
) -> Response:
    """Return a page as a private message."""
    return private_response(history_body(page, history_filter, translator))


def entry_message(entry: ArchiveEntry, translator: Translator) -> Response:
    """Return one roll in full as a private message, with a button to roll it again."""
    heading = texts.entry_heading(entry.record, translator)
    text = detail_text(entry.record.rolls, translator, DESCRIPTION_CHARACTERS - len(heading) - 1)
    again = button(translator(ROLL_AGAIN), custom_id(AGAIN, _written(entry.sequence)))
    return private_response(embed_body(f"{heading}\n{text}", (action_row((again,)),)))


def written_state(history_filter: HistoryFilter, sequence: int | None = None) -> str:
    """Return the state that a button carries."""
    hours = (
        ""
        if history_filter.within is None
        else _written(int(history_filter.within.total_seconds()) // 3600)
    )
    player = "" if history_filter.player is None else _written(history_filter.player)
    at = "" if sequence is None else _written(sequence)
    return f"{at}.{history_filter.scope.value[0]}{player}.{hours}.{history_filter.text}"


def read_state(written: str) -> tuple[HistoryFilter, int | None]:
    """Return the state that a button carried. Raises InvalidComponent."""
    match = _STATE.fullmatch(written)
    scope = _SCOPES.get(match["scope"]) if match else None
    if match is None or scope is None:
        raise InvalidComponent
    history_filter = HistoryFilter(scope, text=match["text"])
    if match["player"]:
        history_filter = replace(history_filter, player=UserId(read_number(match["player"], 36)))
    if match["hours"]:
        within = timedelta(hours=int(match["hours"], 36))
        if within not in texts.SPANS:
            raise InvalidComponent
        history_filter = replace(history_filter, within=within)
    return history_filter, read_place(match["place"]) if match["place"] else None


def read_place(written: str) -> int:
    """Return the sequence number of an entry. Raises InvalidComponent."""
    if not re.fullmatch(r"[0-9a-z]{1,12}", written, re.ASCII):
        raise InvalidComponent
    return read_number(written, 36)


def cursor_of(action: str, sequence: int | None) -> PageCursor:
    """Return the start of the page that a button requests."""
    return PageCursor(newer_than=sequence) if action == NEWER else PageCursor(older_than=sequence)


def _menu(entries: tuple[ArchiveEntry, ...], translator: Translator) -> Json:
    options = tuple(_option(entry, translator) for entry in entries)
    return menu(custom_id(CHOSEN), translator(texts.CHOOSE_A_ROLL), options)


def _option(entry: ArchiveEntry, translator: Translator) -> Json:
    label = _short(texts.history_label(entry.record, translator))
    story = texts.story_label(entry.record, translator)
    return option(label, _written(entry.sequence), _short(story) if story else None)


def _page_buttons(
    page: HistoryPage, history_filter: HistoryFilter, translator: Translator
) -> tuple[Json, ...]:
    if not page.has_newer and not page.has_older:
        return ()
    first = page.entries[0].sequence if page.entries else None
    last = page.entries[-1].sequence if page.entries else None
    return (
        button(
            translator(texts.NEWER),
            custom_id(NEWER, written_state(history_filter, first)),
            is_disabled=None if page.has_newer else True,
        ),
        button(
            translator(texts.OLDER),
            custom_id(OLDER, written_state(history_filter, last)),
            is_disabled=None if page.has_older else True,
        ),
    )


def _save_buttons(
    page: HistoryPage, history_filter: HistoryFilter, translator: Translator
) -> tuple[Json, ...]:
    if not page.entries:
        return ()
    state = written_state(history_filter)
    return (
        button(translator(texts.AS_CSV), custom_id(CSV, state)),
        button(translator(texts.AS_JSON), custom_id(JSON, state)),
    )


def _short(text: str) -> str:
    return text if len(text) <= LABEL_CHARACTERS else f"{text[: LABEL_CHARACTERS - 1]}…"


def _written(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
