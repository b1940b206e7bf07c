"""The command ``nazh dominion replay``, which runs a script of commands on a simulated clock."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol

import click

from nazh.adapters.inbound.cli.db import run_with_store
from nazh.adapters.inbound.cli.dominion.replay_options import SQLITE, DatabaseType, Step, StepType
from nazh.adapters.inbound.cli.dominion.script import Advance, ScriptCommand
from nazh.adapters.inbound.cli.dominion.script_steps import read_script, run_step
from nazh.adapters.inbound.cli.dominion.script_views import GameViews
from nazh.adapters.inbound.cli.exit_status import REFUSED
from nazh.adapters.inbound.cli.output import print_json, print_lines
from nazh.adapters.inbound.cli.run import CannotRun
from nazh.adapters.inbound.texts.json_values import Json
from nazh.application.dominion.ports import World, WorldSnapshot, WorldSnapshots
from nazh.application.shared.ports import StoreError
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.kernel.errors import Refusal, Unavailable
from nazh.domain.kernel.rng import Rng

_KILLED: Final = -9
_ATTEMPTS: Final = 10
_EXAMPLES: Final = """\b
A script has one JSON object on each line. "command" has the words after the slash:
  {"at": "2026-01-01T00:00:00Z", "guild": 1, "user": 10, "as": "admin",
   "command": "nation register", "options": {"name": "Aurelia"}}
  {"at": "2026-01-03T00:00:00Z", "advance": true}

All commands of players are known, with the options that they have on Discord; what Discord asks
with buttons is confirmed. A script with an unknown command or option, or an "at" outside of the
years 2000 to 2999, is refused before anything runs.

The season begins at the "at" of the first line, whatever it is. A database must be empty, or have
the world of the same script and ruleset: a replay that was killed continues there, and several
processes can replay one script together.

\b
Examples:
  nazh dominion replay script.jsonl
  nazh dominion replay script.jsonl --ruleset blitz --json
  nazh dominion replay script.jsonl --database postgresql://nazh@localhost/empty --step 60s

Exit status: 0; 2 if the script is invalid, 69 if the database does not answer.
"""


class ForeignWorld(CannotRun):
    """The database has the world of another script or ruleset."""

    exit_code = REFUSED

    def __init__(self) -> None:
        super().__init__(
            "The database of --database already has a world, which is not that of this script and "
            "ruleset. Name an empty database, or leave --database out."
        )


class WorldClaims(Protocol):
    """Prevents a script from changing any world but its own."""

    async def claim(self, script: str, at: datetime) -> bool:
        """Begin the first season at ``at`` if the database is empty, and record its script.

        ``script`` identifies a script. Return whether the world belongs to it; this includes other
        processes with the same script, and a replay after a crash. Raises ``Unavailable``.
        """
        ...


@dataclass(frozen=True, slots=True)
class Game:
    """A world in a database, and the use cases behind its commands."""

    world: World
    claims: WorldClaims
    snapshots: WorldSnapshots
    views: GameViews


OpenGame = Callable[[str, str, int | None], AbstractAsyncContextManager[Game]]
"""Opens the game in the database at a URL with a ruleset.

The third argument is a number of statements after which the process kills itself, for tests.
"""


@dataclass(frozen=True, slots=True)
class _Script:
    """The steps of a script, and a digest of everything that determines its result."""

    digest: str
    steps: tuple[Advance | ScriptCommand, ...]


def replay_command(
    open_game: OpenGame,
    rulesets: tuple[str, ...],
    new_rng: Callable[[int], Rng],
    parse_url: Callable[[str], str],
) -> click.Command:
    """Return the command; ``open_game`` raises ``StoreError``.

    ``parse_url`` returns the URL of a database that a user has typed, or raises ValueError.
    """

    @click.command("replay", epilog=_EXAMPLES, short_help="Run a script of commands.")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option(
        "--database",
        type=DatabaseType(parse_url),
        help="The URL of an empty database, or of one in which this script was interrupted "
        "(a temporary file).",
    )
    @click.option(
        "--step",
        type=StepType(new_rng),
        help="Advance the world in steps like 60s or random:7 (only when a command needs it).",
    )
    @click.option(
        "--kill-at", type=click.IntRange(1), help="Crash at this statement, then continue."
    )
    @click.option("--ruleset", type=click.Choice(rulesets), default=rulesets[0], show_default=True)
    @click.option("--json", "is_json", is_flag=True, help="Print one JSON object.")
    @click.option("--die-at", type=int, hidden=True)
    def replay(
        file: Path,
        database: str | None,
        step: Step | None,
        kill_at: int | None,
        ruleset: str,
        is_json: bool,
        die_at: int | None,
    ) -> None:
        """Run a script of commands through the real game, on a simulated clock.

        The result shows every nation, the refused lines, the sums of the ledger, and a digest of
        the whole state; with --json also the records of battles, for nazh dominion verify. It does
        not depend on --step or --kill-at.
        """
        with _database_address(database) as address:
            if kill_at is not None:
                _run_until_killed(file, address, ruleset, kill_at)
            lines = file.read_bytes().splitlines()
            script = _Script(_digest(ruleset, lines), read_script(lines))
            played = run_with_store(_play(script, step, open_game(address, ruleset, die_at)))
        if is_json:
            print_json(_json(*played))
        else:
            print_lines(_table(*played))

    return replay


@contextmanager
def _database_address(given: str | None) -> Iterator[str]:
    """Yield the given address, or the address of a temporary file."""
    if given is not None:
        yield given
        return
    with TemporaryDirectory(prefix="nazh-replay-") as folder:
        yield f"{SQLITE}{folder}/world.sqlite3"


def _run_until_killed(file: Path, address: str, ruleset: str, statement: int) -> None:
    program = (sys.executable, "-m", "nazh", "dominion", "replay", str(file))
    options = ("--database", address, "--ruleset", ruleset, "--die-at", str(statement))
    ended = subprocess.run([*program, *options], check=False, stdout=subprocess.DEVNULL)  # noqa: S603  # our own program
    if ended.returncode not in (0, _KILLED):
        raise click.exceptions.Exit(ended.returncode)


def _digest(ruleset: str, lines: list[bytes]) -> str:
    return hashlib.sha256(b"\n".join([ruleset.encode(), *lines])).hexdigest()


_Refused = list[tuple[int, str]]


async def _play(
    script: _Script, step: Step | None, opened: AbstractAsyncContextManager[Game]
) -> tuple[datetime | None, WorldSnapshot | None, _Refused]:
    refused: _Refused = []
    now: datetime | None = None
    async with opened as game:
        if script.steps:
            await _retry(partial(_claim, game.claims, script.digest, script.steps[0].at))
        for line in script.steps:
            if step is not None and now is not None:
                for at in step(now, line.at):
                    await _retry(partial(_advance, game.world, at))
            now = line.at
            match line:
                case Advance():
                    await _retry(partial(_advance, game.world, now))
                case ScriptCommand():
                    try:
                        await _retry(partial(run_step, game.views, line))
                    except Refusal as refusal:
                        refused.append((line.number, refusal.code))
        if now is not None:
            await _retry(partial(_advance, game.world, now))
        return now, await game.snapshots.take(), refused


async def _retry(work: Callable[[], Awaitable[object]]) -> None:
    """Retry the work while other processes hold a lock on the database; it takes effect once.

    Raises ``StoreError`` if every attempt fails.
    """
    for _ in range(_ATTEMPTS):
        with suppress(Unavailable):
            await work()
            return
    raise StoreError("The database does not answer; try again later.", is_unreachable=True)


async def _claim(claims: WorldClaims, digest: str, at: datetime) -> None:
    if not await claims.claim(digest, at):
        raise ForeignWorld


async def _advance(world: World, until: datetime) -> None:
    while await world.advance(until):
        pass


def _json(at: datetime | None, world: WorldSnapshot | None, refused: _Refused) -> dict[str, Json]:
    nations: list[Json] = []
    if world is not None:
        nations += [_nation_form(nation, world) for nation in world.nations]
    ledger = {} if world is None else world.ledger
    return {
        "at": None if at is None else at.isoformat().replace("+00:00", "Z"),
        "nations": nations,
        "refusals": [{"line": number, "code": code} for number, code in refused],
        "ledger": dict(sorted((reason.value, amount) for reason, amount in ledger.items())),
        "battles": [] if world is None else list(world.battles),
        "state": None if world is None else world.digest,
    }


def _nation_form(nation: Nation, world: WorldSnapshot) -> dict[str, Json]:
    rules = world.season.rules
    return {
        "name": nation.name,
        "guild": nation.guild,
        "resources": nation.resources,
        "capacity": nation.capacity(rules.resources),
        "territory": nation.territory,
        "population": nation.population,
        "strength": nation.military.strength(rules.military),
        "reputation": nation.reputation,
        "power": nation.power(rules),
        "units": {
            unit.value: units.quantity
            for unit, units in nation.military.units.items()
            if units.quantity
        },
    }


def _table(at: datetime | None, world: WorldSnapshot | None, refused: _Refused) -> Iterator[str]:
    if at is None or world is None:
        yield "The script has no commands."
        return
    rules = world.season.rules
    yield f"{at:%Y-%m-%d %H:%M:%S} UTC"
    yield f"{'nation':<24}{'power':>9}{'resources':>11}{'strength':>10}{'citizens':>10}"
    for nation in sorted(world.nations, key=lambda each: -each.power(rules)):
        yield (
            f"{nation.name[:23]:<24}{nation.power(rules):>9,}{nation.resources:>11,}"
            f"{nation.military.strength(rules.military):>10,}{nation.population:>10,}"
        )
    for number, code in refused:
        yield f"line {number} was refused: {code}"
    yield f"state {world.digest}"
