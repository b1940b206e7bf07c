"""Tests that no sequence of commands breaks an invariant of the world (DOMINION.md, section 6)."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection, func, select

from nazh.adapters.inbound.cli.dominion.script import ScriptCommand
from nazh.adapters.inbound.cli.dominion.script_commands import run_command
from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.dominion.war_secrets import DerivedWarSecrets
from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.databases.factory import new_database
from nazh.adapters.outbound.sql.dominion.operations.invariants import SqlInvariantChecks
from nazh.adapters.outbound.sql.dominion.rankings.rankings import SqlRankings
from nazh.adapters.outbound.sql.dominion.tables import (
    CITIZENS,
    LEDGER,
    NATION_STATES,
)
from nazh.adapters.outbound.sql.dominion.treaty_tables import (
    ALLIANCES,
    LOYALTIES,
)
from nazh.adapters.outbound.sql.dominion.views.directory import SqlNationDirectory
from nazh.adapters.outbound.sql.dominion.views.snapshots import SqlWorldSnapshots
from nazh.adapters.outbound.sql.dominion.world.world import SqlWorld
from nazh.adapters.outbound.sql.platform.audit_log import SqlAuditLog
from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.operations.moderate import GrantResources
from nazh.application.dominion.ports import Requester, WorldSnapshot
from nazh.application.shared.audit.audit_chain import verify
from nazh.domain.dominion.diplomacy.treaties import PACTS
from nazh.domain.dominion.invariants import Breach
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.nations.units import UnitType
from nazh.domain.dominion.operations.features import Feature
from nazh.domain.dominion.treasury import Category
from nazh.domain.dominion.world_time import day_of, hour_of
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from nazh.wiring.contexts import migrations_of
from nazh.wiring.dominion.game import game_commands
from tests.databases import patient

START: Final = datetime(2026, 1, 1, tzinfo=UTC)
NATIONS: Final = 5
WORKSHOP, DEVELOPER = GuildId(99), UserId(7)
GRANT: Final = "developer grant"
"""The words that stand for a grant of developers, which scripts do not have."""
Result = TypeVar("Result")
guilds = st.integers(1, NATIONS)
users = st.integers(10, 25)
offices = st.sampled_from([office.value for office in Office])
units = st.sampled_from([unit.value for unit in UnitType])


class AllFeatures:
    async def is_on(self, feature: Feature, guild: GuildId) -> bool:
        return True


class Game:
    """A world in a file of its own, and its commands."""

    def __init__(self, ruleset: str) -> None:
        self._folder = TemporaryDirectory()
        self._runner = asyncio.Runner()
        rulesets = TomlRulesets(ruleset)
        address = f"sqlite:///{Path(self._folder.name) / 'world.sqlite3'}"
        self.database: Database = patient(new_database(address, migrations_of(["dominion"])))
        self.run(self.database.open())
        self.world = SqlWorld(self.database, rulesets, DerivedWarSecrets(), NullPublisher())
        self.rankings = SqlRankings(self.database, rulesets)
        self._commands = game_commands(self.world, features=AllFeatures())
        developers = Developers(WORKSHOP, frozenset({DEVELOPER}))
        directory = SqlNationDirectory(self.database)
        self._grant = GrantResources(developers, self.world, directory)
        self._checks = SqlInvariantChecks(self.database, rulesets)
        self._snapshots = SqlWorldSnapshots(self.database, rulesets)
        self._is_known = False
        self._known: WorldSnapshot | None = None

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self._runner.run(work)

    def command(self, command: ScriptCommand) -> str | None:
        """Run a command, and return the code of its refusal, if it is refused."""
        self._is_known = False
        try:
            if command.words == GRANT:
                self.run(
                    self._grant(_developer(command), str(command.options["nation"]), 700, "a test")
                )
            else:
                self.run(run_command(self._commands, command))
        except Refusal as refusal:
            return refusal.code
        return None

    def has_valid_audit_log(self) -> bool:
        return self.run(SqlAuditLog(self.database).replay(verify)).fault is None

    def breaches(self, now: datetime) -> list[Breach]:
        async def find() -> list[Breach]:
            return [breach async for part in self._checks.parts(now) for breach in part]

        return self.run(find())

    def advance(self, until: datetime) -> None:
        self._is_known = False
        while self.run(self.world.advance(until)):
            pass

    def snapshot(self) -> WorldSnapshot | None:
        """Return the world, which is read again only after a command or an advance."""
        if not self._is_known:
            self._known = self.run(self._snapshots.take())
            self._is_known = True
        return self._known

    def close(self) -> None:
        self.run(self.database.close())
        self._runner.close()
        self._folder.cleanup()


def _developer(command: ScriptCommand) -> Requester:
    request = RequestId(f"line {command.number}")
    return Requester(request, WORKSHOP, DEVELOPER, command.at, START, True)


class WorldMachine(RuleBasedStateMachine):
    """Plays random commands of five nations at random times."""

    ruleset, cooldown = "classic", timedelta(hours=4)

    def __init__(self) -> None:
        super().__init__()
        self.game = Game(self.ruleset)
        self.now = START
        self.commands: list[ScriptCommand] = []
        self.contributed: dict[int, datetime] = {}

    def play(self, guild: int, user: int, words: str, /, **options: object) -> str | None:
        number = len(self.commands) + 1
        command = ScriptCommand(number, self.now, guild, user, True, words, options)
        self.commands.append(command)
        return self.game.command(command)

    @initialize()
    def begin(self) -> None:
        """Found all nations but one, each with a leader and two more citizens."""
        for guild in range(1, NATIONS):
            self.play(guild, 9 + guild, "nation register", name=f"Nation {guild}")
            for user in (9 + guild, 14 + guild, 19 + guild):
                self.play(guild, user, "citizen register")
        assert self.play(3, 10, GRANT, nation="Nation 3") is None

    @rule(
        seconds=st.sampled_from([0, 1, 59, 1_799, 1_800, 3_600, 14_400, 86_400, 259_200, 1_300_000])
    )
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def advance(self) -> None:
        self.game.advance(self.now)

    @rule(guild=guilds, user=users)
    def found(self, guild: int, user: int) -> None:
        self.play(guild, user, "nation register", name=f"Nation {guild}")

    @rule(guild=guilds, name=st.sampled_from(["Nation 1", "Borealis", "Aurelia"]))
    def rename(self, guild: int, name: str) -> None:
        self.as_leader(guild, "nation rename", name=name)

    @rule(guild=guilds, user=users)
    def join(self, guild: int, user: int) -> None:
        self.play(guild, user, "citizen register")

    @rule(guild=guilds, user=users)
    def leave(self, guild: int, user: int) -> None:
        self.play(guild, user, "citizen leave")

    @rule(user=users, strays=st.booleans())
    def contribute(self, user: int, strays: bool) -> None:
        guild = (user - 10 + strays) % 5 + 1  # most users are where they began
        if self.play(guild, user, "citizen contribute") is None:
            last = self.contributed.get(user)
            assert last is None or self.now >= last + self.cooldown
            self.contributed[user] = self.now

    @precondition(lambda self: self.commands)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        before = self.game.snapshot()
        self.game.command(data.draw(st.sampled_from(self.commands)))
        after = self.game.snapshot()
        assert (before and before.digest) == (after and after.digest)

    @rule(
        guild=guilds,
        category=st.sampled_from([category.value for category in Category]),
        amount=st.sampled_from([0, 9, 700, 20_000]),
    )
    def allocate(self, guild: int, category: str, amount: int) -> None:
        self.as_leader(guild, "treasury allocate", category=category, amount=amount)

    @rule(guild=guilds, unit=units, quantity=st.sampled_from([1, 3, 26, 1_001]))
    def build(self, guild: int, unit: str, quantity: int) -> None:
        self.as_leader(guild, "military build", unit=unit, quantity=quantity)

    @rule(guild=guilds, unit=units)
    def disband(self, guild: int, unit: str) -> None:
        self.as_leader(guild, "military disband", unit=unit, quantity=2)

    @rule(
        guild=guilds,
        words=st.sampled_from(["treasury upgrade", "military fortify", "military mobilize"]),
    )
    def prepare(self, guild: int, words: str) -> None:
        self.as_leader(guild, words)

    @rule(guild=guilds, number=st.integers(1, 3))
    def cancel(self, guild: int, number: int) -> None:
        self.as_leader(guild, "military cancel", id=number)

    @rule(guild=guilds, user=users)
    def appoint(self, guild: int, user: int) -> None:
        self.as_leader(guild, "gov appoint", user=user)

    @rule(guild=guilds, user=users, office=offices)
    def delegate(self, guild: int, user: int, office: str) -> None:
        self.as_leader(guild, "gov delegate", user=user, office=office)

    @rule(guild=guilds, office=offices)
    def revoke(self, guild: int, office: str) -> None:
        self.as_leader(guild, "gov revoke", office=office)

    @rule(guild=guilds)
    def rest(self, guild: int) -> None:
        self.as_leader(guild, "nation vacation", days=3)

    @rule(guild=guilds, user=users, is_cancelled=st.booleans())
    def delete(self, guild: int, user: int, is_cancelled: bool) -> None:
        self.play(guild, user, "nation delete", cancel=is_cancelled)

    @rule(
        guild=guilds,
        other=guilds,
        words=st.sampled_from(["propose", "accept", "accept", "decline", "break"]),
    )
    def ally(self, guild: int, other: int, words: str) -> None:
        self.as_leader(guild, f"diplomacy alliance {words}", nation=f"Nation {other}")

    @rule(
        guild=guilds,
        other=guilds,
        words=st.sampled_from(["propose", "accept", "cancel"]),
        kind=st.sampled_from([pact.value for pact in PACTS]),
        how=st.sampled_from(["notice", "now"]),
    )
    def make_pact(self, guild: int, other: int, words: str, kind: str, how: str) -> None:
        options = {"nation": f"Nation {other}", "type": kind, "how": how}
        self.as_leader(guild, f"diplomacy pact {words}", **options)

    @rule(guild=guilds, other=guilds)
    def open_embassy(self, guild: int, other: int) -> None:
        self.as_leader(guild, "diplomacy embassy open", nation=f"Nation {other}")

    @rule(guild=guilds)
    def announce(self, guild: int) -> None:
        self.as_leader(guild, "gov announce", message="Vote!")

    @rule(guild=guilds)
    def grant(self, guild: int) -> None:
        self.play(guild, 10, GRANT, nation=f"Nation {guild}")

    def as_leader(self, guild: int, words: str, /, **options: object) -> None:
        snapshot = self.game.snapshot()
        leaders = {nation.guild: nation.leader for nation in snapshot.nations} if snapshot else {}
        self.play(guild, leaders.get(guild) or 10, words, **options)  # type: ignore[call-overload]  # guilds are integers

    @invariant()
    def nothing_is_broken(self) -> None:
        """Check what the daily job checks in living worlds, and what takes more time."""
        snapshot = self.game.snapshot()
        if snapshot is None:
            return
        self.game.run(self.game.rankings.update(self.now))
        assert self.game.breaches(self.now) == []
        self.game.run(self.game.database.read(lambda on: _check_rows(on, snapshot)))
        assert self.game.has_valid_audit_log()  # INV-27

    def teardown(self) -> None:
        """Check the ticks, and that the same commands in one go give the same world (INV-26)."""
        self.game.advance(self.now)
        snapshot = self.game.snapshot()
        self.game.run(self.game.database.read(lambda on: _check_ticks(on, self.now)))
        self.game.close()
        again = Game(self.ruleset)
        for command in self.commands:
            again.command(command)
        again.advance(self.now)
        second = again.snapshot()
        again.close()
        assert (snapshot and snapshot.digest) == (second and second.digest)


def _check_rows(on: Connection, taken: WorldSnapshot) -> None:
    sums = select(LEDGER.c.nation, func.sum(LEDGER.c.amount)).group_by(LEDGER.c.nation)
    earned = sums.where(LEDGER.c.reason == Reason.GENERATION.value)
    generated = {row[0]: int(row[1]) for row in on.execute(earned)}
    assert generated == {
        snapshot_nation.id: snapshot_nation.generated
        for snapshot_nation in taken.nations
        if snapshot_nation.generated
    }
    assert sum(snapshot_nation.resources for snapshot_nation in taken.nations) == sum(
        taken.ledger.values()
    )  # INV-03
    _check_treaties(on)
    members = {row.user: row.nation for row in on.execute(select(CITIZENS))}
    for nation in taken.nations:
        assert {members.get(holder) for holder in nation.government.holders.values()} <= {nation.id}


def _check_treaties(on: Connection) -> None:
    active = [
        (row.first, row.second)
        for row in on.execute(select(ALLIANCES).where(ALLIANCES.c.ended_at.is_(None)))
    ]
    assert max(Counter(nation for pair in active for nation in pair).values(), default=0) <= 3
    assert len(set(active)) == len(active)  # INV-11 above, INV-12 here
    assert all(first < second for first, second in active)
    loyal = on.execute(select(LOYALTIES.c.nation, LOYALTIES.c.ally)).all()
    assert {tuple(pair) for pair in loyal} == {
        pair for first, second in active for pair in ((first, second), (second, first))
    }


def _check_ticks(on: Connection, now: datetime) -> None:  # INV-17
    for row in on.execute(select(NATION_STATES.c.hour, NATION_STATES.c.day)):
        assert (row.hour, row.day) == (hour_of(now), day_of(now))
    ticks = select(LEDGER.c.nation, LEDGER.c.cause).where(
        LEDGER.c.reason == Reason.GENERATION.value
    )
    assert max(Counter(map(tuple, on.execute(ticks))).values(), default=1) == 1


WorldMachine.TestCase.settings = settings(
    derandomize=True,
    deadline=None,
    max_examples=6,
    stateful_step_count=30,
    suppress_health_check=list(HealthCheck),
)
TestWorldInvariants = pytest.mark.slow(WorldMachine.TestCase)
