"""The endpoint: Discord posts interactions here, and waits for the response."""

from __future__ import annotations

import asyncio
import logging
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
from nazh.adapters.inbound.discord.switchboard import Switchboard

if TYPE_CHECKING:
    from nazh.adapters.inbound.discord.signatures import Signatures

PATH: Final = "/interactions"
PONG: Final = b'{"type":1}'
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
_FAILED: Final = 500
_LOG: Final = logging.getLogger(__name__)


class EndpointMeter(Protocol):
    """Counts requests that are no interactions. No call raises."""

    def turned_away(self, reason: str) -> None:
        """Count one; ``reason`` is one of REASONS."""
        ...


class Endpoint:
    """Takes requests. Closed until it has the key of ``open``."""

    def __init__(
        self, switchboard: Switchboard, factory: hikari.api.EntityFactory, meter: EndpointMeter
    ) -> None:
        self._switchboard = switchboard
        self._factory = factory
        self._meter = meter
        self._signatures: Signatures | None = None
        self._lets_go = False

    def add_to(self, app: web.Application) -> None:
        """Put the address in ``app``."""
        app.router.add_post(PATH, self._receive)

    def open(self, signatures: Signatures) -> None:
        """Take what is signed from now on."""
        self._signatures = signatures

    def drain(self) -> None:
        """Close each connection behind its answer, so that the next one is opened elsewhere."""
        self._lets_go = True

    def close(self) -> None:
        """Take nothing more."""
        self._signatures = None

    async def take(
        self, signature: str | None, timestamp: str | None, body: bytes, reply: Reply
    ) -> None:
        """Answer what was posted. ``reply`` is given something in any case."""
        try:
            interaction = self._read(signature, timestamp, body)
        except NotDiscords as refusal:
            await self._refuse(refusal.reason, reply)
            return
        except Unreadable as trouble:
            _LOG.warning("Discord sent what we cannot read (%s)", trouble)
            await self._refuse("malformed", reply)
            return
        if interaction is None:
            await reply.give(OK, PONG)
            return
        awaited = AWAITED.set(reply)
        try:
            await self._switchboard.connect(interaction)
        finally:
            AWAITED.reset(awaited)
            if not reply.is_given:
                await reply.give(_FAILED, b"")

    def _read(
        self, signature: str | None, timestamp: str | None, body: bytes
    ) -> hikari.PartialInteraction | None:
        if self._signatures is None:
            raise NotDiscords("closed")
        self._signatures.check(signature, timestamp, body)
        return read_interaction(body, self._factory)

    async def _refuse(self, reason: str, reply: Reply) -> None:
        self._meter.turned_away(reason)
        await reply.give(REASONS[reason], b"")

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        reply = ResponseReply(request, is_last=self._lets_go)
        headers = request.headers
        try:
            body = await _body(request)
        except NotDiscords as refusal:
            await self._refuse(refusal.reason, reply)
        else:
            signed = headers.get("X-Signature-Ed25519"), headers.get("X-Signature-Timestamp")
            await self.take(*signed, body, reply)
        return reply.response


class ResponseReply:
    """A reply as a response of aiohttp's; behind the ``last`` one the connection is closed."""

    def __init__(self, request: web.Request, *, is_last: bool) -> None:
        self._request = request
        self._is_last = is_last
        self.is_given = False
        self.response = web.Response(status=_FAILED)

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
        return True


async def _body(request: web.Request) -> bytes:
    """Return the body of a request. Raises NotDiscords."""
    if not is_json(request.headers.get("Content-Type")):
        raise NotDiscords("content_type")
    if (request.content_length or 0) > LARGEST:
        raise NotDiscords("too_large")
    try:
        async with asyncio.timeout(WITHIN):
            return await request.read()
    except TimeoutError:
        raise NotDiscords("too_slow") from None
    except web.HTTPRequestEntityTooLarge:
        raise NotDiscords("too_large") from None
