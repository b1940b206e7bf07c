"""Answers to interactions, as the JSON objects that Discord takes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

Json = Mapping[str, object]
MESSAGE_CHARACTERS: Final = 2_000
EPHEMERAL: Final = 64
"""The flag of a message that only the one who asked can see."""
NO_MENTIONS: Final[Json] = {"parse": ()}


class ResponseType(IntEnum):
    """What an answer does; the value is Discord's number for it."""

    MESSAGE = 4
    DEFERRED_UPDATE = 6
    EDIT = 7
    CHOICES = 8
    MODAL = 9


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a message."""

    name: str
    content: bytes


DrawFile = Callable[[], Awaitable[File | None]]
"""Draws a picture, which takes its time; ``None`` where there is none."""


@dataclass(frozen=True, slots=True)
class Followup:
    """A message to post once, however many responses bring the same ``name``.

    It is posted where the response is, or in a ``channel`` of ``server``. With ``draw``, a picture
    is attached; without a picture nothing is posted.
    """

    name: str
    message: Json
    channel: int | None = None
    server: int | None = None
    draw: DrawFile | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """The one response to an interaction, and the messages to post after it.

    ``fallback`` is sent instead if Discord rejects it.
    """

    kind: ResponseType
    data: Json | None = None
    file: File | None = None
    fallback: Response | None = None
    followups: tuple[Followup, ...] = ()

    @property
    def body(self) -> Json:
        """The request body."""
        return {"type": self.kind} if self.data is None else {"type": self.kind, "data": self.data}

    @property
    def needs_callback(self) -> bool:
        """Whether it must be known that Discord has accepted it, or a file goes with it."""
        return bool(self.followups) or self.fallback is not None or self.file is not None


DEFERRED_UPDATE: Final = Response(ResponseType.DEFERRED_UPDATE)
EMPTY_CHOICES: Final = Response(ResponseType.CHOICES, {"choices": ()})


def ephemeral(text: str) -> Response:
    """Return a message that only the one who asked can see."""
    return Response(
        ResponseType.MESSAGE,
        {
            "content": text[:MESSAGE_CHARACTERS],
            "flags": EPHEMERAL,
            "allowed_mentions": NO_MENTIONS,
        },
    )


def action_row(components: Sequence[Json]) -> Json:
    """Return a row of buttons, or of one text input."""
    return {"type": 1, "components": components}
