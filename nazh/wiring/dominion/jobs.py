"""Builds the periodic jobs of Dominion."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from nazh.adapters.inbound.settings.dominion import DominionSettings
from nazh.adapters.outbound.metrics.dominion import PrometheusWorldMetrics
from nazh.adapters.outbound.sql.dominion.operations.alerts import SqlAlerts
from nazh.adapters.outbound.sql.dominion.operations.broadcasts import SqlBroadcasts
from nazh.adapters.outbound.sql.dominion.operations.compaction import SqlLedgerCompaction
from nazh.adapters.outbound.sql.dominion.operations.invariants import SqlInvariantChecks
from nazh.adapters.outbound.sql.dominion.operations.statuses import SqlWorldStatuses
from nazh.adapters.outbound.sql.dominion.rankings.rankings import SqlRankings
from nazh.adapters.outbound.sql.dominion.rows.notices import SqlNotices
from nazh.adapters.outbound.sql.dominion.views.battles import SqlBattles
from nazh.adapters.outbound.sql.dominion.views.members import SqlMembers
from nazh.adapters.outbound.sql.platform.audit_log import SqlAuditLog
from nazh.application.dominion import (
    advance_world,
    check_invariants,
    compact_ledger,
    observe_world,
)
from nazh.application.dominion.advance_world import PAUSE_BUDGET, PERIOD, AdvanceWorld, fast_period
from nazh.application.dominion.alerts import TellOfFailure
from nazh.application.dominion.check_invariants import CheckInvariants
from nazh.application.dominion.citizens import check_members
from nazh.application.dominion.citizens.check_members import CheckMembers
from nazh.application.dominion.compact_ledger import CompactLedger
from nazh.application.dominion.nations import note_removals
from nazh.application.dominion.nations.note_removals import NoteRemovals
from nazh.application.dominion.notices import queue_notices
from nazh.application.dominion.notices.queue_notices import QueueNotices
from nazh.application.dominion.observe_world import ObserveWorld
from nazh.application.dominion.operations.check_command import IsStopped
from nazh.application.dominion.ports import Members, Rulesets, World
from nazh.application.dominion.rank_nations import RankNations
from nazh.application.shared.jobs import Job, Scope
from nazh.application.shared.ports import Clock
from nazh.wiring.channels import ANSWERING
from nazh.wiring.platform import PlatformContainer


def dominion_jobs(
    platform: PlatformContainer,
    world: World,
    rulesets: Rulesets,
    clock: Clock,
    is_stopped: IsStopped,
    members: Members,
    alerts: SqlAlerts,
) -> tuple[Job, ...]:
    """Return the jobs; ``clock`` is the world's."""
    settings = platform.settings().section(DominionSettings)
    period, pause_budget = PERIOD, PAUSE_BUDGET
    if settings.clock is not None:
        # A run that takes longer would look like an outage.
        period, pause_budget = fast_period(settings.clock.times), timedelta()
    database, to_compare = platform.database(), SqlMembers(platform.database())
    advance = AdvanceWorld(world, clock, is_stopped, pause_budget)
    rank = RankNations(SqlRankings(database, rulesets), clock, is_stopped)
    compact = CompactLedger(SqlLedgerCompaction(database, rulesets), clock)
    queue = QueueNotices(
        SqlNotices(database),
        SqlBroadcasts(database),
        SqlBattles(database),
        platform.settings_of(),
        clock,
        platform.clock(),
    )
    remove = NoteRemovals(world, platform.guild_store(), to_compare, clock, is_stopped)
    observe = ObserveWorld(
        SqlWorldStatuses(database, rulesets), clock, PrometheusWorldMetrics(platform.registry())
    )
    check = CheckMembers(world, to_compare, members, clock, is_stopped)
    check_job = Job("check_members", check_members.PERIOD, check, Scope.CLUSTER)
    invariants = CheckInvariants(
        SqlInvariantChecks(database, rulesets, alerts), SqlAuditLog(database), clock
    )
    jobs = (
        Job("advance_dominion", period, advance, Scope.CLUSTER, advance_world.TIMEOUT),
        Job("rank_nations", period, rank, Scope.CLUSTER),
        Job("compact_dominion", compact_ledger.PERIOD, compact, Scope.CLUSTER),
        Job("queue_notices", queue_notices.PERIOD, queue, Scope.CLUSTER),
        Job("note_removals", note_removals.PERIOD, remove, Scope.CLUSTER),
        # Other channels have no connection to Discord.
        *([check_job] if platform.channel() in ANSWERING else []),
        Job("observe_dominion", observe_world.PERIOD, observe),
        Job(
            "check_invariants",
            check_invariants.PERIOD,
            invariants,
            Scope.CLUSTER,
            check_invariants.TIMEOUT,
        ),
    )
    return tuple(replace(job, run=TellOfFailure(job.name, job.run, alerts)) for job in jobs)
