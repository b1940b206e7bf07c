"""Defines the state machine of console sessions."""

from __future__ import annotations

from enum import Enum
from types import MappingProxyType
from typing import Final


class State(Enum):
    """The state of a session."""

    CLOSED = "closed"
    CONNECTING = "connecting"
    AUTHENTICATING = "authenticating"
    IDLE = "idle"
    BUSY = "busy"
    BROKEN = "broken"
    CIRCUIT_OPEN = "circuit open"


class Event(Enum):
    """An event of a session."""

    OPEN = "a command needs a connection"
    CONNECTED = "the connection is made"
    ACCEPTED = "the password is accepted"
    SENT = "a command is sent"
    REPLIED = "its reply is complete"
    LOST = "the connection is lost"
    TRIPPED = "too many failures in a row"
    REJECTED = "the password is rejected"
    CLOSE = "the session is closed"


TRANSITIONS: Final = MappingProxyType(
    {
        (State.CLOSED, Event.OPEN): State.CONNECTING,
        (State.BROKEN, Event.OPEN): State.CONNECTING,
        (State.CIRCUIT_OPEN, Event.OPEN): State.CONNECTING,
        (State.CONNECTING, Event.CONNECTED): State.AUTHENTICATING,
        (State.CONNECTING, Event.LOST): State.BROKEN,
        (State.AUTHENTICATING, Event.ACCEPTED): State.IDLE,
        (State.AUTHENTICATING, Event.REJECTED): State.CIRCUIT_OPEN,
        (State.AUTHENTICATING, Event.LOST): State.BROKEN,
        (State.IDLE, Event.SENT): State.BUSY,
        (State.IDLE, Event.LOST): State.BROKEN,
        (State.BUSY, Event.REPLIED): State.IDLE,
        (State.BUSY, Event.LOST): State.BROKEN,
        (State.BROKEN, Event.TRIPPED): State.CIRCUIT_OPEN,
        **{(state, Event.CLOSE): State.CLOSED for state in State},
    }
)


def next_state(state: State, event: Event) -> State:
    """Return the state after the event. Raises KeyError if it is impossible in this state."""
    return TRANSITIONS[state, event]
