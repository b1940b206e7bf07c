"""Explains why a text cannot be parsed, and suggests a correction."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.dice.errors import ForbiddenCharacter, TagWithoutCount, UnreadableNotation
from nazh.domain.dice.errors.saved import ParameterOutsideSavedRoll
from nazh.domain.dice.notation.cursor import Cursor
from nazh.domain.dice.notation.parameters import parameter_at
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_

_BARE_TAGS: Final = re.compile(r"[adnp]+ *d *(?:[0-9]+|%|f|p|\[[^\]]*\])").match
_NO_SIDES: Final = re.compile(r"(?<![^\W\d_])[dD](?![\w%\[])").match
_MORE_DICE: Final = re.compile(r"(?<![^\W_])d *(?:[0-9%\[]|[fp]\b)").match
_LATE_REPEATS: Final = re.compile(r"(?<=[0-9])x *[\w({$@]|x *[0-9]").match
_POINT_INSIDE: Final = re.compile(r"(?<=[0-9])\.[0-9]").match
_POINT_BETWEEN: Final = re.compile(r"\. +[0-9]*d *[0-9]").match
_DIGIT: Final = re.compile(r"[0-9@$]").search
_DICE: Final = re.compile(r"[^\W\d_][^#]* [0-9]*d[0-9]").match
_CALLED: Final = re.compile(r"[^\W\d_]+ *\(").match
_MODIFIER: Final = re.compile(r"(?<=[\w)\]}%!])(?!d *[0-9])[^\W\d_]+ *[0-9<>=]").match
_OPERATORS: Final = frozenset("+-*/%")
_EDGE_WORDS: Final = frozenset(("adv", "advantage", "dis", "disadvantage"))


def nothing_thrown_error(cursor: Cursor) -> Refusal:
    """Return the refusal of text at a position where dice or a number must begin."""
    if cursor.here in (")", "}") and cursor.text[: cursor.at].strip():
        return UnreadableNotation(
            N_("Dice or a number are missing here."),
            at=cursor.at,
            hint=N_("Add dice or a number, as in 1d20+5."),
        )
    return unreadable_error(cursor)


def unreadable_error(cursor: Cursor) -> Refusal:
    """Return the refusal of text at a position where dice or a number may occur."""
    brace = cursor.text.rfind("{", 0, cursor.at)
    parameter = parameter_at(cursor.text, brace) if brace >= 0 else None
    if parameter is not None and not cursor.text[brace + 1 : cursor.at].strip():
        return ParameterOutsideSavedRoll(parameter, brace)
    bare = _BARE_TAGS(cursor.text, cursor.at)
    if bare is None:
        return leftover_error(cursor)
    written = bare[0].replace(" ", "")
    tags = max(written.rindex("d"), 1)
    return TagWithoutCount(written, f"{written[:tags]}{tags}{written[tags:]}", cursor.at)


def leftover_error(cursor: Cursor) -> Refusal:
    """Return the refusal of unexpected text at the cursor."""
    at = cursor.at
    here = cursor.here
    if not here:
        return UnreadableNotation(
            N_("The roll ends too early."),
            at=at,
            hint=N_("Add dice or a number, as in 1d20+5."),
        )
    if not here.isprintable():
        return ForbiddenCharacter(here, at)
    if here == "^":
        return UnreadableNotation(
            N_("There are no powers in a roll."),
            at=at,
            hint=N_("Multiply instead, as in 2*2."),
        )
    if here in ")}]":
        return UnreadableNotation(
            N_("This {sign} closes nothing that is open."),
            at=at,
            hint=N_("Remove the {sign}."),
            sign=here,
        )
    if _NO_SIDES(cursor.text, at):
        return UnreadableNotation(
            N_("These dice have no sides."),
            at=at,
            hint=N_("Write how many after the d, as in 4d6."),
        )
    if _LATE_REPEATS(cursor.text, at):
        return UnreadableNotation(
            N_("Repeats go before the whole roll."),
            at=at,
            hint=N_("Write them first, as in 6x4d6kh3."),
        )
    return cursor.unexpected_word(_advice(cursor))


def _advice(cursor: Cursor) -> str | None:
    """Return advice on the text at the cursor, or ``None`` if there is no specific advice."""
    here = cursor.here
    if here.isdecimal() or here in "({@$" or _MORE_DICE(cursor.text, cursor.at):
        return N_("Put an operator or a comma in between.")
    if here == "[":
        return N_("Notes go after dice, as in 2d6[fire].")
    if here == ".":
        if _POINT_BETWEEN(cursor.text, cursor.at):
            return N_("Put an operator or a comma in between.")
        if _POINT_INSIDE(cursor.text, cursor.at):
            return N_("Write a whole number.")
        return N_("Write decimals as in 0.5.")
    word = cursor.word()
    if word in _EDGE_WORDS:
        return N_("Write a1d20 for advantage, d1d20 for disadvantage.")
    if not word.isalpha():
        return None
    if not _DIGIT(cursor.text):
        return N_("Add dice or a number, as in 1d20+5.")
    if _CALLED(cursor.text, cursor.at):
        return N_("The functions are floor, ceil, round, abs, min and max.")
    if cursor.text[: cursor.at].rstrip()[-1:] in _OPERATORS:
        return N_("Write @{word} if it is a saved number, or # {word} as a remark.")
    if _MODIFIER(cursor.text, cursor.at):
        return N_("Modifiers look like kh3, !, r1 or >=8.")
    if _DICE(cursor.text, cursor.at):
        return N_("Put a comma between rolls, and remarks after a #.")
    return None
