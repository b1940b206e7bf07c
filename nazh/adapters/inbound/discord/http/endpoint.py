"""Serves the endpoint to which Discord posts interactions."""

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
from nazh.adapters.inbound.discord.interactions.sending.responder import (
    OK,
    PENDING,
    PendingResponse,
)

if TYPE_CHECKING:
    from nazh.adapters.inbound.discord.http.signatures import SignatureVerifier
    from nazh.adapters.inbound.discord.interactions.admission import AdmissionQueue

PATH: Final = "/interactions"
REJECTION_STATUS: Final = {
    "closed": 503,
    "over_budget": 503,
    "content_type": 415,
    "too_large": 413,
    "too_slow": 408,
    "unsigned": 401,
    "stale": 401,
    "bad_signature": 401,
    "malformed": 400,
}
"""The status of each reason for which a request is rejected."""
_REASONS: Final = {408: "too_slow", 413: "too_large", 503: "over_budget"}
"""The reason for each status with which a body is refused."""
STATUS_FAILED: Final = 500
STATUS_SHED: Final = 504
"""The status of a shed request. At 503 a load balancer would try another replica, too late."""
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StaticResponse:
    """A response that needs no handler."""

    status: int
    body: bytes = b""


PONG: Final = StaticResponse(OK, b'{"type":1}')


class EndpointMeter(Protocol):
    """Counts rejected requests. No call raises."""

    def count_rejected_request(self, reason: str) -> None:
        """Count one; ``reason`` is a key of ``REJECTION_STATUS``."""
        ...


class BodyReader(Protocol):
    """Reads the bodies of all requests, within one limit for all incomplete requests."""

    async def read(self, request: web.Request, most: int, seconds: float) -> bytes:
        """Return the body of a request, at most ``most`` bytes that arrive within ``seconds``.

        Raises an HTTPException with one of the statuses 408, 413 and 503.
        """
        ...


class InteractionHandler(Protocol):
    """Handles an interaction."""

    async def dispatch(self, interaction: hikari.PartialInteraction) -> None:
        """Respond to it through the pending response of the current request."""
        ...


class Endpoint:
    """Receives requests. Rejects all until ``open``; a body may take ``body_timeout`` s."""

    def __init__(
        self,
        router: InteractionHandler,
        factory: hikari.api.EntityFactory,
        meter: EndpointMeter,
        admission: AdmissionQueue,
        bodies: BodyReader,
        timeout: float = BODY_TIMEOUT,
    ) -> None:
        self._router = router
        self._factory = factory
        self._meter = meter
        self._admission = admission
        self._bodies = bodies
        self._timeout = timeout
        self._verifier: SignatureVerifier | None = None
        self._tasks: dict[PendingResponse, asyncio.Task[None]] = {}
        self.is_draining = False

    def add_to(self, app: web.Application) -> None:
        """Add the endpoint to ``app``."""
        app.router.add_post(PATH, self._receive)

    def open(self, signatures: SignatureVerifier) -> None:
        """Accept requests with valid signatures from now on."""
        self._verifier = signatures

    def drain(self) -> None:
        """Close each connection after its response, so that another replica gets the next."""
        self.is_draining = True

    def close(self) -> None:
        """Reject all requests from now on."""
        self._verifier = None

    async def read(self, request: web.Request) -> hikari.PartialInteraction | StaticResponse:
        """Return the posted interaction, or a response that needs no handler."""
        try:
            return await self._read(request) or PONG
        except RejectedRequest as rejection:
            return self.reject(rejection.reason)
        except UnreadableInteraction as error:
            _LOG.warning("could not parse an interaction from Discord (%s)", error)
            return self.reject("malformed")

    def reject(self, reason: str) -> StaticResponse:
        """Count a rejected request, and return its response."""
        self._meter.count_rejected_request(reason)
        return StaticResponse(REJECTION_STATUS[reason])

    def dispatch_later(
        self, interaction: hikari.PartialInteraction, pending: PendingResponse
    ) -> None:
        """Dispatch the interaction, now or soon. ``pending`` always gets a response.

        The request only waits for this response: follow-ups take much longer, and the next request
        on the connection may be another user's.
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
        read = await self.read(request)
        if isinstance(read, StaticResponse):
            await pending.set_result(read.status, read.body)
        else:
            self.dispatch_later(read, pending)
            await pending.is_sent.wait()
        return pending.response

    async def _read(self, request: web.Request) -> hikari.PartialInteraction | None:
        """Return the interaction, or ``None`` for a PING.

        Raises RejectedRequest or UnreadableInteraction. If the head is invalid, the body is not
        read.
        """
        verifier = self._verifier
        if verifier is None:
            raise RejectedRequest("closed")
        headers = request.headers
        if not is_json(headers.get("Content-Type")):
            raise RejectedRequest("content_type")
        if (request.content_length or 0) > MAX_BODY_BYTES:
            raise RejectedRequest("too_large")
        signature = verifier.read_head(
            headers.getall("X-Signature-Ed25519", ()), headers.getall("X-Signature-Timestamp", ())
        )
        try:
            body = await self._bodies.read(request, MAX_BODY_BYTES, self._timeout)
        except web.HTTPException as error:
            raise RejectedRequest(_REASONS[error.status]) from None
        verifier.verify(signature, body)
        return read_interaction(body, self._factory)


class ResponseReply:
    """A pending response that aiohttp sends; after a ``last`` one the connection is closed."""

    def __init__(self, request: web.Request, *, is_last: bool) -> None:
        self._request = request
        self._is_last = is_last
        self.is_set = False
        self.is_sent = asyncio.Event()
        self.response = web.Response(status=STATUS_FAILED)

    async def set_result(self, status: int, body: bytes) -> bool:
        """Send it now, before the handler has finished its other work."""
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
