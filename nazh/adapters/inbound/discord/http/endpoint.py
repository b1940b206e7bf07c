"""The endpoint: Discord posts interactions here, and waits for the response."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

import hikari
from aiohttp import web

from nazh.adapters.inbound.discord.http.requests import (
    BODY_TIMEOUT,
    MAX_BODY_BYTES,
    RejectedRequest,
    UnreadableInteraction,
    is_json,
    read_interaction,
)
from nazh.adapters.inbound.discord.interactions.responder import OK, PENDING, PendingResponse

if TYPE_CHECKING:
    from nazh.adapters.inbound.discord.http.signatures import SignatureVerifier
    from nazh.adapters.inbound.discord.interactions.admission import AdmissionQueue

PATH: Final = "/interactions"
REJECTION_STATUS: Final = {
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
STATUS_FAILED: Final = 500
STATUS_SHED: Final = 504
"""It is too late for an answer. At 503 a balancer would ask another replica, as late as here."""
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StaticResponse:
    """A response for which nobody has to work."""

    status: int
    body: bytes = b""


PONG: Final = StaticResponse(OK, b'{"type":1}')


class EndpointMeter(Protocol):
    """Counts requests that are no interactions. No call raises."""

    def count_rejected_request(self, reason: str) -> None:
        """Count one; ``reason`` is one of REASONS."""
        ...


class InteractionHandler(Protocol):
    """Knows who answers an interaction."""

    async def dispatch(self, interaction: hikari.PartialInteraction) -> None:
        """Let it be answered, in the reply that is awaited."""
        ...


class Endpoint:
    """Takes requests. Closed until it has the key of ``open``; a body may take ``patience`` s."""

    def __init__(
        self,
        router: InteractionHandler,
        factory: hikari.api.EntityFactory,
        meter: EndpointMeter,
        admission: AdmissionQueue,
        timeout: float = BODY_TIMEOUT,
    ) -> None:
        self._router = router
        self._factory = factory
        self._meter = meter
        self._admission = admission
        self._timeout = timeout
        self._verifier: SignatureVerifier | None = None
        self._tasks: dict[PendingResponse, asyncio.Task[None]] = {}
        self.is_draining = False

    def add_to(self, app: web.Application) -> None:
        """Put the address in ``app``."""
        app.router.add_post(PATH, self._receive)

    def open(self, signatures: SignatureVerifier) -> None:
        """Take what is signed from now on."""
        self._verifier = signatures

    def drain(self) -> None:
        """Close each connection behind its answer, so that the next one is opened elsewhere."""
        self.is_draining = True

    def close(self) -> None:
        """Take nothing more."""
        self._verifier = None

    def read(
        self, signature: str | None, timestamp: str | None, body: bytes
    ) -> hikari.PartialInteraction | StaticResponse:
        """Return the interaction that was posted, or what is to be said at once."""
        if self._verifier is None:
            return self.reject("closed")
        try:
            self._verifier.verify(signature, timestamp, body)
            return read_interaction(body, self._factory) or PONG
        except RejectedRequest as rejection:
            return self.reject(rejection.reason)
        except UnreadableInteraction as error:
            _LOG.warning("Discord sent what we cannot read (%s)", error)
            return self.reject("malformed")

    def reject(self, reason: str) -> StaticResponse:
        """Count a request that is no interaction, and return what says so."""
        self._meter.count_rejected_request(reason)
        return StaticResponse(REJECTION_STATUS[reason])

    def dispatch_later(
        self, interaction: hikari.PartialInteraction, pending: PendingResponse
    ) -> None:
        """Let the bot answer, now or soon. ``reply`` is given something in any case.

        Whoever brought the request has to wait for the reply only: what is posted behind an answer
        takes much longer, and the next request on the connection may be somebody else's.
        """
        self._admission.enqueue(
            int(interaction.id),
            partial(self._start, interaction, pending),
            partial(self._shed, pending),
        )

    def _start(self, interaction: hikari.PartialInteraction, pending: PendingResponse) -> None:
        self._tasks[pending] = asyncio.create_task(self._respond(interaction, pending))

    def _shed(self, pending: PendingResponse) -> None:
        self._tasks[pending] = asyncio.create_task(self._respond_shed(pending))

    async def _respond_shed(self, pending: PendingResponse) -> None:
        try:
            await pending.set_result(STATUS_SHED, b"")
        finally:
            del self._tasks[pending]

    async def _respond(
        self, interaction: hikari.PartialInteraction, pending: PendingResponse
    ) -> None:
        PENDING.set(pending)  # for this task
        try:
            await self._router.dispatch(interaction)
        finally:
            del self._tasks[pending]
            if not pending.is_set:
                await pending.set_result(STATUS_FAILED, b"")

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        pending = ResponseReply(request, is_last=self.is_draining)
        try:
            body = await self._body(request)
        except RejectedRequest as rejection:
            read: hikari.PartialInteraction | StaticResponse = self.reject(rejection.reason)
        else:
            headers = request.headers
            signature = headers.get("X-Signature-Ed25519")
            read = self.read(signature, headers.get("X-Signature-Timestamp"), body)
        if isinstance(read, StaticResponse):
            await pending.set_result(read.status, read.body)
        else:
            self.dispatch_later(read, pending)
            await pending.is_sent.wait()
        return pending.response

    async def _body(self, request: web.Request) -> bytes:
        """Return the body of a request. Raises RejectedRequest."""
        if not is_json(request.headers.get("Content-Type")):
            raise RejectedRequest("content_type")
        if (request.content_length or 0) > MAX_BODY_BYTES:
            raise RejectedRequest("too_large")
        try:
            async with asyncio.timeout(self._timeout):
                return await request.read()
        except (TimeoutError, ConnectionError, web.RequestPayloadError):
            # Too late, or never: whoever sent it has left, or its chunks are none.
            raise RejectedRequest("too_slow") from None
        except web.HTTPRequestEntityTooLarge:
            raise RejectedRequest("too_large") from None


class ResponseReply:
    """A reply as a response of aiohttp's; behind the ``last`` one the connection is closed."""

    def __init__(self, request: web.Request, *, is_last: bool) -> None:
        self._request = request
        self._is_last = is_last
        self.is_set = False
        self.is_sent = asyncio.Event()
        self.response = web.Response(status=STATUS_FAILED)

    async def set_result(self, status: int, body: bytes) -> bool:
        """Send it now, and not when whoever answers has done everything else."""
        self.is_set = True
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
