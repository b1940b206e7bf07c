"""Rolls as a Discord message: an embed with a line a pool, and the buttons below. Pure."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.discord.answers import NO_MENTIONS, Answer, Json, Kind, row
from nazh.adapters.inbound.discord.components import custom_id
from nazh.adapters.inbound.discord.dice.messages import ShownRoll, comment_line
from nazh.adapters.inbound.wording.dice import roll_lines
from nazh.domain.dice import Roll

GOLD: Final = 0xF5B942
RED: Final = 0xD83C3E
BLUE: Final = 0x3E7BD8
DESCRIPTION_CHARACTERS: Final = 4_096
COPY: Final = "copy"
PLOT: Final = "plot"
COPIED: Final = "copied"
_PRIMARY, _SECONDARY = 1, 2
_SPARE: Final = 300
"""Characters of a description left for what the wording adds beyond its room."""


def _button(style: int, label: str, inscription: str) -> Json:
    return {"type": 2, "style": style, "label": label, "custom_id": inscription}


_COPY_BUTTON: Final = _button(_SECONDARY, "Copy Command", custom_id(COPY))


def roll_message(rolls: tuple[Roll, ...], plot_arguments: str | None) -> Answer:
    """Return a new message. ``plot_arguments`` of ``None`` leaves Add Plot Die away."""
    return Answer(Kind.MESSAGE, _shown(rolls, plot_arguments))


def roll_edit(rolls: tuple[Roll, ...]) -> Answer:
    """Return an edit of the message whose button was pressed; the plot die lies there now."""
    return Answer(Kind.EDIT, _shown(rolls, None))


def copy_form(shown: ShownRoll) -> Answer:
    """Return a form that holds the command, ready to be marked and copied on a phone."""
    text_input = {
        "type": 4,
        "custom_id": "command",
        "style": 2,
        "label": "Press and hold, select all, copy",
        "value": shown.command,
        "required": False,
    }
    form = {
        "custom_id": custom_id(COPIED),
        "title": "Copy Command",
        "components": (row((text_input,)),),
    }
    return Answer(Kind.MODAL, form)


def _shown(rolls: tuple[Roll, ...], plot_arguments: str | None) -> Json:
    if plot_arguments is None:
        buttons: tuple[Json, ...] = (_COPY_BUTTON,)
    else:
        plot = _button(_PRIMARY, "Add Plot Die", custom_id(PLOT, plot_arguments))
        buttons = (plot, _COPY_BUTTON)
    return {
        "embeds": ({"description": _description(rolls), "color": _colour(rolls)},),
        "components": (row(buttons),),
        "allowed_mentions": NO_MENTIONS,
    }


def _colour(rolls: tuple[Roll, ...]) -> int:
    if any(roll.opportunities for roll in rolls):
        return GOLD
    return RED if any(roll.threats for roll in rolls) else BLUE


def _description(rolls: tuple[Roll, ...]) -> str:
    comment = rolls[0].throw.plan.comment
    head = () if comment is None else (comment_line(comment),)
    room = DESCRIPTION_CHARACTERS - _SPARE - sum(map(len, head))
    text = "\n".join((*head, *roll_lines(rolls, room)))
    # The wording keeps to its room in all but absurd cases; Discord would refuse the whole answer.
    return text if len(text) <= DESCRIPTION_CHARACTERS else f"{text[: DESCRIPTION_CHARACTERS - 1]}…"
