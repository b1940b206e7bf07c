"""The service stops: the lines first, then whoever came through them last, then the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import hikari
import pytest

from nazh.adapters.inbound.discord.answers import NOTHING_NEW, Answer, File, Json, Kind
from nazh.adapters.inbound.discord.client import CommandClient
from nazh.adapters.inbound.discord.components import ComponentRouter
from nazh.adapters.inbound.discord.courier import Courier, Errand, ErrandAnswer
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.guild_count import GuildCount
from nazh.adapters.inbound.discord.responder import Responder
from nazh.adapters.inbound.discord.rest_retries import RestRetries
from nazh.adapters.inbound.discord.service import DiscordService
from nazh.adapters.inbound.discord.waiting_room import AT_ONCE, WaitingRoom
from nazh.adapters.outbound.memory.errands import MemoryErrands
from nazh.adapters.outbound.memory.servers import MemoryServers
from tests.doubles.clock import FrozenClock
from tests.unit.adapters.inbound.discord.test_door import (
    Gate,
    Mailbox,
    Notebook,
    SlowOutbox,
    interaction,
)
from tests.unit.adapters.inbound.discord.test_roll_call import called_on

__all__ = ["interaction"]


class OneLine:
    """A line through which something comes while it is closed; satisfies ``Shards``."""

    have_the_first = False

    def __init__(self, coming: Callable[[], None], *, outlives: bool) -> None:
        self._coming = coming
        self._closing = asyncio.Event()
        self.outlive_the_process = outlives
        self.is_closed = False

    async def open(self, stores: Awaitable[None]) -> None:
        await stores

    async def joined(self) -> None:
        await self._closing.wait()

    async def leave(self) -> None:
        self._coming()
        await asyncio.sleep(0.01)  # as long as a close frame is on its way

    async def close(self) -> None:
        self.is_closed = True
        self._closing.set()


class SlowPost:
    """Posts when it may; satisfies ``Posting``."""

    def __init__(self) -> None:
        self.is_asked = asyncio.Event()
        self.may_post = asyncio.Event()
        self.posted: list[Json] = []

    async def post(
        self, interaction: hikari.PartialInteraction, message: Json, file: File | None = None
    ) -> bool:
        self.is_asked.set()
        await self.may_post.wait()
        self.posted.append(message)
        return True

    async def post_in(self, channel: int, server: int | None, message: Json) -> bool:
        raise NotImplementedError


class Stopping:
    """A service that is told to stop while somebody comes, and what became of him."""

    def __init__(
        self,
        interaction: hikari.PartialInteraction,
        *,
        outlives: bool,
        answer: Answer = NOTHING_NEW,
    ) -> None:
        bot, notebook = hikari.GatewayBot("MQ.a.b", banner=None, logs=None), Notebook()
        self.outbox, self.post = SlowOutbox(), SlowPost()
        self._interaction = interaction
        self._answer = answer
        courier = Courier(self.outbox, self.post, notebook, MemoryErrands())
        self._door = Door(courier, Gate(), notebook, Mailbox())
        self.line = OneLine(self._let_come, outlives=outlives)
        self._coming: list[asyncio.Task[None]] = []
        self.room = WaitingRoom(self._door, notebook)
        self._service = DiscordService(
            self.line,
            CommandClient(bot, [], ComponentRouter(self._door, {}, {}), self._door),
            self._door,
            Responder(bot, None, notebook, RestRetries()),
            courier,
            GuildCount(bot),
            called_on(bot, MemoryServers(), FrozenClock()),
            self.room,
        )

    def let_wait(self, many: int) -> None:
        """Let so many come at once; of whom a few go in, and the others wait."""
        for _ in range(many):
            self.room.enter(int(self._interaction.id), self._let_come, lambda: None)

    async def stop(self) -> tuple[bool, bool]:
        """Return whether all was answered, and whether the rest was open until then."""
        stopping = asyncio.create_task(self._service.stop(10))
        async with asyncio.timeout(10):
            await self.outbox.is_asked.wait()
            was_open = not self.line.is_closed
            self.outbox.may_send.set()
            if isinstance(self._answer, ErrandAnswer):
                await self.post.is_asked.wait()
                was_open = not self.line.is_closed
                self.post.may_post.set()
            finished = await stopping
            await asyncio.gather(*self._coming)
        return finished, was_open

    def _let_come(self) -> None:
        async def work() -> Answer:
            return self._answer

        self._coming.append(asyncio.create_task(self._door.receive(self._interaction, work)))


async def test_who_comes_while_the_line_is_closed_is_answered_before_the_rest_closes(
    interaction: hikari.PartialInteraction,
) -> None:
    stopping = Stopping(interaction, outlives=False)

    finished, was_open = await stopping.stop()

    assert (finished, was_open, stopping.line.is_closed) == (True, True, True)
    assert "restarting" in str(stopping.outbox.words[0])


async def test_who_came_before_another_process_goes_on_is_served(
    interaction: hikari.PartialInteraction,
) -> None:
    stopping = Stopping(interaction, outlives=True)

    finished, was_open = await stopping.stop()

    assert (finished, was_open, stopping.line.is_closed) == (True, True, True)
    assert [answer.kind for answer in stopping.outbox.answers] == [Kind.NOTHING_NEW]


@pytest.mark.parametrize("outlives", [True, False])
async def test_who_waits_while_it_is_told_to_stop_is_served(
    interaction: hikari.PartialInteraction, *, outlives: bool
) -> None:
    stopping = Stopping(interaction, outlives=outlives)
    stopping.let_wait(AT_ONCE + 2)

    finished, _ = await stopping.stop()

    assert (finished, stopping.room.waiting) == (True, 0)
    kinds = [answer.kind for answer in stopping.outbox.answers]
    assert kinds[: AT_ONCE + 2] == [Kind.NOTHING_NEW] * (AT_ONCE + 2)
    assert kinds[AT_ONCE + 2 :] == [Kind.NOTHING_NEW if outlives else Kind.MESSAGE]


async def test_what_is_to_be_posted_behind_an_answer_is_posted_before_the_end(
    interaction: hikari.PartialInteraction,
) -> None:
    errand = Errand("roll 1", {"content": "17"})
    rolled = ErrandAnswer(Kind.EDIT, {}, otherwise=NOTHING_NEW, errands=(errand,))
    stopping = Stopping(interaction, outlives=True, answer=rolled)

    finished, was_open = await stopping.stop()

    assert (finished, was_open, stopping.line.is_closed) == (True, True, True)
    assert stopping.post.posted == [{"content": "17"}]
