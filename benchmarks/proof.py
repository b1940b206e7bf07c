"""What a fair session adds to a roll: its dice and its receipt, beside the system's entropy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from typing import Final

from benchmarks.interleaved import python, race
from benchmarks.report import Part
from nazh.adapters.outbound.entropy.secrets_rng import SecretsRng
from nazh.domain.dice import RollPlan, judge, parse_roll, throw
from nazh.domain.dice.proof import FairSession, open_session
from nazh.domain.dice.proof.checking import check
from nazh.domain.kernel.identity import ServerId

GOAL: Final = 5
"""Microseconds that a roll may cost more."""
RACED: Final = ("a1d20+5, 2d6, dp", "a1d20+5", "4d6kh3", "1d20+5")
CHECKED: Final = 2_000
_SECRET: Final = bytes(range(32))
_SESSION: Final = "0123456789abcdef"
_AT: Final = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)


def measure(seconds: float) -> Part:
    """Return what fair rolls cost; each race takes ``seconds``."""
    part = Part("A fair roll with its receipt, beside one from the system's entropy")
    for notation in RACED:
        plan = parse_roll(notation)
        system, fair = f"{notation} system", f"{notation} fair, with receipt"
        outcome = race([python(system, _system(plan)), python(fair, _fair(plan))], seconds)
        part.figures += outcome.figures()
        pairs = zip(outcome.rounds[system], outcome.rounds[fair], strict=True)
        part.amounts[f"proof.overhead.{notation}"] = (median(b - a for a, b in pairs) / 1e3, "µs")
        part.at_most[f"proof.overhead.{notation}"] = GOAL
    lines = _evening()
    checked = race([python("a roll checked", lambda: check(lines), units=len(lines))], seconds)
    part.figures += checked.figures()
    part.amounts["proof.check"] = (checked.figures()[0].median / 1e3, "µs")
    return part


def _session() -> FairSession:
    _, session = open_session(_SESSION, _SECRET, ServerId(987_654_321_098_765_432), _AT)
    return session.joined(1, "words", _AT)[1]


def _system(plan: RollPlan) -> Callable[[], object]:
    rng = SecretsRng()
    return lambda: judge(throw(plan, rng))


def _fair(plan: RollPlan) -> Callable[[], object]:
    """Return a roll that goes on from where the one before it left the session."""
    session = _session()

    def roll() -> object:
        nonlocal session
        receipt, session = session.rolled(1, (judge(throw(plan, session.dice)),), _AT)
        return receipt

    return roll


def _evening() -> list[bytes]:
    opened, session = open_session(_SESSION, _SECRET, ServerId(1), _AT)
    lines = [opened.line]
    for number in range(CHECKED):
        plan = parse_roll(RACED[number % len(RACED)])
        receipt, session = session.rolled(1, (judge(throw(plan, session.dice)),), _AT)
        lines.append(receipt.line)
    lines.append(session.closed(_AT).line)
    return [line.encode() for line in lines]
