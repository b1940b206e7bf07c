"""The line to Redis for those who cannot wait: a player does, while they ask."""

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
"""Seconds that a question may take; a Redis near by answers in a quarter of a thousandth."""
FAILURE_THRESHOLD: Final = 3
"""So many in a row, and nobody asks for a while: a slow moment is none yet."""
MAX_BATCH: Final = 200
"""Questions in one message."""
RETRY_INTERVAL: Final = 1.0
"""Seconds until one asks again, and the others do not wait for him."""
_LOG: Final = logging.getLogger(__name__)


class FallbackCounter(Protocol):
    """Counts what was decided without the other processes. No call raises."""

    def count_fallback(self, operation: str) -> None:
        """Count one question, such as ``turn``, that Redis was not asked or did not answer."""
        ...


class Unreachable(Exception):
    """Redis was not asked, or did not answer in time; whoever asked decides alone."""


@dataclass(slots=True, eq=False)
class _PendingCommand:
    """A command of Redis, and who waits for what it answers."""

    command: Command
    answer: asyncio.Future[tuple[int, ...]]


class RedisClient:
    """Asks Redis, briefly; while it does not answer, hardly anybody is kept waiting for it.

    What is asked while an answer is on its way goes together in the next message. ``prefix`` begins
    every key, so that several applications can share one Redis.
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
        """Return the whole numbers that the Lua ``script`` answers; metrics call the question so.

        Raises Unreachable, at once or when patience is at its end. The script may then have run, or
        run yet.
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
        """Let go of the connection; whoever still waits decides alone."""
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
            # Who has given up shall not have his turn later on.
            batch = [one for one in self._pending[:MAX_BATCH] if not one.answer.done()]
            del self._pending[:MAX_BATCH]
            answers: Sequence[object]
            try:
                answers = await self._pipeline.execute([one.command for one in batch])
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
            _LOG.warning("Redis is out of reach, so this process decides alone (%s)", reason)

    def _recover(self) -> None:
        if self._failures >= FAILURE_THRESHOLD:
            _LOG.info("Redis answers again, and this process decides with the others")
        self._failures, self._retry_at = 0, 0.0


def _resolve(waiting: asyncio.Future[tuple[int, ...]], answer: object) -> None:
    if waiting.done():
        return
    if isinstance(answer, Exception):
        waiting.set_exception(answer)
    elif isinstance(answer, list):
        waiting.set_result(tuple(answer))
