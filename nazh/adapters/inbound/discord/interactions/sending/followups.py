"""Sends responses, and posts the follow-up messages of those that Discord has accepted.

An interaction has one response. The builder needs two: its own message is edited, and a roll is
posted. So the response edits the builder, and only once Discord has accepted it is the roll posted
through the interaction's token (docs/adr/0008-stateless-builder.md).

The user has the response by then, so an interaction whose follow-ups are pending is not in flight.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from math import inf
from typing import Final, Protocol

import hikari

from nazh.adapters.inbound.discord.errors import Interrupted, Overloaded
from nazh.adapters.inbound.discord.interactions.clock_skew import monotonic_now
from nazh.adapters.inbound.discord.interactions.error_responses import response_to
from nazh.adapters.inbound.discord.interactions.pipeline import InteractionResponder
from nazh.adapters.inbound.discord.interactions.responses import (
    File,
    Finish,
    Followup,
    Json,
    Response,
)
from nazh.adapters.inbound.discord.interactions.sending.embed_limits import within_limits
from nazh.adapters.inbound.discord.interactions.sending.responder import (
    FailedResponseCounter,
    ResponseRejected,
)
from nazh.application.shared.idempotency import IdempotencyStore

MAX_CONCURRENT: Final = 400
"""Follow-ups to responses that are sent concurrently, and as many to channels."""
MAX_PER_CHANNEL: Final = 10
"""Follow-ups to one channel that are sent concurrently: Discord accepts about one a second."""
LOG_INTERVAL: Final = 60.0
"""Seconds between two log messages about too many follow-ups."""
NOTICE_SHARE: Final = 0.2
"""The part of a shutdown's time in which users are told about unfinished deferred responses."""
_LOG: Final = logging.getLogger(__name__)


class MessageSender(Protocol):
    """Sends follow-up messages, within a minute or not at all."""

    async def send(self, interaction: hikari.PartialInteraction, message: Json) -> bool:
        """Send ``message`` for an answered interaction; return whether Discord accepted it."""
        ...

    async def edit(
        self, interaction: hikari.PartialInteraction, message: Json, files: tuple[File, ...]
    ) -> bool:
        """Replace the response with ``message``; return whether Discord accepted it."""
        ...

    async def delete(self, interaction: hikari.PartialInteraction) -> bool:
        """Delete the response, or the message that it edited; return whether it is gone."""
        ...

    async def send_to_channel(self, channel: int, guild: int | None, message: Json) -> bool:
        """Send ``message`` to a channel; return whether it succeeded. Never raises.

        Nothing is sent if the channel is not in ``guild``, which counts as success.
        """
        ...


class FollowupFailureCounter(FailedResponseCounter, Protocol):
    """Counts failed notifications, including those to channels that were never sent."""

    def count_failed_notification(self) -> None:
        """Count one."""
        ...


class FollowupDispatcher:
    """Sends responses through ``responder``, and their follow-ups afterwards.

    Every message passes here, and its embeds are cut to the lengths that Discord accepts.
    """

    def __init__(
        self,
        responder: InteractionResponder,
        messages: MessageSender,
        failures: FollowupFailureCounter,
        idempotency: IdempotencyStore,
    ) -> None:
        self._responder = responder
        self._messages = messages
        self._failures = failures
        self._idempotency = idempotency
        self._tasks: dict[asyncio.Task[None], int | None] = {}
        self._deferred: dict[asyncio.Task[object], hikari.PartialInteraction] = {}
        self._logged_at = -inf

    async def respond(self, interaction: hikari.PartialInteraction, response: Response) -> bool:
        """Send the response, and start its follow-ups; return whether Discord accepted it.

        A deferred response that could not be finished is refused instead.
        """
        if any(followup.finish for followup in response.followups) and self._is_full(None):
            self._log_overload(None)
            self._failures.count_failed_response("discord_failed")
            response = response_to(Overloaded(), interaction)
        try:
            is_accepted = await self._respond(interaction, response)
        except ResponseRejected as rejection:
            if response.fallback is None:
                raise
            _LOG.warning("Discord rejected an edit, sending the fallback: %s", rejection)
            return await self._respond(interaction, response.fallback)
        if is_accepted:
            for followup in response.followups:
                self._dispatch(interaction, followup)
        return is_accepted

    async def drain(self, timeout: float) -> None:
        """Return when all follow-ups are sent, after ``timeout`` seconds at the latest.

        Unfinished ones are cancelled, and deferred responses say so.
        """
        if not self._tasks:
            return
        reserved = timeout * NOTICE_SHARE
        _, unfinished = await asyncio.wait(self._tasks, timeout=timeout - reserved)
        if not unfinished:
            return
        remaining = (*unfinished, *self._interrupt_deferred())
        await asyncio.wait(remaining, timeout=reserved)
        for task in remaining:
            task.cancel()
        await asyncio.gather(*remaining, return_exceptions=True)
        unsent = sum(task.cancelled() for task in unfinished)
        if unsent:
            _LOG.warning("%d follow-ups were not sent before the shutdown", unsent)

    def _interrupt_deferred(self) -> list[asyncio.Task[None]]:
        """Cancel all that deferred responses wait for, and return tasks that tell the users."""
        interrupted = dict(self._deferred)
        for task in interrupted:
            task.cancel()
        return [asyncio.create_task(self._tell_end(each)) for each in interrupted.values()]

    async def _tell_end(self, interaction: hikari.PartialInteraction) -> None:
        message = response_to(Interrupted(), interaction).data
        await self._messages.edit(interaction, message or {}, ())

    async def _respond(self, interaction: hikari.PartialInteraction, response: Response) -> bool:
        if response.data is not None:
            data = within_limits(response.data)
            response = response if data is response.data else replace(response, data=data)
        return await self._responder.respond(interaction, response)

    def _dispatch(self, interaction: hikari.PartialInteraction, followup: Followup) -> None:
        # A deferred response was refused if there were too many.
        if followup.finish is None and self._is_full(followup.channel):
            self._log_overload(followup.channel)
            self._count_failed(followup)
            return
        task = asyncio.create_task(self._run_once(interaction, followup))
        self._tasks[task] = followup.channel
        task.add_done_callback(self._tasks.pop)

    def _is_full(self, channel: int | None) -> bool:
        channels = list(self._tasks.values())
        without_channel, same_channel = channels.count(None), channels.count(channel)
        if channel is None:
            return same_channel >= MAX_CONCURRENT
        return same_channel >= MAX_PER_CHANNEL or len(channels) - without_channel >= MAX_CONCURRENT

    def _log_overload(self, channel: int | None) -> None:
        now = monotonic_now()
        if now - self._logged_at < LOG_INTERVAL:
            return
        self._logged_at = now
        where = "to responses" if channel is None else f"to channel {channel}"
        _LOG.warning("too many follow-ups %s: dropping the excess", where)

    async def _run_once(self, interaction: hikari.PartialInteraction, followup: Followup) -> None:
        if not await self._idempotency.claim(followup.name):
            return
        is_sent = False
        try:
            is_sent = await self._send(interaction, followup)
        finally:
            if not is_sent:
                self._count_failed(followup)
                if followup.finish is None:
                    await self._idempotency.release(followup.name)

    async def _send(self, interaction: hikari.PartialInteraction, followup: Followup) -> bool:
        if followup.deletes:
            return await self._messages.delete(interaction)
        if followup.finish is not None:
            message, files = await self._finish(interaction, followup.finish)
            return await self._messages.edit(interaction, within_limits(message), files)
        message = within_limits(followup.message)
        if followup.channel is not None:
            return await self._messages.send_to_channel(followup.channel, followup.guild, message)
        if followup.draw is None:
            return await self._messages.send(interaction, message)
        files = await followup.draw()
        return not files or await self._messages.edit(interaction, message, files)

    async def _finish(
        self, interaction: hikari.PartialInteraction, finish: Finish
    ) -> tuple[Json, tuple[File, ...]]:
        task = asyncio.current_task()
        assert task is not None
        self._deferred[task] = interaction
        try:
            return await finish()
        finally:
            del self._deferred[task]

    def _count_failed(self, followup: Followup) -> None:
        if followup.channel is None:
            self._failures.count_failed_response("discord_failed")
        else:
            self._failures.count_failed_notification()
