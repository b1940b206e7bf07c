"""Fuzzes the notation with random texts (``script/fuzz``)."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator
from functools import partial
from multiprocessing import get_context
from secrets import randbits
from time import monotonic
from typing import Final

from tests.fuzz.campaign import BATCH, Results, run_batch
from tests.fuzz.checks import MAX_BYTES, MAX_ROLL_SECONDS, MAX_SECONDS, ROLL

INPUTS: Final = 10_000_000
ENOUGH_FAULTS: Final = 20
"""Kinds of fault after which fuzzing ends."""
_BAR: Final = 30
_SHOWN: Final = 160


def main() -> int:
    """Fuzz as requested; return 0 without findings, else 1."""
    arguments = _arguments()
    seed = randbits(32) if arguments.seed is None else arguments.seed
    print(f"seed {seed}, {arguments.processes} processes", flush=True)
    start = monotonic()
    results_so_far = Results()
    for results in _batches(seed, arguments.inputs, arguments.processes):
        results_so_far.merge(results)
        elapsed = monotonic() - start
        _show_progress(results_so_far, arguments.inputs, elapsed)
        if len(results_so_far.faults) >= ENOUGH_FAULTS or (
            arguments.seconds and elapsed > arguments.seconds
        ):
            break
    _end_progress()
    print(_figures(results_so_far, monotonic() - start))
    print(_faults(results_so_far))
    return 1 if results_so_far.faults else 0


def _batches(seed: int, inputs: int, processes: int) -> Iterator[Results]:
    numbers = range(-(-inputs // BATCH))
    # Spawned, not forked: the same on every platform, without inherited state.
    with get_context("spawn").Pool(processes, initializer=_leave_interrupts_to_parent) as pool:
        yield from pool.imap_unordered(partial(run_batch, seed), numbers)


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _figures(results: Results, elapsed: float) -> str:
    times = sorted(results.seconds) or [0.0]
    refusals = [(code, n) for code, n in results.outcomes.most_common() if code != ROLL]
    rolls = results.outcomes[ROLL]
    lines = [
        f"{results.inputs:,} texts in {elapsed:,.0f} s, {results.inputs / elapsed:,.0f} a second",
        f"{rolls:,} rolled ({rolls / max(1, results.inputs):.0%}), the others refused:",
        *(f"  {n:>10,}  {code}" for code, n in refusals),
        "To refuse a text, or to plan its roll:",
        f"  median {_at(times, 0.5)}, p99 {_at(times, 0.99)}, p99.9 {_at(times, 0.999)}",
        f"  slowest {results.slowest[0] * 1e3:.2f} ms: {_shown(results.slowest[1])}",
        f"  largest {results.largest[0] / 1024:,.0f} KiB: {_shown(results.largest[1])}",
        f"  the most allowed: {MAX_SECONDS * 1e3:.0f} ms and {MAX_BYTES // 1024:,} KiB",
        "The whole roll in words, with every repeat:",
        f"  slowest {results.slowest_roll[0] * 1e3:.2f} ms: {_shown(results.slowest_roll[1])}",
        f"  the most allowed: {MAX_ROLL_SECONDS * 1e3:.0f} ms",
    ]
    return "\n".join(lines)


def _at(times: list[float], share: float) -> str:
    return f"{times[min(len(times) - 1, int(len(times) * share))] * 1e6:,.0f} µs"


def _faults(results: Results) -> str:
    if not results.faults:
        return "No fault found."
    lines = [f"{len(results.faults)} kinds of fault:"]
    for kind, faults in results.faults.items():
        lines += ["", f"{results.times_found[kind]} × {kind}"]
        for fault in faults:
            lines += [f"  {_shown(fault.what)}", f"    {_shown(fault.text)} ({fault.bias} dice)"]
    return "\n".join(lines)


def _shown(text: str) -> str:
    escaped = ascii(text)
    return escaped if len(escaped) <= _SHOWN else f"{escaped[:_SHOWN]}… ({len(text)} characters)"


def _show_progress(results: Results, inputs: int, elapsed: float) -> None:
    if not sys.stderr.isatty():
        return
    share = min(1.0, results.inputs / inputs)
    bar = "█" * round(share * _BAR)
    left = elapsed / share - elapsed
    faults = f", {len(results.faults)} kinds of fault" if results.faults else ""
    sys.stderr.write(
        f"\r\x1b[K{bar:░<{_BAR}} {share:4.0%}  {results.inputs:,} texts,"
        f" {left / 60:.0f} min left{faults}"
    )
    sys.stderr.flush()


def _end_progress() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/fuzz",
        description="Feed hostile texts to the whole path from notation to text. Only refusals may"
        f" result, within {MAX_SECONDS * 1e3:.0f} ms and {MAX_BYTES // 1024:,} KiB.",
    )
    parser.add_argument("--inputs", type=int, default=INPUTS, help="how many texts (%(default)s)")
    parser.add_argument("--seconds", type=float, help="time limit")
    parser.add_argument("--seed", type=int, help="repeat a run with the same texts")
    parser.add_argument("--processes", type=int, default=2, help="(%(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
