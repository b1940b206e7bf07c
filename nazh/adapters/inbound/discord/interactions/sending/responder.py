"""Sends responses to Discord, in the HTTP response to the interaction or by a callback.

A response whose acceptance must be known, or that has a file, cannot go in the HTTP response; that
one is then 202, and the callback is made as for an interaction from the gateway.

hikari's own client asks Discord for the message that each callback creates and builds objects from
it, which nothing here needs. So a callback goes over a raw connection. Only if Discord does not
accept it immediately (429, 5xx, a broken connection) does hikari's client retry, with its own
limits, and report the error. A pause that Discord requests comes first, and everything ends at the
deadline.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextvars import ContextVar
from importlib.metadata import version
from typing import Final, Protocol

import hikari
import orjson

from nazh.adapters.inbound.discord.interactions.clock_skew import RECEIVED_AT, monotonic_now
from nazh.adapters.inbound.discord.interactions.responses import File, Response, ResponseType
from nazh.adapters.inbound.discord.interactions.sending.callback_connections import (
    REPLY_GRACE,
    CallbackPool,
    Expired,
    NotSent,
    RateLimitedByDiscord,
)
from nazh.adapters.inbound.discord.interactions.sending.raw_components import (
    RawComponent,
    json_objects,
)

DISCORD_API: Final = "https://discord.com/api/v10"
RESPONSE_DEADLINE: Final = 3.0
"""Seconds after which Discord no longer accepts a response."""
_UNKNOWN_INTERACTION: Final = 10062
_ALREADY_ACKNOWLEDGED: Final = 40060
_LOG: Final = logging.getLogger(__name__)
_HEADERS: Final = {
    "Content-Type": "application/json",
    "User-Agent": f"DiscordBot (nazh, {version('nazh')})",
}


OK: Final = 200
ACCEPTED: Final = 202


class PendingResponse(Protocol):
    """The pending HTTP response to one request."""

    @property
    def is_set(self) -> bool:
        """True if it was sent, or the connection is closed."""
        ...

    async def set_result(self, status: int, body: bytes) -> bool:
        """Send it, once; return whether the connection was open. The body is JSON or empty."""
        ...


PENDING: Final[ContextVar[PendingResponse | None]] = ContextVar("pending", default=None)
"""The pending HTTP response to the current request; ``None`` for a gateway interaction."""


class FailedResponseCounter(Protocol):
    """Counts interactions whose response Discord did not accept."""

    def count_failed_response(self, reason: str) -> None:
        """Count one.

        The reason is ``too_late``, ``answered_already``, ``discord_failed``, ``shed`` or
        ``no_connection``.
        """
        ...


class RetryCounter(Protocol):
    """Counts responses that are sent again."""

    def count_rate_limit(self) -> None:
        """Count a response that Discord rate limited."""
        ...


class ResponseRejected(Exception):
    """Discord rejected a response as malformed, which is a bug."""


class Responder:
    """Sends responses."""

    def __init__(
        self,
        bot: hikari.RESTAware,
        api_url: str | None,
        failures: FailedResponseCounter,
        retries: RetryCounter,
    ) -> None:
        self._bot = bot
        # A context of its own would read all root certificates again: 20 ms and 0.8 MiB.
        self._pool = CallbackPool(api_url or DISCORD_API, _HEADERS, bot.http_settings.ssl)
        self._failures = failures
        self._retries = retries

    @property
    def expected_wait(self) -> float:
        """Seconds that one more response would wait for a connection; 0 while one is free."""
        return self._pool.expected_wait

    @property
    def expected_delay(self) -> float:
        """Seconds until Discord would accept one more response; 0 while a connection is free."""
        return self._pool.expected_delay

    async def respond(self, interaction: hikari.PartialInteraction, response: Response) -> bool:
        """Send it; return whether Discord accepted it. Raises ResponseRejected for a malformed one.

        If another process has responded already, it is not accepted: the follow-ups are for that
        process to send.
        """
        pending = PENDING.get()
        if pending is None or pending.is_set:
            return await self._call_back(interaction, response)
        if response.needs_callback:
            await pending.set_result(ACCEPTED, b"")
            return await self._call_back(interaction, response)
        if await pending.set_result(OK, orjson.dumps(response.body)):
            return True
        # Discord has given up after three seconds, or a proxy in between failed.
        self._failures.count_failed_response("too_late")
        return False

    def stop(self) -> None:
        """Close the connections. May be called twice."""
        self._pool.close()

    async def _call_back(self, interaction: hikari.PartialInteraction, response: Response) -> bool:
        now = monotonic_now()
        # The local deadline does not count here, because Discord's own may differ.
        deadline = max(now, (RECEIVED_AT.get() or now) + RESPONSE_DEADLINE)
        if response.file is not None:  # a raw connection sends only JSON
            return await self._retry_with_hikari(interaction, response, deadline)
        path = f"/interactions/{interaction.id}/{interaction.token}/callback"
        is_acknowledged_by_us = True
        try:
            if await self._pool.send(path, orjson.dumps(response.body), deadline - now):
                return True
        except Expired:
            self._failures.count_failed_response("too_late")
            return False
        except RateLimitedByDiscord as error:
            if monotonic_now() + error.seconds >= deadline:
                _LOG.warning(
                    "a response is rate limited for %s s and will be too late", error.seconds
                )
                self._failures.count_failed_response("too_late")
                return False
            _LOG.warning("a response is rate limited for %s s, retrying then", error.seconds)
            self._retries.count_rate_limit()
            await asyncio.sleep(error.seconds)
            is_acknowledged_by_us = False
        except NotSent:
            is_acknowledged_by_us = False
        return await self._retry_with_hikari(
            interaction, response, deadline, is_acknowledged_by_us=is_acknowledged_by_us
        )

    async def _retry_with_hikari(
        self,
        interaction: hikari.PartialInteraction,
        response: Response,
        deadline: float,
        *,
        is_acknowledged_by_us: bool = True,
    ) -> bool:
        """Retry the callback with hikari's client; return whether Discord has accepted it.

        hikari would retry for too long, so this ends shortly after ``deadline``. If the interaction
        is already acknowledged, ``is_acknowledged_by_us`` says whether that was this response.
        """
        seconds = deadline + REPLY_GRACE - monotonic_now()
        if seconds <= 0:
            self._failures.count_failed_response("discord_failed")
            return False
        try:
            async with asyncio.timeout(seconds):
                await self._send_with_hikari(interaction, response)
        except (hikari.BadRequestError, hikari.NotFoundError) as error:
            if error.code == _ALREADY_ACKNOWLEDGED:
                self._failures.count_failed_response("answered_already")
                return is_acknowledged_by_us
            if error.code == _UNKNOWN_INTERACTION:
                self._failures.count_failed_response("too_late")
                return False
            raise ResponseRejected(str(error)) from error
        except (hikari.HTTPError, hikari.RateLimitTooLongError, OSError, TimeoutError):
            self._failures.count_failed_response("discord_failed")
            return False
        return True

    async def _send_with_hikari(
        self, interaction: hikari.PartialInteraction, response: Response
    ) -> None:
        data = response.data or {}
        rest, token = self._bot.rest, interaction.token
        components = [RawComponent(part) for part in json_objects(data.get("components"))]
        if response.kind is ResponseType.MODAL:
            await rest.create_modal_response(
                interaction,
                token,
                title=str(data["title"]),
                custom_id=str(data["custom_id"]),
                components=components,
            )
            return
        if response.kind is ResponseType.CHOICES:
            choices = [
                hikari.impl.AutocompleteChoiceBuilder(str(choice["name"]), _choice_value(choice))
                for choice in json_objects(data["choices"])
            ]
            await rest.create_autocomplete_response(interaction, token, choices)
            return
        factory = self._bot.entity_factory
        embeds = [
            factory.deserialize_embed(dict(part)) for part in json_objects(data.get("embeds"))
        ]
        flags = data.get("flags")
        await rest.create_interaction_response(
            interaction,
            token,
            int(response.kind),
            data.get("content", hikari.UNDEFINED),
            attachment=_attachment(response.file),
            flags=flags if isinstance(flags, int) else hikari.UNDEFINED,
            # An edit removes what is an empty list, and keeps what is omitted.
            embeds=embeds if "embeds" in data else hikari.UNDEFINED,
            components=components if "components" in data else hikari.UNDEFINED,
            mentions_everyone=False,
            user_mentions=False,
            role_mentions=False,
        )


def _attachment(file: File | None) -> hikari.UndefinedOr[hikari.Bytes]:
    return hikari.UNDEFINED if file is None else hikari.Bytes(file.content, file.name)


def _choice_value(choice: Mapping[str, object]) -> int | str:
    value = choice["value"]
    return value if isinstance(value, int) else str(value)
