"""Measures Dominion's battles, their exact odds, and a thousand due at the same instant.

Before and during those, dice are rolled on the same SQLite file, as in a process that runs both.
"""

from __future__ import annotations

import asyncio
import gc
import os
import random
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

from sqlalchemy import Connection, func, select

from benchmarks.dominion_ticks import (
    HOUR,
    MINUTE,
    START,
    Cost,
    MeasuredDatabase,
    advance,
    advance_as_the_job,
    new_world,
    report_holds,
    requester,
)
from benchmarks.interleaved import python, race
from benchmarks.report import Part
from benchmarks.warring_worlds import begin_wars, seed_nations
from nazh.adapters.outbound.memory.dice.ledger import NoSavedNames
from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.secrets_rng import SecretsRng
from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.adapters.outbound.sql.databases.database import BACKGROUND_TIMEOUT
from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
from nazh.adapters.outbound.sql.dominion.rows.seasons import find_season
from nazh.adapters.outbound.sql.dominion.war_tables import BATTLES
from nazh.adapters.outbound.system.clock import SystemClock
from nazh.application.dice.fair.fair_rolls import NO_FAIR_ROLLS
from nazh.application.dice.rolling.roll_dice import RollDice, RollRequest
from nazh.application.dominion.nations.register_nation import RegisterNation
from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.combat.battle import calculate_battle
from nazh.domain.dominion.combat.battle_rules import battle_rules
from nazh.domain.dominion.combat.draws import Nonces, draw
from nazh.domain.dominion.combat.odds import win_probability
from nazh.domain.dominion.combat.sides import Side, Supporter
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.units import Units, UnitType
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.kernel.identity import RequestId, UserId

WARS: Final = 1_000
INSTANTS: Final = 3
"""The number of instants at which the same nations fight that many battles."""
PACE: Final = 50
"""Rolls per second during the battles."""
QUICK: Final = 1.0
"""Runs shorter than this (seconds) are quick, with a fiftieth of the wars, at one instant."""
_QUIET: Final = 6.0
"""Seconds of rolling without battles before each instant."""
_NOTATION: Final = "a1d20+5, 2d6, dp"
_ARMIES: Final = (
    {UnitType.INFANTRY: Units(1_200, 2), UnitType.ARMOR: Units(300), UnitType.AIRCRAFT: Units(40)},
    {UnitType.INFANTRY: Units(900), UnitType.ARMOR: Units(350, 1), UnitType.AIRCRAFT: Units(45)},
)
_STRENGTHS: Final = ((1, 1), (999, 1_000), (1_200, 1_000), (90_000, 100_000), (10**9, 10**9 + 7))


def measure(seconds: float) -> Part:
    """Return the figures; a quick run is too small for the goals."""
    part = Part("Dominion's battles on SQLite, with concurrent rolls of dice")
    part.amounts["battles.load_before"] = (os.getloadavg()[0], "")
    rules = TomlRulesets("classic")
    _race_battles(part, rules.parse(rules.current()), seconds)
    _time_odds(part, rules.parse(rules.current()))
    asyncio.run(_watch_instants(part, is_quick=seconds < QUICK))
    part.amounts["battles.load_after"] = (os.getloadavg()[0], "")
    return part


def _race_battles(part: Part, ruleset: Ruleset, seconds: float) -> None:
    rules = battle_rules(ruleset)
    variance = rules.combat.variance
    alone, supported = _sides(1, 0), _sides(3, 1)
    chance = draw(bytes(32), 1, 1, Nonces(), variance)
    numbers = count(1)

    def with_draw() -> None:
        number = next(numbers)
        drawn = draw(number.to_bytes(32), number, 1, Nonces(), variance)
        calculate_battle(*alone, drawn, rules)

    outcome = race(
        (
            python("battle", lambda: calculate_battle(*alone, chance, rules)),
            python("battle_with_supporters", lambda: calculate_battle(*supported, chance, rules)),
            python("battle_with_its_draw", with_draw),
        ),
        seconds,
    )
    part.figures += outcome.figures()
    for figure in outcome.figures():
        part.amounts[f"battles.{figure.name}"] = (1e9 / figure.median, "/s")
        part.at_least[f"battles.{figure.name}"] = 20_000


def _sides(first: int, supporters: int) -> tuple[Side, Side]:
    one, other = (
        Side(
            nation=NationId(first + place),
            units=army,
            supporters=(Supporter(NationId(first + place + 2), _ARMIES[0]),) * supporters,
        )
        for place, army in enumerate(_ARMIES)
    )
    return one, other


def _time_odds(part: Part, rules: Ruleset) -> None:
    def best(own: int, other: int) -> float:
        times = []
        for _ in range(7):
            started = perf_counter()
            win_probability(own, other, rules.combat.variance)
            times.append(perf_counter() - started)
        return min(times)

    slowest = max(best(own * WHOLE, other * (WHOLE + 1_000)) for own, other in _STRENGTHS)
    part.amounts["battles.exact_odds"] = (slowest * 1e3, "ms")
    part.at_most["battles.exact_odds"] = 2


async def _watch_instants(part: Part, *, is_quick: bool) -> None:
    """Measure many battles due at one instant, and rolls before and during them."""
    wars, instants, quiet = (WARS // 50, 1, 0.3) if is_quick else (WARS, INSTANTS, _QUIET)
    alone: list[float] = []
    beside: list[float] = []
    holds: list[Cost] = []
    durations: list[float] = []
    with TemporaryDirectory() as folder:
        database = MeasuredDatabase(Path(folder) / "world.sqlite3")
        await database.open()
        try:
            world, roll = new_world(database), _rolling(database)
            await RegisterNation(world)(requester(1), "Aurelia")
            await database.write(
                lambda connection: seed_nations(connection, wars), BACKGROUND_TIMEOUT
            )
            for number in range(instants):
                at = START + number * HOUR + 30 * MINUTE
                first = number * wars + 1
                await database.write(partial(_begin, first=first, wars=wars, at=at))
                await advance(world, at - MINUTE)
                alone += await _paced(roll, partial(_is_before, perf_counter() + quiet))
                database.holds.clear()
                gc.collect()
                gc.freeze()  # as the application does at its start
                started = perf_counter()
                advancing = asyncio.ensure_future(advance_as_the_job(world, at))
                beside += await _paced(roll, partial(_is_running, advancing))
                await advancing
                durations.append(perf_counter() - started)
                holds += database.holds
            fought = select(func.count()).select_from(BATTLES)
            battles = await database.read(
                lambda connection: connection.execute(fought).scalar_one()
            )
        finally:
            await database.close()
            gc.unfreeze()
    part.amounts["battles.fought"] = (battles, f"of {instants} × {wars}")
    part.amounts["battles.at_one_instant"] = (max(durations), "s")
    part.at_most["battles.at_one_instant"] = 30
    report_holds(part, "battles.instant", holds)
    part.amounts["battles.transactions"] = (len(holds), "")
    for name, waits in (("alone", alone), ("beside", beside)):
        cuts = quantiles(waits, n=100, method="inclusive")
        part.amounts[f"battles.rolls_{name}"] = (len(waits), "")
        part.amounts[f"battles.rolls_{name}.p50"] = (cuts[49] * 1e3, "ms")
        part.amounts[f"battles.rolls_{name}.p99"] = (cuts[98] * 1e3, "ms")
    part.ratios["battles.rolls_beside_vs_alone.p99"] = (
        part.amounts["battles.rolls_beside.p99"][0] / part.amounts["battles.rolls_alone.p99"][0]
    )
    part.at_most["battles.rolls_beside_vs_alone.p99"] = 2


def _is_before(until: float) -> bool:
    return perf_counter() < until


def _is_running(task: asyncio.Future[None]) -> bool:
    return not task.done()


def _begin(connection: Connection, first: int, wars: int, at: datetime) -> None:
    season = find_season(connection, TomlRulesets("classic"))
    assert season is not None
    begin_wars(connection, season, first, wars, at)


def _rolling(database: MeasuredDatabase) -> Callable[[], Awaitable[None]]:
    """Return a function that rolls once, and stores the roll."""
    roll_dice = RollDice(
        *(SecretsRng(), SqlRollStore(database), NoSavedNames(), SystemClock(), NullPublisher()),
        NO_FAIR_ROLLS,
    )
    numbers = count()

    async def roll() -> None:
        number = next(numbers)
        by = UserId(number % 10 + 1)
        await roll_dice(RollRequest(RequestId(str(number)), _NOTATION, by, guild=None))

    return roll


async def _paced(
    roll: Callable[[], Awaitable[None]], should_continue: Callable[[], bool]
) -> list[float]:
    """Roll at random instants; return each roll's seconds since it was due."""
    chance = random.Random(0)
    at = perf_counter()
    rolling: list[asyncio.Future[float]] = []
    while should_continue():
        at += chance.expovariate(PACE)
        await asyncio.sleep(max(0.0, at - perf_counter()))
        rolling.append(asyncio.ensure_future(_since(at, roll)))
    return list(await asyncio.gather(*rolling))


async def _since(at: float, roll: Callable[[], Awaitable[None]]) -> float:
    await roll()
    return perf_counter() - at
