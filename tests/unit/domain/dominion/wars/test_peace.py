"""Tests the bounds of an offer of peace, and what is booked when it ends."""

from __future__ import annotations

import pytest

from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.errors.peace import InvalidTerms
from nazh.domain.dominion.wars.peace import end_offer, propose_peace
from nazh.domain.dominion.wars.transitions import IllegalTransition
from nazh.domain.dominion.wars.war import Outcome, Terms, WarState
from tests.unit.domain.dominion.dominion_examples import CLASSIC, act
from tests.unit.domain.dominion.wars.war_examples import AURELIA, BORVIA, accepted

BILLION = 1_000_000_000


@pytest.mark.parametrize("terms", [Terms(resources=BILLION + 1), Terms(territory=-1)])
def test_terms_are_bounded(terms: Terms) -> None:
    most = Terms(resources=BILLION)
    propose_peace(accepted(), Role.AGGRESSOR, AURELIA, Terms(), most, act(), CLASSIC)

    with pytest.raises(InvalidTerms):
        propose_peace(accepted(), Role.AGGRESSOR, AURELIA, Terms(), terms, act(), CLASSIC)


def test_no_peace_is_offered_after_the_end() -> None:
    war = accepted(state=WarState.CONCLUDED, outcome=Outcome.PEACE)

    with pytest.raises(IllegalTransition):
        propose_peace(war, Role.AGGRESSOR, AURELIA, Terms(), Terms(), act(), CLASSIC)


def test_what_returns_is_booked_for_nobody() -> None:
    gives = Terms(resources=300)
    war, own = propose_peace(accepted(), Role.AGGRESSOR, AURELIA, gives, Terms(), act(), CLASSIC)

    peace = end_offer(war, own, BORVIA, act())

    assert [(entry.amount, entry.actor) for entry in peace.own.journal] == [
        (-300, act().actor),
        (300, None),
    ]
    assert act().actor is not None
