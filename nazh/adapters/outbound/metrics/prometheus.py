"""PrometheusListener: facts and the times at the door become series; the exporter writes them out.

Labels are bound when the process starts, so that every series begins at 0. No label ever names
a person, a server, a channel or a text that somebody wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
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

from nazh.domain.dice.events import BuilderOpened, PlotDieAdded, Rolled, RollsPruned
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.events import Event

CRASHED: Final = "error"
UNAVAILABLE: Final = "unavailable"
LOST_RECORDS: Final = ("queue_full", "not_written")
LOST_ON_THE_WAY: Final = ("queue_full", "not_sent")
"""How spans and reports are lost."""
TURNED_AWAY: Final = (
    "bad_signature",
    "closed",
    "content_type",
    "malformed",
    "stale",
    "too_large",
    "too_slow",
    "unsigned",
)
"""Why a request to the endpoint of ``nazh serve`` is no interaction."""
LOST_ANSWERS: Final = ("too_late", "answered_already", "discord_failed", "shed")
SHARED_QUESTIONS: Final = ("turn", "tap", "errand")
"""What a bot's processes ask Redis: who may come in, what is a second press, and who posts."""
_ROLL_SECONDS: Final = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1)
_ACK_SECONDS: Final = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)


def refusal_codes(rooms: tuple[str, ...], root: type[Refusal] = Refusal) -> frozenset[str]:
    """Return the code of every kind of refusal that lives in one of ``rooms``, or below it.

    A process may know refusals of other rooms too, which it never meets: the terminal's.
    """
    below = {code for kind in root.__subclasses__() for code in refusal_codes(rooms, kind)}
    own = root.__dict__.get("code")
    is_in = any(f"{root.__module__}.".startswith(f"{room}.") for room in rooms)
    return frozenset(below | {own} if isinstance(own, str) and is_in else below)


class PrometheusListener:
    """Counts what is announced, and keeps the times that the door takes."""

    def __init__(self, registry: CollectorRegistry, codes: Iterable[str]) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # the vendor gives it no types
        self._successes = Counter(
            "nazh_roll_success", "Rolls that were thrown and recorded.", registry=registry
        )
        self._failures = Counter(
            "nazh_roll_failed",
            "Requests that were refused or failed, by reason.",
            ["reason"],
            registry=registry,
        )
        self._dice = Counter(
            "nazh_dice_thrown", "Dice that fell, further and dropped ones too.", registry=registry
        )
        self._builders = Counter(
            "nazh_build_requests", "Builders that were opened.", registry=registry
        )
        self._pruned = Counter(
            "nazh_rolls_pruned",
            "Rolls that were forgotten, being older than they are kept.",
            registry=registry,
        )
        self._roll_seconds = Histogram(
            "nazh_roll_duration_seconds",
            "From reading a request to its roll on record.",
            buckets=_ROLL_SECONDS,
            registry=registry,
        )
        self._ack_seconds = Histogram(
            "nazh_interaction_ack_seconds",
            "From an interaction's arrival to its answer taken by Discord.",
            buckets=_ACK_SECONDS,
            registry=registry,
        )
        self._lost = Counter(
            "nazh_answers_lost",
            "Interactions without an answer of ours that Discord took, by reason.",
            ["reason"],
            registry=registry,
        )
        self._lost_notices = Counter(
            "nazh_notices_lost",
            "Secret rolls of which the channel of the game masters was not told.",
            registry=registry,
        )
        reasons = sorted({*codes, CRASHED, UNAVAILABLE})
        self._failed = {reason: self._failures.labels(reason) for reason in reasons}
        for reason in LOST_ANSWERS:
            self._lost.labels(reason)
        self._turned_away = Counter(
            "nazh_http_interactions_refused",
            "Requests to the endpoint of interactions that were none, by reason.",
            ["reason"],
            registry=registry,
        )
        for reason in TURNED_AWAY:
            self._turned_away.labels(reason)
        self._alone = Counter(
            "nazh_decided_alone",
            "Questions decided without the other processes, Redis being out of reach.",
            ["question"],
            registry=registry,
        )
        for question in SHARED_QUESTIONS:
            self._alone.labels(question)
        self._lost_records = Counter(
            "nazh_log_records_dropped",
            "Records that the log, or one of its places, did not take.",
            ["reason"],
            registry=registry,
        )
        for reason in LOST_RECORDS:
            self._lost_records.labels(reason)
        self._lost_spans = Counter(
            "nazh_spans_dropped",
            "Spans that the collector of traces did not get.",
            ["reason"],
            registry=registry,
        )
        self._lost_reports = Counter(
            "nazh_reports_dropped",
            "Reports of crashes that nobody got.",
            ["reason"],
            registry=registry,
        )
        for reason in LOST_ON_THE_WAY:
            self._lost_spans.labels(reason)
            self._lost_reports.labels(reason)

    async def announce(self, event: Event) -> None:
        """Count a fact; facts that are not counted pass by."""
        match event:
            case Rolled(dice=dice):
                self._successes.inc()
                self._dice.inc(dice)
            case PlotDieAdded(dice=dice):
                self._dice.inc(dice)
            case BuilderOpened():
                self._builders.inc()
            case RollsPruned(count=count):
                self._pruned.inc(count)
            case _:
                pass

    def refused(self, code: str) -> None:
        """Count a request that was refused, by the code of the refusal."""
        self._count_failure(code)

    def crashed(self) -> None:
        """Count a request that ended in an error of ours."""
        self._count_failure(CRASHED)

    def unavailable(self) -> None:
        """Count a request for which a store did not answer."""
        self._count_failure(UNAVAILABLE)

    def rolled_in(self, seconds: float) -> None:
        """Keep how long a roll took, reading, throwing and recording."""
        self._roll_seconds.observe(seconds)

    def answered_in(self, seconds: float) -> None:
        """Keep how long somebody waited until Discord took the answer."""
        self._ack_seconds.observe(seconds)

    def lost_answer(self, reason: str) -> None:
        """Count an answer that Discord did not take; ``reason`` is one of LOST_ANSWERS."""
        self._lost.labels(reason).inc()

    def lost_notice(self) -> None:
        """Count a secret roll of which a channel was not told."""
        self._lost_notices.inc()

    def turned_away(self, reason: str) -> None:
        """Count a request to the endpoint that was refused; ``reason`` is one of TURNED_AWAY."""
        self._turned_away.labels(reason).inc()

    def decided_alone(self, what: str) -> None:
        """Count a question that Redis did not answer; ``what`` is one of SHARED_QUESTIONS."""
        self._alone.labels(what).inc()

    def lost_record(self, reason: str) -> None:
        """Count a record that was not logged; ``reason`` is one of LOST_RECORDS."""
        self._lost_records.labels(reason).inc()

    def lost_spans(self, reason: str, count: int) -> None:
        """Count spans that did not arrive; ``reason`` is one of LOST_ON_THE_WAY."""
        self._lost_spans.labels(reason).inc(count)

    def lost_report(self, reason: str) -> None:
        """Count a report that did not arrive; ``reason`` is one of LOST_ON_THE_WAY."""
        self._lost_reports.labels(reason).inc()

    def _count_failure(self, code: str) -> None:
        (self._failed.get(code) or self._failures.labels(code)).inc()


class PrometheusExporter:
    """Writes a registry out as Prometheus reads it."""

    content_type: Final = CONTENT_TYPE_PLAIN_0_0_4

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def __call__(self) -> bytes:
        """Return every series with its present value."""
        return generate_latest(self._registry)


def new_registry(version: str, commit: str) -> CollectorRegistry:
    """Return a registry of our own that says what is built in and how the process fares."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    build = Gauge("nazh_build_info", "What is running.", ["version", "commit"], registry=registry)
    build.labels(version, commit).set(1)
    return registry
