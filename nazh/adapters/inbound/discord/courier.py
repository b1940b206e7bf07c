"""The courier: answers with errands, which are messages to post behind them.

An interaction has one answer. The builder needs two things of it: that the builder changes, and
that a roll is posted. So the answer changes the builder, and only when Discord has taken it, the
roll follows through the interaction's token (docs/adr/0008-the-builder-is-stateless.md).

Who asked has the answer by then, so nobody is counted as waiting for an errand.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from math import inf
from typing import Final, Protocol

import hikari

from nazh.adapters.inbound.discord.answers import Answer, File, Json
from nazh.adapters.inbound.discord.discord_time import steady_now
from nazh.adapters.inbound.discord.door import Answering
from nazh.adapters.inbound.discord.responder import AnswerRejected, LossCounter

MOST: Final = 400
"""How many errands to where answers stand are run at a time, and how many to channels."""
MOST_FOR_A_CHANNEL: Final = 10
"""How many of those to channels may be to one: Discord takes about one a second there."""
TOLD_EVERY: Final = 60.0
"""Seconds between two lines in the log about too many errands."""
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
    """Posts messages behind an answer, within a minute or not at all."""

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


class ErrandLosses(LossCounter, Protocol):
    """Counts also what is not posted in a channel: the answer before it was taken."""

    def lost_notice(self) -> None:
        """Count one."""
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
        losses: ErrandLosses,
        begun: BegunErrands,
    ) -> None:
        self._responder = responder
        self._post_office = post_office
        self._losses = losses
        self._begun = begun
        self._under_way: dict[asyncio.Task[None], int | None] = {}
        self._told_at = -inf

    async def answer(self, interaction: hikari.PartialInteraction, answer: Answer) -> bool:
        """Send the answer, and what follows it out; whether Discord took the answer."""
        if not isinstance(answer, ErrandAnswer):
            return await self._responder.answer(interaction, answer)
        try:
            is_taken = await self._responder.answer(interaction, answer)
        except AnswerRejected as rejection:
            _LOG.warning("Discord refuses an edit: %s", rejection)
            return await self._responder.answer(interaction, answer.otherwise)
        if is_taken:
            for errand in answer.errands:
                self._send_out(interaction, errand)
        return is_taken

    async def settle(self, patience: float) -> None:
        """Return when all errands are done, after ``patience`` seconds at the latest.

        What is not done by then is given up.
        """
        if not self._under_way:
            return
        _, late = await asyncio.wait(self._under_way, timeout=patience)
        if late:
            _LOG.warning("%d messages behind answers were not posted before the end", len(late))
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _send_out(self, interaction: hikari.PartialInteraction, errand: Errand) -> None:
        if self._has_too_many_for(errand.channel):
            self._tell(errand.channel)
            self._count_lost(errand)
            return
        task = asyncio.create_task(self._run(interaction, errand))
        self._under_way[task] = errand.channel
        task.add_done_callback(self._under_way.pop)

    def _has_too_many_for(self, channel: int | None) -> bool:
        under_way = list(self._under_way.values())
        behind_answers, here = under_way.count(None), under_way.count(channel)
        if channel is None:
            return here >= MOST
        return here >= MOST_FOR_A_CHANNEL or len(under_way) - behind_answers >= MOST

    def _tell(self, channel: int | None) -> None:
        now = steady_now()
        if now - self._told_at < TOLD_EVERY:
            return
        self._told_at = now
        where = "behind answers" if channel is None else f"in channel {channel}"
        _LOG.warning("too much waits to be posted %s: what is too much is left undone", where)

    async def _run(self, interaction: hikari.PartialInteraction, errand: Errand) -> None:
        if not await self._begun.begin(errand.name):
            return
        is_done = False
        try:
            is_done = await self._do(interaction, errand)
        finally:
            if not is_done:
                self._count_lost(errand)
                await self._begun.give_up(errand.name)

    async def _do(self, interaction: hikari.PartialInteraction, errand: Errand) -> bool:
        if errand.channel is not None:
            return await self._post_office.post_in(errand.channel, errand.server, errand.message)
        file = None if errand.draw is None else await errand.draw()
        if errand.draw is not None and file is None:
            return True
        return await self._post_office.post(interaction, errand.message, file)

    def _count_lost(self, errand: Errand) -> None:
        if errand.channel is None:
            self._losses.lost_answer("discord_failed")
        else:
            self._losses.lost_notice()
