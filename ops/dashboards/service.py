"""Defines the service dashboard: the overview of health, load and resources."""

from __future__ import annotations

from typing import Final

from ops.dashboards.queries import RATE, number, per_minute, quantiles
from ops.panels import DashboardSpec, Kind, Panel, PanelRow, Query

_READY: Final = Panel(
    "Ready",
    "Whether /readyz returns 200: connected to Discord, database reachable, not shutting down. "
    "With several processes, whether all of them are ready.",
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
    "Overview: health, objectives, load and resources.",
    (
        PanelRow(
            4,
            (
                _READY,
                Panel(
                    "Version",
                    "The version and commit of each process.",
                    "none",
                    (Query(_BUILD, "{{version}} {{short}}"),),
                    Kind.NAME,
                ),
                number(
                    "Uptime",
                    "Time since the last start of any process. Short after an alert: it crashed.",
                    "s",
                    'min(time() - process_start_time_seconds{job="nazh"})',
                ),
                Panel(
                    "Rolls without error",
                    "Share of the last hour's rolls that ended in a result or a refusal with its "
                    "reason. Objective: 99.9% over 30 days.",
                    "percentunit",
                    (Query('1 - nazh:error_ratio:1h{objective="rolls"}', ""),),
                    Kind.NUMBER,
                    good_from=0.999,
                    decimals=2,
                ),
                Panel(
                    "Answered within 1 s",
                    "Share of the last hour's interactions whose response Discord accepted within "
                    "a second. Objective: 99.5% over 30 days.",
                    "percentunit",
                    (Query('1 - nazh:error_ratio:1h{objective="responses"}', ""),),
                    Kind.NUMBER,
                    good_from=0.995,
                    decimals=2,
                ),
                number(
                    "In flight",
                    "Interactions without a response so far. If the number only grows, responses "
                    "are stuck.",
                    "short",
                    'sum(nazh_interactions_in_flight{job="nazh"})',
                    bad_from=200,
                ),
            ),
        ),
        PanelRow(
            7,
            (
                Panel(
                    "Rolls and refusals per minute",
                    "Rolls by outcome. A refusal explains a typing error or a rule to the player; "
                    "an error is a fault of the bot.",
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
                    "Response time",
                    "From an interaction's arrival until Discord has accepted the response. "
                    "Discord gives up after three seconds.",
                    "s",
                    quantiles("nazh_interaction_response_seconds", 0.5, 0.95, 0.99),
                    bad_from=1,
                ),
                Panel(
                    "Lost responses per minute",
                    "Shed: dropped under overload before any work. Otherwise Discord did not "
                    "accept the response (late, duplicate or failed), and the roll is recorded.",
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
        PanelRow(
            7,
            (
                Panel(
                    "Event loop lag",
                    "How late the event loop wakes. All work is delayed by it. Above half a "
                    "second, something blocks the loop.",
                    "s",
                    (
                        *quantiles("nazh_event_loop_lag_seconds", 0.5, 0.99),
                        Query(
                            'max(nazh_event_loop_lag_max_seconds{job="nazh"})',
                            "maximum of a minute",
                        ),
                    ),
                    bad_from=0.5,
                ),
                Panel(
                    "Memory",
                    "Resident memory of each process. It grows after a start until the last 2,000 "
                    "rolls are cached, and then stays constant.",
                    "bytes",
                    (Query('process_resident_memory_bytes{job="nazh"}', "{{instance}}"),),
                ),
                Panel(
                    "CPU",
                    "Share of one core that each process uses. A process uses at most one core.",
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
        PanelRow(
            6,
            (
                Panel(
                    "Log records lost per minute",
                    "Log records that arrived faster than they could be written, or could not be "
                    "written, for example on a full disk. Players are not affected.",
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
                    "Traces and crash reports lost per minute",
                    "Spans and crash reports that were not delivered. Empty if both are switched "
                    "off. Players are not affected.",
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
                Panel(
                    "Notifications to Discord",
                    "Messages to channels and users that wait, and finished ones by outcome. "
                    "Several for one recipient are sent as one.",
                    "short",
                    (
                        Query('max(nazh_queued_messages_waiting{job="nazh"})', "waiting"),
                        Query(
                            per_minute("nazh_queued_messages_total", by="outcome"),
                            "{{outcome}} per minute",
                        ),
                    ),
                ),
            ),
        ),
    ),
)
