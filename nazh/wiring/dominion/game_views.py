"""Builds the use cases that show the world to a script."""

from __future__ import annotations

from nazh.adapters.inbound.cli.dominion.script_ports import (
    ScriptFeatures,
    ScriptReports,
    ScriptSettings,
)
from nazh.adapters.inbound.cli.dominion.script_views import GameViews
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.rankings.boards import SqlBoards
from nazh.adapters.outbound.sql.dominion.rows.completed_tutorials import SqlCompletedTutorials
from nazh.adapters.outbound.sql.dominion.rows.notices import SqlDirectNotices, SqlNotices
from nazh.adapters.outbound.sql.dominion.views.allied_strengths import SqlAlliedStrengths
from nazh.adapters.outbound.sql.dominion.views.battles import SqlBattles
from nazh.adapters.outbound.sql.dominion.views.contributors import SqlContributors
from nazh.adapters.outbound.sql.dominion.views.directory import SqlNationDirectory
from nazh.adapters.outbound.sql.dominion.views.fought_wars import SqlFoughtWars
from nazh.adapters.outbound.sql.dominion.views.leaderships import SqlLeaderships
from nazh.adapters.outbound.sql.dominion.views.ledgers import SqlLedgers
from nazh.adapters.outbound.sql.dominion.views.timelines import SqlTimelines
from nazh.adapters.outbound.sql.dominion.views.war_directory import SqlWarDirectory
from nazh.adapters.outbound.sql.platform.queued_messages import SqlDeliveries
from nazh.application.dominion.battles.show_battle import ShowBattle
from nazh.application.dominion.citizens.show_citizens import ShowCitizen, ShowContributors
from nazh.application.dominion.citizens.show_tutorial import ShowTutorial
from nazh.application.dominion.government.show_dashboard import ShowDashboard
from nazh.application.dominion.government.show_offices import ShowOffices
from nazh.application.dominion.military.advise_units import AdviseUnits
from nazh.application.dominion.military.compare_militaries import CompareMilitaries
from nazh.application.dominion.nations.show_statistics import ShowStatistics
from nazh.application.dominion.notices.news_channels import NewsChannels
from nazh.application.dominion.notices.show_inbox import ChangeInbox, ShowInbox
from nazh.application.dominion.operations.reports import FileReport
from nazh.application.dominion.ports import World
from nazh.application.dominion.treasury.show_history import ShowHistory
from nazh.application.dominion.use_cases import GameUseCases
from nazh.application.dominion.wars.list_wars import ListWars
from nazh.application.dominion.wars.look_at_war import LookAtWar
from nazh.application.dominion.wars.predict_battle import PredictBattle


def game_views(world: World, database: Database, game: GameUseCases) -> GameViews:
    """Return the use cases over a world and its database."""
    nations, wars = SqlNationDirectory(database), SqlWarDirectory(database)
    ledgers, leaderships = SqlLedgers(database), SqlLeaderships(database)
    contributors = SqlContributors(database)
    news_channels = NewsChannels(ScriptSettings(), SqlDeliveries(database))
    tutorials = SqlCompletedTutorials(database)
    return GameViews(
        world=world,
        game=game,
        nations=nations,
        boards=SqlBoards(database),
        timelines=SqlTimelines(database),
        statistics=ShowStatistics(ledgers, SqlFoughtWars(database), leaderships),
        show_citizen=ShowCitizen(world, contributors, tutorials),
        show_tutorial=ShowTutorial(world, tutorials),
        show_contributors=ShowContributors(world, contributors),
        show_history=ShowHistory(world, ledgers),
        advise=AdviseUnits(world, wars, ScriptFeatures()),
        compare_militaries=CompareMilitaries(world, nations, SqlAlliedStrengths(database)),
        show_offices=ShowOffices(world, leaderships),
        show_dashboard=ShowDashboard(world, wars, news_channels),
        show_inbox=ShowInbox(world, SqlNotices(database)),
        change_inbox=ChangeInbox(world, SqlDirectNotices(database), news_channels),
        look_at_war=LookAtWar(world, wars),
        list_wars=ListWars(world, wars, nations),
        predict=PredictBattle(world, nations),
        show_battle=ShowBattle(world, SqlBattles(database)),
        file_report=FileReport(world, ScriptReports()),
    )
