"""FairSession: each step takes its place in the chain, and its counter where chance was used."""

from __future__ import annotations

import pytest

from nazh.domain.dice.proof import (
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
from nazh.domain.dice.proof.entries import Chance
from nazh.domain.dice.proof.mixing import digest_of_words
from tests.unit.domain.dice.proof.sessions import (
    SECRET,
    SERVER,
    SESSION,
    START,
    Table,
    game_night,
    read_entries,
)


def test_a_session_begins_with_its_commitment() -> None:
    (opened,) = read_entries(Table().lines)

    assert opened == Opened(0, START, SESSION, str(SERVER), commitment_of(SECRET, SESSION))


def test_all_entries_follow_one_another() -> None:
    table = game_night()

    table.closes()

    entries = list(read_entries(table.lines))
    assert [entry.n for entry in entries] == list(range(len(entries)))
    links = [entry.before for entry in entries if not isinstance(entry, Opened)]
    assert links == [digest_of(line) for line in table.lines[:-1]]


def test_each_use_of_chance_has_the_next_counter() -> None:
    entries = read_entries(game_night().lines)

    used = [entry for entry in entries if isinstance(entry, Chance)]

    assert [entry.counter for entry in used] == list(range(len(used)))
    assert {type(entry) for entry in used} == {Rolled, PlotDieAdded, Spoiled}


def test_repeats_and_pools_of_a_roll_share_one_counter() -> None:
    table = Table()

    table.rolls_for(1, "3x2d6, 1d20")

    _, rolled = read_entries(table.lines)
    assert isinstance(rolled, Rolled)
    assert (rolled.counter, len(rolled.faces), len(rolled.totals)) == (0, 9, 3)
    assert table.state.counter == 1


def test_words_count_from_the_next_roll_on() -> None:
    table = Table()
    before = table.state.dice.faces(20, 6)

    table.joins(1, "luck")

    assert table.state.mix == mixed(first_mix(SESSION), 1, digest_of_words("luck"))
    assert table.state.dice.faces(20, 6) != before


def test_a_plot_die_added_later_tells_what_the_roll_reads_then() -> None:
    table = Table()
    n = table.rolls_for(1, "2x1d20+3")

    table.adds_plot_die(n)

    *_, added = read_entries(table.lines)
    assert isinstance(added, PlotDieAdded)
    assert (added.of, added.notation, len(added.faces)) == (n, "2x1d20+3, dp", 2)
    assert [totals[1] for totals in added.totals] == [None, None]


def test_a_roll_that_divides_by_zero_uses_up_its_chance() -> None:
    table = Table()
    counter = -1
    while "spoiled" not in table.lines[-1]:
        counter = table.state.counter
        table.rolls_for(1, "1d6/(1d2-1)")

    *_, spoiled = read_entries(table.lines)

    assert isinstance(spoiled, Spoiled)
    assert spoiled.counter == counter
    assert table.state.counter == counter + 1


def test_closing_tells_the_secret() -> None:
    table = Table()

    table.closes()

    *_, closed = read_entries(table.lines)
    assert isinstance(closed, Closed)
    assert bytes.fromhex(closed.secret) == SECRET


def test_players_are_numbered_in_the_order_of_their_coming() -> None:
    table = Table()

    table.joins(1, "a")
    table.rolls_for(2, "1d6")
    table.joins(1, "b")

    assert table.state.players == 2
    with pytest.raises(ValueError, match="player 4 comes before player 3"):
        table.joins(4, "c")


def test_words_themselves_are_not_told() -> None:
    table = Table()

    table.joins(1, "a private matter")

    _, joined = read_entries(table.lines)
    assert isinstance(joined, Joined)
    assert joined.words == digest_of_words("a private matter")
    assert "private" not in table.lines[-1]


def test_the_secret_is_in_no_text_of_the_session() -> None:
    state = Table().state

    assert SECRET.hex() not in repr(state)
    assert repr(SECRET) not in f"{state!r} {state!s}"
