"""What a test hands to the interaction pipeline: a responder, metrics, reports and a limiter."""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager, nullcontext
from itertools import count
from typing import Final

import hikari

from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.discord.interactions.telemetry import HandlerName
from nazh.domain.kernel.identity import GuildId, UserId


class RecordingResponder:
    """Records responses; satisfies ``InteractionResponder``."""

    def __init__(self, *, is_taken: bool = True, breaks: int = 0) -> None:
        self.responses: list[Response] = []
        self._is_taken = is_taken
        self._breaks = breaks

    async def respond(self, interaction: hikari.PartialInteraction, response: Response) -> bool:
        if self._breaks:
            self._breaks -= 1
            raise RuntimeError("malformed")
        self.responses.append(response)
        return self._is_taken

    @property
    def contents(self) -> list[object]:
        return [
            None if response.data is None else response.data.get("content")
            for response in self.responses
        ]


class SlowResponder(RecordingResponder):
    """Records responses when released."""

    def __init__(self) -> None:
        super().__init__()
        self.is_asked = asyncio.Event()
        self.may_send = asyncio.Event()

    async def respond(self, interaction: hikari.PartialInteraction, response: Response) -> bool:
        self.is_asked.set()
        await self.may_send.wait()
        return await super().respond(interaction, response)


class RecordingMetrics:
    """Counts what the pipeline measures; satisfies ``InteractionMetrics`` and ``Backlog``."""

    in_flight = 0

    def __init__(self) -> None:
        self.answered = self.crashes = self.unanswered = 0
        self.refusals: list[str] = []
        self.refused: list[HandlerName] = []
        self.registered: list[HandlerName] = []
        self.use_cases: list[str] = []
        self.use_case_seconds = self.response_seconds = 0.0

    def register(self, context: str, command: str) -> None:
        self.registered.append(HandlerName(context, command))

    def measure(self) -> AbstractContextManager[None]:
        return nullcontext()

    def observe_use_case(self, command: str, seconds: float) -> None:
        assert seconds >= 0
        self.use_cases.append(command)
        self.use_case_seconds += seconds

    def observe_response(self, command: str, seconds: float) -> None:
        assert seconds >= 0
        self.answered += 1
        self.response_seconds += seconds

    def count_refusal(self, context: str, command: str, code: str) -> None:
        self.refusals.append(code)
        self.refused.append(HandlerName(context, command))

    def count_crash(self, context: str, command: str) -> None:
        self.crashes += 1

    def count_unavailable(self, context: str, command: str) -> None:
        self.unanswered += 1

    def count_failed_response(self, reason: str) -> None:
        assert reason

    def count_failed_notification(self) -> None:
        """There is no channel."""


class RecordingCrashReports:
    """Records reports; satisfies ``CrashReports``."""

    def __init__(self) -> None:
        self.reports: list[tuple[str, str | None]] = []
        self.waited: float | None = None

    def report(self, error: BaseException, reference: str | None) -> None:
        self.reports.append((type(error).__name__, reference))

    def stop(self, timeout: float) -> None:
        self.waited = timeout


_IDS: Final = count(1)


def new_id() -> int:
    """Return the id of another interaction."""
    return next(_IDS)


class FixedRateLimiter:
    """Limits the users in ``waits``, and records requests; satisfies ``RateLimiter``."""

    def __init__(self, **waits: float) -> None:
        self.asked: list[tuple[UserId, GuildId | None]] = []
        self.waits = waits

    async def acquire(
        self, interaction: int, player: UserId, server: GuildId | None
    ) -> tuple[float | None, float | None]:
        self.asked.append((player, server))
        return self.waits.get("player"), self.waits.get("server")
