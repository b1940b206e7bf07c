"""Defines the dashboard of Dominion: whether the world is up to date, and how it grows."""

from __future__ import annotations

from typing import Final

from ops.dashboards.queries import number, per_minute
from ops.panels import DashboardSpec, Kind, Panel, PanelRow, Query

_JOB: Final = "nazh_job_runs_total"

DOMINION: Final = DashboardSpec(
    "nazh-dominion",
    "Nazh: dominion",
    "Whether the world of Dominion is up to date, and how it grows.",
    (
        PanelRow(
            4,
            (
                number(
                    "Tick late by",
                    "How late the hourly income of all nations is. Usually 0.",
                    "s",
                    'max(nazh_dominion_task_lag_seconds{job="nazh",task="tick"})',
                    bad_from=600,
                ),
                number(
                    "Parked nations",
                    "Nations whose failing work is not retried. nazh dominion status names them.",
                    "short",
                    'max(nazh_dominion_nations_failing{job="nazh",state="parked"})',
                    bad_from=1,
                ),
                number(
                    "Parked wars",
                    "Wars whose battle failed and is not retried. nazh dominion status names them.",
                    "short",
                    'max(nazh_dominion_wars_parked{job="nazh"})',
                    bad_from=1,
                ),
                number(
                    "Broken invariants",
                    "Breaches that the daily check has found. nazh dominion status shows them.",
                    "short",
                    'sum(max by (invariant) (nazh_dominion_invariant_breaches{job="nazh"}))',
                    bad_from=1,
                ),
                number(
                    "Nations",
                    "Nations of the season.",
                    "short",
                    'max(nazh_dominion_nations{job="nazh"})',
                ),
                number(
                    "Active citizens",
                    "Citizens who used a command within 14 days; they bring the income.",
                    "short",
                    'max(nazh_dominion_citizens_active{job="nazh"})',
                ),
                number(
                    "Days frozen",
                    "Days that the world has skipped after outages of more than 72 hours.",
                    "short",
                    'max(nazh_dominion_frozen_days{job="nazh"})',
                ),
            ),
        ),
        PanelRow(
            8,
            (
                Panel(
                    "Periodic work late by",
                    "How late the next upkeep charge, tick and standings are. They grow in an "
                    "outage, and shrink while the world catches up.",
                    "s",
                    (
                        Query(
                            'max by (task) (nazh_dominion_task_lag_seconds{job="nazh"})', "{{task}}"
                        ),
                    ),
                ),
                Panel(
                    "Runs of the advancer per minute",
                    "Runs by outcome. Skipped: another process advances the world.",
                    "short",
                    (
                        Query(
                            per_minute(_JOB, 'name="advance_dominion"', by="outcome"),
                            "{{outcome}}",
                        ),
                    ),
                    Kind.STACK,
                ),
            ),
        ),
        PanelRow(
            8,
            (
                Panel(
                    "Resources in all stocks",
                    "The money of the world. Per nation it should not grow by over 20% a day.",
                    "short",
                    (Query('max(nazh_dominion_resources_supply{job="nazh"})', "resources"),),
                ),
                Panel(
                    "Resources lost in a day",
                    "Resources lost to full storages, by reason. Nations that lose many spend "
                    "too little, or their storages are too small.",
                    "short",
                    (
                        Query(
                            "sum by (reason) "
                            '(increase(nazh_dominion_resources_lost_total{job="nazh"}[1d]))',
                            "{{reason}}",
                        ),
                    ),
                ),
                Panel(
                    "Finished orders",
                    "Orders of units that are finished but not delivered yet.",
                    "short",
                    (Query('max(nazh_dominion_due_backlog{job="nazh"})', "orders"),),
                ),
            ),
        ),
    ),
)
