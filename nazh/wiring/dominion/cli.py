"""Wires the commands ``nazh dominion``, which work without Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from nazh.adapters.inbound.cli.dominion import dominion_group
from nazh.adapters.inbound.cli.dominion.odds import odds_command
from nazh.adapters.inbound.cli.dominion.replay import Game, replay_command
from nazh.adapters.inbound.cli.dominion.simulate import simulate_command
from nazh.adapters.inbound.cli.dominion.status import Overview, retry_command, status_command
from nazh.adapters.inbound.cli.dominion.verify import verify_command
from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.dominion.war_secrets import DerivedWarSecrets
from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.adapters.outbound.rulesets.toml_rulesets import (
    RULESETS,
    TomlRulesets,
    parse_ruleset,
    ruleset_table,
)
from nazh.adapters.outbound.sql.migrations.chains import Migrations
from nazh.adapters.outbound.system.clock import SystemClock
from nazh.domain.dominion.rules.combat import CombatRules
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.wiring.dominion.game import game_commands
from nazh.wiring.operator_settings import database_url
from nazh.wiring.stores import open_database

if TYPE_CHECKING:
    from nazh.adapters.inbound.cli.program import Command
    from nazh.application.shared.charts import ChartRenderer


def dominion_commands(migrations: Migrations) -> tuple[Command, ...]:
    """Return the group of commands."""

    @asynccontextmanager
    async def open_game(address: str, ruleset: str, die_at: int | None) -> AsyncIterator[Game]:
        from nazh.adapters.outbound.sql.dominion.operations.process_end import kill_at_statement
        from nazh.adapters.outbound.sql.dominion.operations.world_claims import SqlWorldClaims
        from nazh.adapters.outbound.sql.dominion.views.snapshots import SqlWorldSnapshots
        from nazh.adapters.outbound.sql.dominion.world.world import SqlWorld
        from nazh.wiring.dominion.game_views import game_views

        rulesets = TomlRulesets(ruleset)
        async with open_database(address, (migrations,), "--database") as database:
            if die_at is not None:
                kill_at_statement(die_at)
            world = SqlWorld(database, rulesets, DerivedWarSecrets(), NullPublisher())
            yield Game(
                world,
                SqlWorldClaims(database, rulesets),
                SqlWorldSnapshots(database, rulesets),
                game_views(world, database, game_commands(world)),
            )

    @asynccontextmanager
    async def open_overview() -> AsyncIterator[Overview]:
        from nazh.adapters.outbound.sql.dominion.operations.failed_wars import SqlFailedWars
        from nazh.adapters.outbound.sql.dominion.operations.parked_work import SqlParkedWork
        from nazh.adapters.outbound.sql.dominion.operations.statuses import SqlWorldStatuses
        from nazh.adapters.outbound.sql.dominion.periodic_work.failures import SqlFailedNations

        async with open_database(database_url().reveal(), (migrations,)) as database:
            statuses = SqlWorldStatuses(database, TomlRulesets(RULESETS[0]))
            failed, wars = SqlFailedNations(database), SqlFailedWars(database)
            parked = SqlParkedWork(database)
            yield Overview(statuses, failed, wars, parked, SystemClock())

    def rules_of(ruleset: str) -> Ruleset:
        return parse_ruleset(ruleset_table(ruleset))

    def combat_rules(ruleset: str) -> CombatRules:
        return rules_of(ruleset).combat

    def new_charts() -> ChartRenderer:
        from nazh.adapters.outbound.charts.subprocesses import SubprocessChartRenderer

        return SubprocessChartRenderer(timeout=60.0)  # only the user who asked waits

    return (
        dominion_group(
            replay_command(open_game, RULESETS, SeededRng, _parse_url),
            odds_command(combat_rules, RULESETS),
            simulate_command(rules_of, RULESETS, SeededRng, new_charts),
            verify_command(),
            status_command(open_overview),
            retry_command(open_overview),
        ),
    )


def _parse_url(text: str) -> str:
    from nazh.adapters.inbound.settings.values.database_urls import parse_database_url

    url = parse_database_url(text)
    if url.storage == "memory":
        raise ValueError("stores nothing; omit --database to use a temporary file.")
    return url.reveal()
