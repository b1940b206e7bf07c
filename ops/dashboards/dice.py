"""What happens at the tables."""

from __future__ import annotations

from typing import Final

from ops.dashboards.queries import RATE, number, per_minute, quantiles
from ops.panels import DashboardSpec, Kind, Panel, Query, RollRow

DICE: Final = DashboardSpec(
    "nazh-dice",
    "Nazh: dice",
    "What happens at the tables: how much is rolled, how fast, and what players stumble over.",
    (
        RollRow(
            4,
            (
                number(
                    "Rolls, last 24 h",
                    "Rolls that were thrown and put on record.",
                    "short",
                    'sum(increase(nazh_roll_success_total{job="nazh"}[1d]))',
                ),
                number(
                    "Dice, last 24 h",
                    "Every die that fell, rerolled and dropped ones too.",
                    "short",
                    'sum(increase(nazh_dice_thrown_total{job="nazh"}[1d]))',
                ),
                number(
                    "Builders, last 24 h",
                    "How often somebody began to build a roll die by die.",
                    "short",
                    'sum(increase(nazh_roll_builders_opened_total{job="nazh"}[1d]))',
                ),
                Panel(
                    "Refused, last 24 h",
                    "Share of requests that were refused. Much more than usual: a help text "
                    "misleads, or somebody plays with the bot instead of with dice.",
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
        RollRow(
            8,
            (
                Panel(
                    "Rolls per minute",
                    "Rolls on record. Game nights show as hills.",
                    "short",
                    (Query(per_minute("nazh_roll_success_total"), "rolls"),),
                ),
                Panel(
                    "Dice in a roll",
                    "Dice that fell for each roll, on average.",
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
        RollRow(
            8,
            (
                Panel(
                    "How long a roll takes",
                    "From reading the notation to the roll on record, without the way to Discord.",
                    "s",
                    quantiles("nazh_roll_duration_seconds", 0.5, 0.95, 0.99),
                ),
                Panel(
                    "What players stumble over, last 24 h",
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
