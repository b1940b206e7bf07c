"""Tests which events a war can have in which state."""

from __future__ import annotations

from itertools import product

import pytest

from nazh.domain.dominion.wars.transitions import (
    TRANSITIONS,
    IllegalTransition,
    WarEvent,
    next_state,
)
from nazh.domain.dominion.wars.war import WarState

DECIDED = {
    WarState.PROPOSED: {
        WarEvent.PROPOSE_PEACE: WarState.PROPOSED,
        WarEvent.REJECT_PEACE: WarState.PROPOSED,
        WarEvent.MAKE_PEACE: WarState.CONCLUDED,
        WarEvent.ACCEPT: WarState.PREPARATION,
        WarEvent.DECLINE: WarState.CONCLUDED,
        WarEvent.WITHDRAW: WarState.CONCLUDED,
        WarEvent.CANCEL: WarState.CONCLUDED,
        WarEvent.SET_STANCE: WarState.PROPOSED,
    },
    WarState.PREPARATION: {
        WarEvent.PROPOSE_PEACE: WarState.PREPARATION,
        WarEvent.REJECT_PEACE: WarState.PREPARATION,
        WarEvent.MAKE_PEACE: WarState.CONCLUDED,
        WarEvent.SET_STANCE: WarState.PREPARATION,
        WarEvent.SET_NONCE: WarState.PREPARATION,
        WarEvent.SURRENDER: WarState.CONCLUDED,
        WarEvent.CANCEL: WarState.CONCLUDED,
        WarEvent.LOCK: WarState.ACTIVE,
    },
    WarState.ACTIVE: {
        WarEvent.PROPOSE_PEACE: WarState.ACTIVE,
        WarEvent.REJECT_PEACE: WarState.ACTIVE,
        WarEvent.MAKE_PEACE: WarState.CONCLUDED,
        WarEvent.SURRENDER: WarState.CONCLUDED,
        WarEvent.CANCEL: WarState.CONCLUDED,
        WarEvent.FIGHT: WarState.CONCLUDED,
    },
    WarState.CONCLUDED: {WarEvent.END_TRUCE: WarState.CONCLUDED},
}


@pytest.mark.parametrize(("state", "event"), list(product(WarState, WarEvent)))
def test_every_pair_of_a_state_and_an_event_is_decided(state: WarState, event: WarEvent) -> None:
    after = DECIDED[state].get(event)

    if after is None:
        with pytest.raises(IllegalTransition, match=event.value):
            next_state(state, event)
    else:
        assert next_state(state, event) is after


def test_a_concluded_war_stays_concluded() -> None:
    after = {to for (state, _), to in TRANSITIONS.items() if state is WarState.CONCLUDED}

    assert after == {WarState.CONCLUDED}
