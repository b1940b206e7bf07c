"""Runs short scripts in Redis for callers that cannot wait, such as users' interactions."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from redis.asyncio import Redis

from nazh.adapters.outbound.redis.connections import UNREACHABLE_ERRORS
from nazh.adapters.outbound.redis.pipeline import Command, RedisPipeline

TIMEOUT: Final = 0.05
"""Seconds for one response; a nearby Redis takes 0.25 ms."""
FAILURE_THRESHOLD: Final = 3
"""Consecutive failures after which Redis is not used for a while; one slow moment is not enough."""
MAX_BATCH: Final = 200
"""Commands per pipeline."""
RETRY_INTERVAL: Final = 1.0
"""Seconds until Redis is tried again, by one command while the others still fall back."""
_LOG: Final = logging.getLogger(__name__)


class FallbackCounter(Protocol):
    """Counts fallbacks to local decisions. No call raises."""

    def count_fallback(self, operation: str) -> None:
        """Count one ``operation``, such as ``rate_limit``, that ran without Redis."""
        ...


class Unreachable(Exception):
    """Redis was not used, or did not answer in time, so the caller must fall back."""


@dataclass(slots=True, eq=False)
class _PendingCommand:
    """A Redis command, and the future for its reply."""

    command: Command
    answer: asyncio.Future[tuple[int, ...]]


class RedisClient:
    """Runs scripts in Redis within a short timeout, and fails fast while it does not answer.

    Commands that arrive while a reply is awaited are sent together in the next pipeline. ``prefix``
    begins every key, so that several applications can share one Redis.
    """

    def __init__(
        self, redis: Redis, prefix: str, fallbacks: FallbackCounter, timeout: float = TIMEOUT
    ) -> None:
        self._pipeline = RedisPipeline(redis, timeout)
        self._timeout = timeout
        self._prefix = prefix
        self._fallbacks = fallbacks
        self._pending: list[_PendingCommand] = []
        self._sending: asyncio.Task[None] | None = None
        self._failures = 0
        self._retry_at = 0.0

    async def run_script(
        self, operation: str, script: str, keys: Sequence[str], values: Sequence[str | int]
    ) -> tuple[int, ...]:
        """Return the integers that the Lua ``script`` returns; ``operation`` is for metrics.

        Raises Unreachable, immediately or after the timeout. The script may then have run, or run
        later.
        """
        loop = asyncio.get_running_loop()
        if loop.time() < self._retry_at:
            self._fallbacks.count_fallback(operation)
            raise Unreachable
        if self._failures >= FAILURE_THRESHOLD:
            self._retry_at = loop.time() + RETRY_INTERVAL
        named = (self._prefix + key for key in keys)
        command = ("EVAL", script, len(keys), *named, *values)
        try:
            async with asyncio.timeout(self._timeout):
                answer = await self._enqueue(command)
        except UNREACHABLE_ERRORS as error:
            self._fallbacks.count_fallback(operation)
            self._fail(error)
            raise Unreachable from error
        if self._failures:
            self._recover()
        return answer

    async def close(self) -> None:
        """Close the connection; pending callers fall back."""
        if self._sending is not None:
            self._sending.cancel()
            await asyncio.wait((self._sending,))
        await self._pipeline.close()

    def _enqueue(self, command: Command) -> asyncio.Future[tuple[int, ...]]:
        pending = _PendingCommand(command, asyncio.get_running_loop().create_future())
        self._pending.append(pending)
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send())
        return pending.answer

    async def _send(self) -> None:
        while self._pending:
            # Commands of cancelled callers are not sent.
            batch = [pending for pending in self._pending[:MAX_BATCH] if not pending.answer.done()]
            del self._pending[:MAX_BATCH]
            answers: Sequence[object]
            try:
                answers = await self._pipeline.execute([pending.command for pending in batch])
            except UNREACHABLE_ERRORS as error:
                answers = [error] * len(batch)
            for pending, answer in zip(batch, answers, strict=True):
                _resolve(pending.answer, answer)

    def _fail(self, error: Exception) -> None:
        self._failures += 1
        if self._failures < FAILURE_THRESHOLD:
            return
        self._retry_at = asyncio.get_running_loop().time() + RETRY_INTERVAL
        if self._failures == FAILURE_THRESHOLD:
            reason = str(error) or "no answer in time"
            _LOG.warning("Redis is unreachable, falling back to local state (%s)", reason)

    def _recover(self) -> None:
        if self._failures >= FAILURE_THRESHOLD:
            _LOG.info("Redis is reachable again")
        self._failures, self._retry_at = 0, 0.0


def _resolve(waiting: asyncio.Future[tuple[int, ...]], answer: object) -> None:
    if waiting.done():
        return
    if isinstance(answer, Exception):
        waiting.set_exception(answer)
    elif isinstance(answer, list):
        waiting.set_result(tuple(answer))
