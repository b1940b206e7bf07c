"""Dispatches REST requests through faults, authorization, limits, handler and log."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from aiohttp import web

from localcord.errors import ApiError, describe_errors, unauthorized
from localcord.json_codec import decode, encode
from localcord.rest import (
    channels,
    commands,
    guilds,
    interactions,
    reactions,
    threads,
    users,
    webhooks,
)
from localcord.rest.bodies import read_body
from localcord.rest.calls import Call, Reply, Route
from localcord.rest.faults import FaultEffect, Faults
from localcord.rest.ratelimits import RateLimits, too_many
from localcord.rest.request_log import RecordedRequest, RequestLog
from localcord.rest.router import Router, without_prefix

if TYPE_CHECKING:
    from localcord.state.world import World

ROUTES: tuple[Route, ...] = (
    *users.ROUTES,
    *commands.ROUTES,
    *interactions.ROUTES,
    *webhooks.ROUTES,
    *channels.ROUTES,
    *threads.ROUTES,
    *reactions.ROUTES,
    *guilds.ROUTES,
)
_NOWHERE = Route("", "", lambda call: Reply(404), limited=False)


class RequestDispatcher:
    """Serves the REST API of one world."""

    def __init__(self, world: "World", faults: Faults, limits: RateLimits, log: RequestLog) -> None:
        self._world = world
        self._faults = faults
        self._limits = limits
        self._log = log
        self._router = Router(ROUTES)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request, or break its connection when a fault says so."""
        started = self._world.clock.now()
        call = Call(self._world, request.method, request.path, _NOWHERE, {}, {})
        headers: dict[str, str] = {}
        try:
            call.path = without_prefix(request.path)
            call.query = dict(request.query)
            call.route, call.params = self._router.find(call.method, call.path)
            call.body, call.files = await read_body(request)
            effect = self._faults.take(call.method, call.path)
            reply = await self._reply(call, request.headers, headers, effect)
        except ApiError as error:
            reply = Reply(error.status, encode(error.body()))
        self._note_refusal(call, reply)
        self._record(call, request.headers, reply, started)
        if reply.status == 0:
            if request.transport is not None:
                request.transport.close()
            raise ConnectionResetError("broken on purpose")
        # Libraries attribute a 429 without Via to the proxy in front of Discord.
        headers["Via"] = "1.1 google"
        kind = "application/json" if reply.body else None
        return web.Response(
            status=reply.status, body=reply.body, content_type=kind, headers=headers
        )

    async def _reply(
        self,
        call: Call,
        request_headers: Mapping[str, str],
        headers: dict[str, str],
        effect: FaultEffect | None,
    ) -> Reply:
        if effect is None:
            return await self._handle(call, request_headers, headers)
        if effect.after:
            true_reply = await self._handle(call, request_headers, headers)
            await asyncio.sleep(effect.delay)
            return self._spoiled(call, effect, headers) or true_reply
        await asyncio.sleep(effect.delay)
        spoiled = self._spoiled(call, effect, headers)
        return spoiled or await self._handle(call, request_headers, headers)

    def _spoiled(self, call: Call, effect: FaultEffect, headers: dict[str, str]) -> Reply | None:
        """Return the reply of a fault, or None if it only delays."""
        if effect.reset:
            return Reply(0)
        if effect.status is None:
            return None
        if effect.retry_after is None:
            return Reply(effect.status, encode({"message": "Injected fault", "code": 0}))
        if not effect.is_global:
            headers |= self._limits.exhausted(call.route, effect.retry_after)
        return _too_many(effect.retry_after, effect.is_global, headers)

    async def _handle(
        self, call: Call, request_headers: Mapping[str, str], headers: dict[str, str]
    ) -> Reply:
        token = f"Bot {self._world.application.token}"
        if not call.route.open and request_headers.get("Authorization") != token:
            raise unauthorized()
        verdict = self._limits.count(call.route, call.params)
        headers |= verdict.headers
        if verdict.retry_after is not None:
            return _too_many(verdict.retry_after, verdict.is_global, headers)
        reply = call.route.handle(call)
        return reply if isinstance(reply, Reply) else await reply

    def _note_refusal(self, call: Call, reply: Reply) -> None:
        """Record the refusal in the conversation, so that a test can report it."""
        if 200 <= reply.status < 300:
            return
        conversation = webhooks.conversation_of(call)
        if conversation is not None:
            why = describe_errors(decode(reply.body)) if reply.body else "connection broken"
            conversation.refusals.append(f"{call.method} {call.route.template}: {why}")
            conversation.notify_observers()

    def _record(
        self, call: Call, request_headers: Mapping[str, str], reply: Reply, started: float
    ) -> None:
        self._log.record(
            RecordedRequest(
                at=started,
                duration=self._world.clock.now() - started,
                method=call.method,
                path=call.path,
                route=call.route.template,
                query=call.query,
                headers={
                    name: value
                    for name, value in request_headers.items()
                    if name.lower() != "authorization"
                },
                body=call.body,
                files=tuple(name for name, _ in call.files.values()),
                unknown_fields=tuple(call.errors.unknown_fields),
                status=reply.status,
                raw_response=reply.body,
            )
        )


def _too_many(retry_after: float, is_global: bool, headers: dict[str, str]) -> Reply:
    more, body = too_many(retry_after, is_global=is_global)
    headers |= more
    return Reply(429, encode(body))
