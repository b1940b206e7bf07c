"""Runs every interaction's handler: admits, rate-limits, traces, times, counts and catches."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from dataclasses import replace
from functools import partial
from time import perf_counter
from typing import Final, Protocol

import hikari

from nazh.adapters.inbound.discord.errors import GuildRateLimited, RateLimited, ShuttingDown
from nazh.adapters.inbound.discord.interactions.clock_skew import RECEIVED_AT, monotonic_now
from nazh.adapters.inbound.discord.interactions.error_responses import error_reference, response_to
from nazh.adapters.inbound.discord.interactions.log_context import (
    CURRENT_INTERACTION,
    interaction_fields,
)
from nazh.adapters.inbound.discord.interactions.responses import (
    EMPTY_CHOICES,
    File,
    Finish,
    Json,
    Response,
)
from nazh.adapters.inbound.discord.interactions.telemetry import (
    CrashReports,
    HandlerName,
    InteractionMetrics,
    Tracer,
)
from nazh.application.shared.rate_limits import RateLimiter
from nazh.domain.kernel.errors import Refusal, Unavailable
from nazh.domain.kernel.identity import GuildId, UserId

_LOG: Final = logging.getLogger(__name__)
_NO_SPAN: Final = nullcontext()
_TYPES: Final = {
    hikari.InteractionType.APPLICATION_COMMAND: "command",
    hikari.InteractionType.AUTOCOMPLETE: "autocomplete",
    hikari.InteractionType.MESSAGE_COMPONENT: "component",
    hikari.InteractionType.MODAL_SUBMIT: "form",
}
IS_REPLAYED: Final[ContextVar[bool]] = ContextVar("is_replayed", default=False)
"""True for an interaction that Discord sends again after a resume: it may have been admitted."""


class InteractionResponder(Protocol):
    """Sends responses to Discord."""

    async def respond(self, interaction: hikari.PartialInteraction, response: Response) -> bool:
        """Send it; return whether Discord accepted it. Raises only on bugs."""
        ...


class InteractionPipeline:
    """Runs handlers, and counts interactions in flight. Without a ``tracer`` there are no spans.

    Only ``InteractionRouter`` and ``ComponentRouter`` call it, with names that were registered.
    """

    def __init__(
        self,
        responder: InteractionResponder,
        rate_limiter: RateLimiter,
        metrics: InteractionMetrics,
        reports: CrashReports,
        tracer: Tracer | None = None,
    ) -> None:
        self._responder = responder
        self._rate_limiter = rate_limiter
        self._metrics = metrics
        self._crash_reporter = reports
        self._tracer = tracer
        self._is_closed = False
        self._active = _InFlightCounter()
        self._after_close = _InFlightCounter()

    def register(self, name: HandlerName) -> None:
        """Start the series of a handler at 0."""
        self._metrics.register(*name)

    async def run(
        self,
        interaction: hikari.PartialInteraction,
        name: HandlerName,
        handler: Callable[[], Awaitable[Response]],
    ) -> None:
        """Run the handler and send its response, or the message for its error. Never raises."""
        token = CURRENT_INTERACTION.set(interaction)
        counter = self._after_close if self._is_closed else self._active
        counter.enter()
        try:
            if self._tracer is None:
                await self._run(interaction, name, handler)
            else:
                with self._tracer.span("interaction", _span_fields(interaction)):
                    await self._run(interaction, name, handler)
        finally:
            CURRENT_INTERACTION.reset(token)
            counter.leave()

    @property
    def in_flight(self) -> int:
        """The number of interactions without a response so far."""
        return self._active.in_flight + self._after_close.in_flight

    async def close(self, timeout: float) -> bool:
        """Admit nothing more; return whether all in flight finished within ``timeout`` seconds.

        Later interactions are refused and not waited for, because there could always be more.
        """
        self._is_closed = True
        _LOG.info("shutting down: %d interactions in flight", self._active.in_flight)
        return await self._active.wait_empty(timeout)

    async def drain(self, timeout: float) -> bool:
        """Return whether all refusals after ``close`` were sent within ``timeout`` seconds.

        Call it when no more interactions can arrive.
        """
        return await self._after_close.wait_empty(timeout)

    async def _run(
        self,
        interaction: hikari.PartialInteraction,
        name: HandlerName,
        handler: Callable[[], Awaitable[Response]],
    ) -> None:
        received_at = RECEIVED_AT.get() or monotonic_now()
        try:
            try:
                await self._admit(interaction)
                began = perf_counter()
                try:
                    with self._span("work"):
                        response = await handler()
                finally:
                    self._metrics.observe_use_case(name.command, perf_counter() - began)
                if response.error is not None:
                    self._count_error(response.error, name)
                if response.followups:
                    response = self._with_guarded_finish(interaction, name, response)
                await self._send(interaction, name, response, received_at)
            except Exception as error:  # noqa: BLE001  # every error becomes a response here
                apology = self._response_to(error, interaction, name)
                await self._send(interaction, name, apology, received_at)
        except Exception as send_error:  # noqa: BLE001  # not even the apology could be sent
            self._report(send_error, interaction)

    def _with_guarded_finish(
        self, interaction: hikari.PartialInteraction, name: HandlerName, response: Response
    ) -> Response:
        """Return the response; errors while a deferred one is finished become messages, too."""

        async def guarded(finish: Finish) -> tuple[Json, tuple[File, ...]]:
            try:
                return await finish()
            except Exception as error:  # noqa: BLE001  # every error becomes a message here
                return self._response_to(error, interaction, name).data or {}, ()

        followups = tuple(
            followup
            if followup.finish is None
            else replace(followup, finish=partial(guarded, followup.finish))
            for followup in response.followups
        )
        return replace(response, followups=followups)

    async def _admit(self, interaction: hikari.PartialInteraction) -> None:
        """Admit the interaction. Raises ShuttingDown, RateLimited and GuildRateLimited.

        Two kinds count for the rate limits, but are never refused by them. A form would lose what
        was typed into it, and was opened by an interaction that was admitted. A replayed
        interaction may have been admitted by the process before this one, and its roll may be
        recorded, in a window that has ended or was not shared.
        """
        if self._is_closed:
            raise ShuttingDown
        if interaction.type is hikari.InteractionType.AUTOCOMPLETE:
            return  # Discord sends one at every keystroke.
        guild = None if interaction.guild_id is None else GuildId(interaction.guild_id)
        user_wait, guild_wait = await self._rate_limiter.acquire(
            interaction.id, UserId(interaction.user.id), guild
        )
        if IS_REPLAYED.get() or interaction.type is hikari.InteractionType.MODAL_SUBMIT:
            return
        if user_wait is not None:
            raise RateLimited(user_wait)
        if guild_wait is not None:
            raise GuildRateLimited(guild_wait)

    def _response_to(
        self, error: Exception, interaction: hikari.PartialInteraction, name: HandlerName
    ) -> Response:
        message = self._report(error, interaction)
        # Autocomplete cannot show messages, and the user has not submitted anything yet.
        is_autocomplete = interaction.type is hikari.InteractionType.AUTOCOMPLETE
        if not (is_autocomplete and isinstance(error, Refusal)):
            self._count_error(error, name)
        return EMPTY_CHOICES if is_autocomplete else message

    def _count_error(self, error: Exception, name: HandlerName) -> None:
        if isinstance(error, Unavailable):
            self._metrics.count_unavailable(*name)
            self._annotate_failure("unavailable")
        elif not isinstance(error, Refusal):
            self._metrics.count_crash(*name)
            self._annotate_failure("failed")
        else:
            self._metrics.count_refusal(*name, error.code)
            if self._tracer is not None:
                self._tracer.set_attributes({"outcome": "refused", "refusal": error.code})

    def _report(self, error: Exception, interaction: hikari.PartialInteraction) -> Response:
        """Return the response to ``error``; log and report it if it is a bug."""
        if not isinstance(error, Refusal | Unavailable):
            self._crash_reporter.report(error, error_reference(interaction.id))
        return response_to(error, interaction)

    async def _send(
        self,
        interaction: hikari.PartialInteraction,
        name: HandlerName,
        response: Response,
        received_at: float,
    ) -> None:
        with self._span("answer"):
            is_accepted = await self._responder.respond(interaction, response)
            if self._tracer is not None:
                self._tracer.set_attributes({"taken": is_accepted})
        if is_accepted:
            seconds = monotonic_now() - received_at
            self._metrics.observe_response(name.command, seconds)
            _LOG.debug("answered %s in %.1f ms", name.command, seconds * 1000)

    def _span(self, name: str) -> AbstractContextManager[object]:
        return _NO_SPAN if self._tracer is None else self._tracer.span(name)

    def _annotate_failure(self, outcome: str) -> None:
        if self._tracer is not None:
            self._tracer.set_attributes({"outcome": outcome})
            self._tracer.fail()


def _span_fields(interaction: hikari.PartialInteraction) -> dict[str, str | int]:
    kind = _TYPES.get(hikari.InteractionType(interaction.type), "other")
    return {"kind": kind, "outcome": "answered", **interaction_fields(interaction)}


class _InFlightCounter:
    """Counts interactions in flight, and signals when there are none."""

    def __init__(self) -> None:
        self.in_flight = 0
        self._is_empty = asyncio.Event()
        self._is_empty.set()

    def enter(self) -> None:
        self.in_flight += 1
        self._is_empty.clear()

    def leave(self) -> None:
        self.in_flight -= 1
        if not self.in_flight:
            self._is_empty.set()

    async def wait_empty(self, timeout: float) -> bool:
        """Return whether none are left, after ``timeout`` seconds at the latest."""
        if not self.in_flight:
            return True
        try:
            await asyncio.wait_for(self._is_empty.wait(), timeout)
        except TimeoutError:
            return False
        return True
