"""Tests the states of a session and of its circuit, and their tables in docs/keep.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.keep.consoles.circuit import (
    FAILURES,
    FIRST_PAUSE,
    LONGEST_PAUSE,
    REJECTED_PAUSE,
    Circuit,
)
from nazh.domain.keep.consoles.states import TRANSITIONS, Event, State, next_state

PAGE = (Path(__file__).parents[4] / "docs/keep.md").read_text("utf-8")
ROW = re.compile(r"^\| ([a-z ]+) \| ([a-z ]+) \| ([a-z ]+) \|$", re.MULTILINE)


def test_the_page_has_the_table_of_the_code() -> None:
    _, section = PAGE.split("## States of a session")
    rows = {(before, event): after for before, event, after in ROW.findall(section)[1:]}

    assert rows == {
        (before.value, event.value): after.value
        for (before, event), after in TRANSITIONS.items()
        if event is not Event.CLOSE
    }


def test_every_state_can_be_reached_and_closed() -> None:
    assert set(TRANSITIONS.values()) == set(State)
    assert all(next_state(state, Event.CLOSE) is State.CLOSED for state in State)


@given(st.lists(st.sampled_from(list(Event))))
def test_a_command_is_sent_over_an_accepted_connection_only(events: list[Event]) -> None:
    state = State.CLOSED
    since_open: list[Event] = []
    for event in events:
        try:
            state = next_state(state, event)
        except KeyError:
            continue
        since_open = [event] if event is Event.OPEN else [*since_open, event]
        if state is State.BUSY:
            assert since_open[:3] == [Event.OPEN, Event.CONNECTED, Event.ACCEPTED]


def test_the_third_failure_opens_the_circuit_and_pauses_double() -> None:
    circuit, pauses = Circuit(), []

    for _ in range(10):
        circuit = circuit.failed(now=100.0)
        pauses.append(circuit.pause(now=100.0))

    assert FAILURES == 3
    assert pauses == [0, 0, 15, 30, 60, 120, 240, 300, 300, 300]
    assert (FIRST_PAUSE, LONGEST_PAUSE) == (15, 300)


def test_one_attempt_is_allowed_when_the_pause_is_over() -> None:
    circuit = Circuit().failed(0).failed(0).failed(0)

    assert circuit.pause(14.5) == pytest.approx(0.5)
    assert circuit.pause(15.0) == 0
    assert circuit.failed(15.0).pause(15.0) == 30


def test_a_rejected_password_pauses_for_ten_minutes() -> None:
    assert Circuit().rejected(5.0).pause(5.0) == REJECTED_PAUSE == 600
