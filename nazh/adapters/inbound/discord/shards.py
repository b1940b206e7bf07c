"""The shards of this process: which they are, and how their lines are opened, left and closed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Final

import hikari

from nazh.adapters.inbound.discord.errors import CannotStart
from nazh.adapters.inbound.discord.gateway import plain_errors
from nazh.adapters.inbound.discord.lines import LineBot
from nazh.adapters.inbound.discord.session_starts import GrantedStarts, plain_duration
from nazh.adapters.inbound.discord.sessions import SessionBook
from nazh.adapters.inbound.discord.waiting_room import WaitingRoom
from nazh.application.shared.gateway import Session, Shard

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ShardPlan:
    """Which shards are to be served here, of how many; ``None`` are all, of what Discord advises.

    ``ids`` are below ``count``, and ``None`` where ``count`` is.
    """

    ids: tuple[int, ...] | None = None
    count: int | None = None

    def shards(self, application: int, advised: int) -> tuple[Shard, ...]:
        """Return the shards of ``application``, where Discord advises so many."""
        count = advised if self.count is None else self.count
        ids = range(count) if self.ids is None else self.ids
        return tuple(Shard(application, id, count) for id in ids)


class OwnShards:
    """Opens the lines of this process, once, and keeps their sessions."""

    def __init__(
        self,
        bot: LineBot,
        plan: ShardPlan,
        starts: GrantedStarts,
        book: SessionBook,
        waiting_room: WaitingRoom,
    ) -> None:
        self._bot = bot
        self._plan = plan
        self._starts = starts
        self._book = book
        self._waiting_room = waiting_room
        self._writing: asyncio.Task[None] | None = None

    @property
    def outlive_the_process(self) -> bool:
        """Whether another process can go on where these lines are left."""
        return self._book.outlives

    @property
    def have_the_first(self) -> bool:
        """Whether this is the one process that sees to what is the same for all of them."""
        return self._plan.ids is None or 0 in self._plan.ids

    async def open(self, stores: Awaitable[None]) -> None:
        """Return once Discord sends interactions of every shard, after ``stores`` are open.

        Raises TokenRefused; WrongShards; or CannotStart where Discord does not answer or grant it;
        and what ``stores`` raise.
        """
        with plain_errors():
            await self._bot.begin()
            told, _ = await asyncio.gather(self._bot.rest.fetch_gateway_bot_info(), stores)
            shards = self._plan.shards(int(self._bot.token_id), told.shard_count)
            known = await self._book.continued(shards, told.url)
            self._starts.groups = told.session_start_limit.max_concurrency
            _tell(shards, known, told)
            self._writing = asyncio.create_task(self._book.keep_writing(self._sessions))
            self._writing.add_done_callback(_tell_of_a_bug)
            lines = {shard.id: known.get(shard) for shard in shards}
            await self._bot.open(told.url, lines, shards[0].count, self._starts, self._waiting_room)
        # From the first moment on, whoever comes after a crash has something to go on with.
        await self._book.write_new(self._sessions())

    async def joined(self) -> None:
        """Return when all is closed. Raises as ``open`` when a line is lost for good."""
        with plain_errors():
            await self._bot.join()

    async def leave(self) -> None:
        """Close every line, so that nothing comes any more; requests can still be made."""
        if self._writing is not None:
            self._writing.cancel()
        open_lines = [line for line in self._bot.lines if line.is_alive]
        closing = (line.part() if self._book.outlives else line.close() for line in open_lines)
        await asyncio.gather(*closing, return_exceptions=True)
        if self._book.outlives:
            await self._book.let_go(self._sessions())

    async def close(self) -> None:
        """Close what is open still, and make no more requests. Safe at any time."""
        if self._bot.is_alive:
            await self._bot.close()

    def _sessions(self) -> dict[Shard, Session]:
        application = int(self._bot.token_id)
        return {
            Shard(application, line.id, line.shard_count): line.session
            for line in self._bot.lines
            if line.session is not None
        }


def _tell_of_a_bug(writing: asyncio.Task[None]) -> None:
    """Let the loop tell of it now: it would when the task is forgotten, which is at the end."""
    if not writing.cancelled() and (bug := writing.exception()) is not None:
        trouble = {"message": "sessions are written no more", "exception": bug, "task": writing}
        writing.get_loop().call_exception_handler(trouble)


def _tell(
    shards: tuple[Shard, ...],
    known: Mapping[Shard, Session],
    told: hikari.GatewayBotInfo,
) -> None:
    """Say in the log what is going to happen. Raises CannotStart when Discord would not let it."""
    limit, new = told.session_start_limit, len(shards) - len(known)
    if new > limit.remaining:
        raise CannotStart(
            f"Discord lets {limit.remaining} more sessions start, and this process needs {new}. "
            f"It grants {limit.total} again in {plain_duration(limit.reset_after)}."
        )
    count = shards[0].count
    ids = ", ".join(str(shard.id) for shard in shards)
    _LOG.info("shards %s of %d: %d go on, %d start a session", ids, count, len(known), new)
    if count < told.shard_count:
        _LOG.warning("Discord advises %d shards, and NAZH_SHARD_COUNT %d", told.shard_count, count)
