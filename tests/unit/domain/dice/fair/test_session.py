"""Tests that each step of a fair session advances the chain, and draws advance the counter."""

from __future__ import annotations

import pytest

from nazh.domain.dice.fair import (
    Closed,
    Joined,
    Opened,
    PlotDieAdded,
    Rolled,
    Spoiled,
    commitment_of,
    digest_of,
    first_mix,
    mixed,
)
from nazh.domain.dice.fair.entries import ChanceEntry
from nazh.domain.kernel.fair.commitments import digest_of_words
from tests.unit.domain.dice.fair.sample_sessions import (
    SECRET,
    SERVER,
    SESSION,
    START,
    SampleSession,
    read_entries,
    sample_session,
)


def test_a_session_begins_with_its_commitment() -> None:
    (opened,) = read_entries(SampleSession().lines)

    assert opened == Opened(0, START, SESSION, str(SERVER), commitment_of(SECRET, SESSION))


def test_all_entries_follow_one_another() -> None:
    sample = sample_session()

    sample.close()

    entries = list(read_entries(sample.lines))
    assert [entry.n for entry in entries] == list(range(len(entries)))
    links = [entry.before for entry in entries if not isinstance(entry, Opened)]
    assert links == [digest_of(line) for line in sample.lines[:-1]]


def test_each_use_of_chance_has_the_next_counter() -> None:
    entries = read_entries(sample_session().lines)

    used = [entry for entry in entries if isinstance(entry, ChanceEntry)]

    assert [entry.counter for entry in used] == list(range(len(used)))
    assert {type(entry) for entry in used} == {Rolled, PlotDieAdded, Spoiled}


def test_repeats_and_pools_of_a_roll_share_one_counter() -> None:
    sample = SampleSession()

    sample.roll_for(1, "3x2d6, 1d20")

    _, rolled = read_entries(sample.lines)
    assert isinstance(rolled, Rolled)
    assert (rolled.counter, len(rolled.faces), len(rolled.totals)) == (0, 9, 3)
    assert sample.state.counter == 1


def test_words_count_from_the_next_roll_on() -> None:
    sample = SampleSession()
    before = sample.state.dice.faces(20, 6)

    sample.add_words(1, "luck")

    assert sample.state.mix == mixed(first_mix(SESSION), 1, digest_of_words("luck"))
    assert sample.state.dice.faces(20, 6) != before


def test_an_added_plot_die_records_the_new_notation() -> None:
    sample = SampleSession()
    n = sample.roll_for(1, "2x1d20+3")

    sample.add_plot_die_to(n)

    *_, added = read_entries(sample.lines)
    assert isinstance(added, PlotDieAdded)
    assert (added.of, added.notation, len(added.faces)) == (n, "2x1d20+3, dp", 2)
    assert [totals[1] for totals in added.totals] == [None, None]


def test_a_roll_that_divides_by_zero_uses_up_its_chance() -> None:
    sample = SampleSession()
    counter = -1
    while "spoiled" not in sample.lines[-1]:
        counter = sample.state.counter
        sample.roll_for(1, "1d6/(1d2-1)")

    *_, spoiled = read_entries(sample.lines)

    assert isinstance(spoiled, Spoiled)
    assert spoiled.counter == counter
    assert sample.state.counter == counter + 1


def test_closing_reveals_the_secret() -> None:
    sample = SampleSession()

    sample.close()

    *_, closed = read_entries(sample.lines)
    assert isinstance(closed, Closed)
    assert bytes.fromhex(closed.secret) == SECRET


def test_players_are_numbered_in_the_order_of_their_coming() -> None:
    sample = SampleSession()

    sample.add_words(1, "a")
    sample.roll_for(2, "1d6")
    sample.add_words(1, "b")

    assert sample.state.players == 2
    with pytest.raises(ValueError, match="player 4 comes before player 3"):
        sample.add_words(4, "c")


def test_words_themselves_are_not_revealed() -> None:
    sample = SampleSession()

    sample.add_words(1, "a private matter")

    _, joined = read_entries(sample.lines)
    assert isinstance(joined, Joined)
    assert joined.words == digest_of_words("a private matter")
    assert "private" not in sample.lines[-1]


def test_the_secret_is_in_no_text_of_the_session() -> None:
    state = SampleSession().state

    assert SECRET.hex() not in repr(state)
    assert repr(SECRET) not in f"{state!r} {state!s}"
