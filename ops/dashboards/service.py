"""Whether the bot is well: the first dashboard to look at."""

from __future__ import annotations

from typing import Final

from ops.dashboards.queries import RATE, number, per_minute, quantiles
from ops.panels import DashboardSpec, Kind, Panel, Query, RollRow

_READY: Final = Panel(
    "Ready",
    "What /readyz says: connected to Discord, the store at hand, not stopping. Several processes "
    "are ready when all of them are.",
    "none",
    (Query('min(nazh_ready{job="nazh"}) * min(up{job="nazh"}) or 0 * min(up{job="nazh"})', ""),),
    Kind.NUMBER,
    good_from=1,
    words=(("1", "ready"), ("0", "not ready")),
)

_BUILD: Final = 'label_replace(nazh_build_info{job="nazh"}, "short", "$1", "commit", "(.{0,7}).*")'

SERVICE: Final = DashboardSpec(
    "nazh-service",
    "Nazh: service",
    "Is the bot well, and do its players get their rolls? Begin here.",
    (
        RollRow(
            4,
            (
                _READY,
                Panel(
                    "Running",
                    "The version and the commit of each process.",
                    "none",
                    (Query(_BUILD, "{{version}} {{short}}"),),
                    Kind.NAME,
                ),
                number(
                    "Uptime",
                    "Since the youngest process was started. Short after an alert: it crashed.",
                    "s",
                    'min(time() - process_start_time_seconds{job="nazh"})',
                ),
                Panel(
                    "Rolls without error",
                    "Of the rolls of the last hour, those that ended in a result or in a refusal "
                    "with its reason. Promised: 99.9 % over 30 days.",
                    "percentunit",
                    (Query('1 - nazh:error_ratio:1h{objective="rolls"}', ""),),
                    Kind.NUMBER,
                    good_from=0.999,
                    decimals=2,
                ),
                Panel(
                    "Answered within 1 s",
                    "Of the interactions of the last hour, those whose answer Discord took within "
                    "a second. Promised: 99.5 % over 30 days.",
                    "percentunit",
                    (Query('1 - nazh:error_ratio:1h{objective="responses"}', ""),),
                    Kind.NUMBER,
                    good_from=0.995,
                    decimals=2,
                ),
                number(
                    "In flight",
                    "Interactions that came in and are not answered yet. A number that only grows "
                    "means that answers are stuck.",
                    "short",
                    'sum(nazh_interactions_in_flight{job="nazh"})',
                    bad_from=200,
                ),
            ),
        ),
        RollRow(
            7,
            (
                Panel(
                    "Rolls and refusals per minute",
                    "What players asked for. A refusal is a typing error or a rule, explained to "
                    "the player; an error is a fault of the bot.",
                    "short",
                    (
                        Query(per_minute("nazh_roll_success_total"), "rolls"),
                        Query(
                            per_minute("nazh_roll_failed_total", 'reason!~"error|unavailable"'),
                            "refusals",
                        ),
                        Query(
                            per_minute("nazh_roll_failed_total", 'reason=~"error|unavailable"'),
                            "errors",
                        ),
                    ),
                ),
                Panel(
                    "How long players wait",
                    "From an interaction's arrival until Discord has taken the answer. Discord "
                    "gives up after three seconds.",
                    "s",
                    quantiles("nazh_interaction_response_seconds", 0.5, 0.95, 0.99),
                    bad_from=1,
                ),
                Panel(
                    "Answers lost per minute",
                    "Shed: nobody had time, and nothing was done. Otherwise Discord did not take "
                    "the answer: too late, given twice, or failed; the roll is on record.",
                    "short",
                    (
                        Query(
                            per_minute("nazh_interaction_responses_failed_total", by="reason"),
                            "{{reason}}",
                        ),
                    ),
                    Kind.STACK,
                ),
            ),
        ),
        RollRow(
            7,
            (
                Panel(
                    "Event loop lag",
                    "How much later than asked the loop wakes. All work waits for it: above half "
                    "a second something blocks the loop.",
                    "s",
                    (
                        *quantiles("nazh_event_loop_lag_seconds", 0.5, 0.99),
                        Query(
                            'max(nazh_event_loop_lag_max_seconds{job="nazh"})', "worst of a minute"
                        ),
                    ),
                    bad_from=0.5,
                ),
                Panel(
                    "Memory",
                    "Resident memory of each process. It rises after a start, while the last "
                    "2,000 rolls are gathered, and then stays.",
                    "bytes",
                    (Query('process_resident_memory_bytes{job="nazh"}', "{{instance}}"),),
                ),
                Panel(
                    "CPU",
                    "Share of one core that each process takes. A process can use one core.",
                    "percentunit",
                    (
                        Query(
                            f'rate(process_cpu_seconds_total{{job="nazh"}}{RATE})', "{{instance}}"
                        ),
                    ),
                    most=1,
                ),
            ),
        ),
        RollRow(
            6,
            (
                Panel(
                    "Log records lost per minute",
                    "Records that came faster than they could be written, or that a place refused: "
                    "a full disk, a reader that stopped. Players lose nothing by it.",
                    "short",
                    (
                        Query(
                            per_minute("nazh_log_records_dropped_total", by="reason"),
                            "{{reason}}",
                        ),
                    ),
                    Kind.STACK,
                ),
                Panel(
                    "Traces and reports lost per minute",
                    "Spans and reports of crashes that did not arrive where the settings send "
                    "them. Nothing where they are switched off. Players lose nothing by it.",
                    "short",
                    (
                        Query(
                            per_minute("nazh_spans_dropped_total", by="reason"), "span {{reason}}"
                        ),
                        Query(
                            per_minute("nazh_crash_reports_dropped_total", by="reason"),
                            "report {{reason}}",
                        ),
                    ),
                    Kind.STACK,
                ),
            ),
        ),
    ),
)
