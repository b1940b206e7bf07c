"""OtlpTraces: spans of OpenTelemetry, some of them sent to a collector."""

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
"""Seconds for one batch, trying again included."""
_SPAN_KINDS: Final[Mapping[str, SpanKind]] = {
    "interaction": SpanKind.SERVER,
    "answer": SpanKind.CLIENT,
}
"""What other programs are on the other end of; every other span is a step of our own."""
_SILENT: Final = logging.CRITICAL + 1
_NOISY_LOGGERS: Final = ("opentelemetry", "urllib3")
"""They would write the collector's address into the log. The post says what matters."""
AttributeValue = str | int | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceIdentity:
    """Which program the traces are of."""

    version: str
    commit: str
    environment: str


class OtlpTraces:
    """Opens spans, and sends those of a share of the traces. For all threads."""

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
        """Return a span to be entered once; spans that are opened within it are its children.

        What is raised inside leaves no text in it: such a text may hold what somebody typed.
        """
        return self._tracer.start_as_current_span(
            name,
            kind=_SPAN_KINDS.get(name, SpanKind.INTERNAL),
            attributes=_prefixed(facts or {}),
            record_exception=False,
            set_status_on_exception=False,
        )

    def set_attributes(self, facts: Mapping[str, AttributeValue]) -> None:
        """Write facts on the span that is open; nothing where there is none."""
        get_current_span().set_attributes(_prefixed(facts))

    def fail(self) -> None:
        """Mark the span that is open as failed."""
        get_current_span().set_status(StatusCode.ERROR)

    def facts(self) -> dict[str, str | int]:
        """Return ``trace``, the id of the open trace, where it is one that is sent."""
        context = get_current_span().get_span_context()
        return {"trace": format_trace_id(context.trace_id)} if context.trace_flags.sampled else {}

    def stop(self, timeout: float) -> bool:
        """Send what waits; whether that was done in ``patience`` seconds. May be called twice."""
        return self._queue.stop(timeout)


def _prefixed(facts: Mapping[str, AttributeValue]) -> dict[str, AttributeValue]:
    return {f"nazh.{name}": fact for name, fact in facts.items()}
