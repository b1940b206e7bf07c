"""The endpoint: Discord posts interactions here, and waits for the response."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

import hikari
from aiohttp import web

from nazh.adapters.inbound.discord.body_answers import AWAITED, OK, Reply
from nazh.adapters.inbound.discord.requests import (
    LARGEST,
    WITHIN,
    NotDiscords,
    Unreadable,
    is_json,
    read_interaction,
)

if TYPE_CHECKING:
    from nazh.adapters.inbound.discord.signatures import Signatures
    from nazh.adapters.inbound.discord.waiting_room import WaitingRoom

PATH: Final = "/interactions"
REASONS: Final = {
    "closed": 503,
    "content_type": 415,
    "too_large": 413,
    "too_slow": 408,
    "unsigned": 401,
    "stale": 401,
    "bad_signature": 401,
    "malformed": 400,
}
"""Why a request is no interaction for us, and the status that says so."""
FAILED: Final = 500
SHED: Final = 504
"""It is too late for an answer. At 503 a balancer would ask another replica, as late as here."""
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Said:
    """A response for which nobody has to work."""

    status: int
    body: bytes = b""


PONG: Final = Said(OK, b'{"type":1}')


class EndpointMeter(Protocol):
    """Counts requests that are no interactions. No call raises."""

    def turned_away(self, reason: str) -> None:
        """Count one; ``reason`` is one of REASONS."""
        ...


class Connecting(Protocol):
    """Knows who answers an interaction."""

    async def connect(self, interaction: hikari.PartialInteraction) -> None:
        """Let it be answered, in the reply that is awaited."""
        ...


class Endpoint:
    """Takes requests. Closed until it has the key of ``open``; a body may take ``patience`` s."""

    def __init__(
        self,
        switchboard: Connecting,
        factory: hikari.api.EntityFactory,
        meter: EndpointMeter,
        waiting_room: WaitingRoom,
        patience: float = WITHIN,
    ) -> None:
        self._switchboard = switchboard
        self._factory = factory
        self._meter = meter
        self._waiting_room = waiting_room
        self._patience = patience
        self._signatures: Signatures | None = None
        self._answering: dict[Reply, asyncio.Task[None]] = {}
        self.is_draining = False

    def add_to(self, app: web.Application) -> None:
        """Put the address in ``app``."""
        app.router.add_post(PATH, self._receive)

    def open(self, signatures: Signatures) -> None:
        """Take what is signed from now on."""
        self._signatures = signatures

    def drain(self) -> None:
        """Close each connection behind its answer, so that the next one is opened elsewhere."""
        self.is_draining = True

    def close(self) -> None:
        """Take nothing more."""
        self._signatures = None

    def read(
        self, signature: str | None, timestamp: str | None, body: bytes
    ) -> hikari.PartialInteraction | Said:
        """Return the interaction that was posted, or what is to be said at once."""
        if self._signatures is None:
            return self.refuse("closed")
        try:
            self._signatures.check(signature, timestamp, body)
            return read_interaction(body, self._factory) or PONG
        except NotDiscords as refusal:
            return self.refuse(refusal.reason)
        except Unreadable as trouble:
            _LOG.warning("Discord sent what we cannot read (%s)", trouble)
            return self.refuse("malformed")

    def refuse(self, reason: str) -> Said:
        """Count a request that is no interaction, and return what says so."""
        self._meter.turned_away(reason)
        return Said(REASONS[reason])

    def begin_to_answer(self, interaction: hikari.PartialInteraction, reply: Reply) -> None:
        """Let the bot answer, now or soon. ``reply`` is given something in any case.

        Whoever brought the request has to wait for the reply only: what is posted behind an answer
        takes much longer, and the next request on the connection may be somebody else's.
        """
        self._waiting_room.enter(
            int(interaction.id),
            partial(self._begin, interaction, reply),
            partial(self._give_up, reply),
        )

    def _begin(self, interaction: hikari.PartialInteraction, reply: Reply) -> None:
        self._answering[reply] = asyncio.create_task(self._answer(interaction, reply))

    def _give_up(self, reply: Reply) -> None:
        self._answering[reply] = asyncio.create_task(self._say_shed(reply))

    async def _say_shed(self, reply: Reply) -> None:
        try:
            await reply.give(SHED, b"")
        finally:
            del self._answering[reply]

    async def _answer(self, interaction: hikari.PartialInteraction, reply: Reply) -> None:
        AWAITED.set(reply)  # for this task
        try:
            await self._switchboard.connect(interaction)
        finally:
            del self._answering[reply]
            if not reply.is_given:
                await reply.give(FAILED, b"")

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        reply = ResponseReply(request, is_last=self.is_draining)
        try:
            body = await self._body(request)
        except NotDiscords as refusal:
            read: hikari.PartialInteraction | Said = self.refuse(refusal.reason)
        else:
            headers = request.headers
            signature = headers.get("X-Signature-Ed25519")
            read = self.read(signature, headers.get("X-Signature-Timestamp"), body)
        if isinstance(read, Said):
            await reply.give(read.status, read.body)
        else:
            self.begin_to_answer(read, reply)
            await reply.is_sent.wait()
        return reply.response

    async def _body(self, request: web.Request) -> bytes:
        """Return the body of a request. Raises NotDiscords."""
        if not is_json(request.headers.get("Content-Type")):
            raise NotDiscords("content_type")
        if (request.content_length or 0) > LARGEST:
            raise NotDiscords("too_large")
        try:
            async with asyncio.timeout(self._patience):
                return await request.read()
        except (TimeoutError, ConnectionError, web.RequestPayloadError):
            # Too late, or never: whoever sent it has left, or its chunks are none.
            raise NotDiscords("too_slow") from None
        except web.HTTPRequestEntityTooLarge:
            raise NotDiscords("too_large") from None


class ResponseReply:
    """A reply as a response of aiohttp's; behind the ``last`` one the connection is closed."""

    def __init__(self, request: web.Request, *, is_last: bool) -> None:
        self._request = request
        self._is_last = is_last
        self.is_given = False
        self.is_sent = asyncio.Event()
        self.response = web.Response(status=FAILED)

    async def give(self, status: int, body: bytes) -> bool:
        """Send it now, and not when whoever answers has done everything else."""
        self.is_given = True
        kind = "application/json" if body else None
        self.response = web.Response(status=status, body=body, content_type=kind)
        if self._is_last:
            self.response.force_close()
        try:
            await self.response.prepare(self._request)
            await self.response.write_eof()
        except ConnectionError:
            return False
        finally:
            self.is_sent.set()
        return True
