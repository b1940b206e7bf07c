"""Tests what spans contain, and that only sampled ones have a trace."""

from __future__ import annotations

import logging

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import SpanKind

from nazh.adapters.outbound.tracing.traces import OtlpTraces, ServiceIdentity
from tests.doubles.losses import CountedLosses
from tests.e2e.telemetry_receivers import running_receivers

SERVICE = ServiceIdentity(version="1", commit="abc", environment="test")
PATIENCE = 10.0


class Broken(Exception):
    """A crash with the text of a user."""


def fail() -> None:
    raise Broken("Moonlit Wombat")


async def test_an_error_in_a_span_is_recorded_without_its_text() -> None:
    async with running_receivers() as receivers:
        url = receivers.variables["NAZH_TRACES_URL"]
        traces = OtlpTraces(url, 1.0, SERVICE, CountedLosses())

        with traces.span("interaction"):
            facts = traces.facts()
        with pytest.raises(Broken), traces.span("answer", {"text": "x" * 200}) as span:
            fail()

    assert facts.keys() == {"trace"}
    assert isinstance(span, ReadableSpan)
    assert (span.kind, span.events, span.status.is_unset) == (SpanKind.CLIENT, (), True)
    assert dict(span.attributes or {}) == {"nazh.text": "x" * 128}


def test_a_span_that_is_not_sampled_has_no_trace() -> None:
    traces = OtlpTraces("http://127.0.0.1:9", 0.0, SERVICE, CountedLosses())

    with traces.span("answer"):
        facts = traces.facts()

    assert facts == {}
    assert traces.stop(PATIENCE)


def test_the_libraries_log_no_addresses() -> None:
    OtlpTraces("http://127.0.0.1:9", 0.0, SERVICE, CountedLosses()).stop(PATIENCE)

    for name in ("opentelemetry.exporter", "urllib3.connectionpool"):
        assert not logging.getLogger(name).isEnabledFor(logging.CRITICAL)
