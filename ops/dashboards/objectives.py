"""Defines the objectives dashboard: error budgets and burn rates."""

from __future__ import annotations

from typing import Final

from ops.objectives import burn_rate, read_objectives
from ops.panels import DashboardSpec, Kind, Panel, PanelRow, Query

_LEGEND: Final = "{{objective}} {{command}}"
OBJECTIVES: Final = DashboardSpec(
    "nazh-objectives",
    "Nazh: objectives",
    "The objectives over 30 days, their remaining error budgets, and the burn rates.",
    (
        PanelRow(
            5,
            tuple(
                Panel(
                    f"Budget left: {objective.name}",
                    f"{objective.title}. {objective.statement} Objective: "
                    f"{objective.target}% over 30 days. 100%: no errors; 0%: the budget is used "
                    "up; below 0%: the objective is missed.",
                    "percentunit",
                    (Query(f'min(nazh:error_budget:left{{objective="{objective.name}"}})', ""),),
                    Kind.NUMBER,
                    good_from=0.1,
                    warn_below=0.5,
                    decimals=1,
                )
                for objective in read_objectives()
            ),
        ),
        PanelRow(
            9,
            (
                Panel(
                    "Burn rate, last hour",
                    "1: the budget lasts exactly 30 days. Above 14.4, the on-call is paged.",
                    "short",
                    (Query(burn_rate("1h"), _LEGEND),),
                    bad_from=14.4,
                ),
                Panel(
                    "Burn rate, last 6 hours",
                    "1: the budget lasts exactly 30 days. Above 6, the on-call is paged.",
                    "short",
                    (Query(burn_rate("6h"), _LEGEND),),
                    bad_from=6,
                ),
                Panel(
                    "Burn rate, last 3 days",
                    "1: the budget lasts exactly 30 days. Above 1, a ticket is created.",
                    "short",
                    (Query(burn_rate("3d"), _LEGEND),),
                    bad_from=1,
                ),
            ),
        ),
        PanelRow(
            8,
            (
                Panel(
                    "Bad events, last hour",
                    "Failed rolls and commands, slow or lost responses, and evaluations of the "
                    "rules without a healthy gateway.",
                    "short",
                    (Query("nazh:bad_events:1h", _LEGEND),),
                ),
                Panel(
                    "Firing alerts",
                    "Number of firing alerts by name. Each has a page in ops/runbooks.",
                    "short",
                    (
                        Query(
                            'sum by (alertname) (ALERTS{alertname=~"Nazh.*",alertstate="firing"}) '
                            "or vector(0)",
                            "{{alertname}}",
                        ),
                    ),
                    Kind.STACK,
                ),
            ),
        ),
    ),
)
