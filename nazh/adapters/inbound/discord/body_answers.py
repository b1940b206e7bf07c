"""Body answers: what answers an interaction goes back in the HTTP response that brought it.

Not everything can: what is posted behind an answer must wait until Discord has taken it, and only
the callback says whether it did. So an answer with errands, or with a file, goes by the callback,
as it does from the gateway, and the response says that it will (202).
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final, Protocol

import hikari
import orjson

from nazh.adapters.inbound.discord.answers import Answer
from nazh.adapters.inbound.discord.courier import ErrandAnswer
from nazh.adapters.inbound.discord.door import Answering
from nazh.adapters.inbound.discord.responder import LossCounter

OK: Final = 200
ACCEPTED: Final = 202


class Reply(Protocol):
    """The response to one request, which Discord is waiting for."""

    @property
    def is_given(self) -> bool:
        """Whether Discord has it, or nobody is there to take it."""
        ...

    async def give(self, status: int, body: bytes) -> bool:
        """Send it, once; whether somebody was there to take it. JSON, or nothing."""
        ...


AWAITED: Final[ContextVar[Reply | None]] = ContextVar("awaited", default=None)
"""The reply that is waited for by the request in hand."""


class BodyAnswers:
    """Sends answers in the response; ``further`` sends those that go by the callback."""

    def __init__(self, further: Answering, losses: LossCounter) -> None:
        self._further = further
        self._losses = losses

    async def answer(self, interaction: hikari.PartialInteraction, answer: Answer) -> bool:
        """Send the answer; whether Discord was there to take it."""
        reply = AWAITED.get()
        if reply is None or reply.is_given:
            return await self._further.answer(interaction, answer)
        if isinstance(answer, ErrandAnswer) or answer.file is not None:
            await reply.give(ACCEPTED, b"")
            return await self._further.answer(interaction, answer)
        if await reply.give(OK, orjson.dumps(answer.body)):
            return True
        # Whoever waited has left: Discord after its three seconds, or a proxy that broke down.
        self._losses.lost_answer("too_late")
        return False
