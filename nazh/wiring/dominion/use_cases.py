"""Builds the use cases of the commands and buttons for everybody."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.adapters.inbound.discord.dominion.government.government import GovernmentUseCases
from nazh.adapters.inbound.discord.dominion.military.military import MilitaryUseCases
from nazh.adapters.inbound.discord.dominion.overviews import Overviews
from nazh.adapters.inbound.discord.dominion.statistics import StatisticsUseCases
from nazh.adapters.inbound.discord.dominion.wars.wars import WarUseCases
from nazh.adapters.outbound.sql.dominion.operations.reports import SqlReports
from nazh.adapters.outbound.sql.dominion.rankings.boards import SqlBoards
from nazh.adapters.outbound.sql.dominion.rankings.histories import SqlHistories
from nazh.adapters.outbound.sql.dominion.rows.completed_tutorials import SqlCompletedTutorials
from nazh.adapters.outbound.sql.dominion.rows.notices import SqlDirectNotices, SqlNotices
from nazh.adapters.outbound.sql.dominion.rows.seasons import SqlSeasonRules
from nazh.adapters.outbound.sql.dominion.views.allied_strengths import SqlAlliedStrengths
from nazh.adapters.outbound.sql.dominion.views.contributors import SqlContributors
from nazh.adapters.outbound.sql.dominion.views.directory import SqlNationDirectory
from nazh.adapters.outbound.sql.dominion.views.fought_wars import SqlFoughtWars
from nazh.adapters.outbound.sql.dominion.views.leaderships import SqlLeaderships
from nazh.adapters.outbound.sql.dominion.views.ledgers import SqlLedgers
from nazh.adapters.outbound.sql.dominion.views.public_records import SqlPublicRecords
from nazh.adapters.outbound.sql.dominion.views.timelines import SqlTimelines
from nazh.adapters.outbound.sql.dominion.views.treaty_directory import SqlTreatyDirectory
from nazh.adapters.outbound.sql.dominion.views.war_directory import SqlWarDirectory
from nazh.adapters.outbound.sql.platform.queued_messages import SqlDeliveries
from nazh.application.dominion.administrators import Administrators
from nazh.application.dominion.battles.practice_battle import PracticeBattle
from nazh.application.dominion.citizens.note_visit import NoteVisit
from nazh.application.dominion.citizens.show_citizens import ShowCitizen, ShowContributors
from nazh.application.dominion.citizens.show_tutorial import ShowTutorial
from nazh.application.dominion.government.appoint_leader import PreviewAppointment
from nazh.application.dominion.government.show_dashboard import ShowDashboard
from nazh.application.dominion.government.show_offices import ShowOffices
from nazh.application.dominion.military.advise_units import AdviseUnits
from nazh.application.dominion.military.compare_militaries import CompareMilitaries
from nazh.application.dominion.military.preview_disbanding import PreviewDisbanding
from nazh.application.dominion.nations.show_profile import ShowProfile
from nazh.application.dominion.nations.show_statistics import ShowStatistics
from nazh.application.dominion.nations.take_vacation import PreviewVacation
from nazh.application.dominion.notices.news_channels import NewsChannels
from nazh.application.dominion.notices.show_inbox import ChangeInbox, ShowInbox
from nazh.application.dominion.operations.reports import FileReport
from nazh.application.dominion.ports import FeatureSwitches, Rulesets, World
from nazh.application.dominion.treasury.show_history import ShowHistory
from nazh.application.dominion.use_cases import GameUseCases
from nazh.application.shared.charts import ChartRenderer
from nazh.application.shared.ports import Clock
from nazh.wiring.dominion.wars import war_use_cases
from nazh.wiring.platform import PlatformContainer


@dataclass(frozen=True, slots=True)
class UseCases:
    """The use cases and readers of the commands and buttons for everybody."""

    game: GameUseCases
    season_rules: SqlSeasonRules
    directory: SqlNationDirectory
    boards: SqlBoards
    strengths: SqlAlliedStrengths
    treaties: SqlTreatyDirectory
    preview_vacation: PreviewVacation
    statistics: StatisticsUseCases
    note_visit: NoteVisit
    show_citizen: ShowCitizen
    show_tutorial: ShowTutorial
    show_contributors: ShowContributors
    show_history: ShowHistory
    military: MilitaryUseCases
    wars: WarUseCases
    practice_battle: PracticeBattle
    inbox: ShowInbox
    change_inbox: ChangeInbox
    government: GovernmentUseCases
    file_report: FileReport
    charts: ChartRenderer
    features: FeatureSwitches
    administrators: Administrators
    overviews: Overviews


def new_use_cases(
    platform: PlatformContainer,
    world: World,
    game: GameUseCases,
    rulesets: Rulesets,
    clock: Clock,
    features: FeatureSwitches,
    administrators: Administrators,
) -> UseCases:
    """Return the use cases over a world in the platform's database."""
    database, charts = platform.database(), platform.charts()
    news_channels = NewsChannels(platform.settings_of(), SqlDeliveries(database))
    directory, boards = SqlNationDirectory(database), SqlBoards(database)
    contributors, strengths = SqlContributors(database), SqlAlliedStrengths(database)
    ledgers, leaderships = SqlLedgers(database), SqlLeaderships(database)
    tutorials = SqlCompletedTutorials(database)
    wars, season = SqlWarDirectory(database), SqlSeasonRules(database, rulesets, clock)
    profile = ShowProfile(directory, SqlPublicRecords(database), season)
    note_visit = NoteVisit(world)
    overviews = Overviews(game.look, game.look_as_member, profile, note_visit, news_channels)
    return UseCases(
        game=game,
        season_rules=season,
        directory=directory,
        boards=boards,
        strengths=strengths,
        treaties=SqlTreatyDirectory(database),
        preview_vacation=PreviewVacation(world),
        note_visit=note_visit,
        statistics=StatisticsUseCases(
            look_as_member=game.look_as_member,
            statistics=ShowStatistics(ledgers, SqlFoughtWars(database), leaderships),
            directory=directory,
            boards=boards,
            histories=SqlHistories(database),
            timelines=SqlTimelines(database),
            charts=charts,
        ),
        show_citizen=ShowCitizen(world, contributors, tutorials),
        show_tutorial=ShowTutorial(world, tutorials),
        show_contributors=ShowContributors(world, contributors),
        show_history=ShowHistory(world, ledgers),
        military=MilitaryUseCases(
            overviews=overviews,
            build=game.build,
            cancel=game.cancel,
            preview_disbanding=PreviewDisbanding(world),
            disband=game.disband,
            upgrade=game.upgrade_units,
            fortify=game.fortify,
            mobilize=game.mobilize,
            advise=AdviseUnits(world, wars, features),
            compare=CompareMilitaries(world, directory, strengths),
            nations=directory,
        ),
        wars=war_use_cases(world, database, game, charts),
        practice_battle=PracticeBattle(world),
        inbox=ShowInbox(world, SqlNotices(database)),
        change_inbox=ChangeInbox(world, SqlDirectNotices(database), news_channels),
        government=GovernmentUseCases(
            preview_appointment=PreviewAppointment(world, administrators),
            appoint=game.appoint,
            fill_office=game.fill_office,
            vacate_office=game.vacate_office,
            show_offices=ShowOffices(world, leaderships),
            dashboard=ShowDashboard(world, wars, news_channels),
            announce=game.announce,
        ),
        file_report=FileReport(world, SqlReports(database)),
        charts=charts,
        features=features,
        administrators=administrators,
        overviews=overviews,
    )
