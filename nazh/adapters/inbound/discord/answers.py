"""Answers to interactions, as the JSON objects that Discord takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

Json = Mapping[str, object]
MESSAGE_CHARACTERS: Final = 2_000
EPHEMERAL: Final = 64
"""The flag of a message that only the one who asked can see."""
NO_MENTIONS: Final[Json] = {"parse": ()}


class Kind(IntEnum):
    """What an answer does; the value is Discord's number for it."""

    MESSAGE = 4
    NOTHING_NEW = 6
    EDIT = 7
    CHOICES = 8
    MODAL = 9


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a message."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to one interaction."""

    kind: Kind
    data: Json | None = None
    file: File | None = None

    @property
    def body(self) -> Json:
        """The request body."""
        return {"type": self.kind} if self.data is None else {"type": self.kind, "data": self.data}


NOTHING_NEW: Final = Answer(Kind.NOTHING_NEW)
NO_CHOICES: Final = Answer(Kind.CHOICES, {"choices": ()})


def whisper(text: str) -> Answer:
    """Return a message that only the one who asked can see."""
    return Answer(
        Kind.MESSAGE,
        {
            "content": text[:MESSAGE_CHARACTERS],
            "flags": EPHEMERAL,
            "allowed_mentions": NO_MENTIONS,
        },
    )


def row(components: Sequence[Json]) -> Json:
    """Return a row of buttons, or of one text input."""
    return {"type": 1, "components": components}
