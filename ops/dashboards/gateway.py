"""Defines the gateway dashboard: connections, heartbeats and retries."""

from __future__ import annotations

from typing import Final

from ops.dashboards.queries import number, per_minute
from ops.panels import DashboardSpec, Kind, Panel, PanelRow, Query

_ONE_HOUR: Final = '{job="nazh"}[1h]'
GATEWAY: Final = DashboardSpec(
    "nazh-gateway",
    "Nazh: gateway",
    "Connections to Discord's gateway, heartbeats, and retried requests.",
    (
        PanelRow(
            4,
            (
                Panel(
                    "Healthy shards",
                    "Share of shards that are connected and whose last heartbeat was acknowledged "
                    "in time.",
                    "percentunit",
                    (Query('avg(nazh_gateway_heartbeat_healthy{job="nazh"})', ""),),
                    Kind.NUMBER,
                    good_from=1,
                    decimals=0,
                ),
                Panel(
                    "Connected, last hour",
                    "Share of the last hour in which every shard was healthy. Objective: 99.5% "
                    "over 30 days.",
                    "percentunit",
                    (Query('1 - nazh:error_ratio:1h{objective="gateway"}', ""),),
                    Kind.NUMBER,
                    good_from=0.995,
                    decimals=2,
                ),
                number(
                    "Reconnects, last 24 h",
                    "A few a day are normal. Hundreds use up Discord's daily session starts.",
                    "short",
                    'sum(increase(nazh_gateway_reconnects_total{job="nazh"}[1d]))',
                    bad_from=100,
                ),
                number(
                    "Heartbeat interval",
                    "The interval that Discord requests. After two intervals without an "
                    "acknowledgement, a connection counts as unhealthy.",
                    "s",
                    'max(nazh_gateway_heartbeat_interval_seconds{job="nazh"})',
                ),
                number(
                    "Servers",
                    "Servers that the bot is a member of, as Discord reports, for all processes.",
                    "short",
                    'max(nazh_guilds{job="nazh"})',
                ),
            ),
        ),
        PanelRow(
            8,
            (
                Panel(
                    "Heartbeat acknowledgement age",
                    "Seconds since Discord last acknowledged a heartbeat, by shard. Normally it "
                    "varies between 0 and the interval; a steady rise is an outage.",
                    "s",
                    (
                        Query(
                            'nazh_gateway_heartbeat_ack_age_seconds{job="nazh"}', "shard {{shard}}"
                        ),
                    ),
                ),
                Panel(
                    "Heartbeat latency",
                    "From a heartbeat to its acknowledgement. It keeps its last value in an "
                    "outage, so check the acknowledgement age as well.",
                    "s",
                    (Query('nazh_gateway_latency_seconds{job="nazh"}', "shard {{shard}}"),),
                ),
                Panel(
                    "Health by shard",
                    "1 while a shard is healthy, 0 while it is not.",
                    "none",
                    (Query('nazh_gateway_heartbeat_healthy{job="nazh"}', "shard {{shard}}"),),
                    good_from=1,
                    words=(("1", "healthy"), ("0", "unhealthy")),
                    most=1,
                ),
            ),
        ),
        PanelRow(
            7,
            (
                Panel(
                    "Disconnects and reconnects per hour",
                    "Resumed: no events were missed. Identified: a new session, which uses one of "
                    "the day's 1,000 session starts.",
                    "short",
                    (
                        Query(f"sum(increase(nazh_gateway_disconnects_total{_ONE_HOUR}))", "lost"),
                        Query(
                            f"sum by (how) (increase(nazh_gateway_reconnects_total{_ONE_HOUR}))",
                            "{{how}}",
                        ),
                    ),
                ),
                Panel(
                    "Retries per minute",
                    "Requests that Discord rejected or did not answer, and that were retried "
                    "after a pause.",
                    "short",
                    (
                        Query(
                            per_minute("nazh_rest_retries_total", by="reason"),
                            "{{reason}}",
                        ),
                    ),
                    Kind.STACK,
                ),
            ),
        ),
    ),
)
