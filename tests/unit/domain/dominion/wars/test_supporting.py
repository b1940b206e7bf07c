"""Tests who may support a side of a war, and how blocs are counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.diplomacy.blocs import MAX_BLOC, bloc_size
from nazh.domain.dominion.diplomacy.treaties import (
    NO_RELATIONS,
    Alliance,
    Pact,
    Pair,
    Relations,
    TreatyKind,
)
from nazh.domain.dominion.errors import support as errors
from nazh.domain.dominion.errors.wars import NoArmy
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.wars.concluding import execute_battle
from nazh.domain.dominion.wars.supporting import (
    Pledge,
    Support,
    SupportOffer,
    ends_with_alliance,
    pledge_support,
    possible_supporters,
    support_by,
)
from nazh.domain.dominion.wars.war import WarId, WarState
from nazh.domain.kernel.errors import Refusal
from tests.unit.domain.dominion.dominion_examples import CLASSIC
from tests.unit.domain.dominion.wars.war_examples import (
    AURELIA,
    BORVIA,
    NOW,
    accepted,
    army,
    nation,
    proposed,
)

CORVIA: Final = nation(3, "Corvia", military=army(1_000))
PAIR: Final = Pair(BORVIA.id, CORVIA.id)
HOUR: Final = timedelta(hours=1)
OLD: Final = NOW - 30 * 24 * HOUR
ALLIED: Final = Relations(alliances=(Alliance(PAIR, 1, OLD),))
IN_DEFENCE: Final = Relations(pacts=(Pact(TreatyKind.MUTUAL_DEFENCE, PAIR, 1, OLD),))
OFFER: Final = SupportOffer(
    war=proposed(),
    role=Role.DEFENDER,
    supporter=CORVIA,
    supported=BORVIA,
    enemy=AURELIA,
    friends=ALLIED,
    foes=NO_RELATIONS,
    in_war=(),
    own=(),
    at=NOW,
)


def pledge(number: int, by: int, role: Role = Role.DEFENDER) -> Pledge:
    return Pledge(WarId(number), NationId(by), role, NOW)


IN_DEFENCE_PLEDGE: Final = Pledge(
    WarId(7), CORVIA.id, Role.DEFENDER, NOW, TreatyKind.MUTUAL_DEFENCE
)


@pytest.mark.parametrize("war", [proposed(), accepted()])
@pytest.mark.parametrize(
    ("friends", "expected"),
    [
        (ALLIED, pledge(7, 3)),
        (IN_DEFENCE, IN_DEFENCE_PLEDGE),
        (replace(IN_DEFENCE, alliances=ALLIED.alliances), pledge(7, 3)),
        (
            replace(IN_DEFENCE, alliances=(Alliance(PAIR, 1, NOW - HOUR),)),
            IN_DEFENCE_PLEDGE,
        ),
    ],
)
def test_allies_and_partners_in_defence_support_until_the_lock(
    war: object, friends: Relations, expected: Pledge
) -> None:
    offer = replace(OFFER, war=war, friends=friends)  # type: ignore[arg-type]  # a war

    assert pledge_support(offer, CLASSIC) == expected


def test_a_partner_in_defence_commits_a_tenth_and_an_ally_what_the_rules_of_battles_say() -> None:
    by_pact = support_by(IN_DEFENCE_PLEDGE, CORVIA, 2, CLASSIC)
    by_alliance = support_by(pledge(7, 3), CORVIA, 2, CLASSIC)

    assert by_pact == Support(CORVIA, Role.DEFENDER, 2, 1_000)
    assert by_alliance == Support(CORVIA, Role.DEFENDER, 2)


def test_allies_and_partners_in_defence_are_asked_for_support() -> None:
    pairs = {number: Pair(BORVIA.id, NationId(number)) for number in range(3, 9)}
    alliances = (
        Alliance(pairs[8], 1, OLD),
        Alliance(pairs[4], 1, OLD, ended_at=NOW - HOUR, ended_by=BORVIA.id),
        Alliance(Pair(AURELIA.id, BORVIA.id), 1, OLD),
    )
    pacts = (
        Pact(TreatyKind.MUTUAL_DEFENCE, pairs[5], 1, OLD),
        Pact(TreatyKind.TRADE, pairs[6], 1, OLD),
        Pact(TreatyKind.MUTUAL_DEFENCE, pairs[7], 1, OLD, ends_at=NOW),
        Pact(TreatyKind.MUTUAL_DEFENCE, pairs[3], 1, OLD, ends_at=NOW + HOUR),
        Pact(TreatyKind.MUTUAL_DEFENCE, pairs[8], 1, OLD),
    )

    supporters = possible_supporters(BORVIA.id, AURELIA.id, alliances, pacts, NOW)

    assert supporters == (3, 5, 8)


def test_support_by_a_pact_outlasts_the_alliance() -> None:
    assert not ends_with_alliance(accepted(), IN_DEFENCE_PLEDGE, BORVIA.id, CORVIA.id)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"supporter": AURELIA}, errors.OwnWar),
        ({"war": proposed(state=WarState.CONCLUDED)}, errors.NoWarToSupport),
        ({"war": proposed(state=WarState.ACTIVE)}, errors.SupportClosed),
        ({"in_war": (pledge(7, 3, Role.AGGRESSOR),)}, errors.AlreadySupporting),
        ({"friends": NO_RELATIONS}, errors.NoReasonToSupport),
        ({"friends": IN_DEFENCE, "role": Role.AGGRESSOR}, errors.NoReasonToSupport),
        (
            {"friends": Relations(alliances=(Alliance(PAIR, 1, NOW - 23 * HOUR),))},
            errors.TreatyTooRecent,
        ),
        ({"foes": ALLIED}, errors.BoundToTheEnemy),
        ({"foes": IN_DEFENCE}, errors.BoundToTheEnemy),
        ({"supporter": replace(CORVIA, military=army(0))}, NoArmy),
        ({"own": (pledge(8, 3), pledge(9, 3))}, errors.TooManySupportedWars),
        ({"in_war": tuple(pledge(7, by) for by in (4, 5, 6))}, errors.TooManySupporters),
    ],
)
def test_support_is_refused_for_each_reason(
    changes: dict[str, object], refusal: type[Refusal]
) -> None:
    offer = replace(OFFER, **changes)  # type: ignore[arg-type]  # fields of offers

    with pytest.raises(refusal):
        pledge_support(offer, CLASSIC)


def test_an_alliance_allows_support_once_it_is_old_enough() -> None:
    formed_at = NOW - CLASSIC.war.treaty_age
    friends = Relations(alliances=(Alliance(PAIR, 1, formed_at),))

    assert pledge_support(replace(OFFER, friends=friends), CLASSIC) == pledge(7, 3)


def test_supporters_of_the_other_side_leave_room() -> None:
    others = tuple(pledge(7, by, Role.AGGRESSOR) for by in (4, 5, 6))

    assert pledge_support(replace(OFFER, in_war=others), CLASSIC) == pledge(7, 3)


def test_a_pledge_ends_with_the_alliance_unless_the_orders_are_locked() -> None:
    ends = [
        ends_with_alliance(war, pledge(7, 3), one, other)
        for war, one, other in (
            (accepted(), BORVIA.id, CORVIA.id),
            (accepted(), CORVIA.id, BORVIA.id),
            (accepted(), AURELIA.id, CORVIA.id),
            (accepted(state=WarState.ACTIVE), BORVIA.id, CORVIA.id),
        )
    ]

    assert ends == [True, True, False, False]


def test_support_decides_a_battle_and_costs_the_supporter_units() -> None:
    war = accepted(state=WarState.ACTIVE)
    supports = [Support(CORVIA, Role.DEFENDER, 1)]

    alone = execute_battle(war, AURELIA, BORVIA, [], bytes(32), CLASSIC)
    fought = execute_battle(war, AURELIA, BORVIA, [], bytes(32), CLASSIC, supports)

    assert alone.supporters == ()
    assert fought.battle.result().defender.modifiers.support == CLASSIC.combat.most_support
    (after,) = fought.supporters
    lost = sum(fought.battle.result().defender.supporters[0].values())
    rate = fought.battle.result().defender.casualty_rate
    assert lost == 150 * rate // 10_000 > 0
    assert after.military.strength(CLASSIC.military) == 10 * (1_000 - lost)


@given(st.lists(st.tuples(st.integers(1, 20), st.integers(1, 20)), max_size=30))
def test_all_nations_of_a_bloc_count_the_same(pairs: list[tuple[int, int]]) -> None:
    def allies(nations: Iterable[NationId]) -> Iterable[NationId]:
        some = set(nations)
        return [NationId(other) for pair in pairs if some & set(pair) for other in pair]

    sizes = {member: bloc_size(NationId(member), allies) for pair in pairs for member in pair}

    assert all(sizes[one] == sizes[other] for one, other in pairs)
    assert all(1 <= size <= 20 for size in sizes.values())


def test_a_bloc_is_counted_up_to_a_size() -> None:
    def next_ones(nations: Iterable[NationId]) -> Iterable[NationId]:
        return [NationId(number + 1) for number in nations]

    assert bloc_size(NationId(1), next_ones) == MAX_BLOC
