"""The courier: answers with errands, which are messages to post behind them.

An interaction has one answer. The builder needs two things of it: that the builder changes, and
that a roll is posted. So the answer changes the builder, and only when Discord has taken it, the
roll follows through the interaction's token (docs/adr/0008-the-builder-is-stateless.md).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Final, Protocol

import hikari

from nazh.adapters.inbound.discord.answers import Answer, File, Json
from nazh.adapters.inbound.discord.door import Answering
from nazh.adapters.inbound.discord.responder import AnswerRejected, LossCounter

_LOG: Final = logging.getLogger(__name__)
Drawing = Callable[[], Awaitable[File | None]]
"""Draws a picture, which takes its time; ``None`` where there is none."""


@dataclass(frozen=True, slots=True)
class Errand:
    """A message to post, once however many answers bring the same ``name``.

    It stands where the answer stands, or in a ``channel`` of ``server``. Where there is something
    to ``draw``, the picture goes with it, and without the picture nothing is posted.
    """

    name: str
    message: Json
    channel: int | None = None
    server: int | None = None
    draw: Drawing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandAnswer(Answer):
    """An answer, what to post behind it, and what to say where Discord refuses the answer."""

    otherwise: Answer
    errands: tuple[Errand, ...] = ()


class Posting(Protocol):
    """Posts messages behind an answer."""

    async def post(
        self, interaction: hikari.PartialInteraction, message: Json, file: File | None = None
    ) -> bool:
        """Post ``message`` for an answered interaction; whether Discord took it. Never raises."""
        ...

    async def post_in(self, channel: int, server: int | None, message: Json) -> bool:
        """Post ``message`` in a channel; whether all is well. Never raises.

        Nothing is posted in a channel of another server than ``server``, and all is well.
        """
        ...


class BegunErrands(Protocol):
    """Knows which errands are begun, in all processes that share it. No call raises."""

    async def begin(self, name: str, seconds: int = 15 * 60) -> bool:
        """Return whether nobody has begun it; from now on somebody has, for so many seconds.

        After a quarter of an hour nobody can post for an interaction any more.
        """
        ...

    async def give_up(self, name: str) -> None:
        """Let somebody begin it again: it has come to nothing."""
        ...


class Courier:
    """Sends answers on, and runs the errands of those that have one."""

    def __init__(
        self,
        responder: Answering,
        post_office: Posting,
        losses: LossCounter,
        begun: BegunErrands,
    ) -> None:
        self._responder = responder
        self._post_office = post_office
        self._losses = losses
        self._begun = begun
        self._beside: set[asyncio.Task[None]] = set()

    async def answer(self, interaction: hikari.PartialInteraction, answer: Answer) -> bool:
        """Send the answer and what follows it; whether Discord took the answer."""
        if not isinstance(answer, ErrandAnswer):
            return await self._responder.answer(interaction, answer)
        try:
            is_taken = await self._responder.answer(interaction, answer)
        except AnswerRejected as rejection:
            _LOG.warning("Discord refuses an edit: %s", rejection)
            return await self._responder.answer(interaction, answer.otherwise)
        if is_taken:
            for errand in answer.errands:
                running = self._run(interaction, errand)
                if errand.draw is None:
                    await running
                else:
                    self._go_on_beside(running)
        return is_taken

    def _go_on_beside(self, running: Coroutine[None, None, None]) -> None:
        # Who asked has the answer; a picture takes seconds, and nobody counts them as waiting.
        task = asyncio.create_task(running)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def _run(self, interaction: hikari.PartialInteraction, errand: Errand) -> None:
        if not await self._begun.begin(errand.name):
            return
        file = None if errand.draw is None else await errand.draw()
        if errand.draw is not None and file is None:
            return
        if errand.channel is None:
            is_posted = await self._post_office.post(interaction, errand.message, file)
        else:
            is_posted = await self._post_office.post_in(
                errand.channel, errand.server, errand.message
            )
        if not is_posted:
            await self._begun.give_up(errand.name)
            self._losses.lost_answer("discord_failed")
