"""Formats rolls as Discord messages, with an embed and the buttons below. Pure."""

from __future__ import annotations

from functools import cache
from typing import Final

from nazh.adapters.inbound.discord.dice.custom_ids import custom_id
from nazh.adapters.inbound.discord.dice.rolling.byline import Byline
from nazh.adapters.inbound.discord.dice.rolling.shown_roll import ShownRoll, comment_line
from nazh.adapters.inbound.discord.interactions.responses import (
    EPHEMERAL,
    NO_MENTIONS,
    Json,
    Response,
    ResponseType,
    action_row,
    modal,
    private_response,
)
from nazh.adapters.inbound.discord.interactions.sending.embed_limits import DESCRIPTION_CHARACTERS
from nazh.adapters.inbound.discord.ui import GOLD, GREEN, GREY, PRIMARY, RED, button, embed_body
from nazh.adapters.inbound.texts.dice.fair.fair import proof_line
from nazh.adapters.inbound.texts.dice.odds.odds import ODDS_BUTTON
from nazh.adapters.inbound.texts.dice.rolling.buttons import (
    ADD_PLOT_DIE,
    COPY_COMMAND,
    DETAILS,
    HOW_TO_COPY,
    REVEAL,
    ROLL_AGAIN,
    pick_label,
)
from nazh.adapters.inbound.texts.dice.rolling.details import detail_text
from nazh.adapters.inbound.texts.dice.rolling.headings import (
    Verdict,
    heading_text,
    summary_line,
    verdict_of,
)
from nazh.adapters.inbound.texts.dice.rolling.layouts import layout_lines, text_lines
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dice.rolling.outcome import Outcome
from nazh.domain.dice import Roll
from nazh.domain.dice.guild_settings import ALL_BUTTONS, Layout, ResultButton

COPY: Final = "copy"
PLOT: Final = "plot"
PICK: Final = "pick"
AGAIN: Final = "again"
MORE: Final = "more"
ODDS: Final = "odds"
SHOW: Final = "show"
COPIED: Final = "copied"
_COLOURS: Final = {
    Verdict.NATURAL_20: GOLD,
    Verdict.SUCCESS: GREEN,
    Verdict.FAILURE: RED,
    Verdict.NONE: GREY,
}
_COMMAND_CHARACTERS: Final = 1_900
_TEXT_CHARACTERS: Final = 1_900
"""Characters of a result without an embed, with a heading above; longer ones have an embed."""
_RESERVED_CHARACTERS: Final = 500
"""Characters of a description that are reserved for text beyond the requested length."""


@cache
def _copy_button(translator: Translator) -> Json:
    return button(translator(COPY_COMMAND), custom_id(COPY))


@cache
def _again_button(translator: Translator) -> Json:
    return button(translator(ROLL_AGAIN), custom_id(AGAIN), PRIMARY)


def roll_message(
    outcome: Outcome,
    byline: Byline,
    arguments: str,
    translator: Translator,
    kind: ResponseType = ResponseType.MESSAGE,
    *,
    is_secret: bool = False,
    layout: Layout = Layout.FULL,
    buttons: frozenset[ResultButton] = ALL_BUTTONS,
    notice: str = "",
) -> Response:
    """Return a new message, or an edit of the one whose button was pressed.

    ``arguments`` identify the roll in its buttons. A server chooses its ``buttons``; those that a
    roll waits for are always shown. ``notice`` is a line under a secret roll.
    """
    rows = _rows(outcome.rolls, arguments, translator, buttons, is_secret=is_secret)
    shown = _message(outcome, byline, translator, rows, layout, notice)
    # Only a new message can be private.
    is_hidden = is_secret and kind is ResponseType.MESSAGE
    return Response(kind, {**shown, "flags": EPHEMERAL} if is_hidden else shown)


def revealed_edit(
    outcome: Outcome,
    byline: Byline,
    arguments: str,
    translator: Translator,
    layout: Layout = Layout.FULL,
    buttons: frozenset[ResultButton] = ALL_BUTTONS,
) -> Json:
    """Return the edit of a secret message after its roll has been made public."""
    shown = buttons & {ResultButton.DETAILS, ResultButton.COPY}
    rows = _non_empty_rows(_chosen_buttons(arguments, translator, shown))
    return _message(outcome, byline, translator, rows, layout)


def roll_notification(
    outcome: Outcome,
    byline: Byline,
    heading: str,
    translator: Translator,
    layout: Layout = Layout.FULL,
) -> Json:
    """Return a message with a roll below a ``heading``, without buttons."""
    return with_heading(_message(outcome, byline, translator, (), layout), heading)


def with_heading(message: Json, heading: str) -> Json:
    """Return a message of a roll with a ``heading`` above all of it."""
    return {**message, "content": f"{heading}\n{message['content']}"}


def details_message(rolls: tuple[Roll, ...], translator: Translator, proof: str = "") -> Response:
    """Return a roll in full with its ``proof``, as a private message."""
    text = detail_text(rolls, translator, DESCRIPTION_CHARACTERS - len(proof) - 1)
    text = f"{text}\n{proof}" if proof else text
    return private_response(embed_body(text, color=_colour(rolls)))


def copy_form(shown: ShownRoll, translator: Translator, *, is_secret: bool = False) -> Response:
    """Return a modal with the command as text, from which it can be copied."""
    text_input = {
        "type": 4,
        "custom_id": "command",
        "style": 2,
        "label": translator(HOW_TO_COPY),
        "value": shown.command(translator, is_secret=is_secret),
        "required": False,
    }
    return modal(custom_id(COPIED), translator(COPY_COMMAND), text_input)


def copied_message(command: str) -> Response:
    """Return a private message with a command, which a phone copies as a whole."""
    literal = command.replace("`", "'")[:_COMMAND_CHARACTERS]
    content = f"```\n{literal}\n```"
    body = {"content": content, "flags": EPHEMERAL, "allowed_mentions": NO_MENTIONS}
    return Response(ResponseType.MESSAGE, body)


def _message(
    outcome: Outcome,
    byline: Byline,
    translator: Translator,
    rows: tuple[Json, ...],
    layout: Layout,
    notice: str = "",
) -> Json:
    rolls, proof = outcome.rolls, outcome.proof
    if layout is Layout.TEXT:
        text = _with_line(_text(outcome, byline, translator), notice)
        if len(text) <= _TEXT_CHARACTERS:
            return {
                "content": text,
                "embeds": (),
                "components": rows,
                "allowed_mentions": NO_MENTIONS,
            }
    heading = heading_text(rolls, translator)
    shown = _description(rolls, heading, translator, layout, len(notice))
    footer = {} if proof is None else {"footer": {"text": proof_line(proof, translator)}}
    embed = {
        "author": byline.author,
        "description": _with_line(shown, notice),
        "color": _colour(rolls),
        **footer,
    }
    return {
        # Notifications show no embed, and some users have switched embeds off (docs/adr/0041).
        "content": f"-# {summary_line(byline.name, rolls, translator, heading)}",
        "embeds": (embed,),
        "components": rows,
        "allowed_mentions": NO_MENTIONS,
    }


def _rows(
    rolls: tuple[Roll, ...],
    arguments: str,
    translator: Translator,
    buttons: frozenset[ResultButton],
    *,
    is_secret: bool,
) -> tuple[Json, ...]:
    reveal = (button(translator(REVEAL), custom_id(SHOW, arguments), PRIMARY),) if is_secret else ()
    common = _chosen_buttons(arguments, translator, buttons)
    is_plot_offered = rolls[0].ruleset.has_plot_die and ResultButton.PLOT in buttons
    if is_plot_offered and not rolls[0].throw.plan.has_plot_die:
        plot = button(translator(ADD_PLOT_DIE), custom_id(PLOT, arguments))
        # A row holds five.
        return (
            _non_empty_rows((*reveal, plot), common) if reveal else (action_row((*common, plot)),)
        )
    return _non_empty_rows(_pick_buttons(rolls, arguments, translator), (*reveal, *common))


def _chosen_buttons(
    arguments: str, translator: Translator, buttons: frozenset[ResultButton]
) -> tuple[Json, ...]:
    """Return those of ``buttons`` that every roll can have."""
    common: list[Json] = []
    if ResultButton.AGAIN in buttons:
        common.append(_again_button(translator))
    if ResultButton.DETAILS in buttons:
        common.append(button(translator(DETAILS), custom_id(MORE, arguments)))
    if ResultButton.ODDS in buttons:
        common.append(button(translator(ODDS_BUTTON), custom_id(ODDS, arguments)))
    if ResultButton.COPY in buttons:
        common.append(_copy_button(translator))
    return tuple(common)


def _non_empty_rows(*rows: tuple[Json, ...]) -> tuple[Json, ...]:
    return tuple(action_row(row) for row in rows if row)


def _pick_buttons(
    rolls: tuple[Roll, ...], arguments: str, translator: Translator
) -> tuple[Json, ...]:
    """Return a button for each face of the first plot die that has to be picked."""
    for place, roll in enumerate(rolls):
        if roll.plot is not None and roll.plot.choice_open:
            number = place + 1 if len(rolls) > 1 else None
            return tuple(
                button(
                    pick_label(face, roll.ruleset, translator, number),
                    custom_id(PICK, f"{face}{place}{arguments}"),
                    PRIMARY,
                )
                for face in roll.plot.faces
            )
    return ()


def _colour(rolls: tuple[Roll, ...]) -> int:
    return _COLOURS[verdict_of(rolls)]


def _text(outcome: Outcome, byline: Byline, translator: Translator) -> str:
    comment = outcome.rolls[0].throw.plan.comment
    remark = () if comment is None else (comment_line(comment),)
    lines = text_lines(byline.name, outcome.rolls, translator, remark)
    if outcome.proof is None:
        return "\n".join(lines)
    return "\n".join((*lines, f"-# {proof_line(outcome.proof, translator)}"))


def _with_line(text: str, line: str) -> str:
    return f"{text}\n{line}" if line else text


def _description(
    rolls: tuple[Roll, ...], heading: str, translator: Translator, layout: Layout, reserved: int
) -> str:
    comment = rolls[0].throw.plan.comment
    header = (
        *((f"## {heading}",) if heading else ()),
        *(() if comment is None else (comment_line(comment),)),
    )
    max_characters = DESCRIPTION_CHARACTERS - _RESERVED_CHARACTERS - sum(map(len, header))
    text = "\n".join((*header, *layout_lines(rolls, layout, translator, max_characters)))
    # The text is longer than requested only in extreme cases, which Discord would reject.
    most = DESCRIPTION_CHARACTERS - reserved - 1
    return text if len(text) <= most else f"{text[: most - 1]}…"
