"""Formats the builder as a Discord message, and parses that message. Pure.

The message is the builder's only storage: the comment is in the description, the staged roll in the
first field, the open pool in the second, the number of rolls in the footer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from nazh.adapters.inbound.discord.dice.custom_ids import custom_id
from nazh.adapters.inbound.discord.dice.rolling.shown_roll import comment_line, read_roll
from nazh.adapters.inbound.discord.interactions.responses import (
    NO_MENTIONS,
    Json,
    Response,
    action_row,
    modal,
    private_response,
)
from nazh.adapters.inbound.discord.ui import (
    BLUE,
    DANGER,
    PRIMARY,
    SECONDARY,
    SUCCESS,
    button,
    menu,
    option,
    text_input,
)
from nazh.adapters.inbound.texts.dice import builder as texts
from nazh.adapters.inbound.texts.dice import notation_in
from nazh.adapters.inbound.texts.dice.odds.odds import ODDS_BUTTON
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dice import Ruleset
from nazh.domain.dice.building.draft_pools import DRAFTABLE_DICE
from nazh.domain.dice.building.drafting import (
    STEPS,
    Draft,
    is_possible,
    labelled_pool,
    read_draft,
    selectable_dice,
)
from nazh.domain.dice.canonical_notation import write_number
from nazh.domain.dice.pools import Pool

BUILD: Final = "build"
DIE, WORDS, ROLL, ROLL_SECRETLY = "die", "words", "roll", "secret"
LABEL, DIFFICULTY = "label", "difficulty"
LABEL_CHARACTERS: Final = 100
DIFFICULTY_CHARACTERS: Final = 10
_STYLES: Final = {"add": PRIMARY, "clear": DANGER}
_ROWS: Final = (
    ("fewer", "more", "better", "worse"),
    ("less5", "less1", "plus1", "plus5"),
)
_LAST_STEPS: Final = ("mix", "add", "undo", "clear")
_NUMBER: Final = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Builder:
    """The state of a builder: its draft, and the number of rolls made with it."""

    draft: Draft
    rolls: int = 0


def builder_message(
    builder: Builder, ruleset: Ruleset, translator: Translator, odds: str = ""
) -> Response:
    """Return a new private message."""
    return private_response(builder_body(builder, ruleset, translator, odds))


def builder_body(
    builder: Builder, ruleset: Ruleset, translator: Translator, odds: str = ""
) -> Json:
    """Return the message without its flags, which new messages and edits share.

    ``odds`` are those of the current draft, if there are any.
    """
    draft = builder.draft
    staged = "\n".join(texts.staged_lines(draft, ruleset, translator)) or translator(
        texts.NOTHING_STAGED
    )
    embed: dict[str, object] = {
        "color": BLUE,
        "fields": (
            {"name": translator(texts.STAGED), "value": staged},
            {
                "name": translator(texts.MAKING),
                "value": texts.making_line(draft, ruleset, translator),
            },
            *(({"name": translator(ODDS_BUTTON), "value": odds},) if odds else ()),
        ),
    }
    if draft.comment is not None:
        embed["description"] = comment_line(draft.comment)
    if builder.rolls:
        embed["footer"] = {"text": texts.rolls_made(builder.rolls, translator)}
    return {
        "embeds": (embed,),
        "components": _rows(draft, ruleset, translator),
        "allowed_mentions": NO_MENTIONS,
    }


def read_builder(description: str, fields: Iterable[str], footer: str) -> Builder:
    """Return the builder in a message. Raises ``ValueError`` if there is none."""
    staged, making, *odds = fields
    if len(odds) > 1:
        raise ValueError(odds)
    draft = read_draft(notation_in(staged), notation_in(making), read_roll(description).comment)
    number = _NUMBER.search(footer)
    return Builder(draft, int(number[0]) if number else 0)


def words_form(pool: Pool, translator: Translator) -> Response:
    """Return a modal for label and difficulty, filled with the values of ``pool``."""
    target = "" if pool.target is None else write_number(pool.target)
    label = (
        LABEL,
        translator(texts.LABEL),
        LABEL_CHARACTERS,
        translator(texts.LABEL_EXAMPLE),
        pool.label or "",
    )
    difficulty = (
        *(
            DIFFICULTY,
            translator(texts.DIFFICULTY),
            DIFFICULTY_CHARACTERS,
            texts.DIFFICULTY_EXAMPLE,
        ),
        target,
    )
    fields = (_input(*field) for field in (label, difficulty))
    return modal(custom_id(BUILD, WORDS), translator(texts.WORDS_LABEL), *fields)


def _rows(draft: Draft, ruleset: Ruleset, translator: Translator) -> tuple[Json, ...]:
    can_word, can_roll = labelled_pool(draft) is not None, not draft.is_empty
    wording = _button(WORDS, translator(texts.WORDS_LABEL), SECONDARY, can_word)
    return (
        action_row((_menu(draft, ruleset, translator),)),
        *(action_row(tuple(_step(draft, name, translator) for name in names)) for names in _ROWS),
        action_row((wording, *(_step(draft, name, translator) for name in _LAST_STEPS))),
        action_row(
            (
                _button(ROLL, translator(texts.ROLL), SUCCESS, can_roll),
                _button(ROLL_SECRETLY, translator(texts.ROLL_SECRETLY), SECONDARY, can_roll),
            )
        ),
    )


def _menu(draft: Draft, ruleset: Ruleset, translator: Translator) -> Json:
    offered = selectable_dice(draft, with_plot_die=ruleset.has_plot_die)
    chosen = None if draft.open_pool is None else draft.open_pool.die
    # A menu must have options, even if it is disabled.
    options = tuple(
        option(texts.die_label(name, translator), name, is_default=DRAFTABLE_DICE[name] == chosen)
        for name in offered or DRAFTABLE_DICE
    )
    placeholder = translator(texts.CHOOSE_A_DIE)
    return menu(custom_id(BUILD, DIE), placeholder, options, is_disabled=not offered)


def _step(draft: Draft, name: str, translator: Translator) -> Json:
    label, style = translator(texts.STEP_LABELS[name]), _STYLES.get(name, SECONDARY)
    return _button(name, label, style, is_possible(draft, STEPS[name]))


def _button(name: str, label: str, style: int, is_possible: bool) -> Json:
    return button(label, custom_id(BUILD, name), style, is_disabled=not is_possible)


def _input(name: str, label: str, most: int, example: str, value: str) -> Json:
    most = max(most, len(value))
    return {**text_input(name, label, most, example, is_required=False), "value": value}
