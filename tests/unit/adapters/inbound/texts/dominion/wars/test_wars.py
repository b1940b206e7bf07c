"""Tests the texts of declarations of war, and of the pages, lists and orders of wars."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from nazh.adapters.inbound.texts.dominion.wars import declarations, wars
from nazh.adapters.inbound.texts.dominion.wars import orders as war_orders
from nazh.adapters.inbound.texts.dominion.wars import pages as war_pages
from nazh.adapters.inbound.texts.dominion.wars import peace as war_peace
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dominion.ports import PublicSide, PublicWar, SupportedWar
from nazh.application.dominion.wars.answer_war import Acceptance, WarAvoided
from nazh.application.dominion.wars.declare_war import DeclarationMade
from nazh.application.dominion.wars.give_orders import OrdersGiven
from nazh.application.dominion.wars.list_wars import WarFilter, WarList
from nazh.application.dominion.wars.look_at_war import OpenOffer, OwnPart, WarView
from nazh.application.dominion.wars.make_peace import PeaceMade, PeaceProposed, PeaceRequest
from nazh.application.dominion.wars.predict_battle import Prediction
from nazh.application.dominion.wars.preview_declaration import DeclarationPreview
from nazh.application.dominion.wars.surrender_war import HasSurrendered
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.combat.spoils import Spoils
from nazh.domain.dominion.diplomacy.treaties import TreatyKind
from nazh.domain.dominion.wars.predicting import Odds
from nazh.domain.dominion.wars.war import CasusBelli, Outcome, Terms, TruceState, WarState
from nazh.domain.kernel.identity import GuildId
from tests.conftest import CheckGolden
from tests.unit.domain.dominion.dominion_examples import CLASSIC

START = datetime(2026, 1, 1, tzinfo=UTC)
RANGE = Odds(Fraction(1, 3), Fraction(7, 8))
PLAN = DeclarationPreview(
    defender="Borealis",
    reason=CasusBelli.RIVALRY,
    strength=1_230,
    enemy_strength=1_100,
    odds=RANGE,
    reputation=-5,
    truce_until=None,
    pacts=(),
    ends_protection=True,
    again_at=START + timedelta(hours=48),
    respond_by=START + timedelta(hours=12),
    battle_at=START + timedelta(hours=44),
    losses=Spoils(2_700, 1_800, 15, 10),
    captured=10,
    plunder=2_000,
    reputation_if_won=10,
    reputation_if_lost=-5,
    rules=CLASSIC,
)
WAR = PublicWar(
    number=7,
    aggressor=PublicSide(GuildId(1), "Aurelia", 1_200),
    defender=PublicSide(GuildId(2), "Borealis", 1_100),
    reason=CasusBelli.RIVALRY,
    state=WarState.PROPOSED,
    declared_at=START,
    respond_by=START + timedelta(hours=12),
    battle_at=START + timedelta(hours=44),
    commitment=None,
    outcome=None,
    winner=None,
    captured=0,
    concluded_at=None,
    truce_until=None,
    truce=None,
)
ACCEPTED = replace(WAR, state=WarState.PREPARATION, commitment="ab" * 32)
LOCKED = replace(ACCEPTED, state=WarState.ACTIVE, reason=CasusBelli.NONE)
WON = replace(
    ACCEPTED,
    state=WarState.CONCLUDED,
    outcome=Outcome.VICTORY,
    winner=Role.DEFENDER,
    captured=10,
    concluded_at=START + timedelta(hours=44),
    truce_until=START + timedelta(hours=116),
    truce=TruceState.IN_FORCE,
)
SURRENDERED = replace(WON, outcome=Outcome.SURRENDER, truce=TruceState.BROKEN)
DECLINED = replace(WAR, state=WarState.CONCLUDED, outcome=Outcome.DECLINED, concluded_at=START)
LOCKS_AT = WAR.battle_at - timedelta(seconds=450)
OWN = OwnPart(role=Role.AGGRESSOR, strength=1_230, odds=RANGE, events=())

OFFER = OpenOffer(
    is_own=False,
    gives=Terms(50, 0),
    gets=Terms(0, 5),
    ends_at=START + timedelta(hours=12),
    may_answer=True,
)


def test_a_declaration_reads_as_agreed(check_golden: CheckGolden) -> None:
    breaking = replace(PLAN, truce_until=START, pacts=(TreatyKind.NON_AGGRESSION,), reputation=-55)
    declaration = DeclarationMade(
        7, "Aurelia", "Borealis", WAR.respond_by, WAR.battle_at, -55, breaks_truce=True
    )
    texts_shown = (
        declarations.declaration_question(PLAN, ENGLISH),
        declarations.declaration_question(breaking, ENGLISH),
        declarations.declared_text(declaration, ENGLISH),
    )

    check_golden("texts/dominion_declarations.txt", "\n\n".join(texts_shown) + "\n")


def test_answers_read_as_agreed(check_golden: CheckGolden) -> None:
    avoided = WarAvoided(7, "Aurelia", -10)
    lost = HasSurrendered(7, "Aurelia", 2_700, 20, -10)
    texts_shown = (
        wars.accepted_text(Acceptance(7, "Aurelia", WAR.battle_at, "ab" * 32), ENGLISH),
        wars.decline_question(avoided, ENGLISH),
        wars.declined_text(avoided, ENGLISH),
        wars.withdraw_question(avoided, ENGLISH),
        wars.withdrawn_text(avoided, ENGLISH),
        wars.surrender_question(lost, ENGLISH),
        wars.surrendered_text(lost, ENGLISH),
    )

    check_golden("texts/dominion_war_answers.txt", "\n\n".join(texts_shown) + "\n")


def test_offers_of_peace_read_as_agreed_and_leave_out_what_is_0(check_golden: CheckGolden) -> None:
    request = PeaceRequest(7, gives=Terms(50, 0), asks=Terms(0, 1_005))
    proposed = PeaceProposed(7, "Aurelia", 50, 0, START)
    peace = PeaceMade(
        war=7,
        enemy="Aurelia",
        gave_resources=0,
        gave_territory=0,
        got_resources=1,
        got_territory=5,
        truce_until=START,
    )
    texts_shown = (
        war_peace.proposed_text(proposed, request, ENGLISH),
        war_peace.proposed_text(
            replace(proposed, resources=0), PeaceRequest(7, Terms(), Terms()), ENGLISH
        ),
        war_peace.accept_question(peace, ENGLISH),
        war_peace.made_text(peace, ENGLISH),
        war_peace.accept_question(replace(peace, lost_resources=299), ENGLISH),
        war_peace.made_text(replace(peace, lost_resources=1), ENGLISH),
    )

    check_golden("texts/dominion_war_peace.txt", "\n\n".join(texts_shown) + "\n")


def test_pages_and_lists_read_as_agreed(check_golden: CheckGolden) -> None:
    cancelled = replace(DECLINED, outcome=Outcome.CANCELLED)
    pages = (WAR, ACCEPTED, LOCKED, WON, SURRENDERED, DECLINED, cancelled)
    past = WarList(WarFilter.OVER, "Aurelia", 1, (WON, SURRENDERED, DECLINED), True)
    texts_shown = (
        *(war_pages.war_text(WarView(page, OWN, LOCKS_AT), ENGLISH) for page in pages),
        *(
            war_pages.war_text(
                WarView(WAR, replace(OWN, supporters=count, supporters_away=away), LOCKS_AT),
                ENGLISH,
            )
            for count, away in ((1, 0), (3, 2), (0, 1))
        ),
        *(
            war_pages.war_text(WarView(WAR, replace(OWN, offer=offer), LOCKS_AT), ENGLISH)
            for offer in (OFFER, replace(OFFER, is_own=True))
        ),
        war_pages.war_text(WarView(WAR, None, LOCKS_AT), ENGLISH),
        war_pages.list_text(
            WarList(WarFilter.WORLD, None, 1, (WAR, ACCEPTED, LOCKED), True), ENGLISH
        ),
        war_pages.list_text(past, ENGLISH),
        war_pages.list_text(WarList(WarFilter.OWN, "Aurelia", 1, (), True), ENGLISH),
        war_pages.list_text(WarList(WarFilter.OVER, "Aurelia", 9, (), True), ENGLISH),
        war_pages.list_text(
            WarList(
                WarFilter.OWN, "Corvia", 1, (), True, (SupportedWar(ACCEPTED, Role.AGGRESSOR),)
            ),
            ENGLISH,
        ),
        war_pages.choice_text(WAR, ENGLISH),
    )

    check_golden("texts/dominion_war_pages.txt", "\n\n".join(texts_shown) + "\n")


def test_every_outcome_has_a_text() -> None:
    assert set(war_pages.OUTCOME_TEXTS) == set(Outcome)


def test_orders_and_predictions_read_as_agreed(check_golden: CheckGolden) -> None:
    orders = OrdersGiven(7, "Borealis", "aggressive", None, WAR.battle_at, True)
    certain = Odds(Fraction(1), Fraction(1))
    texts_shown = (
        war_orders.orders_text(replace(orders, takes_nonce=False), ENGLISH),
        war_orders.orders_text(orders, ENGLISH),
        war_orders.orders_text(replace(orders, nonce="**@everyone** `dice`"), ENGLISH),
        war_orders.prediction_text(
            Prediction("Aurelia", "Borealis", 1_230, 1_100, RANGE, certain, CLASSIC.combat),
            ENGLISH,
        ),
    )

    check_golden("texts/dominion_war_orders.txt", "\n\n".join(texts_shown) + "\n")


def test_only_certainty_reads_as_certain() -> None:
    nearly = Odds(Fraction(1, 10**7), 1 - Fraction(1, 10**7))

    assert declarations.odds_text(nearly, ENGLISH) == "0.1% to 99.9%"
