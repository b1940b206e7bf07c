"""Receives traces and crash reports on loopback."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span as SentSpan

KEY = "0123456789abcdef0123456789abcdef"
PROJECT = 7


@dataclass(frozen=True, slots=True)
class Span:
    """A readable span; ``parent`` is the name of its parent."""

    name: str
    parent: str
    trace: str
    is_failed: bool
    facts: Mapping[str, object]


@dataclass
class TelemetryReceivers:
    """The received data. ``bodies`` and ``heads`` have every body and head unchanged."""

    port: int = 0
    bodies: list[bytes] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    resources: list[Mapping[str, object]] = field(default_factory=list)
    reports: list[dict[str, Any]] = field(default_factory=list)
    _sent: list[SentSpan] = field(default_factory=list)

    @property
    def variables(self) -> dict[str, str]:
        """The settings of a bot that sends to both."""
        return {
            "NAZH_TRACES_URL": f"http://127.0.0.1:{self.port}/v1/traces",
            "NAZH_SENTRY_DSN": f"http://{KEY}@127.0.0.1:{self.port}/{PROJECT}",
        }

    @property
    def spans(self) -> list[Span]:
        """Every span, in the order in which they began."""
        names = {span.span_id: span.name for span in self._sent}
        return [
            Span(
                span.name,
                names.get(span.parent_span_id, ""),
                span.trace_id.hex(),
                span.status.code == span.status.STATUS_CODE_ERROR,
                _facts(span.attributes),
            )
            for span in sorted(self._sent, key=lambda span: span.start_time_unix_nano)
        ]

    async def take_traces(self, request: web.Request) -> web.Response:
        """Answer as a collector does."""
        body = await self._body_of(request)
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            self.resources.append(_facts(resource.resource.attributes))
            for scope in resource.scope_spans:
                self._sent.extend(scope.spans)
        return web.Response(content_type="application/x-protobuf")

    async def take_report(self, request: web.Request) -> web.Response:
        """Answer as Sentry does."""
        _, *items = (await self._body_of(request)).splitlines()
        heads, payloads = items[::2], items[1::2]
        for head, payload in zip(heads, payloads, strict=True):
            if json.loads(head)["type"] == "event":
                self.reports.append(json.loads(payload))
        return web.json_response({"id": "0" * 32})

    async def _body_of(self, request: web.Request) -> bytes:
        body = await request.read()
        self.bodies.append(body)
        self.heads.append(f"{request.path} {dict(request.headers)}")
        return body


@asynccontextmanager
async def running_receivers() -> AsyncIterator[TelemetryReceivers]:
    """Listen on a port of the system's choice."""
    receivers = TelemetryReceivers()
    app = web.Application()
    app.router.add_post("/v1/traces", receivers.take_traces)
    app.router.add_post(f"/api/{PROJECT}/envelope/", receivers.take_report)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receivers.port = runner.addresses[0][1]
    try:
        yield receivers
    finally:
        await runner.cleanup()


def _facts(attributes: Any) -> dict[str, object]:
    return {
        attribute.key: getattr(
            attribute.value, attribute.value.WhichOneof("value") or "string_value"
        )
        for attribute in attributes
    }
