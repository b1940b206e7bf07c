"""Tests which treaties keep a nation from declaring war, and which ones a war ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest

from nazh.domain.dominion.diplomacy.treaties import (
    NO_RELATIONS,
    PACTS,
    Alliance,
    Pact,
    Pair,
    Relations,
    TreatyKind,
)
from nazh.domain.dominion.diplomacy.war_guards import check_war, pacts_ended_by_war
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.kernel.errors import Refusal
from tests.unit.domain.dominion.dominion_examples import CLASSIC, START

HOUR: Final = timedelta(hours=1)
AURELIA, BOREALIS = NationId(1), NationId(2)
PAIR: Final = Pair(AURELIA, BOREALIS)
BROKEN: Final = Alliance(PAIR, 1, START - 9 * HOUR, START, BOREALIS)


def refusal(relations: Relations, after: timedelta, *, is_confirmed: bool) -> str | None:
    try:
        check_war("Borealis", relations, START + after, CLASSIC, is_confirmed=is_confirmed)
    except Refusal as refused:
        return refused.code
    return None


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_no_confirmation_allows_a_war_on_an_ally_or_within_a_day_of_it(is_confirmed: bool) -> None:
    allied = Relations(alliances=(Alliance(PAIR, 1, START),))
    parted = Relations(alliances=(BROKEN,))

    assert refusal(allied, HOUR, is_confirmed=is_confirmed) == "allied_with_target"
    assert refusal(parted, 23 * HOUR, is_confirmed=is_confirmed) == "war_locked"
    assert refusal(parted, 24 * HOUR, is_confirmed=is_confirmed) is None
    assert refusal(NO_RELATIONS, HOUR, is_confirmed=is_confirmed) is None


@pytest.mark.parametrize("kind", PACTS)
def test_a_pact_that_forbids_a_war_needs_a_confirmation(kind: TreatyKind) -> None:
    relations = Relations(pacts=(Pact(kind, PAIR, 1, START),))
    expected = None if kind is TreatyKind.TRADE else "pact_forbids_war"

    assert refusal(relations, HOUR, is_confirmed=False) == expected
    assert refusal(relations, HOUR, is_confirmed=True) is None


def test_a_war_ends_the_pacts_that_forbid_it_as_violated() -> None:
    pacts = tuple(Pact(kind, PAIR, 1, START) for kind in PACTS)

    ended = pacts_ended_by_war(AURELIA, Relations(pacts=pacts), START + HOUR)

    assert [pact.kind for pact in ended] == [TreatyKind.NON_AGGRESSION, TreatyKind.MUTUAL_DEFENCE]
    for pact in ended:
        assert (pact.ends_at, pact.ended_by, pact.is_violated) == (START + HOUR, AURELIA, True)
