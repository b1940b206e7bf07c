"""Saved rolls as Discord messages: one saved, the list, one in full, and one shared. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from nazh.adapters.inbound.discord.answers import EPHEMERAL, NO_MENTIONS, Answer, Json, Kind, row
from nazh.adapters.inbound.discord.components import custom_id
from nazh.adapters.inbound.discord.dice.presenter import BLUE, DESCRIPTION_CHARACTERS
from nazh.adapters.inbound.wording.dice import saving as said
from nazh.adapters.inbound.wording.languages import Words
from nazh.application.dice.list_saved import Entry, SavedList
from nazh.domain.dice.notation import Parameter, parameters_in
from nazh.domain.dice.saved_rolls import ROLL

USE: Final = "use"
SHARE: Final = "lend"
DROP: Final = "drop"
PAGE: Final = "shelf"
CHOSEN: Final = "pickup"
BORROW: Final = "borrow"
KEEP: Final = "keep"
_PRIMARY, _SECONDARY, _DANGER = 1, 2, 4
_SHARED: Final = re.compile(r"^`([@$][^`]+)` `([^`]+)`$", re.MULTILINE)
_LABEL_CHARACTERS: Final = 100
_INPUT_LABEL_CHARACTERS: Final = 45
_INPUT_CHARACTERS: Final = 100
_TITLE_CHARACTERS: Final = 45


def told_message(lines: Sequence[str], rows: Sequence[Json] = ()) -> Answer:
    """Return lines for the one who asked alone."""
    return Answer(Kind.MESSAGE, {**_body(lines, rows), "flags": EPHEMERAL})


def saved_message(lines: Sequence[str], name: str, words: Words) -> Answer:
    """Return that something was saved, with what can be done with it."""
    return told_message(lines, (row(_uses(name, words)),) if name.startswith(ROLL) else ())


def list_body(listed: SavedList, page: int, words: Words) -> Json:
    """Return a page of the list, with a menu of what is on it."""
    pages = max(1, -(-len(listed.entries) // said.PER_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = listed.entries[page * said.PER_PAGE : (page + 1) * said.PER_PAGE]
    rows: list[Json] = []
    if shown:
        rows.append(row((_menu(shown, words),)))
    if pages > 1:
        rows.append(
            row(
                (
                    _button(_SECONDARY, words(said.EARLIER), PAGE, str(page - 1), page == 0),
                    _button(
                        _SECONDARY, words(said.FURTHER), PAGE, str(page + 1), page + 1 == pages
                    ),
                )
            )
        )
    playing = said.playing_line(listed, words)
    return _body(said.list_lines(listed, page, words), rows, playing)


def entry_body(entry: Entry, words: Words) -> Json:
    """Return one saved roll in full, with what can be done with it."""
    forget = _button(_DANGER, words(said.FORGET), DROP, f"{entry.scope.value}:{entry.name}")
    back = _button(_SECONDARY, words(said.BACK), PAGE, "0")
    uses = _uses(entry.name, words) if entry.is_roll else ()
    parameters = parameters_in(entry.text) if entry.is_roll else ()
    return _body(said.entry_lines(entry, parameters, words), (row((*uses, forget, back)),))


def shared_message(texts: Mapping[str, str], player: int, words: Words) -> Answer:
    """Return a public message with a roll and all that it stands on, for others to save."""
    lines = [said.shared_line(name, text) for name, text in texts.items()]
    buttons = (
        _button(_PRIMARY, words(said.ROLL_IT), BORROW),
        _button(_SECONDARY, words(said.KEEP), KEEP),
    )
    body = _body(lines, (row(buttons),))
    return Answer(Kind.MESSAGE, {**body, "content": said.shared_heading(player, words)})


def read_shared(description: str) -> dict[str, str]:
    """Return the names and texts in a shared message; the first is the roll that was shared."""
    return dict(_SHARED.findall(description))


def argument_form(
    inscription: str, name: str, parameters: Sequence[Parameter], words: Words
) -> Answer:
    """Return a form that asks for the parameters of a roll."""
    fields = tuple(
        row(
            (
                {
                    "type": 4,
                    "custom_id": parameter.name,
                    "style": 1,
                    "label": parameter.name[:_INPUT_LABEL_CHARACTERS],
                    "required": parameter.default is None,
                    "max_length": _INPUT_CHARACTERS,
                    "placeholder": (parameter.default or "")[:_INPUT_CHARACTERS],
                },
            )
        )
        for parameter in parameters
    )
    title = f"{words(said.FILL_IN)}: {name}"[:_TITLE_CHARACTERS]
    return Answer(Kind.MODAL, {"custom_id": inscription, "title": title, "components": fields})


def _uses(name: str, words: Words) -> tuple[Json, ...]:
    return (
        _button(_PRIMARY, words(said.ROLL_IT), USE, name),
        _button(_SECONDARY, words(said.SHARE), SHARE, name),
    )


def _menu(entries: Sequence[Entry], words: Words) -> Json:
    return {
        "type": 3,
        "custom_id": custom_id(CHOSEN),
        "placeholder": words(said.CHOOSE),
        "options": tuple(
            {
                "label": entry.name,
                "value": entry.name,
                "description": entry.text[:_LABEL_CHARACTERS],
            }
            for entry in entries
        ),
    }


def _button(style: int, label: str, action: str, arguments: str = "", is_off: bool = False) -> Json:
    return {
        "type": 2,
        "style": style,
        "label": label,
        "custom_id": custom_id(action, arguments),
        **({"disabled": True} if is_off else {}),
    }


def _body(lines: Sequence[str], rows: Sequence[Json], footer: str | None = None) -> Json:
    description = "\n".join(_fitting(lines))
    below = {} if footer is None else {"footer": {"text": footer}}
    return {
        "embeds": ({"description": description, "color": BLUE, **below},),
        "components": tuple(rows),
        "allowed_mentions": NO_MENTIONS,
    }


def _fitting(lines: Sequence[str]) -> Sequence[str]:
    """Return as many whole lines as a description holds, and dots where there are more."""
    room = DESCRIPTION_CHARACTERS
    for number, line in enumerate(lines):
        room -= len(line) + 1
        if room < 0:
            return (*lines[: max(0, number - 1)], "…")
    return lines
