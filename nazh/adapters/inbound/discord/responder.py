"""The responder: answers to interactions, at the price of one small request.

hikari's own client asks Discord for the message that comes of each answer and builds objects from
it, which nobody here needs. So an answer goes over a bare wire; only where Discord does not take it
at once (429, 5xx, a broken connection) does hikari's client try again, with its patience and its
limits, and say what is wrong. Where Discord asks for a pause, that comes first; and all of it ends
when nobody waits any more.
"""

from __future__ import annotations

import asyncio
import logging
from importlib.metadata import version
from typing import Final, Protocol

import hikari
import orjson

from nazh.adapters.inbound.discord.answers import Answer, File, Kind
from nazh.adapters.inbound.discord.discord_time import CAME_AT, steady_now
from nazh.adapters.inbound.discord.finished_parts import FinishedPart, objects_in
from nazh.adapters.inbound.discord.wire import GRACE, AskedToWait, NotDone, TooLate, Wires

DISCORD_API: Final = "https://discord.com/api/v10"
ANSWER_WITHIN: Final = 3.0
"""Seconds after which Discord takes no answer any more."""
_TOO_LATE: Final = 10062
_ANSWERED_ALREADY: Final = 40060
_LOG: Final = logging.getLogger(__name__)
_HEADERS: Final = {
    "Content-Type": "application/json",
    "User-Agent": f"DiscordBot (nazh, {version('nazh')})",
}


class LossCounter(Protocol):
    """Counts interactions without an answer of ours that Discord took."""

    def lost_answer(self, reason: str) -> None:
        """Count one; why: ``too_late``, ``answered_already``, ``discord_failed`` or ``shed``."""
        ...


class RetryCounter(Protocol):
    """Counts answers that are sent once more."""

    def waited(self) -> None:
        """Count one that Discord asked to hold back."""
        ...


class AnswerRejected(Exception):
    """Discord understood an answer and did not like it: a bug of ours."""


class Responder:
    """Sends answers."""

    def __init__(
        self,
        bot: hikari.RESTAware,
        api_url: str | None,
        losses: LossCounter,
        retries: RetryCounter,
    ) -> None:
        self._bot = bot
        self._wires = Wires(api_url or DISCORD_API, _HEADERS)
        self._losses = losses
        self._retries = retries

    async def answer(self, interaction: hikari.PartialInteraction, answer: Answer) -> bool:
        """Send the answer; whether Discord took it. Raises AnswerRejected for a malformed one.

        Where somebody else has answered before, such as this program in the life before, it is not
        taken: what goes with the answer was theirs to do.
        """
        now = steady_now()
        # Who is late by our clock may not be so by Discord's, whose word it is.
        in_time_until = max(now, (CAME_AT.get() or now) + ANSWER_WITHIN)
        if answer.file is not None:  # a wire carries JSON only
            return await self._insist(interaction, answer, in_time_until)
        path = f"/interactions/{interaction.id}/{interaction.token}/callback"
        is_answered_by_us = True
        try:
            if await self._wires.post(path, orjson.dumps(answer.body), in_time_until - now):
                return True
        except TooLate:
            self._losses.lost_answer("too_late")
            return False
        except AskedToWait as asked:
            if steady_now() + asked.seconds >= in_time_until:
                _LOG.warning("an answer is rate limited for %s s, and so lost", asked.seconds)
                self._losses.lost_answer("too_late")
                return False
            _LOG.warning("an answer is rate limited for %s s, and then sent again", asked.seconds)
            self._retries.waited()
            await asyncio.sleep(asked.seconds)
            is_answered_by_us = False
        except NotDone:
            is_answered_by_us = False
        return await self._insist(
            interaction, answer, in_time_until, is_answered_by_us=is_answered_by_us
        )

    def stop(self) -> None:
        """Close the connections. May be called twice."""
        self._wires.cut()

    async def _insist(
        self,
        interaction: hikari.PartialInteraction,
        answer: Answer,
        in_time_until: float,
        *,
        is_answered_by_us: bool = True,
    ) -> bool:
        """Let hikari's patient client try the same; whether Discord has our answer now.

        It would go on for longer than Discord waits: that ends a moment after ``in_time_until``.
        ``is_answered_by_us`` says who has answered, should Discord have an answer already.
        """
        seconds = in_time_until + GRACE - steady_now()
        if seconds <= 0:
            self._losses.lost_answer("discord_failed")
            return False
        try:
            async with asyncio.timeout(seconds):
                await self._send_patiently(interaction, answer)
        except (hikari.BadRequestError, hikari.NotFoundError) as error:
            if error.code == _ANSWERED_ALREADY:
                self._losses.lost_answer("answered_already")
                return is_answered_by_us
            if error.code == _TOO_LATE:
                self._losses.lost_answer("too_late")
                return False
            raise AnswerRejected(str(error)) from error
        except (hikari.HTTPError, hikari.RateLimitTooLongError, OSError, TimeoutError):
            self._losses.lost_answer("discord_failed")
            return False
        return True

    async def _send_patiently(self, interaction: hikari.PartialInteraction, answer: Answer) -> None:
        data = answer.data or {}
        rest, token = self._bot.rest, interaction.token
        components = [FinishedPart(part) for part in objects_in(data.get("components"))]
        if answer.kind is Kind.MODAL:
            await rest.create_modal_response(
                interaction,
                token,
                title=str(data["title"]),
                custom_id=str(data["custom_id"]),
                components=components,
            )
            return
        if answer.kind is Kind.CHOICES:
            offered = [
                hikari.impl.AutocompleteChoiceBuilder(str(one["name"]), str(one["value"]))
                for one in objects_in(data["choices"])
            ]
            await rest.create_autocomplete_response(interaction, token, offered)
            return
        factory = self._bot.entity_factory
        embeds = [factory.deserialize_embed(dict(part)) for part in objects_in(data.get("embeds"))]
        flags = data.get("flags")
        await rest.create_interaction_response(
            interaction,
            token,
            int(answer.kind),
            data.get("content", hikari.UNDEFINED),
            attachment=_upload(answer.file),
            flags=flags if isinstance(flags, int) else hikari.UNDEFINED,
            embeds=embeds or hikari.UNDEFINED,
            components=components or hikari.UNDEFINED,
            mentions_everyone=False,
            user_mentions=False,
            role_mentions=False,
        )


def _upload(file: File | None) -> hikari.UndefinedOr[hikari.Bytes]:
    return hikari.UNDEFINED if file is None else hikari.Bytes(file.content, file.name)
