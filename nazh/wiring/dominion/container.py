"""Wires Dominion to its adapters and builds its manifest."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from nazh.adapters.inbound.discord.dominion.battle_messages import compose_news
from nazh.adapters.inbound.discord.dominion.citizens import (
    LEAVE_NOW,
    citizen_group,
    contribute_button,
    join_button,
    leave_button,
)
from nazh.adapters.inbound.discord.dominion.diplomacy import diplomacy_group
from nazh.adapters.inbound.discord.dominion.disbanding import DISBAND_NOW, disband_button
from nazh.adapters.inbound.discord.dominion.government import (
    APPOINT_NOW,
    GovernmentUseCases,
    appoint_button,
    government_group,
)
from nazh.adapters.inbound.discord.dominion.guards import command_guard
from nazh.adapters.inbound.discord.dominion.guides import (
    PRACTISE,
    dominion_group,
    dominion_help,
    practice_button,
    tutorial_button,
)
from nazh.adapters.inbound.discord.dominion.inbox import INBOX, inbox_button, inbox_group
from nazh.adapters.inbound.discord.dominion.members import DiscordMembers
from nazh.adapters.inbound.discord.dominion.military import MilitaryUseCases, military_group
from nazh.adapters.inbound.discord.dominion.moderation import with_report_commands
from nazh.adapters.inbound.discord.dominion.nations import nation_group, nation_names
from nazh.adapters.inbound.discord.dominion.overviews import (
    BOARD,
    CHART,
    PICTURE,
    SHOW,
    TUTORIAL,
    overview_button,
)
from nazh.adapters.inbound.discord.dominion.pauses import (
    CALL_OFF,
    DELETE_NOW,
    VACATION_NOW,
    call_off_button,
    delete_button,
    vacation_button,
)
from nazh.adapters.inbound.discord.dominion.rankings import board_button, rank_group
from nazh.adapters.inbound.discord.dominion.statistics import (
    StatisticsUseCases,
    chart_button,
    picture_button,
    with_statistics_commands,
)
from nazh.adapters.inbound.discord.dominion.treasury import (
    UPGRADE_NOW,
    treasury_group,
    upgrade_button,
    upgrade_now_button,
)
from nazh.adapters.inbound.discord.dominion.treaty_buttons import treaty_buttons
from nazh.adapters.inbound.discord.dominion.war_options import own_open_wars
from nazh.adapters.inbound.discord.dominion.war_peace import (
    PeaceUseCases,
    peace_buttons,
    with_peace_commands,
)
from nazh.adapters.inbound.discord.dominion.war_support import (
    SUPPORT_NOW,
    SupportUseCases,
    support_button,
    with_support_command,
)
from nazh.adapters.inbound.discord.dominion.wars import war_buttons, war_forms, war_group
from nazh.adapters.inbound.discord.invite import Permissions
from nazh.adapters.inbound.settings.dominion import DominionSettings
from nazh.adapters.inbound.texts import dominion as texts
from nazh.adapters.inbound.texts.dominion.notices import channel_offer
from nazh.adapters.inbound.texts.dominion.own_data import dominion_own_data
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.adapters.outbound.metrics.dominion import PrometheusWorldMetrics
from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.adapters.outbound.sql.dominion.allied_strengths import SqlAlliedStrengths
from nazh.adapters.outbound.sql.dominion.battles import SqlBattles
from nazh.adapters.outbound.sql.dominion.boards import SqlBoards
from nazh.adapters.outbound.sql.dominion.compaction import SqlLedgerCompaction
from nazh.adapters.outbound.sql.dominion.contributors import SqlContributors
from nazh.adapters.outbound.sql.dominion.directory import SqlNationDirectory
from nazh.adapters.outbound.sql.dominion.fought_wars import SqlFoughtWars
from nazh.adapters.outbound.sql.dominion.histories import SqlHistories
from nazh.adapters.outbound.sql.dominion.leaderships import SqlLeaderships
from nazh.adapters.outbound.sql.dominion.ledgers import SqlLedgers
from nazh.adapters.outbound.sql.dominion.members import SqlMembers
from nazh.adapters.outbound.sql.dominion.notices import SqlDirectNotices, SqlNotices
from nazh.adapters.outbound.sql.dominion.outages import SqlHeartbeats
from nazh.adapters.outbound.sql.dominion.personal_data import SqlDominionRecords
from nazh.adapters.outbound.sql.dominion.rankings import SqlRankings
from nazh.adapters.outbound.sql.dominion.reports import SqlReports
from nazh.adapters.outbound.sql.dominion.seasons import SqlSeasonRules
from nazh.adapters.outbound.sql.dominion.statuses import SqlWorldStatuses
from nazh.adapters.outbound.sql.dominion.timelines import SqlTimelines
from nazh.adapters.outbound.sql.dominion.war_directory import SqlWarDirectory
from nazh.adapters.outbound.sql.dominion.world import SqlWorld
from nazh.adapters.outbound.system.clock import FastClock
from nazh.application.dominion.advance_world import PAUSES, PERIOD, AdvanceWorld, fast_period
from nazh.application.dominion.battles.practice_battle import PracticeBattle
from nazh.application.dominion.citizens.check_members import (
    PERIOD as MEMBERS_CHECKED_EVERY,
)
from nazh.application.dominion.citizens.check_members import CheckMembers
from nazh.application.dominion.citizens.show_citizens import ShowCitizen, ShowContributors
from nazh.application.dominion.compact_ledger import PERIOD as COMPACTED_EVERY
from nazh.application.dominion.compact_ledger import CompactLedger
from nazh.application.dominion.government.show_dashboard import ShowDashboard
from nazh.application.dominion.government.show_offices import ShowOffices
from nazh.application.dominion.live_world import LiveWorld
from nazh.application.dominion.military.advise_units import AdviseUnits
from nazh.application.dominion.military.compare_militaries import CompareMilitaries
from nazh.application.dominion.military.plan_disbanding import PlanDisbanding
from nazh.application.dominion.nations.next_actions import NextAction
from nazh.application.dominion.nations.note_removals import (
    PERIOD as REMOVALS_NOTED_EVERY,
)
from nazh.application.dominion.nations.note_removals import NoteRemovals
from nazh.application.dominion.nations.show_statistics import ShowStatistics
from nazh.application.dominion.nations.take_vacation import PlanVacation
from nazh.application.dominion.notices import queue_notices
from nazh.application.dominion.notices.payloads import TOPIC
from nazh.application.dominion.notices.queue_notices import QueueNotices
from nazh.application.dominion.notices.show_inbox import ChangeInbox, ShowInbox
from nazh.application.dominion.observe_world import PERIOD as OBSERVED_EVERY
from nazh.application.dominion.observe_world import ObserveWorld
from nazh.application.dominion.operations.check_command import (
    CheckCommand,
    CurrentFeatures,
    IsStopped,
)
from nazh.application.dominion.operations.reports import FileReport
from nazh.application.dominion.rank_nations import RankNations
from nazh.application.dominion.treasury.show_history import ShowHistory
from nazh.application.dominion.wars.make_peace import PreviewPeace
from nazh.application.dominion.wars.support_war import PreviewSupport
from nazh.application.shared.jobs import Job, Scope
from nazh.application.shared.ports import Clock
from nazh.wiring.channels import ANSWERING
from nazh.wiring.context import Context
from nazh.wiring.dominion.game import game_commands
from nazh.wiring.dominion.operations import new_operations
from nazh.wiring.dominion.war_secrets import new_war_secrets
from nazh.wiring.dominion.wars import war_use_cases
from nazh.wiring.platform import PlatformContainer


def load_dominion(platform: PlatformContainer) -> Context:
    """Return the manifest. Raises CannotRun if there is no database."""
    settings = platform.settings().section(DominionSettings)
    rulesets = TomlRulesets(settings.ruleset)
    clock: Clock = platform.clock()
    advanced_every, pauses = PERIOD, PAUSES
    if settings.clock is not None:
        clock = FastClock(settings.clock.times, settings.clock.since)
        # A run that takes longer would look like an outage.
        advanced_every, pauses = fast_period(settings.clock.times), timedelta()
    database = platform.database()
    secrets = new_war_secrets(platform.settings())
    stored = SqlWorld(database, rulesets, secrets, platform.events())
    world = LiveWorld(stored, SqlHeartbeats(database, rulesets))
    directory, boards = SqlNationDirectory(database), SqlBoards(database)
    contributors, strengths = SqlContributors(database), SqlAlliedStrengths(database)
    records = SqlDominionRecords(database, rulesets)
    season_rules = SqlSeasonRules(database, rulesets, clock)
    notices, settings_of = SqlNotices(database), platform.settings_of()
    inbox = ShowInbox(world, notices)
    members = DiscordMembers(platform.rest_app)
    operations = new_operations(settings, database, rulesets, clock)
    features = CurrentFeatures(operations.controls)
    game = game_commands(world, members, features)
    support = SupportUseCases(PreviewSupport(world), game.support_war)
    peace = PeaceUseCases(
        game.propose_peace, PreviewPeace(world), game.accept_peace, game.reject_peace
    )
    wars = war_use_cases(world, database, game, platform.charts())
    war_commands = with_support_command(war_group(wars), support)
    to_compare = SqlMembers(database)
    check_members = CheckMembers(world, to_compare, members, clock)
    check_jobs = (
        (Job("check_members", MEMBERS_CHECKED_EVERY, check_members, Scope.CLUSTER),)
        if platform.channel() in ANSWERING  # others have no connection to Discord
        else ()
    )
    military = MilitaryUseCases(
        look=game.look,
        build=game.build,
        cancel=game.cancel,
        plan_disbanding=PlanDisbanding(world),
        disband=game.disband,
        upgrade=game.upgrade_units,
        fortify=game.fortify,
        mobilize=game.mobilize,
        advise=AdviseUnits(world, SqlWarDirectory(database), features),
        compare=CompareMilitaries(world, directory, strengths),
        nations=directory,
    )
    statistics = StatisticsUseCases(
        look=game.look,
        statistics=ShowStatistics(
            SqlLedgers(database), SqlFoughtWars(database), SqlLeaderships(database)
        ),
        directory=directory,
        boards=boards,
        histories=SqlHistories(database),
        timelines=SqlTimelines(database),
        charts=platform.charts(),
    )
    public_commands = (
        with_statistics_commands(
            nation_group(
                game.register_nation,
                game.rename_nation,
                game.look,
                PlanVacation(world),
                game.choose_battle_hour,
                directory,
                strengths,
            ),
            statistics,
        ),
        citizen_group(
            game.register_citizen,
            game.look,
            game.contribute,
            ShowCitizen(world, contributors),
            ShowContributors(world, contributors),
        ),
        treasury_group(
            game.look,
            ShowHistory(world, SqlLedgers(database)),
            game.upgrade_storage,
            game.allocate,
        ),
        military_group(military),
        with_peace_commands(war_commands, peace, own_open_wars(wars.wars)),
        diplomacy_group(game.diplomacy, nation_names(directory)),
        rank_group(boards, directory),
        inbox_group(inbox, ChangeInbox(world, SqlDirectNotices(database), settings_of)),
        government_group(
            GovernmentUseCases(
                look=game.look,
                appoint=game.appoint,
                fill_office=game.fill_office,
                vacate_office=game.vacate_office,
                show_offices=ShowOffices(world, SqlLeaderships(database)),
                dashboard=ShowDashboard(world, SqlWarDirectory(database), settings_of),
                announce=game.announce,
            )
        ),
        with_report_commands(
            dominion_group(season_rules, game.look), FileReport(SqlReports(database))
        ),
    )
    return Context(
        name="dominion",
        texts=texts.__name__,
        commands=(*public_commands, *operations.commands(public_commands, world, directory)),
        guard=command_guard(CheckCommand(operations.controls)),
        components={
            TUTORIAL: tutorial_button(season_rules, game.look),
            PRACTISE: practice_button(PracticeBattle(world)),
            SHOW: overview_button(game.look),
            NextAction.JOIN.value: join_button(game.register_citizen),
            NextAction.CONTRIBUTE.value: contribute_button(game.contribute),
            NextAction.UPGRADE_STORAGE.value: upgrade_button(game.look),
            UPGRADE_NOW: upgrade_now_button(game.look, game.upgrade_storage),
            LEAVE_NOW: leave_button(game.leave_nation),
            BOARD: board_button(boards, directory),
            PICTURE: picture_button(statistics),
            CHART: chart_button(statistics),
            INBOX: inbox_button(inbox),
            **war_buttons(wars),
            SUPPORT_NOW: support_button(support),
            **peace_buttons(peace),
            **operations.components(),
            **treaty_buttons(game.diplomacy, platform.charts()),
            DISBAND_NOW: disband_button(game.disband),
            APPOINT_NOW: appoint_button(game.appoint),
            VACATION_NOW: vacation_button(game.take_vacation),
            DELETE_NOW: delete_button(game.delete_nation),
            CALL_OFF: call_off_button(game.call_off_deletion),
        },
        composers={TOPIC: partial(compose_news, translator=ENGLISH)},
        modals={**war_forms(wars), **operations.modals()},
        jobs=(
            Job(
                "advance_dominion",
                advanced_every,
                AdvanceWorld(world, clock, IsStopped(operations.controls), pauses),
                Scope.CLUSTER,
            ),
            Job(
                "rank_nations",
                advanced_every,
                RankNations(SqlRankings(database, rulesets), clock, IsStopped(operations.controls)),
                Scope.CLUSTER,
            ),
            Job(
                "compact_dominion",
                COMPACTED_EVERY,
                CompactLedger(SqlLedgerCompaction(database, rulesets), clock),
                Scope.CLUSTER,
            ),
            Job(
                "queue_notices",
                queue_notices.PERIOD,
                QueueNotices(notices, SqlBattles(database), settings_of, clock, platform.clock()),
                Scope.CLUSTER,
            ),
            Job(
                "note_removals",
                REMOVALS_NOTED_EVERY,
                NoteRemovals(world, platform.guild_store(), to_compare, clock),
                Scope.CLUSTER,
            ),
            *check_jobs,
            Job(
                "observe_dominion",
                OBSERVED_EVERY,
                ObserveWorld(
                    SqlWorldStatuses(database, rulesets),
                    clock,
                    PrometheusWorldMetrics(platform.registry()),
                ),
            ),
        ),
        help_pages=dominion_help(),
        guild_settings=(channel_offer(),),
        personal_data=records,
        own_data=dominion_own_data(records),
        permissions=(
            Permissions.VIEW_CHANNEL
            | Permissions.SEND_MESSAGES
            | Permissions.SEND_MESSAGES_IN_THREADS
            | Permissions.READ_MESSAGE_HISTORY
        ),
    )
