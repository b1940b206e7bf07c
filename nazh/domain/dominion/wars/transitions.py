"""Defines the state machine of wars (WAR-01)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

from nazh.domain.dominion.wars.war import WarState


class WarEvent(Enum):
    """An event of a war. The last three happen when they are due."""

    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    SURRENDER = "surrender"
    CANCEL = "cancel"
    PROPOSE_PEACE = "propose_peace"
    REJECT_PEACE = "reject_peace"
    MAKE_PEACE = "make_peace"
    SET_STANCE = "set_stance"
    SET_NONCE = "set_nonce"
    LOCK = "lock"
    FIGHT = "fight"
    END_TRUCE = "end_truce"


class IllegalTransition(Exception):
    """An event that is not possible in the state of the war."""

    def __init__(self, state: WarState, event: WarEvent) -> None:
        super().__init__(f"a war that is {state.value} cannot have the event {event.value}")
        self.state, self.event = state, event


TRANSITIONS: Final[Mapping[tuple[WarState, WarEvent], WarState]] = MappingProxyType(
    {
        (WarState.PROPOSED, WarEvent.PROPOSE_PEACE): WarState.PROPOSED,
        (WarState.PROPOSED, WarEvent.REJECT_PEACE): WarState.PROPOSED,
        (WarState.PROPOSED, WarEvent.MAKE_PEACE): WarState.CONCLUDED,
        (WarState.PREPARATION, WarEvent.PROPOSE_PEACE): WarState.PREPARATION,
        (WarState.PREPARATION, WarEvent.REJECT_PEACE): WarState.PREPARATION,
        (WarState.PREPARATION, WarEvent.MAKE_PEACE): WarState.CONCLUDED,
        (WarState.ACTIVE, WarEvent.PROPOSE_PEACE): WarState.ACTIVE,
        (WarState.ACTIVE, WarEvent.REJECT_PEACE): WarState.ACTIVE,
        (WarState.ACTIVE, WarEvent.MAKE_PEACE): WarState.CONCLUDED,
        (WarState.PROPOSED, WarEvent.ACCEPT): WarState.PREPARATION,
        (WarState.PROPOSED, WarEvent.DECLINE): WarState.CONCLUDED,
        (WarState.PROPOSED, WarEvent.WITHDRAW): WarState.CONCLUDED,
        (WarState.PROPOSED, WarEvent.CANCEL): WarState.CONCLUDED,
        (WarState.PROPOSED, WarEvent.SET_STANCE): WarState.PROPOSED,
        (WarState.PREPARATION, WarEvent.SET_STANCE): WarState.PREPARATION,
        (WarState.PREPARATION, WarEvent.SET_NONCE): WarState.PREPARATION,
        (WarState.PREPARATION, WarEvent.SURRENDER): WarState.CONCLUDED,
        (WarState.PREPARATION, WarEvent.CANCEL): WarState.CONCLUDED,
        (WarState.PREPARATION, WarEvent.LOCK): WarState.ACTIVE,
        (WarState.ACTIVE, WarEvent.SURRENDER): WarState.CONCLUDED,
        (WarState.ACTIVE, WarEvent.CANCEL): WarState.CONCLUDED,
        (WarState.ACTIVE, WarEvent.FIGHT): WarState.CONCLUDED,
        (WarState.CONCLUDED, WarEvent.END_TRUCE): WarState.CONCLUDED,
    }
)
"""Missing pairs are illegal."""


def next_state(state: WarState, event: WarEvent) -> WarState:
    """Return the state after an event. Raises IllegalTransition."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise IllegalTransition(state, event) from None
