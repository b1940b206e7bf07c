"""Defines the platform's metrics, and exports them to Prometheus.

Counters whose labels are known when the process starts begin at 0 then. No label ever names a
person, a server, a channel or a text that a user wrote.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from prometheus_client import (
    CONTENT_TYPE_PLAIN_0_0_4,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from nazh.adapters.outbound.metrics.previous_names import WithPreviousNames
from nazh.domain.kernel.errors import Refusal

CRASHED: Final = "error"
UNAVAILABLE: Final = "unavailable"
LOG_LOSSES: Final = ("queue_full", "not_written")
EXPORT_LOSSES: Final = ("queue_full", "not_sent")
"""The reasons why spans and reports are lost."""
REJECTION_REASONS: Final = (
    "bad_signature",
    "closed",
    "content_type",
    "malformed",
    "over_budget",
    "stale",
    "too_large",
    "too_slow",
    "unsigned",
)
"""The reasons why a request to ``nazh serve`` is rejected."""
RESPONSE_FAILURES: Final = (
    "too_late",
    "answered_already",
    "discord_failed",
    "shed",
    "no_connection",
)
SHARED_OPERATIONS: Final = ("rate_limit", "debounce", "idempotency")
"""The operations that a bot's processes share in Redis."""
_COMMAND_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 1)
_RESPONSE_SECONDS: Final = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)


def refusal_codes(packages: tuple[str, ...], root: type[Refusal] = Refusal) -> frozenset[str]:
    """Return the codes of all refusals that are defined in ``packages`` or below.

    Packages whose refusals cannot occur in this process may be imported too.
    """
    below = {code for kind in root.__subclasses__() for code in refusal_codes(packages, kind)}
    own = root.__dict__.get("code")
    is_in = any(f"{root.__module__}.".startswith(f"{package}.") for package in packages)
    return frozenset(below | {own} if isinstance(own, str) and is_in else below)


class PrometheusMetrics:
    """Counts and times interactions, and counts losses in the adapters around them."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._command_seconds = Histogram(
            "nazh_command_duration_seconds",
            "Time from admitting an interaction until its response or error is ready to be sent.",
            ["command"],
            buckets=_COMMAND_SECONDS,
            registry=registry,
        )
        self._refused = Counter(
            "nazh_interactions_refused",
            "Interactions that were refused or failed, by the code of the refusal.",
            ["context", "command", "code"],
            registry=registry,
        )
        self._response_seconds = Histogram(
            "nazh_interaction_response_seconds",
            "Time from an interaction's arrival until Discord accepts its response.",
            ["command"],
            buckets=_RESPONSE_SECONDS,
            registry=registry,
        )
        # The client's own look-up takes a lock and longer than an observation.
        self._command_seconds_of = cache(self._command_seconds.labels)
        self._response_seconds_of = cache(self._response_seconds.labels)
        self._failed_responses = Counter(
            "nazh_interaction_responses_failed",
            "Interactions whose response Discord did not accept, by reason.",
            ["reason"],
            registry=registry,
        )
        self._failed_notifications = Counter(
            "nazh_gm_notifications_failed",
            "Secret rolls that were not announced in the game masters' channel.",
            registry=registry,
        )
        self._listener_failures = Counter(
            "nazh_event_listener_failures",
            "Errors raised by event listeners, by event.",
            ["event"],
            registry=registry,
        )
        for reason in RESPONSE_FAILURES:
            self._failed_responses.labels(reason)
        self._rejected_requests = Counter(
            "nazh_http_interactions_refused",
            "Rejected requests to the interactions endpoint, by reason.",
            ["reason"],
            registry=registry,
        )
        for reason in REJECTION_REASONS:
            self._rejected_requests.labels(reason)
        self._fallbacks = Counter(
            "nazh_redis_fallback",
            "Operations decided by this process alone because Redis was unreachable.",
            ["operation"],
            registry=registry,
        )
        for operation in SHARED_OPERATIONS:
            self._fallbacks.labels(operation)
        self._dropped_records = Counter(
            "nazh_log_records_dropped",
            "Log records that were dropped, by reason.",
            ["reason"],
            registry=registry,
        )
        for reason in LOG_LOSSES:
            self._dropped_records.labels(reason)
        self._dropped_spans = Counter(
            "nazh_spans_dropped",
            "Spans that were not delivered to the trace collector, by reason.",
            ["reason"],
            registry=registry,
        )
        self._dropped_reports = Counter(
            "nazh_crash_reports_dropped",
            "Crash reports that were not delivered, by reason.",
            ["reason"],
            registry=registry,
        )
        for reason in EXPORT_LOSSES:
            self._dropped_spans.labels(reason)
            self._dropped_reports.labels(reason)

    def register_event(self, event: str) -> None:
        """Start the failures of an event's listeners at 0."""
        self._listener_failures.labels(event)

    def count_listener_failure(self, event: str) -> None:
        """Count a listener of an event that raised."""
        self._listener_failures.labels(event).inc()

    def register(self, context: str, command: str) -> None:
        """Start the failures of a handler at 0, so that a rate shows the first one."""
        for code in (CRASHED, UNAVAILABLE):
            self._refused.labels(context, command, code)

    def observe_use_case(self, command: str, seconds: float) -> None:
        """Observe how long a handler took to return its response, or to fail."""
        self._command_seconds_of(command).observe(seconds)

    def count_refusal(self, context: str, command: str, code: str) -> None:
        """Count a request that was refused, by the code of the refusal."""
        self._refused.labels(context, command, code).inc()

    def count_crash(self, context: str, command: str) -> None:
        """Count a request that ended in a bug."""
        self._refused.labels(context, command, CRASHED).inc()

    def count_unavailable(self, context: str, command: str) -> None:
        """Count a request for which a store did not answer."""
        self._refused.labels(context, command, UNAVAILABLE).inc()

    def observe_response(self, command: str, seconds: float) -> None:
        """Observe how long a user waited until Discord accepted the response."""
        self._response_seconds_of(command).observe(seconds)

    def count_failed_response(self, reason: str) -> None:
        """Count a response that Discord did not accept; it has a RESPONSE_FAILURES ``reason``."""
        self._failed_responses.labels(reason).inc()

    def count_failed_notification(self) -> None:
        """Count a secret roll that a channel was not notified of."""
        self._failed_notifications.inc()

    def count_rejected_request(self, reason: str) -> None:
        """Count a rejected request to the endpoint; ``reason`` is one of REJECTION_REASONS."""
        self._rejected_requests.labels(reason).inc()

    def count_fallback(self, operation: str) -> None:
        """Count an operation without Redis; ``operation`` is one of SHARED_OPERATIONS."""
        self._fallbacks.labels(operation).inc()

    def count_lost_record(self, reason: str) -> None:
        """Count a record that was not logged; ``reason`` is one of LOG_LOSSES."""
        self._dropped_records.labels(reason).inc()

    def count_lost_spans(self, reason: str, count: int) -> None:
        """Count spans that did not arrive; ``reason`` is one of EXPORT_LOSSES."""
        self._dropped_spans.labels(reason).inc(count)

    def count_lost_report(self, reason: str) -> None:
        """Count a report that did not arrive; ``reason`` is one of EXPORT_LOSSES."""
        self._dropped_reports.labels(reason).inc()


class PrometheusExporter:
    """Writes a registry in the text format of Prometheus, renamed metrics under both names."""

    content_type: Final = CONTENT_TYPE_PLAIN_0_0_4

    def __init__(self, registry: CollectorRegistry) -> None:
        self._collector = WithPreviousNames(registry)

    def __call__(self) -> bytes:
        """Return every series with its current value."""
        return generate_latest(self._collector)


def new_registry(version: str, commit: str) -> CollectorRegistry:
    """Return a registry with the build information and the process metrics."""
    disable_created_metrics()  # type: ignore[no-untyped-call]  # untyped by the vendor
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    build = Gauge(
        "nazh_build_info", "The running version.", ["version", "commit"], registry=registry
    )
    build.labels(version, commit).set(1)
    return registry
