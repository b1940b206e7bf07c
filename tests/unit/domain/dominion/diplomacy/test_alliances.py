"""Tests who may ally with whom, and what breaking an alliance means."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.diplomacy.ending import break_alliance, war_lock_until
from nazh.domain.dominion.diplomacy.loyalty import begin_loyalty, due_loyalty
from nazh.domain.dominion.diplomacy.proposing import (
    accept_proposal,
    alliances_free_at,
    can_accept,
    earns_formation,
    open_proposal,
    propose,
)
from nazh.domain.dominion.diplomacy.treaties import (
    Alliance,
    Pair,
    Proposal,
    Relations,
    Signatory,
    TreatyKind,
    pair_of,
)
from nazh.domain.dominion.errors import diplomacy as errors
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.kernel.errors import Refusal
from tests.unit.domain.dominion.dominion_examples import CLASSIC, START

RULES: Final = CLASSIC.diplomacy
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
AURELIA, BOREALIS, CORVIA = NationId(1), NationId(2), NationId(3)
PAIR: Final = Pair(AURELIA, BOREALIS)
OWN, OTHER = Signatory(AURELIA, "Aurelia"), Signatory(BOREALIS, "Borealis")
OFFER: Final = Proposal(TreatyKind.ALLIANCE, BOREALIS, AURELIA, START, START + 48 * HOUR)
ALLIED: Final = Relations(alliances=(Alliance(PAIR, 1, START),))


def allied_with(signatory: Signatory, *others: int) -> Signatory:
    """Return the nation with alliances that are a day old."""
    alliances = (
        Alliance(pair_of(signatory.id, NationId(other)), 1, START - DAY) for other in others
    )
    return replace(signatory, alliances=tuple(alliances))


def test_a_proposal_lasts_two_days_and_becomes_an_alliance_of_the_older_nation_first() -> None:
    offer = propose(TreatyKind.ALLIANCE, OTHER, OWN, Relations(), START, RULES)

    proposal, alliance = accept_proposal(
        TreatyKind.ALLIANCE, OWN, OTHER, Relations(proposals=(offer,)), START + 47 * HOUR, RULES
    )

    assert offer == proposal == OFFER
    assert alliance == Alliance(PAIR, 1, START + 47 * HOUR)


def test_an_expired_proposal_cannot_be_answered() -> None:
    relations = Relations(proposals=(OFFER,))

    assert open_proposal(TreatyKind.ALLIANCE, OWN, OTHER, relations, START) == OFFER
    with pytest.raises(errors.NoOpenProposal):
        open_proposal(TreatyKind.ALLIANCE, OWN, OTHER, relations, OFFER.expires_at)
    with pytest.raises(errors.NoOpenProposal):
        accept_proposal(
            TreatyKind.ALLIANCE, OTHER, OWN, relations, START, RULES
        )  # of the proposer itself
    with pytest.raises(errors.NoOpenProposal):
        accept_proposal(TreatyKind.TRADE, OWN, OTHER, relations, START, RULES)


MINE: Final = Proposal(TreatyKind.ALLIANCE, AURELIA, BOREALIS, START, START + 48 * HOUR)
REFUSED: Final[dict[str, tuple[Signatory, Signatory, Relations]]] = {
    "own_nation": (OWN, OWN, Relations()),
    "at_war_with_each_other": (OWN, OTHER, Relations(is_at_war=True)),
    "already_allied": (OWN, OTHER, ALLIED),
    "too_many_alliances": (OWN, allied_with(OTHER, 3, 4, 5), Relations()),
    "alliance_cooldown": (
        replace(OWN, alliances=(Alliance(Pair(AURELIA, CORVIA), 1, START - 11 * HOUR),)),
        OTHER,
        Relations(),
    ),
    "proposal_open": (OWN, OTHER, Relations(proposals=(MINE,))),
    "proposal_waiting": (OWN, OTHER, Relations(proposals=(OFFER,))),
}


@pytest.mark.parametrize("code", REFUSED)
def test_a_proposal_is_refused_with_the_code_of_its_rule(code: str) -> None:
    own, other, relations = REFUSED[code]

    with pytest.raises(Refusal) as refused:
        propose(TreatyKind.ALLIANCE, own, other, relations, START, RULES)

    assert refused.value.code == code


JUST_ALLIED: Final = replace(OWN, alliances=(Alliance(Pair(AURELIA, CORVIA), 1, START),))


@pytest.mark.parametrize(
    ("kind", "own", "enemies", "is_acceptable"),
    [
        (TreatyKind.ALLIANCE, OWN, {CORVIA}, True),
        (TreatyKind.ALLIANCE, OWN, {BOREALIS}, False),
        (TreatyKind.TRADE, OWN, {BOREALIS}, False),
        (TreatyKind.ALLIANCE, allied_with(OWN, 3, 4, 5), (), False),
        (TreatyKind.ALLIANCE, JUST_ALLIED, (), False),
        (TreatyKind.TRADE, allied_with(OWN, 3, 4, 5), (), True),
        (TreatyKind.TRADE, JUST_ALLIED, (), True),
        (TreatyKind.TRADE, OTHER, (), False),
    ],
)
def test_a_nation_can_accept_what_nothing_on_its_side_prevents(
    kind: TreatyKind, own: Signatory, enemies: Collection[NationId], is_acceptable: bool
) -> None:
    offer = replace(OFFER, kind=kind)

    assert can_accept(offer, own, enemies, START, RULES) is is_acceptable


@pytest.mark.parametrize("full", [OWN, OTHER], ids=["own", "other"])
def test_both_sides_are_checked_again_at_the_acceptance(full: Signatory) -> None:
    relations = Relations(proposals=(OFFER,))
    busy = allied_with(full, 3, 4, 5)
    own, other = (busy, OTHER) if full is OWN else (OWN, busy)

    with pytest.raises(errors.TooManyAlliances) as refused:
        accept_proposal(TreatyKind.ALLIANCE, own, other, relations, START + HOUR, RULES)
    with pytest.raises(errors.AtWarWithEachOther):
        accept_proposal(
            TreatyKind.ALLIANCE, OWN, OTHER, replace(relations, is_at_war=True), START + HOUR, RULES
        )

    assert str(refused.value).startswith(f"{full.name} already has 3 alliances")


@pytest.mark.parametrize("ended_at", [None, START + 9 * HOUR])
def test_a_change_of_its_alliances_keeps_a_nation_from_another_for_twelve_hours(
    ended_at: object,
) -> None:
    ended = Alliance(Pair(AURELIA, CORVIA), 1, START, ended_at, CORVIA)  # type: ignore[arg-type]  # an instant or none
    own = replace(OWN, alliances=(ended,))
    free_at = (START if ended_at is None else START + 9 * HOUR) + 12 * HOUR

    assert alliances_free_at(own, RULES) == free_at
    with pytest.raises(errors.AllianceCooldown) as refused:
        propose(TreatyKind.ALLIANCE, own, OTHER, Relations(), free_at - HOUR, RULES)
    assert refused.value.facts["when"] == free_at
    assert (
        propose(TreatyKind.ALLIANCE, own, OTHER, Relations(), free_at, RULES).recipient == BOREALIS
    )


def test_a_broken_alliance_names_its_end_and_locks_war_for_a_day() -> None:
    broken = break_alliance(OTHER, OWN, ALLIED, START + DAY)
    after = Relations(alliances=(broken,))

    assert (broken.ended_at, broken.ended_by, broken.is_active) == (START + DAY, BOREALIS, False)
    assert war_lock_until(after, START + DAY, RULES) == START + 2 * DAY
    assert war_lock_until(after, START + 2 * DAY, RULES) is None
    assert war_lock_until(ALLIED, START + DAY, RULES) is None
    with pytest.raises(errors.NotAllied):
        break_alliance(OWN, OTHER, after, START + DAY)


def test_a_pair_earns_reputation_by_forming_an_alliance_once_in_thirty_days() -> None:
    formed = [START, START + 20 * DAY, START + 31 * DAY]
    earned = [
        earns_formation(
            Relations(alliances=tuple(Alliance(PAIR, n, at) for n, at in enumerate(formed[:k], 1))),
            formed[k],
            RULES,
        )
        for k in range(3)
    ]

    assert earned == [True, False, True]


def test_a_pair_earns_reputation_again_after_exactly_thirty_days() -> None:
    formed = [START, START + 30 * DAY, START + 31 * DAY]
    past = Relations(alliances=(Alliance(PAIR, 1, START),))
    both = Relations(alliances=(*past.alliances, Alliance(PAIR, 2, formed[1])))

    assert not earns_formation(past, formed[1] - timedelta(seconds=1), RULES)
    assert earns_formation(past, formed[1], RULES)
    assert not earns_formation(both, formed[2], RULES)


def test_loyalty_is_earned_each_week_five_times() -> None:
    alliance = Alliance(PAIR, 1, START)
    loyalty, of_ally = begin_loyalty(alliance, RULES)

    earned = list(due_loyalty([loyalty], START + 60 * DAY, RULES))

    assert [at for at, _ in earned] == [START + week * WEEK for week in range(1, 6)]
    assert (earned[-1][1].times, earned[-1][1].due_at) == (5, None)
    assert (of_ally.nation, of_ally.ally) == (BOREALIS, AURELIA)


@given(st.lists(st.integers(0, 60 * 24), max_size=9), st.integers(0, 60 * 24))
def test_loyalty_earned_in_one_step_or_in_many_is_the_same(steps: list[int], end: int) -> None:
    begun = [
        begin_loyalty(Alliance(pair_of(AURELIA, NationId(ally)), 1, START + ally * HOUR), RULES)[0]
        for ally in (2, 3, 4)
    ]
    at_once = [at for at, _ in due_loyalty(begun, START + end * HOUR, RULES)]

    now = {alliance.ally: alliance for alliance in begun}
    in_steps = []
    for step in sorted([*(step_at for step_at in steps if step_at < end), end]):
        for at, left in list(due_loyalty(now.values(), START + step * HOUR, RULES)):
            now[left.ally] = left
            in_steps.append(at)

    assert in_steps == at_once


@dataclass
class Diplomacy:
    """The alliances and proposals of some nations, changed by the rules alone."""

    alliances: list[Alliance] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)

    def signatory(self, nation: int) -> Signatory:
        mine = [
            alliance
            for alliance in self.alliances
            if nation in (alliance.pair.first, alliance.pair.second)
        ]
        return Signatory(NationId(nation), f"Nation {nation}", tuple(mine))

    def relations(self, one: int, other: int) -> Relations:
        both = {one, other}
        return Relations(
            alliances=tuple(
                alliance
                for alliance in self.alliances
                if {alliance.pair.first, alliance.pair.second} == both
            ),
            proposals=tuple(
                proposal
                for proposal in self.proposals
                if {proposal.proposer, proposal.recipient} == both
            ),
        )


nations = st.integers(1, 6)
steps = st.tuples(
    st.sampled_from(["propose", "accept", "break"]), nations, nations, st.integers(0, 30)
)


@given(st.lists(steps, max_size=80))
def test_no_nation_ever_has_more_than_three_alliances(
    script: list[tuple[str, int, int, int]],
) -> None:  # INV-11, INV-12
    world, now = Diplomacy(), START
    for act, one, other, hours in script:
        now += hours * HOUR
        own, partner = world.signatory(one), world.signatory(other)
        relations = world.relations(one, other)
        try:
            if act == "propose":
                offer = propose(TreatyKind.ALLIANCE, own, partner, relations, now, RULES)
                world.proposals.append(offer)
            elif act == "accept":
                accepted, formed = accept_proposal(
                    TreatyKind.ALLIANCE, own, partner, relations, now, RULES
                )
                assert isinstance(formed, Alliance)
                world.proposals.remove(accepted)
                world.alliances.append(formed)
            else:
                ended = break_alliance(own, partner, relations, now)
                world.alliances[world.alliances.index(relations.alliances[-1])] = ended
        except Refusal:
            continue
        active = [alliance.pair for alliance in world.alliances if alliance.is_active]
        assert len(set(active)) == len(active)
        assert all(pair.first < pair.second for pair in active)
        for nation in range(1, 7):
            assert len(world.signatory(nation).allies) <= 3
