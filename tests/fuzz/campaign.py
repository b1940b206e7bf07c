"""Runs batches of hostile texts in processes, and collects the findings."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from types import FrameType
from typing import Final

from tests.fuzz.biased_rng import BiasedRng
from tests.fuzz.checks import (
    MAX_BYTES,
    confirmed_slow,
    cost,
    fault,
    memory,
    shrink,
)
from tests.fuzz.inputs import hostile_inputs

BATCH: Final = 2_000
BATCH_TIMEOUT: Final = 120
"""Seconds after which a batch is stuck."""
INVARIANT_EVERY: Final = 10
MEMORY_EVERY: Final = 200
TIME_EVERY: Final = 20
KEPT_PER_KIND: Final = 3
"""The number of faults stored per kind."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A text that caused a fault. Faults with the same cause have the same ``kind``."""

    kind: str
    what: str
    text: str
    bias: str


@dataclass(slots=True)
class Results:
    """The findings so far. ``seconds`` has the times of one text in ``TIME_EVERY``."""

    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    slowest_roll: tuple[float, str] = (0.0, "")
    largest: tuple[int, str] = (0, "")
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    times_found: Counter[str] = field(default_factory=Counter)

    @property
    def inputs(self) -> int:
        """The number of texts tried."""
        return self.outcomes.total()

    def add(self, new_fault: Fault) -> None:
        """Record a fault; a few of each kind are stored."""
        self._keep(new_fault)
        self.times_found[new_fault.kind] += 1

    def merge(self, others: Results) -> None:
        """Add the findings of another batch."""
        self.outcomes += others.outcomes
        self.seconds += others.seconds
        self.slowest = max(self.slowest, others.slowest)
        self.slowest_roll = max(self.slowest_roll, others.slowest_roll)
        self.largest = max(self.largest, others.largest)
        for kind in others.faults.values():
            for known_fault in kind:
                self._keep(known_fault)
        self.times_found += others.times_found

    def _keep(self, new_fault: Fault) -> None:
        faults_of_kind = self.faults.setdefault(new_fault.kind, [])
        if len(faults_of_kind) < KEPT_PER_KIND:
            faults_of_kind.append(new_fault)


class InputTimeout(BaseException):
    """A text timed out; not an Exception, so that ordinary handlers do not catch it."""


def run_batch(seed: int, batch: int, inputs: int = BATCH) -> Results:
    """Try one batch of texts: the same for the same ``seed`` and ``batch``."""
    random = Random(f"{seed}:{batch}")
    results = Results()
    with _alarm():
        for number, text in enumerate(islice(hostile_inputs(random), inputs)):
            bias = BiasedRng.BIASES[0 if number % 4 else number // 4 % len(BiasedRng.BIASES)]
            try:
                _try(results, number, text, bias)
            except InputTimeout:
                results.outcomes["stuck"] += 1
                results.add(Fault("stuck", f"does not end within {BATCH_TIMEOUT} s", text, bias))
                break
    return results


def _try(results: Results, number: int, text: str, bias: str) -> None:
    def dice() -> BiasedRng:
        return BiasedRng(bias, Random(number))

    thorough = number % INVARIANT_EVERY == 0
    try:
        spent = cost(text, dice())
    except Exception:  # noqa: BLE001  # tried again below, to learn what it was
        results.outcomes["a crash"] += 1
        _add_fault(results, text, bias, dice, thorough=False)
        return
    results.outcomes[spent.code] += 1
    if thorough:
        _add_fault(results, text, bias, dice, thorough=True)
    if number % TIME_EVERY == 0:
        results.seconds.append(spent.reading)
    if spent.is_too_much and (surely := confirmed_slow(text, dice)) is not None:
        durations = (
            f"read in {surely.reading * 1e3:.1f} ms, played in {surely.playing * 1e3:.1f} ms"
        )
        results.add(Fault(f"slow: {spent.code}", durations, text, bias))
    if spent.reading > results.slowest[0]:
        best = min(spent.reading, cost(text, dice()).reading, cost(text, dice()).reading)
        results.slowest = max(results.slowest, (best, text))
    if spent.playing > results.slowest_roll[0]:
        best = min(spent.playing, cost(text, dice()).playing, cost(text, dice()).playing)
        results.slowest_roll = max(results.slowest_roll, (best, text))
    if number % MEMORY_EVERY == 0:
        held = memory(text)
        results.largest = max(results.largest, (held, text))
        if held > MAX_BYTES:
            results.add(Fault(f"large: {spent.code}", f"holds {held / 1024:,.0f} KiB", text, bias))


def _add_fault(
    results: Results, text: str, bias: str, dice: Callable[[], BiasedRng], *, thorough: bool
) -> None:
    outcome = fault(text, dice, thorough=thorough)
    if outcome is None:
        return
    kind, description = outcome
    if kind not in results.faults:

        def still_fails(shorter: str) -> bool:
            other = fault(shorter, dice, thorough=thorough)
            return other is not None and other[0] == kind

        text = shrink(text, still_fails)
        _, description = fault(text, dice, thorough=thorough) or outcome
    results.add(Fault(kind, description, text, bias))


@contextmanager
def _alarm() -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise InputTimeout

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(BATCH_TIMEOUT)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
