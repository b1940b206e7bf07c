"""Opens and closes the gateway connections of this process's shards."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Final

import hikari

from nazh.adapters.inbound.discord.errors import StartFailed
from nazh.adapters.inbound.discord.gateway.gateway_bot import translate_errors
from nazh.adapters.inbound.discord.gateway.identify_limits import SessionStartLimit, format_duration
from nazh.adapters.inbound.discord.gateway.replay_buffer import Admission
from nazh.adapters.inbound.discord.gateway.shard_sessions import ShardSessions
from nazh.adapters.inbound.discord.gateway.sharded_bot import ShardedBot
from nazh.application.shared.gateway_sessions import Session, Shard

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ShardPlan:
    """The shards of this process, and their total; ``None`` means all that Discord recommends.

    ``ids`` are below ``count``, and ``None`` if ``count`` is.
    """

    ids: tuple[int, ...] | None = None
    count: int | None = None

    def shards(self, application: int, advised: int) -> tuple[Shard, ...]:
        """Return the shards of ``application`` if Discord recommends ``advised`` of them."""
        count = advised if self.count is None else self.count
        ids = range(count) if self.ids is None else self.ids
        return tuple(Shard(application, id, count) for id in ids)


class OwnedShards:
    """Opens this process's gateway connections, once, and stores their sessions."""

    def __init__(
        self,
        bot: ShardedBot,
        plan: ShardPlan,
        identify_limiter: SessionStartLimit,
        sessions: ShardSessions,
        admission: Admission,
    ) -> None:
        self._bot = bot
        self._plan = plan
        self._identify_limiter = identify_limiter
        self._store = sessions
        self._admission = admission
        self._save_task: asyncio.Task[None] | None = None

    @property
    def supports_resume(self) -> bool:
        """True if another process can resume these sessions."""
        return self._store.supports_resume

    async def open(self, stores: Awaitable[None]) -> None:
        """Return once Discord sends interactions of every shard, after ``stores`` are open.

        Raises TokenRejected; InvalidShards; StartFailed if Discord does not answer or refuses; and
        what ``stores`` raise.
        """
        with translate_errors():
            await self._bot.start_rest()
            gateway_info, _ = await asyncio.gather(self._bot.rest.fetch_gateway_bot_info(), stores)
            shards = self._plan.shards(int(self._bot.token_id), gateway_info.shard_count)
            resumable = await self._store.claim_resumable(shards, gateway_info.url)
            self._identify_limiter.max_concurrency = (
                gateway_info.session_start_limit.max_concurrency
            )
            _check_session_starts(shards, resumable, gateway_info)
            self._save_task = asyncio.create_task(self._store.run(self._sessions))
            self._save_task.add_done_callback(_report_save_failure)
            resumable_shards = {shard.id: resumable.get(shard) for shard in shards}
            await self._bot.open(
                gateway_info.url,
                resumable_shards,
                shards[0].count,
                self._identify_limiter,
                self._admission,
            )
        # Sessions are saved immediately, so that they can be resumed even after an early crash.
        await self._store.save_new(self._sessions())

    async def wait_closed(self) -> None:
        """Return when all is closed. Raises as ``open`` when a connection cannot be restored."""
        with translate_errors():
            await self._bot.join()

    async def disconnect(self) -> None:
        """Close every connection, so that no more events arrive; requests can still be made."""
        if self._save_task is not None:
            self._save_task.cancel()
        alive_shards = [shard for shard in self._bot.resumable_shards if shard.is_alive]
        closing = (
            shard.disconnect() if self._store.supports_resume else shard.close()
            for shard in alive_shards
        )
        await asyncio.gather(*closing, return_exceptions=True)
        if self._store.supports_resume:
            await self._store.release(self._sessions())

    async def close(self) -> None:
        """Close everything, including the client for requests. Safe at any time."""
        if self._bot.is_alive:
            await self._bot.close()

    def _sessions(self) -> dict[Shard, Session]:
        application = int(self._bot.token_id)
        return {
            Shard(application, shard.id, shard.shard_count): shard.session
            for shard in self._bot.resumable_shards
            if shard.session is not None
        }


def _report_save_failure(save_task: asyncio.Task[None]) -> None:
    """Let the loop log the failure now, and not when the task is garbage-collected."""
    if not save_task.cancelled() and (bug := save_task.exception()) is not None:
        context = {"message": "sessions are no longer saved", "exception": bug, "task": save_task}
        save_task.get_loop().call_exception_handler(context)


def _check_session_starts(
    shards: tuple[Shard, ...],
    resumable: Mapping[Shard, Session],
    gateway_info: hikari.GatewayBotInfo,
) -> None:
    """Log how many shards resume and identify. Raises StartFailed if that exceeds the limit."""
    limit, identifies = gateway_info.session_start_limit, len(shards) - len(resumable)
    if identifies > limit.remaining:
        raise StartFailed(
            f"Discord lets {limit.remaining} more sessions start, and this process needs "
            f"{identifies}. "
            f"It grants {limit.total} again in {format_duration(limit.reset_after)}."
        )
    count = shards[0].count
    ids = ", ".join(str(shard.id) for shard in shards)
    _LOG.info(
        "opening shards %s of %d: %d resume, %d identify", ids, count, len(resumable), identifies
    )
    if count < gateway_info.shard_count:
        _LOG.warning(
            "Discord recommends %d shards, but NAZH_DISCORD_SHARD_COUNT is %d",
            gateway_info.shard_count,
            count,
        )
