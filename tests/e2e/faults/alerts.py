"""Finds the alerts of ops/ that would fire on the samples scraped from the real bot.

promtool evaluates the rules of production, with their queries and their waits, on those samples.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from tests.external_services import absent

OPS = Path(__file__).parents[3] / "ops"
RULES = sorted(str(path) for path in OPS.glob("prometheus/rules/*.yml"))
TARGET = 'instance="bot:8080",job="nazh"'
FIRING = 'count by (alertname) (ALERTS{alertstate="firing"})'
FAR_BACK = "BurnSlow"
"""The suffix of the alerts over six hours and more, which are slow to evaluate and skipped here."""
Scrape = Mapping[str, float] | None
"""Every series by its name with labels; ``None`` if there was no response."""
Minutes = int


async def firing_after(*spans: tuple[Scrape, Minutes]) -> frozenset[str]:
    """Return the alerts that fire at the end, with each scrape repeated for its minutes."""
    if shutil.which("promtool") is None:
        absent("prometheus", "promtool is not installed (Debian's prometheus).")
    scenario = {
        "rule_files": RULES,
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "external_labels": {"runbooks": "https://runbooks.test"},
                "input_series": list(_series(spans)),
                # Expect no alerts, because promtool then reports those that fire.
                "promql_expr_test": [
                    {
                        "expr": FIRING,
                        "eval_time": f"{sum(minutes for _, minutes in spans) - 1}m",
                        "exp_samples": [],
                    }
                ],
            }
        ],
    }
    process = await asyncio.create_subprocess_exec(
        *("promtool", "test", "rules", "/dev/stdin"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate(yaml.safe_dump(scenario).encode())
    report = output.decode()
    assert "SUCCESS" in report or " got: {" in report, report
    names = re.findall(r'alertname="(\w+)"', report)
    return frozenset(name for name in names if not name.endswith(FAR_BACK))


def _series(spans: Sequence[tuple[Scrape, Minutes]]) -> Iterator[dict[str, str]]:
    names = {name for scrape, _ in spans if scrape is not None for name in scrape}
    for name in sorted(names):
        values = [
            value
            for scrape, minutes in spans
            for value in [_value(scrape, name)] + [_value(scrape, name, again=True)] * (minutes - 1)
        ]
        yield {"series": _of_the_target(name), "values": " ".join(values)}
    ups = [value for scrape, minutes in spans for value in [str(int(scrape is not None))] * minutes]
    yield {"series": f"up{{{TARGET}}}", "values": " ".join(ups)}


def _value(scrape: Scrape, name: str, *, again: bool = False) -> str:
    if scrape is None or name not in scrape:
        return "_" if again else "stale"  # Prometheus's staleness marker
    return f"{scrape[name]:.9f}"


def _of_the_target(name: str) -> str:
    plain, brace, labels = name.partition("{")
    return f"{plain}{{{TARGET},{labels}" if brace else f"{plain}{{{TARGET}}}"
