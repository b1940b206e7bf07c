"""Kills four processes that fight two hundred due battles, and checks that each is fought once.

By hand, for longer: python -m tests.e2e.killed_battles --seconds 30 [--seed 1] [--store postgresql]
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import random
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

from sqlalchemy import Connection, func, select

from benchmarks.dominion_ticks import START, requester
from benchmarks.warring_worlds import SEEDED, begin_wars, seed_nations
from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.dominion.war_secrets import DerivedWarSecrets
from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.databases.factory import new_database
from nazh.adapters.outbound.sql.dominion.rows.seasons import find_season
from nazh.adapters.outbound.sql.dominion.tables import LEDGER, NATION_STATES
from nazh.adapters.outbound.sql.dominion.views.snapshots import SqlWorldSnapshots
from nazh.adapters.outbound.sql.dominion.war_tables import BATTLES
from nazh.adapters.outbound.sql.dominion.world.world import SqlWorld
from nazh.application.dominion.nations.register_nation import RegisterNation
from nazh.application.shared.ports import StoreError
from nazh.domain.kernel.errors import Unavailable
from nazh.wiring.contexts import migrations_of
from tests import databases

PROCESSES: Final = 4
WARS: Final = 200
BATTLE: Final = START + timedelta(minutes=30)
STORES: Final = {"sqlite": databases.sqlite, "postgresql": databases.postgresql}
_KILL_EVERY: Final = 0.3
_MAX_SECONDS: Final = 300.0
"""For one world, on a busy machine; processes that hang are a failure."""
_RULESETS: Final = TomlRulesets("classic")
_FORK: Final = multiprocessing.get_context("fork")  # a new interpreter would start for a second


@dataclass(frozen=True, slots=True)
class Left:
    """What is in a database after the battles; ``wrong`` are nations whose ledgers are not."""

    battles: tuple[int, ...]
    wrong: tuple[int, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many worlds were fought in, how many processes were killed, and what was wrong."""

    worlds: int
    kills: int
    complaints: tuple[str, ...]


def kill_at_random(store: str, seconds: float, seed: int) -> Outcome:
    """Fight in one world after another until the time is over, and kill a process every 0.3 s."""
    rng = random.Random(seed)  # a seed repeats the choices
    end, kills, worlds = monotonic() + seconds, 0, 0
    complaints: list[str] = []
    right = asyncio.run(_undisturbed())
    while monotonic() < end:
        with TemporaryDirectory() as folder, asyncio.Runner() as runner:
            opened_store = STORES[store](Path(folder))
            address = runner.run(opened_store.__aenter__())
            try:
                runner.run(_begin(address))
                kills += _fight(address, rng)
                left = runner.run(_read(address))
            finally:
                runner.run(opened_store.__aexit__(None, None, None))
        worlds += 1
        if left.battles != tuple(range(1, WARS + 1)):
            complaints.append(f"world {worlds}: {len(left.battles)} battles")
        complaints += [f"world {worlds}: the ledger of nation {nation}" for nation in left.wrong]
        if left.digest != right:
            complaints.append(f"world {worlds}: another world than without kills")
    return Outcome(worlds, kills, tuple(complaints))


async def _undisturbed() -> str:
    with TemporaryDirectory() as folder:
        async with databases.sqlite(Path(folder)) as address:
            await _begin(address)
            await _advance(address)
            return (await _read(address)).digest


def _fight(address: str, rng: random.Random) -> int:
    """Let four processes advance the world until nothing is due, and return how many were killed.

    A process that is killed is started again at once.
    """
    fighting = [_start(address) for _ in range(PROCESSES)]
    kills, until = 0, monotonic() + _MAX_SECONDS
    try:
        while not any(fighter.exitcode == 0 for fighter in fighting):
            assert monotonic() < until
            place = rng.randrange(PROCESSES)
            fighting[place].join(_KILL_EVERY)
            if fighting[place].exitcode is None:
                fighting[place].kill()
                fighting[place].join()
                kills += 1
                fighting[place] = _start(address)
        for fighter in fighting:
            fighter.join(_MAX_SECONDS)
            assert fighter.exitcode == 0
    finally:
        for fighter in fighting:
            fighter.kill()
    return kills


def _start(address: str) -> multiprocessing.context.ForkProcess:
    process = _FORK.Process(target=_run, args=(address,))
    process.start()
    return process


def _run(address: str) -> None:
    while True:
        with suppress(Unavailable, StoreError):  # others keep the file locked
            return asyncio.run(_advance(address))


async def _advance(address: str) -> None:
    database = _new(address)
    await database.open()
    try:
        world = SqlWorld(database, _RULESETS, DerivedWarSecrets(), NullPublisher())
        while await world.advance(BATTLE):
            pass
    finally:
        await database.close()


async def _begin(address: str) -> None:
    def seed(connection: Connection) -> None:
        season = find_season(connection, _RULESETS)
        assert season is not None
        seed_nations(connection, WARS)
        begin_wars(connection, season, 1, WARS, BATTLE)

    database = databases.patient(_new(address))
    await database.open()
    try:
        world = SqlWorld(database, _RULESETS, DerivedWarSecrets(), NullPublisher())
        await RegisterNation(world)(requester(1), "Aurelia")
        await database.write(seed)
    finally:
        await database.close()


async def _read(address: str) -> Left:
    state, entry = NATION_STATES.c, LEDGER.c
    booked = (
        select(func.coalesce(func.sum(entry.amount), 0))
        .where(entry.season == state.season, entry.nation == state.nation)
        .scalar_subquery()
    )
    wrong = select(state.nation).where(state.nation > 1, state.resources != SEEDED + booked)
    database = databases.patient(_new(address))
    await database.open()
    try:
        fought = await database.read(
            lambda on: on.execute(select(BATTLES.c.war).order_by(BATTLES.c.war)).scalars().all()
        )
        nations = await database.read(lambda on: on.execute(wrong).scalars().all())
        snapshot = await SqlWorldSnapshots(database, _RULESETS).take()
    finally:
        await database.close()
    assert snapshot is not None
    return Left(tuple(fought), tuple(nations), snapshot.digest)


def _new(address: str) -> Database:
    return new_database(address, migrations_of(["dominion"]))


def _main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", choices=STORES, default="sqlite")
    options = parser.parse_args(arguments)
    outcome = kill_at_random(options.store, options.seconds, options.seed)
    sys.stdout.write(
        f"{outcome.kills} kills, {WARS} battles in each of {outcome.worlds} worlds\n"
        + "".join(f"{complaint}\n" for complaint in outcome.complaints)
    )
    return 1 if outcome.complaints or not outcome.kills else 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
