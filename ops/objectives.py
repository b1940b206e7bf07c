"""Generates recording rules and burn-rate alerts (ops/prometheus/rules) from objectives.toml.

A burn rate of 1 uses up the error budget in exactly the 30 days of an objective. An alert checks a
long window, which shows that the errors are significant, and a short one, which shows that they
continue.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

import yaml

HERE: Final = Path(__file__).parent
SOURCE: Final = HERE / "objectives.toml"
RULES: Final = HERE / "prometheus/rules/objectives.yml"
PERIOD: Final = "30d"
QUICK: Final = ("5m", "30m", "1h", "2h", "6h")
SLOW: Final = ("1d", "3d", PERIOD)
"""Evaluated every two minutes only: they read many samples and change slowly."""
RUNBOOKS: Final = "{{ $externalLabels.runbooks }}"
_HEADER: Final = "# Written by `python -m ops` from ops/objectives.toml. Do not edit.\n"

Rule = dict[str, object]


@dataclass(frozen=True, slots=True)
class BurnRate:
    """The burn rate, over a long and a short window, from which an alert fires."""

    rate: str
    long: str
    short: str


@dataclass(frozen=True, slots=True)
class Urgency:
    """The severity of an alert and the burn rates that fire it."""

    suffix: str
    severity: str
    burns: tuple[BurnRate, BurnRate]
    budget_lasts: str


URGENCIES: Final = (
    Urgency(
        "BurnFast",
        "page",
        (BurnRate("14.4", "1h", "5m"), BurnRate("6", "6h", "30m")),
        "At this rate, the errors allowed for 30 days are used up within five days or less.",
    ),
    Urgency(
        "BurnSlow",
        "ticket",
        (BurnRate("3", "1d", "2h"), BurnRate("1", "3d", "6h")),
        "At this rate, the errors allowed for 30 days are used up before the 30 days are over.",
    ),
)


@dataclass(frozen=True, slots=True)
class Objective:
    """A service level objective: the share of good events over 30 days."""

    name: str
    alert: str
    title: str
    target: str
    statement: str
    bad: str
    all: str
    min_bad_events: int
    summary: str
    impact: str
    per: str = ""

    @property
    def budget(self) -> Decimal:
        """The share of events that may be bad: 0.001 for 99.9%."""
        return (100 - Decimal(self.target)) / 100

    @property
    def labels(self) -> dict[str, str]:
        """The labels of its series."""
        return {"objective": self.name}

    def bad_in(self, window: str) -> str:
        """Return the query for the bad events of a window."""
        return self.bad.replace("WINDOW", window)

    def all_in(self, window: str) -> str:
        """Return the query for all events of a window."""
        return self.all.replace("WINDOW", window)


def burn_rate(window: str, objective: str = "") -> str:
    """Return the query for the burn rates of all objectives, or of the named one."""
    chosen = f'{{objective="{objective}"}}' if objective else ""
    target = "on (objective) group_left () (1 - nazh:objective:target)"
    return f"nazh:error_ratio:{window}{chosen} / {target}"


def read_objectives(source: Path = SOURCE) -> tuple[Objective, ...]:
    """Return the objectives in the order of the file."""
    document = tomllib.loads(source.read_text("utf-8"))
    return tuple(Objective(**entry) for entry in document["objective"])


def rules_text(objectives: tuple[Objective, ...]) -> str:
    """Return the whole file of rules."""
    groups: list[dict[str, object]] = [
        {"name": "nazh-objectives", "rules": [*_facts(objectives), *_counts(objectives, *QUICK)]},
        {
            "name": "nazh-objectives-slow",
            "interval": "2m",
            "rules": [*_counts(objectives, *SLOW), _BUDGET_LEFT],
        },
        {
            "name": "nazh-objective-alerts",
            "rules": [
                _alert(objective, urgency) for objective in objectives for urgency in URGENCIES
            ],
        },
    ]
    return _HEADER + yaml.dump(
        {"groups": groups}, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100
    )


_GATEWAY_HEALTHY: Final[Rule] = {
    "record": "nazh:gateway_healthy:all_shards",
    # During an update two processes may serve the same shard, and one healthy connection is enough.
    # A bot that is not running has no shards, which counts as unhealthy. Replicas of `nazh serve`
    # have no shards either; one ready replica is enough. Unlike them, `nazh work` and `nazh keep
    # bridge` do not count servers. Several bots differ in `face`, and the connections of `nazh keep
    # bridge` serve no commands.
    "expr": "min(max by (face, shard) "
    '(nazh_gateway_heartbeat_healthy{job="nazh",shard!~"messages-.*"}))\n'
    '* min(up{job="nazh"})\n'
    'or max(nazh_ready{job="nazh"} and on (instance) nazh_guilds{job="nazh"})\n'
    'or 0 * min(up{job="nazh"})\n',
}
_TICK_ON_TIME: Final[Rule] = {
    "record": "nazh:dominion_tick:on_time",
    # A process whose observation fails keeps the last value, so that only recent ones count. If
    # there is none, the tick counts as late; without Dominion there is no series at all.
    "expr": 'max(nazh_dominion_task_lag_seconds{job="nazh",task="tick"}\n'
    "  and on (instance) time() - nazh_job_last_success_timestamp_seconds"
    '{job="nazh",name="observe_dominion"} < 180) <= bool 600\n'
    'or 0 * max(nazh_dominion_task_lag_seconds{job="nazh",task="tick"})\n',
}
_BUDGET_LEFT: Final[Rule] = {
    "record": "nazh:error_budget:left",
    "expr": f"1 - {burn_rate(PERIOD)}",
}


def _facts(objectives: tuple[Objective, ...]) -> Iterator[Rule]:
    yield _GATEWAY_HEALTHY
    yield _TICK_ON_TIME
    for objective in objectives:
        target = f"vector({1 - objective.budget})"
        yield {"record": "nazh:objective:target", "expr": target, "labels": objective.labels}


def _counts(objectives: tuple[Objective, ...], *windows: str) -> Iterator[Rule]:
    for window in windows:
        bad, every = f"nazh:bad_events:{window}", f"nazh:all_events:{window}"
        for objective in objectives:
            yield {"record": bad, "expr": objective.bad_in(window), "labels": objective.labels}
            yield {"record": every, "expr": objective.all_in(window), "labels": objective.labels}
        yield {
            "record": f"nazh:error_ratio:{window}",
            # Without events the ratio is 0, not 0/0.
            "expr": f"{bad} / ({every} > 0) or 0 * {every}",
        }


def _alert(objective: Objective, urgency: Urgency) -> Rule:
    name = f"{objective.alert}{urgency.suffix}"
    return {
        "alert": name,
        "expr": "or\n".join(_burns(objective, burn) for burn in urgency.burns),
        "labels": {"severity": urgency.severity},
        "annotations": {
            "summary": objective.summary,
            "description": f"{objective.impact} {urgency.budget_lasts}",
            "runbook_url": f"{RUNBOOKS}/{name}.md",
        },
    }


def _burns(objective: Objective, burn: BurnRate) -> str:
    of_this = f'{{objective="{objective.name}"}}'
    limit = f"{burn.rate} * {objective.budget}"
    conditions = [
        f"nazh:error_ratio:{burn.long}{of_this} > {limit}",
        f"nazh:error_ratio:{burn.short}{of_this} > {limit}",
    ]
    if objective.min_bad_events:
        conditions.append(f"nazh:bad_events:{burn.long}{of_this} >= {objective.min_bad_events}")
    return "(\n  " + "\n  and ".join(conditions) + "\n)\n"


class _Dumper(yaml.SafeDumper):
    """Writes multi-line queries as literal blocks."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _as_block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _as_block)
