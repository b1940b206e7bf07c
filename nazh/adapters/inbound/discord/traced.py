"""The traced door: as the door, with a span for each interaction and for each of its steps.

It stands in the door's place where traces are switched on; where they are off, none of this runs.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

import hikari

from nazh.adapters.inbound.discord.answers import Answer
from nazh.adapters.inbound.discord.door import (
    Answering,
    CrashReports,
    Door,
    DoorMeter,
    Turnstile,
)
from nazh.adapters.inbound.discord.in_hand import facts_of

_KINDS = {
    hikari.InteractionType.APPLICATION_COMMAND: "command",
    hikari.InteractionType.AUTOCOMPLETE: "autocomplete",
    hikari.InteractionType.MESSAGE_COMPONENT: "component",
    hikari.InteractionType.MODAL_SUBMIT: "form",
}


class Traces(Protocol):
    """Opens spans, and writes on the one that is open. No call raises."""

    def span(
        self, name: str, facts: Mapping[str, str | int | bool] | None = None
    ) -> AbstractContextManager[object]:
        """Return a span to be entered once."""
        ...

    def note(self, facts: Mapping[str, str | int | bool]) -> None:
        """Write facts on the span that is open."""
        ...

    def fail(self) -> None:
        """Mark the span that is open as failed."""
        ...


class TracedDoor(Door):
    """A door whose interactions are spans: ``interaction``, and within it ``work``."""

    def __init__(
        self,
        responder: Answering,
        turnstile: Turnstile,
        meter: DoorMeter,
        reports: CrashReports,
        traces: Traces,
    ) -> None:
        super().__init__(responder, turnstile, TracedMeter(meter, traces), reports)
        self._traces = traces

    async def receive(
        self, interaction: hikari.PartialInteraction, work: Callable[[], Awaitable[Answer]]
    ) -> None:
        """Do as the door does, in a span that says what came in and how it ended."""

        async def traced_work() -> Answer:
            with self._traces.span("work"):
                return await work()

        kind = _KINDS.get(hikari.InteractionType(interaction.type), "other")
        facts = {"kind": kind, "outcome": "answered", **facts_of(interaction)}
        with self._traces.span("interaction", facts):
            await super().receive(interaction, traced_work)


class TracedMeter:
    """A meter that also writes on the span how an interaction ended. Satisfies ``DoorMeter``."""

    def __init__(self, meter: DoorMeter, traces: Traces) -> None:
        self._meter = meter
        self._traces = traces
        self.rolled_in = meter.rolled_in
        self.answered_in = meter.answered_in
        self.lost_answer = meter.lost_answer

    def refused(self, code: str) -> None:
        """Count a refusal, and write its code."""
        self._traces.note({"outcome": "refused", "refusal": code})
        self._meter.refused(code)

    def crashed(self) -> None:
        """Count a crash, and mark the span."""
        self._traces.note({"outcome": "failed"})
        self._traces.fail()
        self._meter.crashed()

    def unavailable(self) -> None:
        """Count what a store did not answer, and mark the span."""
        self._traces.note({"outcome": "unavailable"})
        self._traces.fail()
        self._meter.unavailable()


class TracedAnswering:
    """Sends answers on, each within the span ``answer``, which says whether Discord took it."""

    def __init__(self, answering: Answering, traces: Traces) -> None:
        self._answering = answering
        self._traces = traces

    async def answer(self, interaction: hikari.PartialInteraction, answer: Answer) -> bool:
        """Send the answer; whether Discord took it."""
        with self._traces.span("answer"):
            is_taken = await self._answering.answer(interaction, answer)
            self._traces.note({"taken": is_taken})
            return is_taken
