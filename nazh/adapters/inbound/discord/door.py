"""The door: every interaction comes in and every answer goes out here, counted and timed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

import hikari

from nazh.adapters.inbound.discord.answers import NO_CHOICES, Answer
from nazh.adapters.inbound.discord.discord_time import CAME_AT, steady_now
from nazh.adapters.inbound.discord.errors import Closing, ServerTooFast, TooFast
from nazh.adapters.inbound.discord.in_hand import IN_HAND
from nazh.adapters.inbound.discord.mishaps import answer_to_mishap, reference_of
from nazh.domain.kernel.errors import Refusal, Unavailable
from nazh.domain.kernel.identity import PlayerId, ServerId

_LOG: Final = logging.getLogger(__name__)


class DoorMeter(Protocol):
    """Keeps what the door measures. No call raises."""

    def rolled_in(self, seconds: float) -> None:
        """Keep how long a roll took, reading, throwing and recording."""
        ...

    def answered_in(self, seconds: float) -> None:
        """Keep how long somebody waited until Discord took the answer."""
        ...

    def refused(self, code: str) -> None:
        """Count a request that was refused, by the code of the refusal."""
        ...

    def crashed(self) -> None:
        """Count a request that ended in an error of ours."""
        ...

    def unavailable(self) -> None:
        """Count a request for which a store did not answer."""
        ...

    def lost_answer(self, reason: str) -> None:
        """Count an answer that Discord did not take, by a reason of the responder."""
        ...


class Turnstile(Protocol):
    """Lets players and servers through, so many in a while. Never raises.

    A turnstile that cannot count lets everybody through. Each call takes a turn, also for an
    interaction that comes again; who is turned away does not wait longer for having tried.
    """

    async def admit(
        self, player: PlayerId, server: ServerId | None
    ) -> tuple[float | None, float | None]:
        """Return how long the player has to wait, and the server; ``None`` for "go on".

        In seconds, from 0, until the next turn. A player who waits takes no turn of the server's.
        """
        ...


class CrashReports(Protocol):
    """Tells somebody outside of crashes. No call raises or waits."""

    def report(self, error: BaseException, reference: str | None) -> None:
        """Tell of ``error``, and of the reference that the player has."""
        ...


class Answering(Protocol):
    """Sends an answer to Discord."""

    async def answer(self, interaction: hikari.PartialInteraction, answer: Answer) -> bool:
        """Send the answer; whether Discord took it. Raises only on bugs of ours."""
        ...


class Door:
    """Lets interactions in, turns mishaps into words, and knows who is still inside."""

    def __init__(
        self,
        responder: Answering,
        turnstile: Turnstile,
        meter: DoorMeter,
        reports: CrashReports,
    ) -> None:
        self._responder = responder
        self._turnstile = turnstile
        self._meter = meter
        self._reports = reports
        self._is_closed = False
        self._guests = _Room()
        self._latecomers = _Room()

    async def receive(
        self, interaction: hikari.PartialInteraction, work: Callable[[], Awaitable[Answer]]
    ) -> None:
        """Do the work and send its answer, or the words for what went wrong. Never raises."""
        arrived = CAME_AT.get() or steady_now()
        in_hand = IN_HAND.set(interaction)
        room = self._latecomers if self._is_closed else self._guests
        room.enter()
        try:
            try:
                await self._let_in(interaction)
                await self._send(interaction, await work(), arrived)
            except Exception as mishap:  # noqa: BLE001  # this is the door
                await self._send(interaction, self._words_for(mishap, interaction), arrived)
        except Exception as unsent:  # noqa: BLE001  # this is the door
            self._explain(unsent, interaction)
        finally:
            IN_HAND.reset(in_hand)
            room.leave()

    @property
    def inside(self) -> int:
        """How many interactions are in and not answered yet."""
        return self._guests.inside + self._latecomers.inside

    async def close(self, patience: float) -> bool:
        """Let nobody in any more; whether all who were in left within ``patience`` seconds.

        Who comes later is refused, and not waited for: new ones could come for ever.
        """
        self._is_closed = True
        _LOG.info("closing: %d interactions to finish", self._guests.inside)
        return await self._guests.is_left(patience)

    async def settle(self, patience: float) -> bool:
        """Whether all who came after the closing were refused within ``patience`` seconds.

        To be asked when nobody can come any more.
        """
        return await self._latecomers.is_left(patience)

    async def _let_in(self, interaction: hikari.PartialInteraction) -> None:
        """Let it pass, or raise Closing, TooFast or ServerTooFast."""
        if self._is_closed:
            raise Closing
        if interaction.type is hikari.InteractionType.AUTOCOMPLETE:
            return  # Discord asks at each letter; nobody could help being too fast.
        server = None if interaction.guild_id is None else ServerId(interaction.guild_id)
        his, the_servers = await self._turnstile.admit(PlayerId(interaction.user.id), server)
        if his is not None:
            raise TooFast(his)
        if the_servers is not None:
            raise ServerTooFast(the_servers)

    def _words_for(self, mishap: Exception, interaction: hikari.PartialInteraction) -> Answer:
        words = self._explain(mishap, interaction)
        # Who is still typing can be told nothing, and has asked for nothing yet.
        is_typing = interaction.type is hikari.InteractionType.AUTOCOMPLETE
        if isinstance(mishap, Unavailable):
            self._meter.unavailable()
        elif not isinstance(mishap, Refusal):
            self._meter.crashed()
        elif not is_typing:
            self._meter.refused(mishap.code)
        return NO_CHOICES if is_typing else words

    def _explain(self, mishap: Exception, interaction: hikari.PartialInteraction) -> Answer:
        """Return the words for it; of a crash, tell the log and whoever gets reports."""
        if not isinstance(mishap, Refusal | Unavailable):
            self._reports.report(mishap, reference_of(interaction.id))
        return answer_to_mishap(mishap, interaction)

    async def _send(
        self, interaction: hikari.PartialInteraction, answer: Answer, arrived: float
    ) -> None:
        if await self._responder.answer(interaction, answer):
            self._meter.answered_in(steady_now() - arrived)


class _Room:
    """How many are inside, and when the last one leaves."""

    def __init__(self) -> None:
        self.inside = 0
        self._is_empty = asyncio.Event()
        self._is_empty.set()

    def enter(self) -> None:
        self.inside += 1
        self._is_empty.clear()

    def leave(self) -> None:
        self.inside -= 1
        if not self.inside:
            self._is_empty.set()

    async def is_left(self, patience: float) -> bool:
        """Whether nobody is inside, at the latest after ``patience`` seconds."""
        if not self.inside:
            return True
        try:
            await asyncio.wait_for(self._is_empty.wait(), patience)
        except TimeoutError:
            return False
        return True
