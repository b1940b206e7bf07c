"""Questions that several panels ask in the same form."""

from __future__ import annotations

from typing import Final

from ops.panels import Kind, Panel, Query

RATE: Final = "[$__rate_interval]"
"""As long as Grafana finds right for what is on the screen."""


def per_minute(counter: str, where: str = "", *, by: str = "") -> str:
    """Return the query for how much a counter rises in a minute."""
    matchers = f'job="nazh",{where}' if where else 'job="nazh"'
    total = f"sum by ({by}) " if by else "sum"
    return f"60 * {total}(rate({counter}{{{matchers}}}{RATE}))"


def quantiles(histogram: str, *shares: float) -> tuple[Query, ...]:
    """Return a query for each share: 0.99 asks below which time 99 of 100 were."""
    rates = f'sum by (le) (rate({histogram}_bucket{{job="nazh"}}{RATE}))'
    return tuple(
        Query(f"histogram_quantile({share}, {rates})", f"{share * 100:g} % within")
        for share in shares
    )


def number(
    title: str, description: str, unit: str, expr: str, *, bad_from: float | None = None
) -> Panel:
    """Return a panel of one number, rounded where it counts things."""
    decimals = 0 if unit == "short" else None
    queries = (Query(expr, ""),)
    return Panel(
        title, description, unit, queries, Kind.NUMBER, bad_from=bad_from, decimals=decimals
    )
