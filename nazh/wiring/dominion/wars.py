"""Builds the use cases of ``/war``."""

from __future__ import annotations

from nazh.adapters.inbound.discord.dominion.wars.battles import BattleResponder
from nazh.adapters.inbound.discord.dominion.wars.endings import (
    decline_ending,
    surrender_ending,
    withdraw_ending,
)
from nazh.adapters.inbound.discord.dominion.wars.peace import PeaceUseCases
from nazh.adapters.inbound.discord.dominion.wars.wars import WarUseCases
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.views.battles import SqlBattles
from nazh.adapters.outbound.sql.dominion.views.directory import SqlNationDirectory
from nazh.adapters.outbound.sql.dominion.views.war_directory import SqlWarDirectory
from nazh.application.dominion.battles.show_battle import ShowBattle
from nazh.application.dominion.ports import World
from nazh.application.dominion.use_cases import GameUseCases
from nazh.application.dominion.wars.give_orders import ShowOrders
from nazh.application.dominion.wars.list_wars import ListWars
from nazh.application.dominion.wars.look_at_war import LookAtWar
from nazh.application.dominion.wars.make_peace import PreviewPeace
from nazh.application.dominion.wars.predict_battle import PredictBattle
from nazh.application.dominion.wars.preview_declaration import PreviewDeclaration
from nazh.application.dominion.wars.preview_war_end import (
    PreviewDecline,
    PreviewSurrender,
    PreviewWithdrawal,
)
from nazh.application.dominion.wars.support_war import PreviewSupport
from nazh.application.shared.charts import ChartRenderer


def war_use_cases(
    world: World, database: Database, game: GameUseCases, charts: ChartRenderer
) -> WarUseCases:
    """Return the use cases over a world and its database."""
    nations, wars = SqlNationDirectory(database), SqlWarDirectory(database)
    battles = SqlBattles(database)
    return WarUseCases(
        nations=nations,
        wars=wars,
        preview_declaration=PreviewDeclaration(world, nations),
        declare=game.declare_war,
        accept=game.accept_war,
        endings=(
            decline_ending(PreviewDecline(world), game.decline_war),
            withdraw_ending(PreviewWithdrawal(world), game.withdraw_war),
            surrender_ending(PreviewSurrender(world), game.surrender_war),
        ),
        look=LookAtWar(world, wars),
        preview_support=PreviewSupport(world),
        support=game.support_war,
        peace=PeaceUseCases(
            game.propose_peace, PreviewPeace(world), game.accept_peace, game.reject_peace
        ),
        list_wars=ListWars(world, wars, nations),
        predict=PredictBattle(world, nations),
        show_orders=ShowOrders(world),
        set_stance=game.set_stance,
        set_nonce=game.set_nonce,
        battles=BattleResponder(ShowBattle(world, battles), battles, charts),
    )
