"""Records OpenTelemetry spans, and sends a share of them to a collector."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanLimits, TracerProvider
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import SpanKind, StatusCode, format_trace_id, get_current_span

from nazh.adapters.outbound.tracing.span_queue import SpanLossCounter, SpanQueue

SEND_WITHIN: Final = 3.0
"""Seconds for one batch, including retries."""
_SPAN_KINDS: Final[Mapping[str, SpanKind]] = {
    "interaction": SpanKind.SERVER,
    "answer": SpanKind.CLIENT,
}
"""Span kinds for calls from and to other programs; every other span is internal."""
_SILENT: Final = logging.CRITICAL + 1
_NOISY_LOGGERS: Final = ("opentelemetry", "urllib3")
"""These loggers would write the collector's address into the log; ``SpanQueue`` logs failures."""
AttributeValue = str | int | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceIdentity:
    """The program that the traces belong to."""

    version: str
    commit: str
    environment: str


class OtlpTraces:
    """Opens spans, and sends a share of the traces. Thread-safe."""

    def __init__(
        self, url: str, ratio: float, service: ServiceIdentity, losses: SpanLossCounter
    ) -> None:
        for name in _NOISY_LOGGERS:
            logging.getLogger(name).setLevel(_SILENT)
        self._queue = SpanQueue(OTLPSpanExporter(endpoint=url, timeout=SEND_WITHIN), losses)
        provider = TracerProvider(
            sampler=ParentBased(TraceIdRatioBased(ratio)),
            resource=Resource.create(
                {
                    "service.name": "nazh",
                    "service.version": service.version,
                    "deployment.environment.name": service.environment,
                    "vcs.ref.head.revision": service.commit,
                }
            ),
            span_limits=SpanLimits(max_attributes=32, max_attribute_length=128),
            shutdown_on_exit=False,
        )
        provider.add_span_processor(self._queue)
        self._tracer = provider.get_tracer("nazh", service.version)

    def span(
        self, name: str, facts: Mapping[str, AttributeValue] | None = None
    ) -> AbstractContextManager[object]:
        """Return a span to be entered once; spans opened within it are its children.

        Exceptions inside are recorded without their message, which may contain user input.
        """
        return self._tracer.start_as_current_span(
            name,
            kind=_SPAN_KINDS.get(name, SpanKind.INTERNAL),
            attributes=_prefixed(facts or {}),
            record_exception=False,
            set_status_on_exception=False,
        )

    def set_attributes(self, facts: Mapping[str, AttributeValue]) -> None:
        """Set attributes on the current span, if there is one."""
        get_current_span().set_attributes(_prefixed(facts))

    def fail(self) -> None:
        """Mark the current span as failed."""
        get_current_span().set_status(StatusCode.ERROR)

    def facts(self) -> dict[str, str | int]:
        """Return ``trace``, the id of the current trace, if it is sampled."""
        context = get_current_span().get_span_context()
        return {"trace": format_trace_id(context.trace_id)} if context.trace_flags.sampled else {}

    def stop(self, timeout: float) -> bool:
        """Send queued spans; return whether ``timeout`` s were enough. May be called twice."""
        return self._queue.stop(timeout)


def _prefixed(facts: Mapping[str, AttributeValue]) -> dict[str, AttributeValue]:
    return {f"nazh.{name}": fact for name, fact in facts.items()}
