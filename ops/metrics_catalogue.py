"""The catalogue of metrics (docs/metrics.md): what the bot's own registry holds, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from prometheus_client.core import Metric

from ops.sample_registry import sample_registry

PAGE: Final = Path(__file__).parents[1] / "docs/metrics.md"
OWN: Final = "nazh_"
_BOUNDS_OF_COMMANDS: Final = {
    "context": "the contexts in the code",
    "command": "the commands in the code",
    "code": "the codes of the refusals, `error` and `unavailable`: a list in code",
}
BOUNDS: Final[Mapping[tuple[str, str], str]] = {
    **{
        (f"nazh_{name}", label): _BOUNDS_OF_COMMANDS[label]
        for name, labels in (
            ("command_duration_seconds", ("command",)),
            ("interaction_response_seconds", ("command",)),
            ("interactions_refused_total", ("context", "command", "code")),
        )
        for label in labels
    },
    ("nazh_interaction_responses_failed_total", "reason"): "the four ways to lose a response",
    ("nazh_build_info", "commit"): "one commit to a process",
    ("nazh_build_info", "version"): "one version to a process",
    **{
        (f"nazh_gateway_{name}", "shard"): "the shards of this process"
        for name in (
            *("connected", "disconnects_total", "latency_seconds", "reconnects_total"),
            *("heartbeat_ack_age_seconds", "heartbeat_healthy"),
        )
    },
    ("nazh_gateway_reconnects_total", "how"): "`resumed` and `identified`",
    **{
        (f"nazh_job_{name}", "name"): "the jobs of the contexts that are on"
        for name in ("last_success_timestamp_seconds", "period_seconds", "runs_total")
    },
    ("nazh_job_runs_total", "outcome"): "the four ways in which a period ends",
    ("nazh_rest_retries_total", "reason"): "the three reasons to ask again",
    ("nazh_dependency_up", "dependency"): "the database and Redis, where they are configured",
    ("nazh_redis_fallback_total", "operation"): "the three operations that processes share",
    ("nazh_http_interactions_refused_total", "reason"): "the eight reasons to turn one away",
    ("nazh_log_records_dropped_total", "reason"): "the two ways in which a record is lost",
    ("nazh_crash_reports_dropped_total", "reason"): "the two ways in which a report is lost",
    ("nazh_spans_dropped_total", "reason"): "the two ways in which a span is lost",
    ("nazh_roll_failed_total", "reason"): (
        "the codes of the refusals, `error` and `unavailable`: a list in code"
    ),
}
"""Why the values of each label are few. A label that is not here has no place in a metric."""
_TITLE: Final = """\
# Metrics

Written by `python -m ops` from the registry of the bot; a test compares the two, and another holds
them against a real scrape. All of them are served at `/metrics`, and begin at 0 with the process.

No label ever names a person, a server, a channel or a text that somebody wrote. So the number of
series does not depend on what players do: 100,000 random rolls leave it as it was (another test).
"""
_BOUNDS_HEAD: Final = "| metric | label | bounded by |\n|---|---|---|\n"


def families() -> tuple[Metric, ...]:
    """Return every family of metrics that a bot with one shard and a store exports, by name."""
    return tuple(sorted(sample_registry().collect(), key=lambda it: it.name))


def full_name(family: Metric) -> str:
    """Return the name that a query uses: a counter's ends in ``_total``."""
    return f"{family.name}_total" if family.type == "counter" else family.name


def labels_of(family: Metric) -> tuple[str, ...]:
    """Return the labels of a family, without the bounds of a histogram's buckets."""
    found = {label for sample in family.samples for label in sample.labels}
    return tuple(sorted(found - {"le"}))


def unit_of(family: Metric) -> str:
    """Return what the numbers are, by the last word of the name."""
    if family.documentation.startswith("Whether"):
        return "1 or 0"
    last = full_name(family).removesuffix("_total").rpartition("_")[2]
    return {"seconds": "seconds", "bytes": "bytes", "info": "always 1"}.get(last, "count")


def page() -> str:
    """Return the text of the catalogue."""
    every = families()
    own = [it for it in every if it.name.startswith(OWN)]
    of_the_process = [it for it in every if not it.name.startswith(OWN)]
    series = sum(len(it.samples) for it in every)
    bounds = "".join(
        f"| `{name}` | `{label}` | {bound} |\n" for (name, label), bound in sorted(BOUNDS.items())
    )
    return (
        f"{_TITLE}\n## Of Nazh\n\n{_table(own)}\n## Of the process\n\n{_table(of_the_process)}\n"
        f"## Labels, and what bounds them\n\n{_BOUNDS_HEAD}{bounds}\n"
        f"Together {series} series with one shard and one store.\n"
    )


def _table(metrics: Iterable[Metric]) -> str:
    rows = "".join(
        f"| `{full_name(it)}` | {it.type} | {_labels(it)} | {unit_of(it)} "
        f"| {len(it.samples)} | {it.documentation} |\n"
        for it in metrics
    )
    return f"| name | type | labels | unit | series | meaning |\n|---|---|---|---|---|---|\n{rows}"


def _labels(family: Metric) -> str:
    return ", ".join(f"`{label}`" for label in labels_of(family)) or "—"
