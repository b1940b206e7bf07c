"""Formats saved rolls as Discord messages. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from nazh.adapters.inbound.discord.dice.custom_ids import custom_id
from nazh.adapters.inbound.discord.interactions.responses import (
    Json,
    Response,
    ResponseType,
    action_row,
    modal,
    private_response,
)
from nazh.adapters.inbound.discord.interactions.sending.embed_limits import DESCRIPTION_CHARACTERS
from nazh.adapters.inbound.discord.ui import (
    DANGER,
    LABEL_CHARACTERS,
    PRIMARY,
    button,
    embed_body,
    menu,
    option,
    text_input,
)
from nazh.adapters.inbound.texts.dice import saved_rolls as texts
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.punctuation import labelled
from nazh.application.dice.saving.list_saved import SavedEntry, SavedList
from nazh.domain.dice.notation import Parameter, parameters_in
from nazh.domain.dice.saving.saved_rolls import ROLL

USE: Final = "use"
SHARE: Final = "lend"
DROP: Final = "drop"
PAGE: Final = "shelf"
CHOSEN: Final = "pickup"
BORROW: Final = "borrow"
KEEP: Final = "keep"
_SHARED: Final = re.compile(r"^`([@$][^`]+)` `([^`]+)`$", re.MULTILINE)
_INPUT_LABEL_CHARACTERS: Final = 45
_INPUT_CHARACTERS: Final = 100


def private_message(lines: Sequence[str], rows: Sequence[Json] = ()) -> Response:
    """Return lines as a private message."""
    return private_response(_body(lines, rows))


def saved_message(lines: Sequence[str], name: str, translator: Translator) -> Response:
    """Return that something was saved, with buttons for it."""
    return private_message(
        lines, (action_row(_uses(name, translator)),) if name.startswith(ROLL) else ()
    )


def list_body(listed: SavedList, page: int, translator: Translator) -> Json:
    """Return a page of the list, with a menu of what is on it."""
    pages = max(1, -(-len(listed.entries) // texts.PER_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = listed.entries[page * texts.PER_PAGE : (page + 1) * texts.PER_PAGE]
    rows: list[Json] = []
    if shown:
        rows.append(action_row((_menu(shown, translator),)))
    if pages > 1:
        rows.append(
            action_row(
                (
                    button(
                        translator(texts.EARLIER),
                        custom_id(PAGE, str(page - 1)),
                        is_disabled=True if page == 0 else None,
                    ),
                    button(
                        translator(texts.FURTHER),
                        custom_id(PAGE, str(page + 1)),
                        is_disabled=True if page + 1 == pages else None,
                    ),
                )
            )
        )
    playing = texts.playing_line(listed, translator)
    return _body(texts.list_lines(listed, page, translator), rows, playing)


def entry_body(entry: SavedEntry, translator: Translator) -> Json:
    """Return one saved roll in full, with buttons for it."""
    forget = button(
        translator(texts.FORGET), custom_id(DROP, f"{entry.scope.value}:{entry.name}"), DANGER
    )
    back = button(translator(texts.BACK), custom_id(PAGE, "0"))
    uses = _uses(entry.name, translator) if entry.is_roll else ()
    parameters = parameters_in(entry.text) if entry.is_roll else ()
    return _body(
        texts.entry_lines(entry, parameters, translator), (action_row((*uses, forget, back)),)
    )


def shared_message(
    shared_texts: Mapping[str, str], player: int, translator: Translator
) -> Response:
    """Return a public message with a roll and the rolls that it uses, for others to save."""
    lines = [texts.shared_line(name, text) for name, text in shared_texts.items()]
    buttons = (
        button(translator(texts.ROLL_IT), custom_id(BORROW), PRIMARY),
        button(translator(texts.KEEP), custom_id(KEEP)),
    )
    body = _body(lines, (action_row(buttons),))
    return Response(
        ResponseType.MESSAGE, {**body, "content": texts.shared_heading(player, translator)}
    )


def read_shared(description: str) -> dict[str, str]:
    """Return the names and texts in a shared message; the first is the roll that was shared."""
    return dict(_SHARED.findall(description))


def argument_form(
    custom_id: str, name: str, parameters: Sequence[Parameter], translator: Translator
) -> Response:
    """Return a modal that asks for the parameters of a roll."""
    fields = (
        text_input(
            parameter.name,
            parameter.name[:_INPUT_LABEL_CHARACTERS],
            _INPUT_CHARACTERS,
            (parameter.default or "")[:_INPUT_CHARACTERS],
            is_required=parameter.default is None,
        )
        for parameter in parameters
    )
    return modal(custom_id, labelled(translator(texts.FILL_IN), name, translator), *fields)


def _uses(name: str, translator: Translator) -> tuple[Json, ...]:
    return (
        button(translator(texts.ROLL_IT), custom_id(USE, name), PRIMARY),
        button(translator(texts.SHARE), custom_id(SHARE, name)),
    )


def _menu(entries: Sequence[SavedEntry], translator: Translator) -> Json:
    options = tuple(
        option(entry.name, entry.name, entry.text[:LABEL_CHARACTERS]) for entry in entries
    )
    return menu(custom_id(CHOSEN), translator(texts.CHOOSE), options)


def _body(lines: Sequence[str], rows: Sequence[Json], footer: str | None = None) -> Json:
    return embed_body("\n".join(_truncated(lines)), rows, footer=footer)


def _truncated(lines: Sequence[str]) -> Sequence[str]:
    """Return as many whole lines as fit in a description, with an ellipsis if there are more."""
    remaining = DESCRIPTION_CHARACTERS + 1  # no line break after the last line
    for number, line in enumerate(lines):
        remaining -= len(line) + 1
        if remaining < 0:
            return (*lines[: max(0, number - 1)], "…")
    return lines
