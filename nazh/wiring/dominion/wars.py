"""Builds what ``/war`` runs."""

from __future__ import annotations

from nazh.adapters.inbound.cli.dominion.script_commands import GameCommands
from nazh.adapters.inbound.discord.dominion.war_endings import (
    decline_ending,
    surrender_ending,
    withdraw_ending,
)
from nazh.adapters.inbound.discord.dominion.wars import WarUseCases
from nazh.adapters.outbound.sql.database import Database
from nazh.adapters.outbound.sql.dominion.directory import SqlNationDirectory
from nazh.adapters.outbound.sql.dominion.war_directory import SqlWarDirectory
from nazh.application.dominion.ports import World
from nazh.application.dominion.wars.plan_declaration import PlanDeclaration
from nazh.application.dominion.wars.plan_war_end import (
    PlanDecline,
    PlanSurrender,
    PlanWithdrawal,
)


def war_use_cases(world: World, database: Database, game: GameCommands) -> WarUseCases:
    """Return the use cases over a world and its database."""
    nations = SqlNationDirectory(database)
    return WarUseCases(
        nations=nations,
        wars=SqlWarDirectory(database),
        plan_declaration=PlanDeclaration(world, nations),
        declare=game.declare_war,
        accept=game.accept_war,
        endings=(
            decline_ending(PlanDecline(world), game.decline_war),
            withdraw_ending(PlanWithdrawal(world), game.withdraw_war),
            surrender_ending(PlanSurrender(world), game.surrender_war),
        ),
    )
