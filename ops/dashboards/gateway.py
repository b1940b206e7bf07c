"""Whether Discord and the bot hear each other."""

from __future__ import annotations

from typing import Final

from ops.dashboards.queries import number, per_minute
from ops.panels import DashboardSpec, Kind, Panel, Query, RollRow

_ONE_HOUR: Final = '{job="nazh"}[1h]'
GATEWAY: Final = DashboardSpec(
    "nazh-gateway",
    "Nazh: gateway",
    "Does Discord hear the bot, and does the bot hear Discord?",
    (
        RollRow(
            4,
            (
                Panel(
                    "Shards that hear Discord",
                    "Shards whose connection is open and whose last heartbeat was acknowledged in "
                    "time, of all shards.",
                    "percentunit",
                    (Query('avg(nazh_gateway_heartbeat_healthy{job="nazh"})', ""),),
                    Kind.NUMBER,
                    good_from=1,
                    decimals=0,
                ),
                Panel(
                    "Connected, last hour",
                    "Share of the last hour in which every shard heard Discord. Promised: 99.5 % "
                    "over 30 days.",
                    "percentunit",
                    (Query('1 - nazh:error_ratio:1h{objective="gateway"}', ""),),
                    Kind.NUMBER,
                    good_from=0.995,
                    decimals=2,
                ),
                number(
                    "Reconnects, last 24 h",
                    "Discord asks for a few every day. Hundreds spend the logins that it grants.",
                    "short",
                    'sum(increase(nazh_gateway_reconnects_total{job="nazh"}[1d]))',
                    bad_from=100,
                ),
                number(
                    "Heartbeat every",
                    "The interval that Discord asked for. Two without an acknowledgement are a "
                    "dead line.",
                    "s",
                    'max(nazh_gateway_heartbeat_interval_seconds{job="nazh"})',
                ),
                number(
                    "Servers",
                    "Where the bot is a member, as Discord tells it, for all processes together.",
                    "short",
                    'max(nazh_guilds{job="nazh"})',
                ),
            ),
        ),
        RollRow(
            8,
            (
                Panel(
                    "Since the last acknowledgement",
                    "Seconds since Discord acknowledged a heartbeat, by shard. A healthy line saws "
                    "between 0 and the interval; a straight line upwards is an outage.",
                    "s",
                    (
                        Query(
                            'nazh_gateway_heartbeat_ack_age_seconds{job="nazh"}', "shard {{shard}}"
                        ),
                    ),
                ),
                Panel(
                    "Heartbeat latency",
                    "From a heartbeat to its acknowledgement. It freezes in an outage: read it "
                    "together with the panel beside.",
                    "s",
                    (Query('nazh_gateway_latency_seconds{job="nazh"}', "shard {{shard}}"),),
                ),
                Panel(
                    "Who hears Discord",
                    "1 while a shard hears Discord, 0 while it does not.",
                    "none",
                    (Query('nazh_gateway_heartbeat_healthy{job="nazh"}', "shard {{shard}}"),),
                    good_from=1,
                    words=(("1", "healthy"), ("0", "unhealthy")),
                    most=1,
                ),
            ),
        ),
        RollRow(
            7,
            (
                Panel(
                    "Connections lost and found, per hour",
                    "Resumed: nothing was missed. Identified: a new session, and one of the 1,000 "
                    "logins of the day.",
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
                    "Requests repeated per minute",
                    "Requests that Discord turned away or did not answer, and that were made "
                    "again after a pause.",
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
