"""Tests pacts, breaches of trust, embassies and trust."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.diplomacy.breaches import (
    breaches_of_break,
    breaches_of_declaration,
    violated_by_war,
)
from nazh.domain.dominion.diplomacy.embassies import Embassy, open_embassy
from nazh.domain.dominion.diplomacy.ending import give_notice, violate_pact
from nazh.domain.dominion.diplomacy.proposing import accept_proposal, propose
from nazh.domain.dominion.diplomacy.treaties import (
    PACTS,
    Alliance,
    Pact,
    Pair,
    Relations,
    Signatory,
    TreatyKind,
)
from nazh.domain.dominion.diplomacy.trust import calculate_trust_score
from nazh.domain.dominion.errors import diplomacy as errors
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.reputation import ReputationReason
from tests.unit.domain.dominion.dominion_examples import CLASSIC, START

RULES: Final = CLASSIC.diplomacy
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AURELIA, BOREALIS = NationId(1), NationId(2)
PAIR: Final = Pair(AURELIA, BOREALIS)
OWN, OTHER = Signatory(AURELIA, "Aurelia"), Signatory(BOREALIS, "Borealis")
TRADE: Final = Pact(TreatyKind.TRADE, PAIR, 1, START)


def with_pact(pact: Pact) -> Relations:
    return Relations(pacts=(pact,))


@pytest.mark.parametrize("kind", PACTS)
def test_a_pact_is_proposed_accepted_and_then_exists_once(kind: TreatyKind) -> None:
    offer = propose(kind, OWN, OTHER, Relations(), START, RULES)
    _, pact = accept_proposal(kind, OTHER, OWN, Relations(proposals=(offer,)), START + HOUR, RULES)

    assert pact == Pact(kind, PAIR, 1, START + HOUR)
    with pytest.raises(errors.AlreadyInPact):
        propose(kind, OWN, OTHER, with_pact(pact), START + HOUR, RULES)
    other_kind = next(pact_kind for pact_kind in PACTS if pact_kind is not kind)
    assert propose(other_kind, OWN, OTHER, with_pact(pact), START, RULES).kind is other_kind


@pytest.mark.parametrize(
    ("after", "end"),
    [(0 * DAY, 7 * DAY), (5 * DAY, 7 * DAY), (6 * DAY, 7 * DAY), (9 * DAY, 10 * DAY)],
)
def test_a_pact_ends_a_day_after_its_notice_and_not_before_a_week(
    after: timedelta, end: timedelta
) -> None:
    ended = give_notice(TreatyKind.TRADE, OTHER, OWN, with_pact(TRADE), START + after, RULES)

    assert (ended.ends_at, ended.ended_by, ended.is_violated) == (START + end, BOREALIS, False)
    assert ended.is_in_force(START + end - HOUR)
    assert not ended.is_in_force(START + end)
    with pytest.raises(errors.NoticeGiven):
        give_notice(TreatyKind.TRADE, OWN, OTHER, with_pact(ended), START + after, RULES)
    with pytest.raises(errors.NoPact):
        give_notice(TreatyKind.TRADE, OWN, OTHER, with_pact(ended), START + end, RULES)


def test_a_pact_can_be_violated_immediately_even_after_notice() -> None:
    noticed = give_notice(TreatyKind.TRADE, OTHER, OWN, with_pact(TRADE), START, RULES)

    violated = violate_pact(TreatyKind.TRADE, OWN, OTHER, with_pact(noticed), START + HOUR)

    assert (violated.ends_at, violated.ended_by) == (START + HOUR, AURELIA)
    assert violated.is_violated
    with pytest.raises(errors.NoPact):
        violate_pact(TreatyKind.TRADE, OWN, OTHER, with_pact(violated), START + HOUR)


def test_breaking_an_alliance_is_a_betrayal_if_the_ally_has_an_open_war() -> None:
    assert breaches_of_break(ally_is_at_war=False) == (ReputationReason.ALLIANCE_BROKEN,)
    assert breaches_of_break(ally_is_at_war=True) == (
        ReputationReason.ALLIANCE_BROKEN,
        ReputationReason.BETRAYAL,
    )


def broken(by: NationId, ago: timedelta) -> Relations:
    return Relations(alliances=(Alliance(PAIR, 1, START - 30 * DAY, START - ago, by),))


def violated(by: NationId, ago: timedelta, *, is_violated: bool = True) -> Relations:
    pact = replace(TRADE, agreed_at=START - 30 * DAY, ends_at=START - ago, ended_by=by)
    return with_pact(replace(pact, is_violated=is_violated))


VIOLATED, BETRAYAL = ReputationReason.TREATY_VIOLATED, ReputationReason.BETRAYAL


@pytest.mark.parametrize(
    ("relations", "has_truce", "breaches"),
    [
        (Relations(), False, ()),
        (Relations(), True, (VIOLATED,)),
        (with_pact(TRADE), False, ()),
        (with_pact(Pact(TreatyKind.NON_AGGRESSION, PAIR, 1, START - DAY)), False, (VIOLATED,)),
        (with_pact(Pact(TreatyKind.MUTUAL_DEFENCE, PAIR, 1, START - DAY)), True, (VIOLATED,)),
        (broken(AURELIA, 71 * HOUR), False, (BETRAYAL,)),
        (broken(AURELIA, 72 * HOUR), False, ()),
        (broken(BOREALIS, 71 * HOUR), False, ()),
        (broken(AURELIA, 71 * HOUR), True, (VIOLATED, BETRAYAL)),
        (violated(AURELIA, 71 * HOUR), False, (BETRAYAL,)),
        (violated(AURELIA, 72 * HOUR), False, ()),
        (violated(AURELIA, 71 * HOUR, is_violated=False), False, ()),
        (violated(BOREALIS, 71 * HOUR), False, ()),
    ],
)
def test_a_declaration_is_the_breach_that_its_past_makes_it(
    relations: Relations, has_truce: bool, breaches: tuple[ReputationReason, ...]
) -> None:
    breaches_found = breaches_of_declaration(AURELIA, relations, START, RULES, has_truce=has_truce)

    assert breaches_found == breaches


def test_a_war_ends_the_pacts_that_forbid_it_and_no_other() -> None:
    pacts = tuple(Pact(kind, PAIR, 1, START) for kind in PACTS)
    past = replace(pacts[0], number=2, ends_at=START)

    ended = list(violated_by_war(Relations(pacts=(*pacts, past)), START))

    assert [pact.kind for pact in ended] == [TreatyKind.NON_AGGRESSION, TreatyKind.MUTUAL_DEFENCE]
    assert past not in ended


def test_three_embassies_of_a_season_earn_reputation_and_ten_are_the_most() -> None:
    opened: list[Embassy] = []
    honored = []
    for host in range(2, 12):
        there = Signatory(NationId(host), f"Nation {host}")
        embassy, earns = open_embassy(OWN, there, opened, 1, START, RULES)
        opened.append(embassy)
        honored.append(earns)

    assert honored == [True] * 3 + [False] * 7
    with pytest.raises(errors.TooManyEmbassies):
        open_embassy(OWN, Signatory(NationId(12), "Nation 12"), opened, 1, START, RULES)
    with pytest.raises(errors.EmbassyExists):
        open_embassy(OWN, OTHER, opened, 1, START, RULES)
    with pytest.raises(errors.OwnNation):
        open_embassy(OWN, OWN, [], 1, START, RULES)


def test_embassies_of_an_earlier_season_leave_room_for_reputation() -> None:
    earlier = [Embassy(AURELIA, NationId(host), 1, START) for host in range(3, 7)]

    assert open_embassy(OWN, OTHER, earlier, 2, START, RULES)[1]
    assert not open_embassy(OWN, OTHER, earlier, 1, START, RULES)[1]


@pytest.mark.parametrize(
    ("reputation", "weeks", "betrayals", "own", "trust"),
    [
        (0, 0, 0, 0, 5_000),
        (10, 0, 0, 0, 5_250),
        (-25, 3, 0, 0, 5_875),
        (0, 0, 1, 0, 4_000),
        (0, 0, 1, 1, 2_000),
        (200, 0, 0, 0, 10_000),
        (-1_000, 9, 0, 0, 0),
    ],
)
def test_trust_follows_the_formula(
    reputation: int, weeks: int, betrayals: int, own: int, trust: int
) -> None:
    assert calculate_trust_score(reputation, weeks, betrayals, own, RULES) == trust


@given(st.integers(-1_000, 1_000), st.integers(0, 60), st.integers(0, 30), st.integers(0, 30))
def test_trust_is_a_share_that_betrayals_never_raise(
    reputation: int, weeks: int, betrayals: int, own: int
) -> None:
    trust = calculate_trust_score(reputation, weeks, betrayals, own, RULES)

    assert 0 <= trust <= 10_000
    assert calculate_trust_score(reputation, weeks, betrayals + 1, own, RULES) <= trust
    assert calculate_trust_score(reputation, weeks + 1, betrayals, own, RULES) >= trust
