"""Builds the queries that several panels share."""

from __future__ import annotations

from typing import Final

from ops.panels import Kind, Panel, Query

RATE: Final = "[$__rate_interval]"
"""Grafana's variable for a window that fits the visible time range."""


def per_minute(counter: str, where: str = "", *, by: str = "") -> str:
    """Return the query for the increase of a counter per minute."""
    matchers = f'job="nazh",{where}' if where else 'job="nazh"'
    total = f"sum by ({by}) " if by else "sum"
    return f"60 * {total}(rate({counter}{{{matchers}}}{RATE}))"


def quantiles(histogram: str, *shares: float) -> tuple[Query, ...]:
    """Return a query for each quantile: 0.99 is the time that 99 of 100 stayed below."""
    rates = f'sum by (le) (rate({histogram}_bucket{{job="nazh"}}{RATE}))'
    return tuple(
        Query(f"histogram_quantile({share}, {rates})", f"p{share * 100:g}") for share in shares
    )


def number(
    title: str, description: str, unit: str, expr: str, *, bad_from: float | None = None
) -> Panel:
    """Return a panel with one number, rounded to an integer if it is a count."""
    decimals = 0 if unit == "short" else None
    queries = (Query(expr, ""),)
    return Panel(
        title, description, unit, queries, Kind.NUMBER, bad_from=bad_from, decimals=decimals
    )
