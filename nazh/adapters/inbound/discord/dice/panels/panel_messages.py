"""Formats panels as Discord messages, and reads them back. Pure.

A panel exists only as its message (docs/adr/0036-panels-are-messages.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from nazh.adapters.inbound.discord.dice.custom_ids import custom_id
from nazh.adapters.inbound.discord.interactions.responses import (
    MESSAGE_CHARACTERS,
    NO_MENTIONS,
    Json,
    Response,
    action_row,
    modal,
)
from nazh.adapters.inbound.discord.ui import BLUE, PRIMARY, RED, button, text_area, text_input
from nazh.adapters.inbound.texts.code_blocks import code_block, read_code_block
from nazh.adapters.inbound.texts.dice import panels as texts
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.panels import Panel, PanelLine

ROLL: Final = "panel"
EDIT: Final = "panel_edit"
POST: Final = "panel_post"
TITLE: Final = "title"
ROLLS: Final = "rolls"
TYPED_CHARACTERS: Final = 4_000
"""The most that Discord accepts in a modal's field."""
_ROW_BUTTONS: Final = 5


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """A panel in a message; ``typed`` is its text for a modal. A refused one has no ``lines``."""

    title: str
    typed: str
    lines: tuple[PanelLine, ...]
    saved: Mapping[str, str]


def panel_body(panel: Panel, translator: Translator) -> Json:
    """Return the public message of a panel."""
    edit = button(translator(texts.EDIT_PANEL), custom_id(EDIT))
    return _body(panel, (*_roll_rows(panel), action_row((edit,))), translator)


def preview_body(panel: Panel, public: Translator, private: Translator) -> Json:
    """Return the private message that shows a panel before it is posted."""
    below = (
        button(private(texts.POST), custom_id(POST), PRIMARY),
        button(private(texts.EDIT_PANEL), custom_id(EDIT)),
    )
    rows = (*_roll_rows(panel, is_disabled=True), action_row(below))
    return {**_body(panel, rows, public), "content": private(texts.ONLY_YOU_SEE)}


def note_body(text: str) -> Json:
    """Return the edit that replaces everything in a message with ``text``."""
    return {"content": text, "embeds": (), "components": (), "allowed_mentions": NO_MENTIONS}


def failed_body(
    error: str,
    title: str,
    typed: Sequence[str],
    translator: Translator,
    *,
    is_posted: bool,
) -> Json:
    """Return ``error`` and what was typed. A panel that is posted cannot be edited from it."""
    note = f"\n{translator(texts.NOT_CHANGED)}" if is_posted else ""
    text = error[: MESSAGE_CHARACTERS - len(note)]
    edit = button(translator(texts.EDIT_PANEL), custom_id(EDIT), PRIMARY)
    titled = {"title": texts.panel_title(title, translator)} if title else {}
    embed = {**titled, "description": code_block(typed), "color": RED}
    return {
        "content": f"{text}{note}",
        "embeds": (embed,),
        "components": () if is_posted else (action_row((edit,)),),
        "allowed_mentions": NO_MENTIONS,
    }


def panel_form(title: str, typed: str, translator: Translator, *, is_posted: bool) -> Response:
    """Return the modal for title and rolls; an empty one removes a panel that is posted."""
    label = texts.ROLLS_OR_NOTHING_LABEL if is_posted else texts.ROLLS_LABEL
    title_input = text_input(
        TITLE,
        translator(texts.TITLE_LABEL),
        Limits.PANEL_TITLE_LENGTH,
        translator(texts.DEFAULT_TITLE),
        is_required=False,
    )
    rolls_input = text_area(
        ROLLS, translator(label), TYPED_CHARACTERS, translator(texts.EXAMPLE), typed
    )
    return modal(
        custom_id(EDIT), translator(texts.FORM_TITLE), {**title_input, "value": title}, rolls_input
    )


def read_panel(title: str, description: str) -> ShownPanel:
    """Return the panel in an embed."""
    typed = read_code_block(description)
    if typed is not None:
        return ShownPanel(texts.read_title(title), typed, (), {})
    lines, saved = texts.read_panel_text(description)
    return ShownPanel(texts.read_title(title), "\n".join(line.text for line in lines), lines, saved)


def _roll_rows(panel: Panel, *, is_disabled: bool | None = None) -> tuple[Json, ...]:
    buttons = [
        button(panel_button.caption, custom_id(ROLL, str(place)), PRIMARY, is_disabled=is_disabled)
        for place, panel_button in enumerate(panel.buttons)
    ]
    starts = range(0, len(buttons), _ROW_BUTTONS)
    return tuple(action_row(tuple(buttons[at : at + _ROW_BUTTONS])) for at in starts)


def _body(panel: Panel, rows: Sequence[Json], translator: Translator) -> Json:
    embed = {
        "title": texts.panel_title(panel.title, translator),
        "description": texts.panel_text(panel),
        "color": BLUE,
    }
    # An edit removes the content of the message that it replaces.
    return {
        "content": "",
        "embeds": (embed,),
        "components": tuple(rows),
        "allowed_mentions": NO_MENTIONS,
    }
