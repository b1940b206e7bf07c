"""Rolls as a Discord message: an embed with a line a pool, and the buttons below. Pure."""

from __future__ import annotations

from functools import cache
from typing import Final

from nazh.adapters.inbound.discord.answers import EPHEMERAL, NO_MENTIONS, Answer, Json, Kind, row
from nazh.adapters.inbound.discord.components import custom_id
from nazh.adapters.inbound.discord.dice.messages import ShownRoll, comment_line
from nazh.adapters.inbound.wording.dice import roll_lines
from nazh.adapters.inbound.wording.dice.buttons import (
    ADD_PLOT_DIE,
    COPY_COMMAND,
    DETAILS,
    HOW_TO_COPY,
    REVEAL,
    ROLL_AGAIN,
    pick_label,
)
from nazh.adapters.inbound.wording.dice.details import detail_text
from nazh.adapters.inbound.wording.dice.fair import proof_line
from nazh.adapters.inbound.wording.dice.odds import ODDS_BUTTON
from nazh.adapters.inbound.wording.languages import Words
from nazh.application.dice.outcome import Outcome
from nazh.domain.dice import Roll

GOLD: Final = 0xF5B942
RED: Final = 0xD83C3E
BLUE: Final = 0x3E7BD8
DESCRIPTION_CHARACTERS: Final = 4_096
COPY: Final = "copy"
PLOT: Final = "plot"
PICK: Final = "pick"
AGAIN: Final = "again"
MORE: Final = "more"
ODDS: Final = "odds"
SHOW: Final = "show"
COPIED: Final = "copied"
_PRIMARY, _SECONDARY = 1, 2
_SPARE: Final = 300
"""Characters of a description left for what the wording adds beyond its room."""


def _button(style: int, label: str, inscription: str) -> Json:
    return {"type": 2, "style": style, "label": label, "custom_id": inscription}


@cache
def _copy_button(words: Words) -> Json:
    return _button(_SECONDARY, words(COPY_COMMAND), custom_id(COPY))


@cache
def _again_button(words: Words) -> Json:
    return _button(_SECONDARY, words(ROLL_AGAIN), custom_id(AGAIN))


def roll_message(
    outcome: Outcome,
    arguments: str,
    words: Words,
    kind: Kind = Kind.MESSAGE,
    *,
    is_secret: bool = False,
    is_compact: bool = False,
) -> Answer:
    """Return a new message, or an edit of the one whose button was pressed.

    ``arguments`` is what its buttons carry to know the roll again.
    """
    rows = _rows(outcome.rolls, arguments, words, is_secret=is_secret)
    shown = _shown(outcome, words, rows, is_compact=is_compact)
    # Who sees a message is settled when it is new.
    hides = is_secret and kind is Kind.MESSAGE
    return Answer(kind, {**shown, "flags": EPHEMERAL} if hides else shown)


def revealed_edit(outcome: Outcome, arguments: str, words: Words) -> Json:
    """Return what a secret message becomes when a public one has taken its place."""
    details = _details_button(arguments, words)
    return _shown(outcome, words, (row((details, _copy_button(words))),))


def roll_notice(outcome: Outcome, heading: str, words: Words) -> Json:
    """Return a message that tells of a roll below a ``heading``, and has no buttons."""
    return {**_shown(outcome, words, ()), "content": heading}


def details_message(rolls: tuple[Roll, ...], words: Words, proof: str = "") -> Answer:
    """Return everything about a roll, ``proof`` below, for the one who asked alone."""
    text = detail_text(rolls, words, DESCRIPTION_CHARACTERS - len(proof) - 1)
    text = f"{text}\n{proof}" if proof else text
    embed = {"description": text, "color": _colour(rolls)}
    return Answer(
        Kind.MESSAGE, {"embeds": (embed,), "flags": EPHEMERAL, "allowed_mentions": NO_MENTIONS}
    )


def copy_form(shown: ShownRoll, words: Words) -> Answer:
    """Return a form that holds the command, ready to be marked and copied on a phone."""
    text_input = {
        "type": 4,
        "custom_id": "command",
        "style": 2,
        "label": words(HOW_TO_COPY),
        "value": shown.command(words),
        "required": False,
    }
    form = {
        "custom_id": custom_id(COPIED),
        "title": words(COPY_COMMAND),
        "components": (row((text_input,)),),
    }
    return Answer(Kind.MODAL, form)


def _shown(
    outcome: Outcome, words: Words, rows: tuple[Json, ...], *, is_compact: bool = False
) -> Json:
    rolls, proof = outcome.rolls, outcome.proof
    description = _description(rolls, words, is_compact=is_compact)
    # A name that formats, mentions and links nothing there, whatever it is.
    head = {} if outcome.character is None else {"author": {"name": outcome.character}}
    foot = {} if proof is None else {"footer": {"text": proof_line(proof, words)}}
    return {
        "embeds": ({**head, "description": description, "color": _colour(rolls), **foot},),
        "components": rows,
        "allowed_mentions": NO_MENTIONS,
    }


def _rows(
    rolls: tuple[Roll, ...], arguments: str, words: Words, *, is_secret: bool
) -> tuple[Json, ...]:
    reveal = (_button(_PRIMARY, words(REVEAL), custom_id(SHOW, arguments)),) if is_secret else ()
    usual = (
        _again_button(words),
        _details_button(arguments, words),
        _button(_SECONDARY, words(ODDS_BUTTON), custom_id(ODDS, arguments)),
        _copy_button(words),
    )
    if not rolls[0].throw.plan.has_plot_die:
        plot = _button(_PRIMARY, words(ADD_PLOT_DIE), custom_id(PLOT, arguments))
        # A row takes five.
        return (row((*reveal, plot)), row(usual)) if reveal else (row((plot, *usual)),)
    picks = _pick_buttons(rolls, arguments, words)
    below = row((*reveal, *usual))
    return (row(picks), below) if picks else (below,)


def _details_button(arguments: str, words: Words) -> Json:
    return _button(_SECONDARY, words(DETAILS), custom_id(MORE, arguments))


def _pick_buttons(rolls: tuple[Roll, ...], arguments: str, words: Words) -> tuple[Json, ...]:
    """Return a button for each face of the first plot die that waits for somebody to pick."""
    for place, roll in enumerate(rolls):
        if roll.plot is not None and roll.plot.choice_open:
            number = place + 1 if len(rolls) > 1 else None
            return tuple(
                _button(
                    _PRIMARY,
                    pick_label(face, roll.ruleset, words, number),
                    custom_id(PICK, f"{face}{place}{arguments}"),
                )
                for face in roll.plot.faces
            )
    return ()


def _colour(rolls: tuple[Roll, ...]) -> int:
    if any(roll.opportunities for roll in rolls):
        return GOLD
    return RED if any(roll.threats for roll in rolls) else BLUE


def _description(rolls: tuple[Roll, ...], words: Words, *, is_compact: bool) -> str:
    comment = rolls[0].throw.plan.comment
    head = () if comment is None else (comment_line(comment),)
    room = DESCRIPTION_CHARACTERS - _SPARE - sum(map(len, head))
    text = "\n".join((*head, *roll_lines(rolls, words, room, is_compact=is_compact)))
    # The wording keeps to its room in all but absurd cases; Discord would refuse the whole answer.
    return text if len(text) <= DESCRIPTION_CHARACTERS else f"{text[: DESCRIPTION_CHARACTERS - 1]}…"
