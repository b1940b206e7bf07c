"""Defines the dice dashboard: volume, duration and refusals of rolls."""

from __future__ import annotations

from typing import Final

from ops.dashboards.queries import RATE, number, per_minute, quantiles
from ops.panels import DashboardSpec, Kind, Panel, PanelRow, Query

DICE: Final = DashboardSpec(
    "nazh-dice",
    "Nazh: dice",
    "How much is rolled, how long it takes, and which refusals are most frequent.",
    (
        PanelRow(
            4,
            (
                number(
                    "Rolls, last 24 h",
                    "Rolls that were recorded.",
                    "short",
                    'sum(increase(nazh_roll_success_total{job="nazh"}[1d]))',
                ),
                number(
                    "Dice, last 24 h",
                    "Dice that were rolled, including rerolled and dropped ones.",
                    "short",
                    'sum(increase(nazh_dice_thrown_total{job="nazh"}[1d]))',
                ),
                number(
                    "Builders, last 24 h",
                    "Roll builders that were opened with /build.",
                    "short",
                    'sum(increase(nazh_roll_builders_opened_total{job="nazh"}[1d]))',
                ),
                Panel(
                    "Refused, last 24 h",
                    "Share of rolls that were refused. Much more than usual: a help text may "
                    "mislead, or someone is testing the bot.",
                    "percentunit",
                    (
                        Query(
                            'sum(increase(nazh_roll_failed_total{job="nazh",'
                            'reason!~"error|unavailable"}[1d])) '
                            '/ (sum(increase(nazh_roll_failed_total{job="nazh"}[1d])) '
                            '+ sum(increase(nazh_roll_success_total{job="nazh"}[1d])))',
                            "",
                        ),
                    ),
                    Kind.NUMBER,
                    decimals=1,
                ),
            ),
        ),
        PanelRow(
            8,
            (
                Panel(
                    "Rolls per minute",
                    "Recorded rolls per minute.",
                    "short",
                    (Query(per_minute("nazh_roll_success_total"), "rolls"),),
                ),
                Panel(
                    "Dice per roll",
                    "Average number of dice per roll.",
                    "short",
                    (
                        Query(
                            f'sum(rate(nazh_dice_thrown_total{{job="nazh"}}{RATE})) '
                            f'/ sum(rate(nazh_roll_success_total{{job="nazh"}}{RATE}))',
                            "dice",
                        ),
                    ),
                ),
            ),
        ),
        PanelRow(
            8,
            (
                Panel(
                    "Duration of a roll",
                    "From parsing the notation to the commit, without the response to Discord.",
                    "s",
                    quantiles("nazh_roll_duration_seconds", 0.5, 0.95, 0.99),
                ),
                Panel(
                    "Most frequent refusals, last 24 h",
                    "The ten most frequent refusals, by code.",
                    "short",
                    (
                        Query(
                            "sort_desc(topk(10, sum by (reason) (increase("
                            'nazh_roll_failed_total{job="nazh",'
                            'reason!~"error|unavailable"}[1d])) > 0))',
                            "{{reason}}",
                        ),
                    ),
                    Kind.BARS,
                    decimals=0,
                ),
            ),
        ),
    ),
)
