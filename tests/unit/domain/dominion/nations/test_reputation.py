"""Tests what acts do to the reputation of a nation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.nations.nation import change_reputation
from nazh.domain.dominion.nations.reputation import ReputationReason, reputation_amount
from tests.unit.domain.dominion.dominion_examples import CLASSIC, START, nation_with

RULES = CLASSIC.reputation
AMOUNTS = {
    ReputationReason.WAR_DECLARED: -5,
    ReputationReason.WAR_WON: 5,
    ReputationReason.WAR_WON_HONOURABLY: 10,
    ReputationReason.WAR_LOST: -5,
    ReputationReason.WAR_DECLINED: -10,
    ReputationReason.WAR_DECLINED_AGAIN: -25,
    ReputationReason.WAR_WITHDRAWN: -2,
    ReputationReason.WAR_SURRENDERED: -10,
    ReputationReason.TRUCE_HONOURED: 15,
    ReputationReason.TREATY_VIOLATED: -50,
    ReputationReason.ALLIANCE_FORMED: 10,
    ReputationReason.ALLIANCE_BROKEN: -25,
    ReputationReason.BETRAYAL: -50,
    ReputationReason.LOYALTY: 5,
    ReputationReason.EMBASSY_OPENED: 10,
}


@pytest.mark.parametrize("reason", ReputationReason)
def test_each_reason_has_its_worth(reason: ReputationReason) -> None:
    assert reputation_amount(reason, RULES) == AMOUNTS[reason]


@given(st.lists(st.sampled_from(ReputationReason), max_size=200))
def test_the_reputation_is_the_sum_of_its_changes_within_the_limits(
    reasons: list[ReputationReason],
) -> None:
    nation = nation_with()
    expected = nation.reputation
    for number, reason in enumerate(reasons):
        nation = change_reputation(nation, reason, START, f"war {number}", CLASSIC)
        expected = max(-RULES.most, min(expected + AMOUNTS[reason], RULES.most))

    assert nation.reputation == expected
    assert -RULES.most <= nation.reputation <= RULES.most
    assert [change.amount for change in nation.reputation_changes] == [
        reputation_amount(reason, RULES) for reason in reasons
    ]


def test_a_reputation_at_its_limit_still_has_an_entry() -> None:
    nation = change_reputation(
        nation_with(reputation=998), ReputationReason.WAR_WON, START, "war 1", CLASSIC
    )

    assert nation.reputation == 1_000
    assert [
        (reputation_change.amount, reputation_change.reputation)
        for reputation_change in nation.reputation_changes
    ] == [(5, 1_000)]
