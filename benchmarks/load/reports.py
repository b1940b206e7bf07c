"""Formats results as tables and JSON, with memory as a sparkline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from math import inf
from typing import Final

from benchmarks.load.outcomes import quantile
from benchmarks.load.results import LoadResult
from benchmarks.load.soak_test import SoakResult
from benchmarks.report import machine

LEVELS: Final = "▁▂▃▄▅▆▇█"
HEADER: Final = (
    f"{'shape':<10} {'store':<10} {'rate':>7} {'answers/s':>9}  {'p50':>8} {'p99':>8} {'p99.9':>8}"
    f"  {'lost':>5} {'twice':>5} {'refused':>7} {'error':>5}"
    f"  {'CPU bot':>8} {'proxy':>7} {'redis':>7}"
    f"  {'memory':>8}  {'bots':>5} {'tool':>5} {'all':>4}"
)
LEGEND: Final = """\
rate        interactions per second; p50, p99, p99.9: milliseconds from schedule to response
lost        without a response in 3 s; twice: with two responses
refused     by a rule of Dominion that players expect, such as a cooldown; error: any other error
CPU         CPU microseconds per interaction, user and system; memory: MiB of all bots
bots, tool  cores that the bots, and localcord with the users, used; all: of the machine
*           the generator may have been the bottleneck: the bot may be better than this"""


def row(figure: LoadResult) -> str:
    """Return one line of the table."""
    shape = figure.shape if figure.processes == 1 else f"{figure.shape} × {figure.processes}"
    helpers = [figure.helper_cpu.get(name) for name in ("proxy", "redis")]
    proxy, redis = ("–" if cpu is None else f"{cpu:.0f} µs" for cpu in helpers)
    mark = "*" if figure.is_generator_bound else " "
    return (
        f"{shape:<10} {figure.store:<10} {figure.rate:>7g}{mark}{figure.per_second:>9.1f}"
        f"  {_ms(figure.p50)} {_ms(figure.p99)} {_ms(figure.p999)}"
        f"  {figure.lost:>5} {figure.doubled:>5}"
        f" {sum(figure.refused.values()):>7} {figure.denied:>5}"
        f"  {figure.bot_cpu:>5.0f} µs {proxy:>7} {redis:>7}"
        f"  {figure.memory:>4.0f} MiB"
        f"  {figure.bot_share:>5.2f} {figure.own_share:>5.2f} {figure.machine_share:>4.0%}"
    )


def refusals(figures: Iterable[LoadResult]) -> list[str]:
    """Return the codes of refusals by the rules of Dominion, with counts."""
    return [
        f"{figure.shape} at {figure.rate:g}/s: {count} × refused, {code}"
        for figure in figures
        for code, count in figure.refused.items()
    ]


def rejections(figures: Iterable[LoadResult]) -> list[str]:
    """Return Discord's reasons for rejecting responses, with counts."""
    return [
        f"{figure.shape} at {figure.rate:g}/s: {count} × {why}"
        for figure in figures
        for why, count in figure.rejected.items()
    ]


def soak_as_table(soak_result: SoakResult) -> str:
    """Return the outcomes by fault, and the memory over time."""
    width = max(map(len, soak_result.outcomes), default=0)
    counts = f"{'times':>5}  {'came':>8} {'lost':>5} {'twice':>5} {'refused':>7} {'error':>5}"
    lines = [f"{'fault':<{width}} {counts}  {'p50':>8} {'p99':>8} {'p99.9':>8}"]
    lines += [
        f"{name:<{width}} {soak_result.strikes.get(name, '–'):>5}"
        f"  {outcome.sent:>8} {outcome.lost:>5} {outcome.doubled:>5}"
        f" {outcome.refused.total():>7} {outcome.denied:>5}"
        f"  {_ms(quantile(outcome.latencies, 0.5))}"
        f" {_ms(quantile(outcome.latencies, 0.99))} {_ms(quantile(outcome.latencies, 0.999))}"
        for name, outcome in soak_result.outcomes.items()
    ]
    for name, outcome in soak_result.outcomes.items():
        lines += [f"  {name}: {count} × refused, {code}" for code, count in outcome.refused.items()]
        lines += [f"  {name}: {count} × {why}" for why, count in outcome.rejected.items()]
    if soak_result.memory:
        first, most, last = soak_result.memory[0], max(soak_result.memory), soak_result.memory[-1]
        lines += [
            "",
            f"memory  {sparkline(soak_result.memory)}",
            f"        {first:.0f} MiB at the start, {most:.0f} at most, {last:.0f} at the end",
        ]
    verdict = "no interaction was lost without a fault, none was answered twice"
    if not soak_result.is_well:
        verdict = "an interaction was lost without a fault, or answered twice"
    return "\n".join([*lines, "", f"{soak_result.seconds:.0f} s: {verdict}"])


def soak_as_json(soak_result: SoakResult) -> dict[str, object]:
    """Return the same as one JSON object."""
    return {
        "outcomes": {
            name: {
                "strikes": soak_result.strikes.get(name, 0),
                "sent": outcome.sent,
                "lost": outcome.lost,
                "doubled": outcome.doubled,
                "denied": outcome.denied,
                "refused": dict(outcome.refused),
                "rejected": dict(outcome.rejected),
                "p50": quantile(outcome.latencies, 0.5) if outcome.latencies else None,
                "p99": quantile(outcome.latencies, 0.99) if outcome.latencies else None,
            }
            for name, outcome in soak_result.outcomes.items()
        },
        "memory": soak_result.memory,
        "seconds": soak_result.seconds,
        "is_well": soak_result.is_well,
        "machine": machine(),
    }


def as_json(
    figures: Sequence[LoadResult], sustained: Sequence[LoadResult], load: float
) -> dict[str, object]:
    """Return everything as one JSON object; ``held`` are the highest sustained rates."""
    return {
        "steps": [_plain(figure) for figure in figures],
        "highest": [_plain(result) for result in sustained],
        "load_before": load,
        "machine": machine(),
    }


def _plain(figure: LoadResult) -> dict[str, object]:
    """Return the figures for JSON, which has no infinity: None without responses."""
    return {name: None if value == inf else value for name, value in asdict(figure).items()}


def sparkline(values: Sequence[float], width: int = 60) -> str:
    """Return the values as a sparkline, averaged to ``width`` bars."""
    if not values:
        return ""
    size = max(1, -(-len(values) // width))
    cells = [values[start : start + size] for start in range(0, len(values), size)]
    means = [sum(cell) / len(cell) for cell in cells]
    low, span = min(means), (max(means) - min(means)) or 1.0
    return "".join(LEVELS[min(7, int((mean - low) / span * 8))] for mean in means)


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:>5.1f} ms" if seconds < inf else f"{'–':>8}"
