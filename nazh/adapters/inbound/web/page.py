"""Renders the status as HTML that works without scripts, on phones and in dark mode."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final, NamedTuple

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
STATE_WORDS: Final = {
    State.OK: "Healthy",
    State.DEGRADED: "Degraded",
    State.STALE: "No heartbeat",
    State.STARTING: "Starting",
    State.DRAINING: "Shutting down",
}
"""What the page calls the states; the JSON has their values."""
STATE_TEXTS: Final = {
    State.OK: "Everything works.",
    State.DEGRADED: "Some parts do not work as they should.",
    State.STALE: "Discord does not answer, so the gateway figures are out of date.",
    State.STARTING: "Not connected to Discord yet.",
    State.DRAINING: "Finishing requests in flight, accepting no new ones.",
}
LOW_SUCCESS: Final = 0.99
"""The share of rolls without error below which the page warns."""
_HIGH: Final = 40
_UNKNOWN: Final = "not known yet"


def page(status: Status) -> str:
    """Return the whole page."""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Nazh: {STATE_WORDS[status.state]}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/dashboard.css">
<script src="/assets/dashboard.js" type="module"></script>
<noscript><meta http-equiv="refresh" content="{REFRESH}"></noscript>
</head>
<body>
<header><h1>Nazh</h1></header>
<p id="lost" role="status" hidden><span aria-hidden="true">◆</span> <strong>Out of date</strong>
The bot sends nothing. It may have stopped, or the network is down. What is below is old.</p>
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
        f"<strong>{STATE_WORDS[state]}</strong> <span>{STATE_TEXTS[state]}</span></p>\n"
        f'<ul id="reasons"{"" if reasons else " hidden"}>{reasons}</ul>'
    )


def _tiles(status: Status) -> str:
    rows = "".join(map(_tile, _figures(status)))
    return f'<dl id="figures">{rows}</dl>'


def _tile(figure: _Figure) -> str:
    value = escape(figure.value)
    if figure.is_poor:
        return f'<div class="poor"><dt>{figure.name}</dt><dd>▲ {value}</dd></div>'
    return f"<div><dt>{figure.name}</dt><dd>{value}</dd></div>"


class _Figure(NamedTuple):
    """A value with its name. ``is_poor`` if it needs attention."""

    name: str
    value: str
    is_poor: bool = False


def _figures(status: Status) -> Iterator[_Figure]:
    known = [shard for shard in status.shards if shard.latency is not None]
    worst = max(known, key=lambda shard: shard.latency or 0.0, default=None)
    oldest = max((shard.ack_age for shard in status.shards), default=None)
    if status.heartbeat is not None:
        yield _Figure("Gateway latency", _UNKNOWN if worst is None else latency(worst))
        yield _Figure("Last heartbeat", _UNKNOWN if oldest is None else f"{span(oldest)} ago")
    for rates in status.rates:
        title = rates.name.capitalize()
        success = f"no {rates.name} yet" if rates.success is None else percent(rates.success)
        is_poor = rates.success is not None and rates.success < LOW_SUCCESS
        yield _Figure(f"{title} in the last minute", f"{rates.last_minute:,}")
        yield _Figure(f"{title} without error", success, is_poor)
    yield _Figure("99% answered within", milliseconds(status.response_p99))
    yield _Figure("Servers", _UNKNOWN if status.guilds is None else f"{status.guilds:,}")
    if status.heartbeat is not None:
        healthy = sum(shard.is_healthy for shard in status.shards)
        count = len(status.shards)
        yield _Figure("Healthy shards", f"{healthy} of {count}", healthy < count)
    yield _Figure("In flight", f"{status.in_flight:,}")
    yield _Figure("Longest event loop lag", milliseconds(status.worst_lag))
    yield _Figure("Uptime", span(status.uptime))


def _chart(rates: Rates) -> str:
    bars = rates.bars
    most = scale(max((*bars, 0)))
    rects = "".join(
        f'<rect x="{10 * place}" y="{_HIGH - height:g}" width="8" height="{height:g}"/>'
        for place, count in enumerate(bars)
        if (height := round(count / most * _HIGH, 1))
    )
    title = rates.name.capitalize()
    words = f"{title} in the last ten minutes: {rates.done:,}"
    return (
        f'<figure id="{rates.name}"><figcaption>{title} in 20 seconds</figcaption>'
        f'<div class="plot"><span class="scale" aria-hidden="true">{most:,}</span>'
        f'<svg viewBox="0 0 {10 * len(bars)} {_HIGH}" role="img" preserveAspectRatio="none" '
        f'aria-label="{words}, in steps of 20 seconds">{rects}</svg>'
        '<span class="scale" aria-hidden="true">0</span></div>'
        '<p class="times" aria-hidden="true"><span>10 min ago</span><span>5 min ago</span>'
        "<span>now</span></p>"
        f"<figcaption>{words}; {rates.refused:,} refused, {rates.failed:,} failed"
        "</figcaption></figure>"
    )


def scale(most: int) -> int:
    """Return the top of an axis, which is the next of 5, 10, 20, 50, 100 and so on."""
    power = 1
    while True:
        for step in (5, 10, 20):
            if most <= step * power:
                return step * power
        power *= 10


def _shards(status: Status) -> str:
    if status.heartbeat is None:
        return '<section id="shards" hidden></section>'
    rows = "".join(_shard(shard) for shard in status.shards)
    return (
        '<section id="shards"><h2>Shards</h2><table><thead><tr><th scope="col">Shard</th>'
        '<th scope="col">Connection</th><th scope="col">Latency</th>'
        f'<th scope="col">Last heartbeat</th></tr></thead><tbody>{rows}</tbody></table></section>'
    )


def _shard(shard: ShardHealth) -> str:
    if shard.is_healthy:
        words = "● healthy"
    else:
        words = "◆ no heartbeat" if shard.is_connected else "▲ reconnecting"
    return (
        f'<tr><th scope="row">{shard.id}</th><td>{words}</td>'
        f"<td>{latency(shard)}</td><td>{span(shard.ack_age)} ago</td></tr>"
    )


def latency(shard: ShardHealth) -> str:
    """Return a shard's latency, marked if it is outdated."""
    return milliseconds(shard.latency) + ("" if shard.is_healthy or not shard.latency else ", old")


def milliseconds(seconds: float | None) -> str:
    """Return a short duration; ``None`` means that it is not known yet."""
    if seconds is None:
        return _UNKNOWN
    return f"{seconds * 1000:,.0f} ms" if seconds >= 0.1 else f"{seconds * 1000:.1f} ms"


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
