"""Says what is wrong with a text that does not go on as a roll must."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.dice.errors import ForbiddenCharacter, TagWithoutCount, UnreadableNotation
from nazh.domain.dice.errors.saved import ParameterOutside
from nazh.domain.dice.notation.cursor import Cursor
from nazh.domain.dice.notation.parameters import parameter_at
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.phrases import phrase

_BARE_TAGS: Final = re.compile(r"[adnp]+ *d *(?:[0-9]+|%|f|p|\[[^\]]*\])").match
_NO_SIDES: Final = re.compile(r"(?<![^\W\d_])[dD](?!\w)").match
_LATE_REPEATS: Final = re.compile(r"(?<=[0-9])[xX×] *[\w({$@]").match
_WORD: Final = re.compile(r"[^\W\d_]{1,20}|.").match


def unreadable(cursor: Cursor) -> Refusal:
    """Return the refusal of what stands where dice or a number should."""
    brace = cursor.text.rfind("{", 0, cursor.at)
    parameter = parameter_at(cursor.text, brace) if brace >= 0 else None
    if parameter is not None and not cursor.text[brace + 1 : cursor.at].strip():
        return ParameterOutside(parameter, brace)
    bare = _BARE_TAGS(cursor.text, cursor.at)
    if bare is None:
        return leftover(cursor)
    written = bare[0].replace(" ", "")
    tags = max(written.rindex("d"), 1)
    return TagWithoutCount(written, f"{written[:tags]}{tags}{written[tags:]}", cursor.at)


def leftover(cursor: Cursor) -> Refusal:
    """Return the refusal of whatever stands here."""
    at = cursor.at
    here = cursor.here
    if not here:
        return UnreadableNotation(
            phrase("The roll ends too early."),
            at=at,
            hint=phrase("Add dice or a number, as in 1d20+5."),
        )
    if not here.isprintable():
        return ForbiddenCharacter(here, at)
    if here == "^":
        return UnreadableNotation(
            phrase("There are no powers in a roll."),
            at=at,
            hint=phrase("Multiply instead, as in 2*2."),
        )
    if here in ")}]":
        return UnreadableNotation(
            phrase("Nothing was opened that this {sign} closes."),
            at=at,
            hint=phrase("Leave the {sign} out."),
            sign=here,
        )
    if _NO_SIDES(cursor.text, at):
        return UnreadableNotation(
            phrase("These dice have no sides."),
            at=at,
            hint=phrase("Write how many behind the d, as in 4d6."),
        )
    if _LATE_REPEATS(cursor.text, at):
        return UnreadableNotation(
            phrase("Repeats stand before the whole roll."),
            at=at,
            hint=phrase("Write them first, as in 6x4d6kh3."),
        )
    found = _WORD(cursor.text, at)
    word = here if found is None else found[0]
    hint = phrase("Put remarks behind a #.") if word.isalpha() else phrase("Leave it out.")
    if word.isdecimal():
        hint = phrase("Put a sign or a comma in between.")
    return UnreadableNotation(phrase("I cannot read “{word}” here."), at=at, hint=hint, word=word)
