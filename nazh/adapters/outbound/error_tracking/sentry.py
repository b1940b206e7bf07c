"""Reports crashes to Sentry with their location, without the values involved."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Final, Protocol

from sentry_sdk import Client
from sentry_sdk.transport import HttpTransport
from sentry_sdk.types import Event, Hint
from sentry_sdk.utils import event_from_exception

CAPACITY: Final = 100
"""Reports that may be queued."""
SEND_TIMEOUT: Final = 3
"""Seconds for one report."""
QUEUE_FULL: Final = "queue_full"
NOT_SENT: Final = "not_sent"
TagSource = Callable[[], Mapping[str, str | int]]
"""Returns facts about the current task, such as its interaction. Never raises."""
_FULL_QUEUE: Final = "full_queue"
"""The reason's name in Sentry."""
_SILENT: Final = logging.CRITICAL + 1
_NOISY_LOGGERS: Final = ("sentry_sdk", "urllib3")
"""These loggers would write parts of the DSN into the log."""
_LOG: Final = logging.getLogger(__name__)
_KEPT_FIELDS: Final = frozenset(
    {
        *("event_id", "timestamp", "level", "platform", "release", "environment", "sdk"),
        *("tags", "exception"),
    }
)
_KEPT_ERROR_FIELDS: Final = frozenset({"type", "module", "mechanism", "stacktrace"})
"""Excludes the message, which may contain user input."""
_KEPT_FRAME_FIELDS: Final = frozenset({"filename", "function", "module", "lineno", "in_app"})
"""Excludes the values of variables, and paths on disk."""


class ReportLossCounter(Protocol):
    """Counts reports that Sentry did not accept. May be called from any thread."""

    def count_lost_report(self, reason: str) -> None:
        """Count one; ``reason`` is ``queue_full`` or ``not_sent``. Never raises."""
        ...


class SentryCrashReports:
    """Sends reports in a thread. If Sentry is down, nothing waits, and losses are counted."""

    def __init__(
        self,
        dsn: str,
        *,
        release: str,
        environment: str,
        facts: TagSource,
        losses: ReportLossCounter,
    ) -> None:
        for name in _NOISY_LOGGERS:
            logging.getLogger(name).setLevel(_SILENT)
        self._facts = facts
        self._losses = losses
        # sentry_sdk.init is not used, because it would install hooks everywhere.
        self._client = Client(
            dsn=dsn,
            release=release,
            environment=environment,
            server_name="",
            default_integrations=False,
            auto_enabling_integrations=False,
            include_local_variables=False,
            include_source_context=False,
            send_client_reports=False,
            auto_session_tracking=False,
            max_breadcrumbs=0,
            spotlight=False,
            debug=False,
            before_send=scrubbed,
            transport=_counting_transport(losses),
            transport_queue_size=CAPACITY,
        )

    def report(self, error: BaseException, reference: str | None) -> None:
        """Send ``error`` with the reference that the user saw, if any. Never raises."""
        try:
            event, hint = event_from_exception(error, client_options=self._client.options)
            event["tags"] = {name: str(fact) for name, fact in self._facts().items()}
            if reference is not None:
                event["tags"]["reference"] = reference
            self._client.capture_event(event, hint)
        except Exception:  # noqa: BLE001  # a report must never be a second crash
            self._losses.count_lost_report(NOT_SENT)

    def stop(self, timeout: float) -> None:
        """Send queued reports, for at most ``timeout`` seconds. May be called twice."""
        self._client.close(timeout=timeout)


def scrubbed(event: Event, hint: Hint | None = None) -> Event:
    """Return the parts of ``event`` that may be sent. This is an allowlist, not a blocklist."""
    kept: Event = {  # type: ignore[assignment]  # some of the keys of an event
        key: value for key, value in event.items() if key in _KEPT_FIELDS
    }
    exceptions = kept.get("exception", {}).get("values", ())
    kept["exception"] = {"values": [_without_message(error) for error in exceptions]}
    return kept


def _without_message(error: Mapping[str, object]) -> dict[str, object]:
    kept = {key: value for key, value in error.items() if key in _KEPT_ERROR_FIELDS}
    stacktrace = kept.get("stacktrace")
    frames = stacktrace.get("frames", ()) if isinstance(stacktrace, dict) else ()
    kept["stacktrace"] = {
        "frames": [
            {key: value for key, value in frame.items() if key in _KEPT_FRAME_FIELDS}
            for frame in frames
        ]
    }
    return kept


def _counting_transport(losses: ReportLossCounter) -> type[HttpTransport]:
    """Return Sentry's transport, extended to count each report that did not arrive."""

    class CountingTransport(HttpTransport):
        TIMEOUT = SEND_TIMEOUT

        def on_dropped_event(self, reason: str) -> None:
            losses.count_lost_report(QUEUE_FULL if reason == _FULL_QUEUE else NOT_SENT)
            _LOG.warning("a crash could not be sent to Sentry, but is in this log")

    return CountingTransport
