"""Tests every reply to commands of nations, citizens and developers with golden files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Final

import pytest

from nazh.adapters.inbound.texts.dominion import citizens, military, units
from nazh.adapters.inbound.texts.dominion.diplomacy import diplomacy
from nazh.adapters.inbound.texts.dominion.government import government
from nazh.adapters.inbound.texts.dominion.guides import guides, tutorial
from nazh.adapters.inbound.texts.dominion.guides.help import about_text, help_text, questions_text
from nazh.adapters.inbound.texts.dominion.nations import deletions as nation_deletions
from nazh.adapters.inbound.texts.dominion.nations import (
    nation_settings,
    nations,
    statistics,
    vacations,
)
from nazh.adapters.inbound.texts.dominion.operations import (
    audit,
    balance,
    deletions,
    features,
    moderation,
    nation_lists,
    repairs,
    simulations,
    status,
)
from nazh.adapters.inbound.texts.dominion.operations.announcements import (
    announcement_question,
    announcement_sent,
)
from nazh.adapters.inbound.texts.dominion.treasury import ledger_csv, treasury
from nazh.adapters.inbound.texts.dominion.wars import support as war_support
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dominion.battles.practice_battle import PracticeResult
from nazh.application.dominion.citizens.contribute_resources import Contributed
from nazh.application.dominion.citizens.leave_nation import CitizenLeft
from nazh.application.dominion.citizens.register_citizen import CitizenJoined
from nazh.application.dominion.citizens.show_citizens import CitizenView, ContributorsView
from nazh.application.dominion.citizens.show_tutorial import TutorialPage
from nazh.application.dominion.diplomacy.answer_proposal import ProposalDeclined, TreatyMade
from nazh.application.dominion.diplomacy.break_alliance import AllianceBroken
from nazh.application.dominion.diplomacy.cancel_pact import PactCancelled
from nazh.application.dominion.diplomacy.open_embassy import EmbassyOpened
from nazh.application.dominion.diplomacy.propose_treaty import TreatyProposed
from nazh.application.dominion.diplomacy.show_treaties import TreatyView
from nazh.application.dominion.diplomacy.write_to_nations import ChatSent, MessageSent
from nazh.application.dominion.government.appoint_leader import LeaderAppointed
from nazh.application.dominion.government.fill_offices import OfficeFilled, OfficeVacated
from nazh.application.dominion.government.show_offices import GovernmentView
from nazh.application.dominion.military.advise_units import MilitaryAdvice, Threat
from nazh.application.dominion.military.build_units import OrderCancelled, UnitsOrdered
from nazh.application.dominion.military.change_units import UnitsChanged
from nazh.application.dominion.military.compare_militaries import MilitaryComparison
from nazh.application.dominion.military.prepare_for_war import Fortified, Mobilized
from nazh.application.dominion.military.preview_disbanding import DisbandingPreview
from nazh.application.dominion.nations.delete_nation import DeletionCancelled, DeletionScheduled
from nazh.application.dominion.nations.look_at_nation import NationView
from nazh.application.dominion.nations.register_nation import NationFounded
from nazh.application.dominion.nations.rename_nation import NationRenamed
from nazh.application.dominion.nations.show_profile import NationProfile
from nazh.application.dominion.nations.take_vacation import VacationTaken
from nazh.application.dominion.notices.news_channels import NewsChannel
from nazh.application.dominion.operations.announce_to_all import AnnouncementDraft
from nazh.application.dominion.operations.balance.balance import RuleView
from nazh.application.dominion.operations.balance.import_rules import MAX_IMPORTED
from nazh.application.dominion.operations.balance.planned_rules import PlannedChange
from nazh.application.dominion.operations.list_nations import NationList, NationState
from nazh.application.dominion.operations.moderate import NationInspected, ResourcesGranted
from nazh.application.dominion.operations.simulate_battle import (
    DrawnLosses,
    SimulatedVictory,
    Simulation,
)
from nazh.application.dominion.operations.switch import PhaseChange
from nazh.application.dominion.ports import (
    CheckedInvariant,
    LedgerLine,
    ListedNation,
    Parked,
    Profile,
    PublicNation,
    PublicRecord,
    Retried,
    TaskStatus,
    TimelineEntry,
    TimelineEvent,
    WorldStatus,
)
from nazh.application.dominion.ports.controls import (
    NewReport,
    Report,
    ReportKind,
    RuleChange,
    RulePoint,
)
from nazh.application.dominion.ports.members import Contributor, ContributorPage
from nazh.application.dominion.ports.world import RuleValue
from nazh.application.dominion.treasury.allocate_resources import ResourcesAllocated
from nazh.application.dominion.treasury.show_history import TreasuryHistory
from nazh.application.dominion.treasury.upgrade_storage import StorageUpgraded
from nazh.application.dominion.wars.support_war import SupportPledged
from nazh.application.shared.audit.audit_chain import AuditRow
from nazh.application.shared.messages.queued_messages import Refused, Rejection
from nazh.domain.dominion.citizens import Citizen
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.combat.spoils import Spoils
from nazh.domain.dominion.diplomacy.embassies import Embassy
from nazh.domain.dominion.diplomacy.treaties import TreatyKind
from nazh.domain.dominion.invariants import Invariant
from nazh.domain.dominion.military.advising import Advice, Suggestion, UnitShare
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.lifecycle import Status
from nazh.domain.dominion.nations.nation import Level, NationId, Progress, Vacation
from nazh.domain.dominion.nations.offices import Accession, Leadership, Office
from nazh.domain.dominion.nations.units import BASIC_UNITS, BuildOrder, Military, Units, UnitType
from nazh.domain.dominion.operations.controls import (
    Controls,
    Mode,
    ModeSetting,
    Sanction,
    SanctionKind,
)
from nazh.domain.dominion.operations.features import Feature
from nazh.domain.dominion.treasury import Category
from nazh.domain.dominion.tutorial import LAST_STEP, TutorialStep, seen_steps
from nazh.domain.dominion.wars.predicting import Odds
from nazh.domain.dominion.world_time import day_of, hour_of, next_standing
from nazh.domain.kernel.identity import ChannelId, GuildId, UserId
from tests.conftest import CheckGolden
from tests.unit.adapters.inbound.texts.dominion.test_boards import nation as ranked
from tests.unit.adapters.inbound.texts.dominion.wars.battle_views import BATTLE
from tests.unit.domain.dominion.dominion_examples import SEASON, STANDARD, START, nation_with

NOW: Final = START + timedelta(days=9, minutes=30)
"""After the bonus of a nation that was founded at ``START``."""
ALICE, BOB, CAROL = UserId(11), UserId(12), UserId(13)
ORDER: Final = BuildOrder(3, UnitType.ARMOR, 4, 2_000, START, START + timedelta(hours=2))
UNITS: Final = {UnitType.INFANTRY: Units(40, 1), UnitType.AIRCRAFT: Units(0)}
SETTLED: Final = Progress(hour_of(NOW), day_of(NOW), next_standing(NOW) - 1)
CALM: Final = nation_with(1_200, population=3, leader=ALICE, progress=SETTLED)
BUSY: Final = replace(
    CALM,
    resources=9_950,
    population=17,
    territory=120,
    military=Military(UNITS, (ORDER,)),
    storage_upgrades=1,
    economy=Level(2),
    training=Level(3),
    research_points=4,
    upkeep_due=5,
    is_fortified=True,
    mobilized_until=NOW + timedelta(hours=6),
    government=replace(CALM.government, holders={Office.COMMANDER: BOB, Office.TREASURER: CAROL}),
)
FULL: Final = replace(BUSY, resources=BUSY.capacity(SEASON.rules.resources))
CITIZEN: Final = Citizen(
    user=ALICE,
    nation=CALM.id,
    joined_at=START,
    active_until=NOW,
    is_counted=True,
    points=250,
    checked_at=NOW,
)
PUBLIC: Final = PublicNation(
    id=NationId(2),
    name="Borealis",
    guild=GuildId(2),
    leader=BOB,
    founded_at=START,
    protected_until=NOW + timedelta(hours=1),
    population=21,
    territory=130,
    reputation=-5,
    strength=910,
    places=None,
    empty_since=START,
)
RECORD: Final = PublicRecord(("Corvia", "Drakos"), 2, 3, 1)
NO_RECORD: Final = PublicRecord((), 0, 0, 0)
WORLD: Final = WorldStatus(
    season=2,
    starts_at=START,
    mode_setting=ModeSetting(),
    nations=31,
    citizens=412,
    supply=98_700,
    tasks={
        "tick": TaskStatus(START, NOW, timedelta(minutes=2, milliseconds=5)),
        "charge": TaskStatus(None, NOW, timedelta()),
        "x": TaskStatus(START, NOW, timedelta()),
    },
    finished_orders=6,
    retrying=7,
    parked=Parked(8, "KeyError"),
    parked_wars=Parked(1, "ValueError"),
    heartbeat=NOW,
    frozen_days=9,
)
RULE: Final = RuleValue("resources.rate", "100", "What a citizen earns", "an hour", "1 to 1,000")


def own(citizen: Citizen | None = CITIZEN) -> NationView:
    return NationView(BUSY, citizen, SEASON)


def of_nations() -> Iterator[str]:
    yield nations.founded_text(NationFounded("Aurelia", 5_000, 100, NOW), ENGLISH)
    yield nations.renamed_text(NationRenamed("Old", "New", 4_000), ENGLISH)
    for population in (1, 2):
        yield nations.joined_text(CitizenJoined("Aurelia", population), ENGLISH)
    yield nations.leave_question(own(), CITIZEN, ENGLISH)
    yield nations.leave_question(own(), replace(CITIZEN, user=BOB), ENGLISH)
    yield nations.left_text(CitizenLeft("Aurelia", 250, NOW), ENGLISH)
    for streak in (0, 1):
        contribution = Contributed("Aurelia", 110, 1_310, 10_000, 120, 360, streak, NOW)
        yield nations.contributed_text(contribution, ENGLISH)
    states = SEASON.rules.nations
    begun = Vacation(NOW, NOW + timedelta(days=7))
    planned = Vacation(NOW + timedelta(days=1), NOW + timedelta(days=8))
    for nation, citizen in (
        (BUSY, CITIZEN),
        (replace(BUSY, leader=None, reputation=-5), None),
        (replace(CALM, protected_until=NOW + timedelta(days=1)), None),
        (replace(CALM, protected_until=NOW, vacation=begun), None),
        (replace(CALM, vacation=replace(begun, until=NOW)), None),
        (replace(CALM, vacation=planned, deletion_at=NOW), None),
        (replace(CALM, empty_since=NOW - states.inactive_after, population=0), None),
        (replace(CALM, empty_since=NOW - states.archived_after, population=0), None),
        (replace(CALM, orphaned_at=NOW), None),
    ):
        view = NationView(nation, citizen, SEASON)
        record = NO_RECORD if citizen is None else RECORD
        yield nations.nation_text(
            view, NationProfile(PUBLIC, record, states), NewsChannel(None), NOW, ENGLISH
        )
    elsewhere = NationView(CALM, None, SEASON, elsewhere="Borealis")
    refused = NewsChannel(ChannelId(7), Refused(NOW, Rejection.NO_ACCESS))
    profile = NationProfile(PUBLIC, NO_RECORD, states)
    yield nations.nation_text(elsewhere, profile, refused, NOW, ENGLISH)
    ended = replace(PUBLIC, leader=None, protected_until=NOW)
    for public, record in (
        (PUBLIC, NO_RECORD),
        (ranked(2, "Borealis", 3), RECORD),
        (ended, replace(RECORD, open_wars=1)),
        (replace(PUBLIC, vacation=begun), NO_RECORD),
        (replace(PUBLIC, orphaned_at=NOW), NO_RECORD),
    ):
        profile = NationProfile(public, record, states)
        yield nations.foreign_nation_text(profile, NOW, ENGLISH)
    yield nation_settings.battle_hour_text("Aurelia", 7, NOW, ENGLISH)
    yield nation_settings.hour_chosen_text("Aurelia", 20, NOW, ENGLISH)


def of_citizens() -> Iterator[str]:
    cooldown = SEASON.rules.resources.contribution_cooldown
    contributor = replace(CITIZEN, contributed_at=NOW - cooldown + timedelta(seconds=1))
    resting = replace(BUSY, vacation=Vacation(NOW, NOW + timedelta(days=7)))
    for nation, citizen, reader in (
        (BUSY, CITIZEN, ALICE),
        (replace(BUSY, leader=BOB), contributor, ALICE),
        (replace(BUSY, leader=BOB), contributor, BOB),
        (BUSY, replace(contributor, contributed_at=NOW - cooldown), ALICE),
        (resting, replace(contributor, contributed_at=NOW - cooldown), ALICE),
        (BUSY, replace(CITIZEN, user=BOB, ends_at=NOW, points=1), ALICE),
    ):
        view = CitizenView(
            nation,
            citizen,
            SEASON,
            2 if citizen is contributor else None,
            5,
            citizen is contributor,
        )
        yield citizens.citizen_text(view, reader, NOW, ENGLISH)
    rows = (Contributor(9, ALICE, 1_250), Contributor(10, BOB, 1))
    for page in (ContributorPage(rows, 10, 2, 3), ContributorPage((), 0, 1, 1)):
        yield citizens.contributors_text(ContributorsView(CALM, page), ENGLISH)


def of_treasuries() -> Iterator[str]:
    saving = replace(CALM, economy=Level(0, 1), training=Level(2, 1_250))
    for nation in (CALM, BUSY, FULL, saving):
        yield treasury.stock_text(NationView(nation, None, SEASON), NOW, ENGLISH)
    resting = Vacation(NOW, NOW + timedelta(days=7))
    below = replace(BUSY, is_below_median=True, protected_until=NOW + timedelta(days=1))
    for nation in (below, replace(FULL, vacation=resting), replace(BUSY, orphaned_at=NOW)):
        yield treasury.stock_text(NationView(nation, None, SEASON), NOW, ENGLISH)
    lines = {reason: number - 5 for number, reason in enumerate(Reason)}
    for hours, sums in ((48, lines), (60, {Reason.GENERATION: 900}), (24, {})):
        yield treasury.history_text(TreasuryHistory(CALM, hours, START, sums), ENGLISH)
    entries = [LedgerLine(NOW, Reason.BUILD, -50, 150), LedgerLine(START, Reason.UPKEEP, -1, 200)]
    yield ledger_csv.ledger_csv(entries).replace("\r\n", "\n")
    builds = [LedgerLine(START, Reason.BUILD, -50, 50 * left) for left in range(21, -1, -1)]
    for shown in (builds[:2], builds[:-1], builds, []):
        total = {Reason.BUILD: -50 * len(shown)}
        history = TreasuryHistory(CALM, 24, START, total, tuple(shown), Reason.BUILD)
        yield treasury.history_text(history, ENGLISH)
    ordered = replace(CALM, military=Military({}, (ORDER,)))
    for nation, at in (
        (CALM, NOW),
        (ordered, NOW),
        (BUSY, NOW),
        (BUSY, NOW + timedelta(hours=6)),
    ):
        yield units.military_text(NationView(nation, None, SEASON), at, ENGLISH)
    after = replace(BUSY, storage_upgrades=2, resources=100)
    yield treasury.upgrade_question(BUSY, after, SEASON.rules, ENGLISH)
    yield treasury.upgraded_text(StorageUpgraded(15_000, 2, 100), ENGLISH)
    for category, saved, price in (
        (Category.RESEARCH, 0, 0),
        (Category.ECONOMY, 1, 1_500),
        (Category.MILITARY, 0, 2_250),
    ):
        allocation = ResourcesAllocated(1, 2, 3, 400, saved, price)
        yield treasury.allocated_text(allocation, category, ENGLISH)
    for planned, lasting in ((60, 60), (61, 60)):
        ordered_units = UnitsOrdered(1, 2, 300, NOW, 400, 20, planned, lasting)
        yield units.ordered_text(ordered_units, UnitType.ARMOR, ENGLISH)
    yield units.cancelled_text(OrderCancelled(1, 200, 300), ENGLISH)
    yield units.upgraded_text(UnitsChanged(1, 2, 300, 400, cost=5_000), UnitType.AIRCRAFT, ENGLISH)
    fewer = UnitsChanged(1, 2, 300, 400, 250)
    yield units.disbanded_text(fewer, UnitType.AIRCRAFT, 1, ENGLISH)
    plan = DisbandingPreview(UnitType.ARMOR, 10, 20, 200, 100, 3_000, 3_500, is_large=True)
    yield units.disband_question(plan, ENGLISH)
    yield units.fortified_text(Fortified(400, 3_000), ENGLISH)
    yield units.mobilized_text(Mobilized(NOW, 400, 3_000), ENGLISH)


def of_militaries() -> Iterator[str]:
    odds = Odds(Fraction(1, 3), Fraction(7, 8))
    shares = (
        UnitShare(UnitType.INFANTRY, 40, 440, 7_500),
        UnitShare(UnitType.ARMOR, 4, 147, 2_500),
    )
    suggestion = Suggestion(UnitType.ARMOR, 5, 2_500, 250, 10, timedelta(hours=1, milliseconds=999))
    ordered = Advice(587, shares, 60, 102, 300, 60, 95, suggestion)
    nothing = Advice(0, (), 0, 0, 300, 303, 95, None)
    threat = Threat(7, "Borealis", 900, odds, NOW)
    yield military.advice_text(MilitaryAdvice("Aurelia", 3_000, ordered, threat), ENGLISH)
    for budget in (300, 30):
        yield military.advice_text(MilitaryAdvice("Aurelia", budget, nothing, None), ENGLISH)
    comparison = MilitaryComparison(
        "Aurelia", "Borealis", 587, 900, True, odds, Odds(Fraction(0), Fraction(1))
    )
    for compared in (
        comparison,
        replace(comparison, is_exact=False),
        replace(comparison, other_strength=0),
        replace(comparison, other_strength=587),
    ):
        yield military.military_comparison_text(compared, ENGLISH)


def of_governments() -> Iterator[str]:
    leaders = (
        Leadership(ALICE, NOW, Accession.APPOINTED),
        Leadership(BOB, START, Accession.APPOINTED),
        Leadership(None, START, Accession.FOUNDED),
    )
    yield government.government_text(GovernmentView(BUSY, leaders, True), ENGLISH)
    yield government.government_text(GovernmentView(BUSY, leaders[:1], False), ENGLISH)
    alone = replace(CALM, leader=None)
    yield government.government_text(GovernmentView(alone, leaders[:1], True), ENGLISH)
    yield government.appoint_question(own(), BOB, ENGLISH)
    appointment = LeaderAppointed("Aurelia", ALICE, BOB, NOW)
    yield government.appointed_text(appointment, ENGLISH)
    filled = OfficeFilled("Aurelia", ALICE, BOB)
    yield government.filled_text(filled, Office.DIPLOMAT, ENGLISH)
    vacated = OfficeVacated("Aurelia", BOB)
    yield government.vacated_text(vacated, Office.SPYMASTER, ENGLISH)
    yield vacations.vacation_question(own(), 14, ENGLISH)
    yield vacations.vacation_text(VacationTaken("Aurelia", START, NOW), ENGLISH)
    yield nation_deletions.delete_question(own(), ENGLISH)
    yield nation_deletions.scheduled_text(DeletionScheduled("Aurelia", NOW), ENGLISH)
    for is_ordered in (False, True):
        going = replace(CALM, deletion_at=NOW, is_deletion_ordered=is_ordered)
        yield nation_deletions.planned_text(going, NOW, ENGLISH)
    yield nation_deletions.cancelled_text(DeletionCancelled("Aurelia"), ENGLISH)


def of_diplomacy() -> Iterator[str]:
    yield diplomacy.message_text(MessageSent("Aurelia", "Borealis", NOW), ENGLISH)
    for allies in (1, 2):
        yield diplomacy.chat_text(ChatSent("Aurelia", allies, NOW), ENGLISH)
    for kind in (TreatyKind.ALLIANCE, TreatyKind.TRADE):
        proposed = TreatyProposed("Aurelia", "Borealis", NOW)
        yield diplomacy.proposed_text(proposed, kind, ENGLISH)
        yield diplomacy.made_text(TreatyMade("Aurelia", "Borealis", 5), kind, ENGLISH)
        declined = ProposalDeclined("Aurelia", "Borealis")
        yield diplomacy.declined_text(declined, kind, ENGLISH)
    broken = AllianceBroken("Aurelia", "Borealis", -25, False, NOW)
    yield diplomacy.break_question(broken, ENGLISH)
    yield diplomacy.broken_text(broken, ENGLISH)
    noticed = PactCancelled("Aurelia", "Borealis", NOW, 0)
    now = replace(noticed, ends_at=START, reputation=-20)
    for notice in (noticed, None):
        yield diplomacy.cancel_question(now, notice, TreatyKind.NON_AGGRESSION, ENGLISH)
    for cancelled in (now, noticed):
        yield diplomacy.cancelled_text(cancelled, TreatyKind.MUTUAL_DEFENCE, ENGLISH)
    for reputation in (1, 0):
        opened = EmbassyOpened("Aurelia", "Borealis", reputation, 400)
        yield diplomacy.embassy_text(opened, ENGLISH)
    view = TreatyView(
        nation=CALM,
        season=SEASON,
        may_act=True,
        allies=(),
        free_at=NOW,
        pacts=(),
        proposals=(),
        embassies=(Embassy(CALM.id, NationId(2), 1, NOW),),
        others={NationId(2): Profile("Borealis", 20, 12_345)},
    )
    yield diplomacy.embassies_text(view, ENGLISH)
    yield diplomacy.alliances_text(view, ENGLISH)
    yield diplomacy.allied_strength_text(1_230, ENGLISH)
    plan = SupportPledged(7, "Aurelia", "Borealis", "Corvia", 1_230, NOW)
    yield war_support.support_question(plan, ENGLISH)
    yield war_support.supported_text(plan, ENGLISH)


def of_timelines() -> Iterator[str]:
    entries = [
        TimelineEntry(NOW, event, "Borealis", "*Peace* " + number * "x")
        for number, event in enumerate((*TimelineEvent, *TimelineEvent), 80)
    ]
    for page in (1, 2, 3):
        yield statistics.timeline_text("Aurelia", entries, page, ENGLISH)
    yield statistics.timeline_text(
        "Aurelia", [TimelineEntry(NOW, TimelineEvent.FOUNDED)], 1, ENGLISH
    )
    for names in (["Aurelia", "Borealis"], []):
        yield statistics.list_text(names, ENGLISH)
    yield statistics.list_text([], ENGLISH, is_filtered=True)
    yield statistics.list_text([], ENGLISH, is_filtered=True, page=2)
    for pair in ((PUBLIC, ranked(3, "Corvia", 1)), (ranked(3, "Corvia", 1), PUBLIC)):
        yield statistics.comparison_text(*pair, {}, ENGLISH)


def of_guides() -> Iterator[str]:
    yield help_text(("nation register", "war declare", "war peace accept", "nation info"), ENGLISH)
    for rules in (SEASON.rules, STANDARD):
        yield questions_text(rules, ENGLISH)
        yield about_text("1.2.3", "https://example.org/nazh", rules, ENGLISH)
        yield guides.citizen_guide(rules, ENGLISH)
        yield guides.leader_guide(rules, BASIC_UNITS, ENGLISH)
        yield guides.war_guide(rules, ENGLISH)
        yield guides.diplomacy_guide(rules, ENGLISH)
    contributor = replace(CITIZEN, contributed_at=START)
    ordered = replace(BUSY, military=replace(BUSY.military, orders_given=1))
    for step in TutorialStep:
        for nation, citizen in ((None, None), (ordered, contributor)):
            steps_seen = seen_steps(nation, citizen)
            is_completed = step is LAST_STEP and all(steps_seen.values())
            page = TutorialPage(step, steps_seen, None, is_completed)
            yield tutorial.tutorial_text(page, SEASON.rules, ENGLISH)
    result = BATTLE.result()
    yield tutorial.practice_text(PracticeResult("Aurelia", result), ENGLISH)
    lost = replace(BATTLE, aggressor=BATTLE.defender, defender=BATTLE.aggressor).result()
    yield tutorial.practice_text(PracticeResult("Aurelia", lost), ENGLISH)
    few = {UnitType.INFANTRY: Units(3)}
    small = replace(BATTLE, aggressor=replace(BATTLE.aggressor, units=few)).result()
    yield tutorial.practice_text(PracticeResult("Aurelia", small), ENGLISH)


def of_moderation() -> Iterator[str]:
    frozen = Sanction(SanctionKind.FREEZE, START, None, "*Bots*")
    banned = Sanction(SanctionKind.BAN, START, NOW, "*Bots*")
    for nation, sanction in ((BUSY, None), (replace(CALM, leader=None), frozen), (CALM, banned)):
        yield moderation.inspected_text(NationInspected(nation, SEASON, sanction), ENGLISH)
    yield moderation.granted_text(ResourcesGranted("Aurelia", 100, 1_300, 10_000), ENGLISH)
    for sanction in (frozen, banned):
        yield moderation.sanctioned_text("Aurelia", sanction, ENGLISH)
    yield moderation.lifted_text("Aurelia", ENGLISH)
    planned = replace(BUSY, deletion_at=NOW)
    for nation in (BUSY, planned, replace(planned, is_deletion_ordered=True)):
        yield deletions.deletion_question(NationInspected(nation, SEASON, None), ENGLISH)
    yield deletions.ordered_text(DeletionScheduled("Aurelia", NOW), ENGLISH)
    yield deletions.revoked_text(DeletionCancelled("Aurelia"), ENGLISH)
    yield from of_lists()
    yield from of_simulations()
    new_report = NewReport(
        at=NOW,
        guild=GuildId(5),
        user=ALICE,
        kind=ReportKind.REPORT,
        category="cheating",
        text="x" * 600,
    )
    report = Report(3, new_report)
    longer = Report(4, replace(new_report, kind=ReportKind.BUG, category="", text="*" + "y" * 600))
    for kind in ReportKind:
        yield moderation.sent_text(kind, 3, 5, ENGLISH)
    for reports in ((), (report,), (report, longer)):
        yield moderation.reports_text(reports, ENGLISH)
    yield moderation.closed_text(report, ENGLISH)


def of_lists() -> Iterator[str]:
    listed = ListedNation(
        id=NationId(1_234),
        name="Aurelia",
        guild=GuildId(5),
        population=3,
        protected_until=START,
        empty_since=START,
        vacation=None,
        orphaned_at=None,
        deletion_at=None,
    )
    states = [NationState(listed, status, None) for status in Status]
    states += [NationState(listed, Status.ACTIVE, kind) for kind in SanctionKind]
    states.append(NationState(replace(listed, deletion_at=NOW), Status.ACTIVE, None))
    for states_shown in (tuple(states), ()):
        yield nation_lists.nations_text(NationList(2, states_shown, True), ENGLISH)


def of_simulations() -> Iterator[str]:
    won = SimulatedVictory(
        chance=Fraction(1_234, 10_000),
        loser_units=1_040,
        spoils=Spoils(resources_lost=3_000, plunder=2_000, territory_lost=15, captured=10),
        winner_units=DrawnLosses(310, 64, 780),
    )
    lost = replace(won, chance=1 - won.chance, winner_units=None)
    both = Simulation(
        names={Role.AGGRESSOR: "Aurelia", Role.DEFENDER: "Borealis"},
        strengths={Role.AGGRESSOR: 26_000, Role.DEFENDER: 31_500},
        is_fortified=True,
        battles=1_000,
        victories={Role.AGGRESSOR: won, Role.DEFENDER: lost},
    )
    none = replace(won, chance=Fraction(1), winner_units=DrawnLosses(0, 0, 0))
    hopeless = {Role.DEFENDER: none}
    yield simulations.simulation_text(both, ENGLISH)
    yield simulations.simulation_text(
        replace(both, is_fortified=False, battles=1, victories=hopeless), ENGLISH
    )


def of_rules() -> Iterator[str]:
    view = RuleView(RULE, "100", "100")
    for shown_rule in (view, replace(view, planned="110"), replace(view, first="90")):
        yield balance.value_text(shown_rule, ENGLISH)
    hour = 24 * 9
    for before, after in (("100", "110"), ("0", "110"), ("100", "1d6"), ("1d6", "110")):
        change = PlannedChange(replace(RULE, written=before), after, hour)
        yield balance.change_question(change, ENGLISH)
    rule_change = RuleChange(
        hour=hour,
        key="resources.rate",
        before="100",
        after="110",
        reason="*Slow*",
        requested_at=START,
    )
    yield balance.changed_text(rule_change, ENGLISH)
    changed = replace(view, planned="110", first="90")
    for count in (0, 1, 20, 21):
        yield balance.differences_text((changed,) * count, ENGLISH)
    for count in (0, 1, 2):
        yield balance.history_text((rule_change,) * count, ENGLISH)
    planned = tuple(
        PlannedChange(replace(RULE, key=f"rule.{number}", written="72h"), "48h", hour)
        for number in range(MAX_IMPORTED + 1)
    )
    for number in (1, 2):
        yield balance.import_question(planned[:number], ENGLISH)
        yield balance.all_changed_text((rule_change,) * number, ENGLISH)
        yield balance.restore_question(planned[:number], number - 1, ENGLISH)
    yield balance.restore_question(planned, 12, ENGLISH)
    for changes, reason in ((1, "*Slow*"), (2, "*Slow*"), (1, "x" * 200)):
        point = RulePoint(number=12, changes=changes, last=replace(rule_change, reason=reason))
        yield balance.point_choice(point, ENGLISH)
    yield balance.start_choice(ENGLISH)


def of_operations() -> Iterator[str]:
    controls = Controls(
        phase=3,
        mode_setting=ModeSetting(Mode.STOPPED, NOW, "*Repair*"),
        features={(Feature.DELEGATES, None): True, (Feature.TREASURY, GuildId(5)): False},
        commands={"war declare": "", "nation info": ""},
        sanctions={
            GuildId(1): Sanction(SanctionKind.FREEZE, START, None, ""),
            GuildId(2): Sanction(SanctionKind.FREEZE, START, None, ""),
            GuildId(3): Sanction(SanctionKind.BAN, START, None, ""),
        },
    )
    standings = {"standing": TaskStatus(START, NOW, timedelta())}
    calm = replace(WORLD, tasks=standings, finished_orders=0, heartbeat=None)
    calm = replace(calm, parked=Parked(), parked_wars=Parked())
    one_parked = replace(calm, parked=Parked(1, "KeyError"))
    yield status.status_text(controls, WORLD, ENGLISH)
    for breaches in (((Invariant.STOCK, 0), (Invariant.LEDGER, 1), (Invariant.CITIZENS, 12)), ()):
        checked = tuple(
            CheckedInvariant(invariant, count, "nation 3: *x*" if count else "", NOW)
            for invariant, count in breaches or ((Invariant.STOCK, 0),)
        )
        yield status.status_text(Controls(), replace(WORLD, invariants=checked), ENGLISH)
        yield repairs.checked_text(checked, ENGLISH)
    for setting in (
        ModeSetting(),
        ModeSetting(Mode.MAINTENANCE, NOW, ""),
        ModeSetting(Mode.MAINTENANCE, None, "Why"),
    ):
        yield status.status_text(Controls(mode_setting=setting), None, ENGLISH)
    for world in (WORLD, calm, one_parked, None):
        yield status.tasks_text(world, ENGLISH)
    for nations_retried, wars_retried in ((0, 0), (1, 2), (2, 1), (0, 1)):
        yield repairs.retried_text(Retried(nations_retried, wars_retried), ENGLISH)
    yield features.features_text(controls, ENGLISH)
    for feature in (Feature.TREASURY, Feature.MILITARY_BUILDING, Feature.WAR_DECLARATION):
        yield features.feature_text(controls, feature, ENGLISH)
        for is_on in (True, False):
            yield features.switched_text(controls, feature, None, ENGLISH, is_on=is_on)
    switched = {Feature.TREASURY: True, Feature.DELEGATES: False, Feature.REPORTS: True}
    for changed_features in (switched, {Feature.TREASURY: True}, {}):
        yield features.phase_question(PhaseChange(2, 3, changed_features), ENGLISH)
    yield features.phase_text(controls, ENGLISH)
    for is_on in (True, False):
        yield features.command_text("war declare", ENGLISH, is_on=is_on)
    for mode in Mode:
        yield status.mode_text(Controls(mode_setting=ModeSetting(mode)), ENGLISH)
    for world in (WORLD, None):
        yield status.stop_question(world, ENGLISH)
    for nations_told in (1, 31):
        draft = AnnouncementDraft(4, "A [new](https://example.org) *version*", nations_told)
        yield announcement_question(draft, ENGLISH)
    yield announcement_sent(ENGLISH)
    row = AuditRow(
        *(1, 1_700_000_000_000_000, None, 11, None, None, None),
        *("dominion.phase", "*phase*", "2", "*3*", "", ""),
    )
    others = (
        row._replace(actor=None, before=None),
        row._replace(after=None, target=None, action=None),
        row._replace(after='{"rule":"value"}' * 30),
    )
    for rows in ((), (row,), (row, *others)):
        yield audit.audit_text(rows, ENGLISH)


FAMILIES: Final[tuple[Callable[[], Iterable[str]], ...]] = (
    *(of_nations, of_citizens, of_treasuries, of_militaries, of_governments, of_diplomacy),
    *(of_timelines, of_guides, of_moderation, of_rules, of_operations),
)


def test_a_feature_without_commands_lists_none() -> None:
    text = features.feature_text(Controls(), Feature.ADVANCED_UNITS, ENGLISH)

    assert "Commands" not in text


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_replies_read_as_agreed(
    family: Callable[[], Iterable[str]], check_golden: CheckGolden
) -> None:
    name = family.__name__.removeprefix("of_")

    check_golden(f"texts/dominion_replies_{name}.txt", "\n\n".join(family()) + "\n")


def test_guides_show_changed_shares_in_full_and_the_units_that_can_be_ordered() -> None:
    rules = replace(SEASON.rules, resources=replace(SEASON.rules.resources, streak_bonus=255))

    assert "2.55% more for each day" in guides.citizen_guide(rules, ENGLISH)
    assert "naval" not in guides.leader_guide(rules, BASIC_UNITS, ENGLISH)
    assert "naval" in guides.leader_guide(rules, tuple(UnitType), ENGLISH)
