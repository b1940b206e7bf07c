"""Parses the parts of one dice term: the kind of die, the tags and the notes."""

from __future__ import annotations

from typing import Final

from nazh.domain.dice.errors import (
    NoSides,
    PlotDieHasSixSides,
    TooManySides,
    TooManyTags,
    UnreadableNotation,
)
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.notation.cursor import Cursor, bounded
from nazh.domain.dice.pools import FUDGE, PLOT_DIE, Die, Tag, custom_die, numbered_die
from nazh.domain.kernel.texts import N_

_TAGS: Final = {tag.value: tag for tag in Tag}


def read_die(cursor: Cursor, written: str, at: int) -> Die:
    """Return the die whose sides are ``written`` at ``at``, and move the cursor past them."""
    if written.isdigit():
        sides = bounded(written, at)
        if sides == 0:
            raise NoSides(at)
        if sides > Limits.SIDES:
            raise TooManySides(at)
        return numbered_die(sides)
    match written:
        case "%":
            return numbered_die(100)
        case "f":
            return FUDGE
        case "p":
            return PLOT_DIE
        case _:
            return _custom_die(cursor)


def _custom_die(cursor: Cursor) -> Die:
    faces = [_face(cursor)]
    while cursor.accept(","):
        faces.append(_face(cursor))
    if not cursor.accept("]"):
        raise UnreadableNotation(
            N_("The list of faces is not closed."),
            at=cursor.at,
            hint=N_("Close it with ]."),
        )
    return custom_die(faces)


def _face(cursor: Cursor) -> int:
    minus = cursor.accept("-")
    face = cursor.integer()
    if face is None:
        raise UnreadableNotation(
            N_("Each face of a die is a whole number."),
            at=cursor.at,
            hint=N_("As in d[1,2,3,5,8]."),
        )
    return -face if minus else face


def read_tags(written: str, count: int, die: Die, at: int) -> tuple[Tag, ...]:
    """Return the tags of the first dice, without plain tags at the end."""
    if len(written) > count:
        raise TooManyTags(len(written), count, at)
    tags = tuple(_TAGS[letter] for letter in written.rstrip("n"))
    if Tag.PLOT in tags and not (die.sides == 6 and die.is_numbered):
        raise PlotDieHasSixSides(at + written.index("p"))
    return tags


def read_notes(cursor: Cursor, original: str) -> tuple[str, ...]:
    """Return the remarks in brackets at the cursor, as they were typed."""
    notes: list[str] = []
    while cursor.here == "[":
        close = cursor.text.find("]", cursor.at)
        words = " ".join(original[cursor.at + 1 : close].split())
        if close < 0 or not words or "[" in words:
            raise UnreadableNotation(
                N_("A note is words between [ and ]."),
                at=cursor.at,
                hint=N_("As in 2d6[fire]."),
            )
        notes.append(words)
        cursor.move_to(close + 1)
    return tuple(notes)
