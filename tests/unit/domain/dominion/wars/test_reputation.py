"""Tests of what acts do to the reputation of a nation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.nations import reputed
from nazh.domain.dominion.reputation import Deed, fold, worth
from tests.unit.domain.dominion.dominion_examples import CLASSIC, START, nation_with

RULES = CLASSIC.reputation
AMOUNTS = {
    Deed.WAR_DECLARED: -5,
    Deed.WAR_WON: 5,
    Deed.WAR_WON_HONOURABLY: 10,
    Deed.WAR_LOST: -5,
    Deed.WAR_DECLINED: -10,
    Deed.WAR_DECLINED_AGAIN: -25,
    Deed.WAR_WITHDRAWN: -2,
    Deed.WAR_SURRENDERED: -10,
    Deed.TRUCE_HONOURED: 15,
    Deed.TREATY_VIOLATED: -50,
}


@pytest.mark.parametrize("deed", Deed)
def test_each_deed_has_its_worth(deed: Deed) -> None:
    assert worth(deed, RULES) == AMOUNTS[deed]


@given(st.lists(st.sampled_from(Deed), max_size=200))
def test_the_reputation_is_the_sum_of_its_changes_within_the_limits(deeds: list[Deed]) -> None:
    nation = nation_with()
    for number, deed in enumerate(deeds):
        nation = reputed(nation, deed, START, f"war {number}", CLASSIC)

    assert nation.reputation == fold((worth(deed, RULES) for deed in deeds), RULES)
    assert -RULES.most <= nation.reputation <= RULES.most
    assert [change.amount for change in nation.deeds] == [worth(deed, RULES) for deed in deeds]


def test_a_reputation_at_its_limit_still_has_an_entry() -> None:
    nation = reputed(nation_with(reputation=998), Deed.WAR_WON, START, "war 1", CLASSIC)

    assert nation.reputation == 1_000
    assert [(one.amount, one.reputation) for one in nation.deeds] == [(5, 1_000)]
