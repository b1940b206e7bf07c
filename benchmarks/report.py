"""Reports a part of the benchmarks as ratios, goals and raw figures; as a table or JSON."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from benchmarks.interleaved import Figure


@dataclass(slots=True)
class Part:
    """The measurements of one part.

    ``ratios`` are the cost of the named peer relative to Nazh; for ratios in ``at_most`` it is the
    reverse, Nazh relative to the peer. ``amounts`` are single figures with their unit.
    ``not_measured`` has reasons for missing figures.
    """

    title: str
    figures: list[Figure] = field(default_factory=list)
    ratios: dict[str, float] = field(default_factory=dict)
    at_least: dict[str, float] = field(default_factory=dict)
    at_most: dict[str, float] = field(default_factory=dict)
    amounts: dict[str, tuple[float, str]] = field(default_factory=dict)
    not_measured: dict[str, str] = field(default_factory=dict)
    grid: str = ""
    """The amounts as a separate table, if a list would be too long."""

    def verdict(self, name: str) -> str:
        """Return a text about whether a goal was reached; empty without a goal."""
        value = self.ratios[name] if name in self.ratios else self.amounts[name][0]
        if name in self.at_least:
            goal = self.at_least[name]
            return f"goal ≥ {goal:g}, {'met' if value >= goal else 'MISSED'}"
        if name in self.at_most:
            goal = self.at_most[name]
            return f"goal ≤ {goal:g}, {'met' if value <= goal else 'MISSED'}"
        return ""


def as_json(parts: Sequence[Part]) -> dict[str, object]:
    """Return everything as one JSON object; ``ratios`` maps names to numbers."""
    return {
        "ratios": {name: value for part in parts for name, value in part.ratios.items()},
        "goals": {
            "at_least": {name: goal for part in parts for name, goal in part.at_least.items()},
            "at_most": {name: goal for part in parts for name, goal in part.at_most.items()},
        },
        "amounts": {
            name: {"value": value, "unit": unit}
            for part in parts
            for name, (value, unit) in part.amounts.items()
        },
        "figures_ns": [asdict(figure) for part in parts for figure in part.figures],
        "not_measured": {name: why for part in parts for name, why in part.not_measured.items()},
        "machine": machine(),
    }


def as_table(part: Part) -> str:
    """Return one part as text, with the ratios and their goals above the raw figures."""
    lines = [part.title, "=" * len(part.title)]
    listed = {} if part.grid else part.amounts
    names = [*part.ratios, *listed, *part.not_measured]
    width = max(map(len, names), default=0)
    for name, ratio in part.ratios.items():
        lines.append(f"{name:<{width}}  {ratio:9.2f} ×    {part.verdict(name)}".rstrip())
    for name, (value, unit) in listed.items():
        lines.append(f"{name:<{width}}  {value:9.1f} {unit:<4} {part.verdict(name)}".rstrip())
    for name, why in part.not_measured.items():
        lines.append(f"{name:<{width}}  not measured: {why}")
    if part.figures:
        width = max(len(figure.name) for figure in part.figures)
        lines += ["", f"{'':<{width}}  {'median':>12}  {'best':>12}  {'a second':>12}"]
        lines += [
            f"{figure.name:<{width}}  {figure.median:9,.0f} ns  {figure.best:9,.0f} ns"
            f"  {1e9 / figure.median:12,.0f}"
            for figure in part.figures
        ]
    if part.grid:
        lines += ["", part.grid]
    return "\n".join(lines)


def machine() -> dict[str, object]:
    """Return a description of the machine."""
    return {
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": len(os.sched_getaffinity(0)),
    }
