"""The builder as a Discord message, and that message read back. Pure.

The message is the whole memory of a builder: the comment in the description, the staged roll in
the first field, the pool in the making in the second, the number of rolls in the footer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from nazh.adapters.inbound.discord.answers import EPHEMERAL, NO_MENTIONS, Answer, Json, Kind, row
from nazh.adapters.inbound.discord.components import custom_id
from nazh.adapters.inbound.discord.dice.messages import comment_line, read_roll
from nazh.adapters.inbound.discord.dice.presenter import BLUE
from nazh.adapters.inbound.wording.dice import drafting as said
from nazh.adapters.inbound.wording.dice import notation_in
from nazh.adapters.inbound.wording.dice.odds import ODDS_BUTTON
from nazh.adapters.inbound.wording.languages import Words
from nazh.domain.dice import Ruleset
from nazh.domain.dice.drafting import (
    STEPS,
    Draft,
    can_be_worded,
    dice_offered,
    is_possible,
    read_draft,
)
from nazh.domain.dice.making import DRAFTABLE_DICE
from nazh.domain.dice.writing import write_number

BUILD: Final = "build"
DIE, WORDS, ROLL, ROLL_SECRETLY = "die", "words", "roll", "secret"
LABEL, DIFFICULTY = "label", "difficulty"
LABEL_CHARACTERS: Final = 100
DIFFICULTY_CHARACTERS: Final = 10
_PRIMARY, _SECONDARY, _SUCCESS, _DANGER = 1, 2, 3, 4
_STYLES: Final = {"add": _PRIMARY, "clear": _DANGER}
_ROWS: Final = (
    ("fewer", "more", "better", "worse"),
    ("less5", "less1", "plus1", "plus5"),
)
_LAST_STEPS: Final = ("add", "undo", "clear")
_NUMBER: Final = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Builder:
    """What a builder shows: its draft, and how many rolls were made of it."""

    draft: Draft
    rolls: int = 0


def builder_message(builder: Builder, ruleset: Ruleset, words: Words, odds: str = "") -> Answer:
    """Return a new message, seen by the one who asked alone."""
    return Answer(Kind.MESSAGE, {**builder_body(builder, ruleset, words, odds), "flags": EPHEMERAL})


def builder_body(builder: Builder, ruleset: Ruleset, words: Words, odds: str = "") -> Json:
    """Return the message without its flags, as new messages and edits share it.

    ``odds`` are those of everything that would be thrown now, where there are any to tell.
    """
    draft = builder.draft
    staged = "\n".join(said.staged_lines(draft, ruleset, words)) or words(said.NOTHING_STAGED)
    embed: dict[str, object] = {
        "color": BLUE,
        "fields": (
            {"name": words(said.STAGED), "value": staged},
            {"name": words(said.MAKING), "value": said.making_line(draft, ruleset, words)},
            *(({"name": words(ODDS_BUTTON), "value": odds},) if odds else ()),
        ),
    }
    if draft.comment is not None:
        embed["description"] = comment_line(draft.comment)
    if builder.rolls:
        embed["footer"] = {"text": said.rolls_made(builder.rolls, words)}
    return {"embeds": (embed,), "components": _rows(draft, words), "allowed_mentions": NO_MENTIONS}


def read_builder(description: str, fields: Iterable[str], footer: str) -> Builder:
    """Return what a builder's message shows. Raises ``ValueError`` where it is none."""
    staged, making, *odds = fields
    if len(odds) > 1:
        raise ValueError(odds)
    draft = read_draft(notation_in(staged), notation_in(making), read_roll(description).comment)
    number = _NUMBER.search(footer)
    return Builder(draft, int(number[0]) if number else 0)


def words_form(draft: Draft, words: Words) -> Answer:
    """Return a form for label and difficulty, filled in with what they are."""
    making = draft.making
    assert making is not None, "only a pool in the making has words"
    target = "" if making.target is None else write_number(making.target)
    label = (
        LABEL,
        words(said.LABEL),
        LABEL_CHARACTERS,
        words(said.LABEL_EXAMPLE),
        making.label or "",
    )
    difficulty = (
        *(DIFFICULTY, words(said.DIFFICULTY), DIFFICULTY_CHARACTERS, said.DIFFICULTY_EXAMPLE),
        target,
    )
    form = {
        "custom_id": custom_id(BUILD, WORDS),
        "title": words(said.WORDS_LABEL),
        "components": tuple(row((_input(*one),)) for one in (label, difficulty)),
    }
    return Answer(Kind.MODAL, form)


def _rows(draft: Draft, words: Words) -> tuple[Json, ...]:
    can_word, can_roll = can_be_worded(draft), not draft.is_empty
    wording = _button(WORDS, words(said.WORDS_LABEL), _SECONDARY, can_word)
    return (
        row((_menu(draft, words),)),
        *(row(tuple(_step(draft, name, words) for name in names)) for names in _ROWS),
        row((wording, *(_step(draft, name, words) for name in _LAST_STEPS))),
        row(
            (
                _button(ROLL, words(said.ROLL), _SUCCESS, can_roll),
                _button(ROLL_SECRETLY, words(said.ROLL_SECRETLY), _SECONDARY, can_roll),
            )
        ),
    )


def _menu(draft: Draft, words: Words) -> Json:
    offered = dice_offered(draft)
    chosen = None if draft.making is None else draft.making.die
    return {
        "type": 3,
        "custom_id": custom_id(BUILD, DIE),
        "placeholder": words(said.CHOOSE_A_DIE),
        "disabled": not offered,
        # A menu has to have options, even where none can be chosen.
        "options": tuple(
            {
                "label": said.die_label(name, words),
                "value": name,
                "default": DRAFTABLE_DICE[name] == chosen,
            }
            for name in offered or DRAFTABLE_DICE
        ),
    }


def _step(draft: Draft, name: str, words: Words) -> Json:
    label, style = words(said.STEP_LABELS[name]), _STYLES.get(name, _SECONDARY)
    return _button(name, label, style, is_possible(draft, STEPS[name]))


def _button(name: str, label: str, style: int, is_possible: bool) -> Json:
    return {
        "type": 2,
        "style": style,
        "label": label,
        "custom_id": custom_id(BUILD, name),
        "disabled": not is_possible,
    }


def _input(name: str, label: str, most: int, example: str, value: str) -> Json:
    return {
        "type": 4,
        "custom_id": name,
        "style": 1,
        "label": label,
        "required": False,
        "max_length": max(most, len(value)),
        "placeholder": example,
        "value": value,
    }
