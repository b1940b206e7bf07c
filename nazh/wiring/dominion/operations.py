"""Wires the developers' commands, which are offered in one server only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nazh.adapters.inbound.discord.dominion.operations.announcements import (
    ANNOUNCE,
    announce_button,
    announce_command,
    announce_form,
)
from nazh.adapters.inbound.discord.dominion.operations.balance.balance import (
    RULE,
    add_balance_commands,
    rule_button,
    rule_form,
)
from nazh.adapters.inbound.discord.dominion.operations.balance.rule_imports import (
    IMPORT,
    IMPORT_NOW,
    import_form,
    import_now_button,
    import_now_form,
)
from nazh.adapters.inbound.discord.dominion.operations.balance.rule_restores import (
    RESTORE,
    restore_button,
    restore_form,
)
from nazh.adapters.inbound.discord.dominion.operations.deletions import (
    DELETE,
    REVOKE,
    delete_button,
    delete_form,
    revoke_button,
    revoke_form,
)
from nazh.adapters.inbound.discord.dominion.operations.developers import AdminUseCases, admin_group
from nazh.adapters.inbound.discord.dominion.operations.moderation import (
    ModerationUseCases,
    moderation_group,
)
from nazh.adapters.inbound.discord.dominion.operations.modes import (
    STOP,
    operations_group,
    stop_button,
    stop_form,
)
from nazh.adapters.inbound.discord.dominion.operations.nation_lists import LIST_PAGE, list_button
from nazh.adapters.inbound.discord.dominion.operations.phases import (
    PHASE,
    phase_button,
    phase_form,
)
from nazh.adapters.inbound.discord.dominion.operations.repairs import (
    check_command,
    retry_command,
)
from nazh.adapters.inbound.discord.interactions.commands import (
    Command,
    InOneGuild,
    Offer,
    words_of,
)
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, FormAction
from nazh.adapters.inbound.settings.dominion import DominionSettings
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.operations.broadcasts import SqlBroadcasts
from nazh.adapters.outbound.sql.dominion.operations.control_store import SqlControlStore
from nazh.adapters.outbound.sql.dominion.operations.invariants import SqlInvariantChecks
from nazh.adapters.outbound.sql.dominion.operations.parked_work import SqlParkedWork
from nazh.adapters.outbound.sql.dominion.operations.reports import SqlReports
from nazh.adapters.outbound.sql.dominion.operations.rule_book import SqlRuleBook
from nazh.adapters.outbound.sql.dominion.operations.statuses import SqlWorldStatuses
from nazh.adapters.outbound.sql.platform.audit_log import SqlAuditLog
from nazh.application.dominion.check_invariants import CheckInvariants
from nazh.application.dominion.operations.announce_to_all import AnnounceToAll
from nazh.application.dominion.operations.balance.balance import Balance
from nazh.application.dominion.operations.balance.import_rules import ImportRules
from nazh.application.dominion.operations.balance.planned_rules import RuleWriter
from nazh.application.dominion.operations.balance.restore_rules import RestoreRules
from nazh.application.dominion.operations.check_command import CurrentControls
from nazh.application.dominion.operations.check_world import CheckWorld
from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.operations.list_nations import ListNations
from nazh.application.dominion.operations.moderate import (
    GrantResources,
    InspectNation,
    LiftSanction,
    SanctionNation,
)
from nazh.application.dominion.operations.order_deletion import OrderDeletion, RevokeDeletion
from nazh.application.dominion.operations.reports import CloseReport, ListReports
from nazh.application.dominion.operations.retry_parked import RetryParked
from nazh.application.dominion.operations.running_world import RunningWorld
from nazh.application.dominion.operations.show_audit import ShowAudit
from nazh.application.dominion.operations.show_world import ShowWorld
from nazh.application.dominion.operations.simulate_battle import SimulateBattle
from nazh.application.dominion.operations.switch import (
    ControlWriter,
    PreviewPhase,
    SetMode,
    SetPhase,
    ShowControls,
    SwitchCommand,
    SwitchFeature,
)
from nazh.application.dominion.ports import NationDirectory, Rulesets, SeasonRules, World
from nazh.application.shared.ports import Clock


@dataclass(frozen=True, slots=True)
class Operations:
    """The commands with which developers operate the game."""

    developers: Developers
    controls: CurrentControls
    store: SqlControlStore
    database: Database
    rulesets: Rulesets
    clock: Clock

    def commands(
        self,
        public: Iterable[Command],
        moderation: ModerationUseCases,
        directory: NationDirectory,
    ) -> Sequence[Offer]:
        """Return the developers' commands, if a server is configured for them."""
        if self.developers.guild is None:
            return ()
        names = frozenset(words for command in public for words in words_of(command))
        admin = admin_group(self._admin(names))
        add_balance_commands(admin, Balance(self._rules), self._import, self._restore)
        writer, statuses = self._writer, SqlWorldStatuses(self.database, self.rulesets)
        world = ShowWorld(self.developers, statuses)
        operating = operations_group(ShowControls(writer), world, SetMode(writer))
        operating.register(announce_command(self._announce))
        parked = SqlParkedWork(self.database)
        operating.register(retry_command(RetryParked(self.developers, parked)))
        operating.register(check_command(self._check))
        groups = (admin, operating, moderation_group(moderation, directory))
        return tuple(InOneGuild(group, self.developers.guild) for group in groups)

    def components(self, moderation: ModerationUseCases) -> Mapping[str, ButtonAction]:
        """Return the actions of the developers' buttons."""
        return {
            PHASE: phase_button(),
            STOP: stop_button(),
            RULE: rule_button(),
            IMPORT_NOW: import_now_button(),
            RESTORE: restore_button(),
            ANNOUNCE: announce_button(),
            LIST_PAGE: list_button(moderation.list_nations),
            DELETE: delete_button(),
            REVOKE: revoke_button(),
        }

    def modals(self, moderation: ModerationUseCases) -> Mapping[str, FormAction]:
        """Return the actions of the developers' modals."""
        return {
            PHASE: phase_form(SetPhase(self._writer)),
            STOP: stop_form(SetMode(self._writer)),
            RULE: rule_form(Balance(self._rules)),
            IMPORT: import_form(self._import),
            IMPORT_NOW: import_now_form(self._import),
            RESTORE: restore_form(self._restore),
            ANNOUNCE: announce_form(self._announce),
            DELETE: delete_form(moderation.order_deletion),
            REVOKE: revoke_form(moderation.revoke_deletion),
        }

    @property
    def _writer(self) -> ControlWriter:
        return ControlWriter(self.developers, self.store, self.controls)

    @property
    def _announce(self) -> AnnounceToAll:
        statuses = SqlWorldStatuses(self.database, self.rulesets)
        return AnnounceToAll(self.developers, SqlBroadcasts(self.database), statuses)

    @property
    def _rules(self) -> RuleWriter:
        return RuleWriter(self.developers, self.rulesets, SqlRuleBook(self.database))

    @property
    def _import(self) -> ImportRules:
        return ImportRules(self._rules)

    @property
    def _restore(self) -> RestoreRules:
        return RestoreRules(self._rules)

    @property
    def _check(self) -> CheckWorld:
        checks = SqlInvariantChecks(self.database, self.rulesets)
        check = CheckInvariants(checks, SqlAuditLog(self.database), self.clock)
        return CheckWorld(self.developers, check, checks)

    def moderation(
        self, world: World, directory: NationDirectory, season: SeasonRules
    ) -> ModerationUseCases:
        """Return the use cases with which developers moderate nations."""
        writer, reports = self._writer, SqlReports(self.database)
        world = RunningWorld(world, self.controls)
        return ModerationUseCases(
            list_nations=ListNations(writer, directory, season),
            inspect=InspectNation(writer, world, directory),
            grant=GrantResources(self.developers, world, directory),
            sanction=SanctionNation(writer, directory, world),
            lift=LiftSanction(writer, directory),
            order_deletion=OrderDeletion(self.developers, world),
            revoke_deletion=RevokeDeletion(self.developers, world),
            list_reports=ListReports(self.developers, reports),
            close_report=CloseReport(self.developers, reports),
            simulate=SimulateBattle(self.developers, world, directory),
        )

    def _admin(self, names: frozenset[str]) -> AdminUseCases:
        writer = self._writer
        return AdminUseCases(
            controls=ShowControls(writer),
            feature=SwitchFeature(writer),
            preview_phase=PreviewPhase(writer),
            command=SwitchCommand(writer, names),
            audit=ShowAudit(self.developers, self.store),
        )


def new_operations(
    settings: DominionSettings, database: Database, rulesets: Rulesets, clock: Clock
) -> Operations:
    """Return the operations of a database."""
    store = SqlControlStore(database)
    return Operations(
        developers=Developers(settings.admin_guild, settings.developers),
        controls=CurrentControls(store, clock),
        store=store,
        database=database,
        rulesets=rulesets,
        clock=clock,
    )
