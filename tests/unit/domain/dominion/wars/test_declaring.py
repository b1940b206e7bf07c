"""Tests declarations of war, and of each reason that speaks against one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from nazh.domain.dominion.errors import wars as war_errors
from nazh.domain.dominion.nations.nation import Nation, NationId, Vacation
from nazh.domain.dominion.nations.reputation import ReputationReason
from nazh.domain.dominion.nations.units import Military
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.wars.declaring import Declaration, check_declaration, declare_war
from nazh.domain.dominion.wars.war import (
    CasusBelli,
    Outcome,
    Truce,
    TruceState,
    WarId,
    WarState,
)
from nazh.domain.kernel.errors import Refusal
from tests.unit.domain.dominion.dominion_examples import CLASSIC, SEASON, STANDARD, START
from tests.unit.domain.dominion.wars.war_examples import (
    AURELIA,
    BORVIA,
    NOW,
    army,
    declaration,
    proposed,
)


def emptied(nation: Nation) -> Nation:
    """Return the nation without citizens for so long that it is inactive."""
    return replace(nation, population=0, empty_since=NOW - timedelta(days=14))


STANDARD_SEASON = Season(1, START, STANDARD)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEAK = replace(BORVIA, military=army(0), territory=1, resources=0)
OVER = proposed(
    3,
    declared_at=NOW - 9 * DAY,
    state=WarState.CONCLUDED,
    outcome=Outcome.VICTORY,
    concluded_at=NOW - 6 * DAY,
)
IN_TRUCE = replace(OVER, concluded_at=NOW - DAY, truce=Truce(NOW + 2 * DAY))
OTHERS = [
    proposed(number, defender=NationId(number), declared_at=NOW - 5 * DAY) for number in (3, 4)
]
ON_BORVIA = [proposed(number, aggressor=NationId(number)) for number in (3, 4)]
REFUSED: list[tuple[Declaration, Season, Refusal]] = [
    (declaration(defender=AURELIA), SEASON, war_errors.WarOnYourself()),
    (declaration(replace(AURELIA, military=Military({}))), SEASON, war_errors.NoArmy()),
    (declaration(wars=[proposed(3)]), SEASON, war_errors.AlreadyAtWar("Borvia", 3)),
    (
        declaration(wars=[proposed(3, aggressor=BORVIA.id, defender=AURELIA.id)]),
        SEASON,
        war_errors.AlreadyAtWar("Borvia", 3),
    ),
    (
        declaration(wars=[replace(OVER, declared_at=NOW - 47 * HOUR)]),
        SEASON,
        war_errors.WarCooldown(NOW + HOUR),
    ),
    (
        declaration(defender=replace(BORVIA, protected_until=NOW + HOUR)),
        SEASON,
        war_errors.NationProtected("Borvia", NOW + HOUR),
    ),
    (
        declaration(defender=replace(BORVIA, vacation=Vacation(NOW - HOUR, NOW + DAY))),
        SEASON,
        war_errors.NationAway("Borvia"),
    ),
    (
        declaration(defender=replace(BORVIA, orphaned_at=NOW - DAY)),
        SEASON,
        war_errors.NationAway("Borvia"),
    ),
    (
        declaration(defender=WEAK),
        STANDARD_SEASON,
        war_errors.TargetTooWeak("Borvia", WEAK.power(STANDARD), AURELIA.power(STANDARD) // 2),
    ),
    (declaration(wars=OTHERS), SEASON, war_errors.TooManyWars(2)),
    (declaration(wars=ON_BORVIA), SEASON, war_errors.TooManyEnemies("Borvia", 2)),
    (
        declaration(wars=[OVER]),
        STANDARD_SEASON,
        war_errors.FoughtRecently("Borvia", NOW + DAY),
    ),
    (
        declaration(at=START + timedelta(days=57, hours=12, seconds=1)),
        SEASON,
        war_errors.SeasonEndsTooSoon(START + timedelta(days=60)),
    ),
    (
        declaration(at=START + timedelta(days=60)),
        SEASON,
        war_errors.SeasonEndsTooSoon(START + timedelta(days=60), is_over=True),
    ),
    (
        declaration(wars=[IN_TRUCE]),
        SEASON,
        war_errors.TruceInForce("Borvia", NOW + 2 * DAY, 50),
    ),
]


@pytest.mark.parametrize(
    ("declaration", "season", "refusal"), REFUSED, ids=[type(case[2]).__name__ for case in REFUSED]
)
def test_each_reason_against_a_declaration_is_named(
    declaration: Declaration, season: Season, refusal: Refusal
) -> None:
    with pytest.raises(type(refusal)) as raised:
        check_declaration(declaration, season)

    assert (raised.value.facts, str(raised.value)) == (refusal.facts, str(refusal))


def test_a_nation_without_units_is_told_first_why_it_cannot_attack_the_other() -> None:
    protected = replace(BORVIA, protected_until=NOW + HOUR)

    with pytest.raises(war_errors.NationProtected):
        check_declaration(declaration(replace(AURELIA, military=Military({})), protected), SEASON)


@pytest.mark.parametrize(
    ("declaration", "season"),
    [
        (declaration(), SEASON),
        (declaration(wars=[replace(OVER, declared_at=NOW - 48 * HOUR)]), SEASON),
        (declaration(defender=replace(BORVIA, protected_until=NOW)), SEASON),
        (declaration(defender=WEAK), SEASON),
        (declaration(defender=emptied(WEAK)), STANDARD_SEASON),
        (
            declaration(
                defender=WEAK,
                wars=[replace(OVER, aggressor=BORVIA.id, defender=AURELIA.id,
                              declared_at=NOW - 6 * DAY, concluded_at=NOW - 7 * DAY)],
            ),
            STANDARD_SEASON,
        ),
        (declaration(wars=OTHERS[:1]), SEASON),
        (declaration(wars=ON_BORVIA[:1]), SEASON),
        (declaration(wars=[OVER]), SEASON),
        (declaration(wars=[replace(OVER, concluded_at=NOW - 7 * DAY)]), STANDARD_SEASON),
        (declaration(at=START + timedelta(days=57, hours=12)), SEASON),
        (declaration(wars=[replace(IN_TRUCE, truce=Truce(NOW))]), SEASON),
        (
            declaration(wars=[replace(IN_TRUCE, truce=Truce(NOW + DAY, TruceState.BROKEN))]),
            SEASON,
        ),
    ],
)  # fmt: skip
def test_nothing_speaks_against_a_declaration_just_within_the_limits(
    declaration: Declaration, season: Season
) -> None:
    assert check_declaration(declaration, season) is None


def test_a_declaration_can_be_answered_and_costs_reputation() -> None:
    declared = declare_war(WarId(8), declaration(), SEASON)

    assert declared.war.state is WarState.PROPOSED
    assert declared.war.respond_by == NOW + timedelta(hours=12)
    assert declared.war.battle_at == START + timedelta(days=6, hours=20)
    assert declared.broken is None
    assert declared.aggressor.reputation == -5
    assert [
        (reputation_change.reason, reputation_change.cause)
        for reputation_change in declared.aggressor.reputation_changes
    ] == [(ReputationReason.WAR_DECLARED, "war 8")]


def test_a_declaration_ends_the_protection_of_the_aggressor() -> None:
    young = replace(AURELIA, protected_until=NOW + DAY)

    assert declare_war(WarId(8), declaration(young), SEASON).aggressor.protected_until == NOW


def test_declaring_on_an_inactive_nation_costs_no_reputation() -> None:
    declared = declare_war(WarId(8), declaration(defender=emptied(BORVIA)), SEASON)

    assert (declared.aggressor.reputation, declared.aggressor.reputation_changes) == (0, ())


def test_a_truce_can_be_broken_knowingly() -> None:
    declared = declare_war(WarId(8), declaration(wars=[IN_TRUCE], is_confirmed=True), SEASON)

    assert declared.broken == replace(IN_TRUCE, truce=Truce(NOW + 2 * DAY, TruceState.BROKEN))
    assert declared.aggressor.reputation == -55
    assert [
        reputation_change.reason for reputation_change in declared.aggressor.reputation_changes
    ] == [
        ReputationReason.TREATY_VIOLATED,
        ReputationReason.WAR_DECLARED,
    ]


def test_a_declined_declaration_does_not_count_towards_the_cooldown() -> None:
    declined = replace(OVER, declared_at=NOW - HOUR, outcome=Outcome.DECLINED, concluded_at=NOW)

    assert check_declaration(declaration(wars=[declined]), SEASON) is None


@pytest.mark.parametrize("outcome", [Outcome.DECLINED, Outcome.CANCELLED])
def test_a_declaration_that_came_to_nothing_may_be_repeated_immediately(outcome: Outcome) -> None:
    ended = replace(OVER, declared_at=NOW - HOUR, outcome=outcome, concluded_at=NOW)

    assert check_declaration(declaration(wars=[ended]), STANDARD_SEASON) is None


THIRD = [replace(OVER, id=WarId(n), declared_at=NOW - n * DAY) for n in (3, 5)]


@pytest.mark.parametrize(
    ("declaration", "is_honourable"),
    [
        (declaration(), True),
        (declaration(reason=CasusBelli.NONE), False),
        (declaration(defender=WEAK), False),
        (declaration(wars=THIRD[:1]), True),
        (declaration(wars=THIRD), False),
    ],
    ids=["fair", "without a reason", "on a weak nation", "the second one", "the third one"],
)
def test_a_victory_is_honourable_over_an_equal_for_a_reason(
    declaration: Declaration, is_honourable: bool
) -> None:
    assert declare_war(WarId(8), declaration, SEASON).war.is_honourable is is_honourable


def test_the_limits_of_classic_and_standard_are_those_of_the_documents() -> None:
    assert (CLASSIC.war.power_ratio, CLASSIC.war.pair_cooldown) == (0, timedelta())
    assert (STANDARD.war.power_ratio, STANDARD.war.pair_cooldown) == (5_000, 7 * DAY)
