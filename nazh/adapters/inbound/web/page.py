"""Renders the status as HTML that works without scripts, on phones and in dark mode."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from nazh.adapters.inbound.web.health import State
from nazh.adapters.inbound.web.rates import Rates
from nazh.adapters.inbound.web.status import Status
from nazh.application.shared.runtime import ShardHealth

REFRESH: Final = 5
"""Seconds after which a browser without scripts reloads the page."""
STATE_SHAPES: Final = {
    State.OK: "●",
    State.DEGRADED: "▲",
    State.STALE: "◆",
    State.STARTING: "○",
    State.DRAINING: "■",
}
"""Symbols for the states, so that they do not differ by colour alone."""
STATE_TEXTS: Final = {
    State.OK: "All is well.",
    State.DEGRADED: "Degraded: some parts do not work as they should.",
    State.STALE: "Discord does not answer, so the gateway figures are out of date.",
    State.STARTING: "Not on Discord yet.",
    State.DRAINING: "Shutting down: finishing in-flight requests, accepting no new ones.",
}
_HIGH: Final = 40


def page(status: Status) -> str:
    """Return the whole page."""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Nazh: {status.state.value}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/dashboard.css">
<script src="/assets/dashboard.js" type="module"></script>
<noscript><meta http-equiv="refresh" content="{REFRESH}"></noscript>
</head>
<body>
<header><h1>Nazh</h1></header>
<p id="lost" role="status" hidden><span aria-hidden="true">◆</span> <strong>stale</strong>:
no news from the bot. It may have stopped, or the network is down. What is below is old.</p>
<main id="status">
{main(status)}
</main>
<footer>Nazh {escape(status.build.version)}, commit <code>{escape(status.build.commit[:12])}</code>
· <a href="/api/v1/status">as JSON</a> · <a href="/metrics">metrics</a></footer>
</body>
</html>
"""


def main(status: Status) -> str:
    """Return the part that changes; a script replaces each element that has an id."""
    charts = map(_chart, status.rates)
    return "\n".join((_state(status), _tiles(status), *charts, _shards(status)))


def _state(status: Status) -> str:
    state = status.state
    reasons = "".join(f"<li>{escape(reason)}</li>" for reason in status.reasons)
    # The reasons contain changing numbers; a separate element keeps screen readers from repeating
    # the state.
    return (
        f'<p id="state" class="{state.value}" role="status">'
        f'<span class="shape" aria-hidden="true">{STATE_SHAPES[state]}</span> '
        f"<strong>{state.value}</strong> <span>{STATE_TEXTS[state]}</span></p>\n"
        f'<ul id="reasons"{"" if reasons else " hidden"}>{reasons}</ul>'
    )


def _tiles(status: Status) -> str:
    rows = "".join(
        f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in _figures(status)
    )
    return f'<dl id="figures">{rows}</dl>'


def _figures(status: Status) -> Iterator[tuple[str, str]]:
    known = [shard for shard in status.shards if shard.latency is not None]
    worst = max(known, key=lambda shard: shard.latency or 0.0, default=None)
    oldest = max((shard.ack_age for shard in status.shards), default=None)
    if status.heartbeat is not None:
        yield "Gateway latency", _unknown if worst is None else latency(worst)
        yield "Heartbeat heard", _unknown if oldest is None else f"{span(oldest)} ago"
    for rates in status.rates:
        title = rates.name.capitalize()
        success = f"no {rates.name} yet" if rates.success is None else percent(rates.success)
        yield f"{title} in the last minute", f"{rates.last_minute:,}"
        yield f"{title} without error", success
    yield "99% answered within", milliseconds(status.response_p99)
    yield "Servers", _unknown if status.guilds is None else f"{status.guilds:,}"
    if status.heartbeat is not None:
        fresh = sum(shard.is_healthy for shard in status.shards)
        yield "Shards", f"{fresh} of {len(status.shards)}"
    yield "In flight", f"{status.in_flight:,}"
    yield "Event loop late by at most", milliseconds(status.worst_lag)
    yield "Up for", span(status.uptime)


def _chart(rates: Rates) -> str:
    bars = rates.bars
    most = max((*bars, 1))
    rects = "".join(
        f'<rect x="{10 * place}" y="{_HIGH - height:g}" width="8" height="{height:g}"/>'
        for place, count in enumerate(bars)
        if (height := round(count / most * _HIGH, 1))
    )
    words = f"{rates.done:,} {rates.name} in the last ten minutes"
    return (
        f'<figure id="{rates.name}"><svg viewBox="0 0 {10 * len(bars)} {_HIGH}" role="img" '
        f'preserveAspectRatio="none" aria-label="{words}, in steps of 20 seconds">{rects}</svg>'
        f"<figcaption>{words}; {rates.refused:,} refused, {rates.failed:,} failed"
        "</figcaption></figure>"
    )


def _shards(status: Status) -> str:
    if status.heartbeat is None:
        return '<section id="shards" hidden></section>'
    rows = "".join(_shard(shard) for shard in status.shards)
    return (
        '<section id="shards"><h2>Shards</h2><table><thead><tr><th scope="col">Shard</th>'
        '<th scope="col">Connection</th><th scope="col">Latency</th>'
        f'<th scope="col">Heard</th></tr></thead><tbody>{rows}</tbody></table></section>'
    )


def _shard(shard: ShardHealth) -> str:
    if shard.is_healthy:
        words = "● fresh"
    else:
        words = "◆ stale" if shard.is_connected else "▲ reconnecting"
    return (
        f'<tr><th scope="row">{shard.id}</th><td>{words}</td>'
        f"<td>{latency(shard)}</td><td>{span(shard.ack_age)} ago</td></tr>"
    )


_unknown: Final = "not known yet"


def latency(shard: ShardHealth) -> str:
    """Return a shard's latency, marked if it is outdated."""
    return milliseconds(shard.latency) + ("" if shard.is_healthy or not shard.latency else ", old")


def milliseconds(seconds: float | None) -> str:
    """Return a short duration, or a dash if it is unknown."""
    if seconds is None:
        return _unknown
    return f"{seconds * 1000:,.0f} ms" if seconds >= 0.1 else f"{seconds * 1000:.3g} ms"


def percent(share: float) -> str:
    """Return a share of 1 as a percentage; 100% only if nothing is missing."""
    return "100%" if share == 1 else f"{min(share * 100, 99.99):.2f}%"


def span(seconds: float) -> str:
    """Return a duration in its two largest units."""
    whole = int(seconds)
    days, hours, minutes = whole // 86_400, whole // 3_600 % 24, whole // 60 % 60
    if days:
        return f"{days} d {hours} h"
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {whole % 60} s" if minutes else f"{whole} s"
