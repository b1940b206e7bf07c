"""What is promised, and what is left of it."""

from __future__ import annotations

from typing import Final

from ops.objectives import burn_rate, read_objectives
from ops.panels import DashboardSpec, Kind, Panel, Query, RollRow

_LEGEND: Final = "{{objective}} {{command}}"
OBJECTIVES: Final = DashboardSpec(
    "nazh-objectives",
    "Nazh: objectives",
    "What is promised over 30 days, what is left of it, and how fast it goes.",
    (
        RollRow(
            5,
            tuple(
                Panel(
                    f"{it.title}: budget left",
                    f"{it.promise} Promised for {it.target} % over 30 days. 100 %: nothing went "
                    "wrong; 0 %: the promise is just kept; below: it is broken.",
                    "percentunit",
                    (Query(f'min(nazh:error_budget:left{{objective="{it.name}"}})', ""),),
                    Kind.NUMBER,
                    good_from=0.1,
                    decimals=1,
                )
                for it in read_objectives()
            ),
        ),
        RollRow(
            9,
            (
                Panel(
                    "Burn rate, last hour",
                    "1: the budget lasts exactly 30 days. From 14.4 on, somebody is called.",
                    "short",
                    (Query(burn_rate("1h"), _LEGEND),),
                    bad_from=14.4,
                ),
                Panel(
                    "Burn rate, last 6 hours",
                    "1: the budget lasts exactly 30 days. From 6 on, somebody is called.",
                    "short",
                    (Query(burn_rate("6h"), _LEGEND),),
                    bad_from=6,
                ),
                Panel(
                    "Burn rate, last 3 days",
                    "1: the budget lasts exactly 30 days. Above, there is a ticket.",
                    "short",
                    (Query(burn_rate("3d"), _LEGEND),),
                    bad_from=1,
                ),
            ),
        ),
        RollRow(
            8,
            (
                Panel(
                    "Bad events, last hour",
                    "Rolls and commands that failed, slow or lost responses, and moments without "
                    "Discord (one for each evaluation of the rules).",
                    "short",
                    (Query("nazh:bad_events:1h", _LEGEND),),
                ),
                Panel(
                    "Alerts that fire",
                    "How many, by name. Each has its page in ops/runbooks.",
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
