"""The line to Redis for those who cannot wait: a player does, while they ask."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from redis.asyncio import Redis

from nazh.adapters.outbound.redis.carrier import Carrier, Command
from nazh.adapters.outbound.redis.connecting import LACKS_ANSWER

PATIENCE: Final = 0.05
"""Seconds that a question may take; a Redis near by answers in a quarter of a thousandth."""
FAILURES: Final = 3
"""So many in a row, and nobody asks for a while: a slow moment is none yet."""
MOST: Final = 200
"""Questions in one message."""
REST: Final = 1.0
"""Seconds until one asks again, and the others do not wait for him."""
_LOG: Final = logging.getLogger(__name__)


class Outages(Protocol):
    """Counts what was decided without the other processes. No call raises."""

    def decided_alone(self, what: str) -> None:
        """Count one question, such as ``turn``, that Redis was not asked or did not answer."""
        ...


class OutOfReach(Exception):
    """Redis was not asked, or did not answer in time; whoever asked decides alone."""


@dataclass(slots=True, eq=False)
class _Question:
    """A command of Redis, and who waits for what it answers."""

    command: Command
    answer: asyncio.Future[tuple[int, ...]]


class Line:
    """Asks Redis, briefly; while it does not answer, hardly anybody is kept waiting for it.

    What is asked while an answer is on its way goes together in the next message. ``prefix`` begins
    every key, so that several applications can share one Redis.
    """

    def __init__(
        self, redis: Redis, prefix: str, outages: Outages, patience: float = PATIENCE
    ) -> None:
        self._carrier = Carrier(redis, patience)
        self._patience = patience
        self._prefix = prefix
        self._outages = outages
        self._waiting: list[_Question] = []
        self._sending: asyncio.Task[None] | None = None
        self._failures = 0
        self._rests_until = 0.0

    async def ask(
        self, what: str, script: str, keys: Sequence[str], values: Sequence[str | int]
    ) -> tuple[int, ...]:
        """Return the whole numbers that the Lua ``script`` answers; metrics call the question so.

        Raises OutOfReach, at once or when patience is at its end. The script may then have run, or
        run yet.
        """
        loop = asyncio.get_running_loop()
        if loop.time() < self._rests_until:
            self._outages.decided_alone(what)
            raise OutOfReach
        if self._failures >= FAILURES:
            self._rests_until = loop.time() + REST
        named = (self._prefix + key for key in keys)
        command = ("EVAL", script, len(keys), *named, *values)
        try:
            async with asyncio.timeout(self._patience):
                answer = await self._put(command)
        except LACKS_ANSWER as error:
            self._outages.decided_alone(what)
            self._fail(error)
            raise OutOfReach from error
        if self._failures:
            self._recover()
        return answer

    async def close(self) -> None:
        """Let go of the connection; whoever still waits decides alone."""
        if self._sending is not None:
            self._sending.cancel()
            await asyncio.wait((self._sending,))
        await self._carrier.close()

    def _put(self, command: Command) -> asyncio.Future[tuple[int, ...]]:
        question = _Question(command, asyncio.get_running_loop().create_future())
        self._waiting.append(question)
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send())
        return question.answer

    async def _send(self) -> None:
        while self._waiting:
            # Who has given up shall not have his turn later on.
            asked = [one for one in self._waiting[:MOST] if not one.answer.done()]
            del self._waiting[:MOST]
            answers: Sequence[object]
            try:
                answers = await self._carrier.carry([one.command for one in asked])
            except LACKS_ANSWER as error:
                answers = [error] * len(asked)
            for question, answer in zip(asked, answers, strict=True):
                _settle(question.answer, answer)

    def _fail(self, error: Exception) -> None:
        self._failures += 1
        if self._failures < FAILURES:
            return
        self._rests_until = asyncio.get_running_loop().time() + REST
        if self._failures == FAILURES:
            reason = str(error) or "no answer in time"
            _LOG.warning("Redis is out of reach, so this process decides alone (%s)", reason)

    def _recover(self) -> None:
        if self._failures >= FAILURES:
            _LOG.info("Redis answers again, and this process decides with the others")
        self._failures, self._rests_until = 0, 0.0


def _settle(waiting: asyncio.Future[tuple[int, ...]], answer: object) -> None:
    if waiting.done():
        return
    if isinstance(answer, Exception):
        waiting.set_exception(answer)
    elif isinstance(answer, list):
        waiting.set_result(tuple(answer))
