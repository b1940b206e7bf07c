"""The hunt: batches of hostile texts, each tried in one process, and what all of them found."""

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

from tests.fuzz.dice import WildDice
from tests.fuzz.texts import texts
from tests.fuzz.trial import (
    MOST_BYTES,
    cost,
    fault,
    memory,
    shrink,
    surely_slow,
)

BATCH: Final = 2_000
PATIENCE: Final = 120
"""Seconds after which a batch is stuck."""
PROMISE_EVERY: Final = 10
MEMORY_EVERY: Final = 200
TIME_EVERY: Final = 20
FEW: Final = 3
"""Faults of a kind that are kept."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A text that broke something. ``kind`` is the same for faults of one cause."""

    kind: str
    what: str
    text: str
    mood: str


@dataclass(slots=True)
class Findings:
    """What was found so far. ``seconds`` holds the times of one text in ``TIME_EVERY``."""

    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    slowest_roll: tuple[float, str] = (0.0, "")
    largest: tuple[int, str] = (0, "")
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    times_found: Counter[str] = field(default_factory=Counter)

    @property
    def inputs(self) -> int:
        """How many texts were tried."""
        return self.outcomes.total()

    def add(self, found: Fault) -> None:
        """Note a fault; a few of each kind are kept."""
        self._keep(found)
        self.times_found[found.kind] += 1

    def include(self, others: Findings) -> None:
        """Add what another batch found."""
        self.outcomes += others.outcomes
        self.seconds += others.seconds
        self.slowest = max(self.slowest, others.slowest)
        self.slowest_roll = max(self.slowest_roll, others.slowest_roll)
        self.largest = max(self.largest, others.largest)
        for kind in others.faults.values():
            for one in kind:
                self._keep(one)
        self.times_found += others.times_found

    def _keep(self, found: Fault) -> None:
        kept = self.faults.setdefault(found.kind, [])
        if len(kept) < FEW:
            kept.append(found)


class Stuck(BaseException):
    """A text did not end; nothing that catches ordinary errors may catch this."""


def hunt(seed: int, batch: int, inputs: int = BATCH) -> Findings:
    """Try one batch of texts: the same for the same ``seed`` and ``batch``."""
    random = Random(f"{seed}:{batch}")
    findings = Findings()
    with _alarm():
        for number, text in enumerate(islice(texts(random), inputs)):
            mood = WildDice.MOODS[0 if number % 4 else number // 4 % len(WildDice.MOODS)]
            try:
                _try(findings, number, text, mood)
            except Stuck:
                findings.outcomes["stuck"] += 1
                findings.add(Fault("stuck", f"does not end within {PATIENCE} s", text, mood))
                break
    return findings


def _try(findings: Findings, number: int, text: str, mood: str) -> None:
    def dice() -> WildDice:
        return WildDice(mood, Random(number))

    thorough = number % PROMISE_EVERY == 0
    try:
        spent = cost(text, dice())
    except Exception:  # noqa: BLE001  # tried again below, to learn what it was
        findings.outcomes["a crash"] += 1
        _add_fault(findings, text, mood, dice, thorough=False)
        return
    findings.outcomes[spent.code] += 1
    if thorough:
        _add_fault(findings, text, mood, dice, thorough=True)
    if number % TIME_EVERY == 0:
        findings.seconds.append(spent.reading)
    if spent.is_too_much and (surely := surely_slow(text, dice)) is not None:
        told = f"read in {surely.reading * 1e3:.1f} ms, played in {surely.playing * 1e3:.1f} ms"
        findings.add(Fault(f"slow: {spent.code}", told, text, mood))
    if spent.reading > findings.slowest[0]:
        best = min(spent.reading, cost(text, dice()).reading, cost(text, dice()).reading)
        findings.slowest = max(findings.slowest, (best, text))
    if spent.playing > findings.slowest_roll[0]:
        best = min(spent.playing, cost(text, dice()).playing, cost(text, dice()).playing)
        findings.slowest_roll = max(findings.slowest_roll, (best, text))
    if number % MEMORY_EVERY == 0:
        held = memory(text)
        findings.largest = max(findings.largest, (held, text))
        if held > MOST_BYTES:
            findings.add(Fault(f"large: {spent.code}", f"holds {held / 1024:,.0f} KiB", text, mood))


def _add_fault(
    findings: Findings, text: str, mood: str, dice: Callable[[], WildDice], *, thorough: bool
) -> None:
    found = fault(text, dice, thorough=thorough)
    if found is None:
        return
    kind, what = found
    if kind not in findings.faults:

        def still_fails(shorter: str) -> bool:
            other = fault(shorter, dice, thorough=thorough)
            return other is not None and other[0] == kind

        text = shrink(text, still_fails)
        _, what = fault(text, dice, thorough=thorough) or found
    findings.add(Fault(kind, what, text, mood))


@contextmanager
def _alarm() -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise Stuck

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
