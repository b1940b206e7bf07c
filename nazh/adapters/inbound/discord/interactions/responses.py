"""Defines responses to interactions as the JSON objects that Discord accepts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice
from typing import Final

from nazh.domain.kernel.errors import Refusal, Unavailable

Json = Mapping[str, object]
MESSAGE_CHARACTERS: Final = 2_000
EPHEMERAL: Final = 64
"""The flag of a message that only the user who asked can see."""
TITLE_CHARACTERS: Final = 45
MAX_CHOICES: Final = 25
"""The most that Discord accepts as suggestions for an option."""
NO_MENTIONS: Final[Json] = {"parse": ()}


class ResponseType(IntEnum):
    """The effect of a response; the value is Discord's number for it."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    EDIT = 7
    CHOICES = 8
    MODAL = 9


@dataclass(frozen=True, slots=True)
class File:
    """A file attached to a message."""

    name: str
    content: bytes


DrawFiles = Callable[[], Awaitable[tuple[File, ...]]]
"""Draws pictures, which may be slow; returns none if not all can be drawn."""

Finish = Callable[[], Awaitable[tuple[Json, tuple[File, ...]]]]
"""Returns the message that replaces a deferred response, with its files."""


@dataclass(frozen=True, slots=True)
class Followup:
    """A message to send once, however many responses have the same ``name``.

    It is sent where the response is, or to a ``channel`` of ``guild``. With ``draw``, it replaces
    the response and has pictures attached; if none are drawn, the response stays. If it
    ``deletes``, the message that the response has edited is deleted, and nothing is sent. With
    ``finish``, the message that it returns replaces a deferred response; it is called once, even if
    Discord does not accept the message.
    """

    name: str
    message: Json
    channel: int | None = None
    guild: int | None = None
    draw: DrawFiles | None = None
    deletes: bool = False
    finish: Finish | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """The one response to an interaction, and the messages to post after it.

    ``fallback`` is sent instead if Discord rejects it. ``error`` is why the request failed, if the
    message shows more than that; the pipeline counts it.
    """

    kind: ResponseType
    data: Json | None = None
    file: File | None = None
    fallback: Response | None = None
    followups: tuple[Followup, ...] = ()
    error: Refusal | Unavailable | None = None

    @property
    def body(self) -> Json:
        """The request body."""
        return {"type": self.kind} if self.data is None else {"type": self.kind, "data": self.data}

    @property
    def needs_callback(self) -> bool:
        """True if acceptance by Discord must be known, or a file is attached."""
        return bool(self.followups) or self.fallback is not None or self.file is not None


DEFERRED_UPDATE: Final = Response(ResponseType.DEFERRED_UPDATE)
EMPTY_CHOICES: Final = Response(ResponseType.CHOICES, {"choices": ()})


def ephemeral(text: str) -> Response:
    """Return a message that only the user who asked can see."""
    return Response(
        ResponseType.MESSAGE,
        {
            "content": text[:MESSAGE_CHARACTERS],
            "flags": EPHEMERAL,
            "allowed_mentions": NO_MENTIONS,
        },
    )


def private_response(body: Json, file: File | None = None) -> Response:
    """Return a message with this body that only the user who asked can see."""
    return Response(ResponseType.MESSAGE, {**body, "flags": EPHEMERAL}, file)


def deferred(name: str, finish: Finish) -> Response:
    """Return a response that says that the bot is busy, until ``finish`` has returned the message.

    Only the user who asked can see both. ``name`` is that of the follow-up.
    """
    return Response(
        ResponseType.DEFERRED_MESSAGE,
        {"flags": EPHEMERAL},
        followups=(Followup(name, {}, finish=finish),),
    )


def choices_response(choices: Iterable[tuple[str, str | int]]) -> Response:
    """Return the names and values that an option suggests, of which the first 25 are shown."""
    shown = islice(choices, MAX_CHOICES)
    return Response(
        ResponseType.CHOICES,
        {"choices": tuple({"name": name, "value": value} for name, value in shown)},
    )


def action_row(components: Sequence[Json]) -> Json:
    """Return a row of buttons, or of one text input."""
    return {"type": 1, "components": components}


def modal(custom_id: str, title: str, *fields: Json) -> Response:
    """Return a modal with one field in each row. A title that is too long is cut."""
    rows = tuple(action_row((field,)) for field in fields)
    return Response(
        ResponseType.MODAL,
        {"custom_id": custom_id, "title": title[:TITLE_CHARACTERS], "components": rows},
    )
