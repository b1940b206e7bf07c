"""Measures the cost of a fair session: dice, receipt, and the whole use case."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from time import perf_counter
from typing import Final

from benchmarks.interleaved import Contestant, Race, python, race
from benchmarks.report import Part
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore, NoSavedNames
from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.secrets_rng import SecretsRng
from nazh.application.dice.fair.cached_sessions import CachedSessions
from nazh.application.dice.fair.fair_rolls import FairRolls
from nazh.application.dice.fair.open_fair import FairRequest, OpenFair
from nazh.application.dice.rolling.roll_dice import RollDice, RollRequest
from nazh.domain.dice import RollPlan, judge, parse_roll, throw
from nazh.domain.dice.fair import FairSession, open_session
from nazh.domain.dice.fair.checking import check
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId

GOAL: Final = 5
"""The goal for the additional microseconds per roll, for computation alone and in total."""
RACED: Final = ("a1d20+5, 2d6, dp", "a1d20+5", "4d6kh3", "1d20+5")
CHECKED: Final = 2_000
_SECRET: Final = bytes(range(32))
_SESSION: Final = "0123456789abcdef"
_AT: Final = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
_SERVER: Final = GuildId(987_654_321_098_765_432)
_PLAYER: Final = UserId(123_456_789_012_345_678)


def measure(seconds: float) -> Part:
    """Return the cost of fair rolls; each race takes ``seconds``."""
    part = Part("A fair roll with its receipt, beside one from the system's entropy")
    for notation in RACED:
        plan = parse_roll(notation)
        system, fair = f"{notation} system", f"{notation} fair, with receipt"
        outcome = race([python(system, _system(plan)), python(fair, _fair(plan))], seconds)
        _add_overhead(part, outcome, system, fair, f"fair_rolls.overhead.{notation}")
    for notation in RACED:
        system, fair = f"{notation} on record", f"{notation} on record, proven"
        contestants = (_use_case(system, notation), _use_case(fair, notation, is_open=True))
        outcome = race(contestants, seconds)
        _add_overhead(part, outcome, system, fair, f"fair_rolls.use_case.overhead.{notation}")
    lines = _session_rolls()
    checked = race([python("a roll checked", lambda: check(lines), units=len(lines))], seconds)
    part.figures += checked.figures()
    part.amounts["fair_rolls.check"] = (checked.figures()[0].median / 1e3, "µs")
    return part


def _add_overhead(part: Part, outcome: Race, system: str, fair: str, name: str) -> None:
    part.figures += outcome.figures()
    pairs = zip(outcome.rounds[system], outcome.rounds[fair], strict=True)
    part.amounts[name] = (median(b - a for a, b in pairs) / 1e3, "µs")
    part.at_most[name] = GOAL


class _Stopped:
    """A stopped clock."""

    def now(self) -> datetime:
        return _AT


def _use_case(name: str, notation: str, *, is_open: bool = False) -> Contestant:
    """Return the whole use case over the in-memory ledger, with a new server in each slice.

    So no session fills up, and both contestants store the same amount.
    """

    async def slice_of(times: int) -> float:
        clock, ledgers, rng = _Stopped(), MemoryRollStore(), SecretsRng()
        known = CachedSessions(ledgers.fair, clock)
        if is_open:
            opening = OpenFair(rng, ledgers, ledgers.fair, known, clock)
            await opening(FairRequest(RequestId("open"), _SERVER, _PLAYER, is_manager=True))
        fair = FairRolls(known)
        roll = RollDice(rng, ledgers, NoSavedNames(), clock, NullPublisher(), fair)
        requests = [
            RollRequest(RequestId(str(number)), notation, _PLAYER, ChannelId(5), _SERVER)
            for number in range(times + 1)
        ]
        await roll(requests.pop())
        start = perf_counter()
        for request in requests:
            await roll(request)
        return perf_counter() - start

    return Contestant(name, lambda times: asyncio.run(slice_of(times)))


def _session() -> FairSession:
    _, session = open_session(_SESSION, _SECRET, _SERVER, _AT)
    return session.joined(1, "words", _AT)[1]


def _system(plan: RollPlan) -> Callable[[], object]:
    rng = SecretsRng()
    return lambda: judge(throw(plan, rng))


def _fair(plan: RollPlan) -> Callable[[], object]:
    """Return a roll that continues from the session's last state."""
    session = _session()

    def roll() -> object:
        nonlocal session
        receipt, session = session.rolled(1, (judge(throw(plan, session.dice)),), _AT)
        return receipt

    return roll


def _session_rolls() -> list[bytes]:
    opened, session = open_session(_SESSION, _SECRET, GuildId(1), _AT)
    lines = [opened.line]
    for number in range(CHECKED):
        plan = parse_roll(RACED[number % len(RACED)])
        receipt, session = session.rolled(1, (judge(throw(plan, session.dice)),), _AT)
        lines.append(receipt.line)
    lines.append(session.closed(_AT).line)
    return [line.encode() for line in lines]
