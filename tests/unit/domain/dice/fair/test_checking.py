"""Tests that honest sessions are accepted and any change is found."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nazh.domain.dice import RULESETS
from nazh.domain.dice.fair import Opened, commitment_of, digest_of, read_entry
from nazh.domain.dice.fair.checking import check
from nazh.domain.dice.fair.faults import (
    CounterOutOfTurn,
    NotAsSeen,
    NotOpened,
    NotTold,
    OtherCommitment,
    OutOfPlace,
    PlayerOutOfTurn,
    UnreadableLine,
    WordsMissing,
    WrongFaces,
    WrongSecret,
)
from nazh.domain.dice.fair.report import Known, Verdict
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.fair.commitments import digest_of_words
from tests.unit.domain.dice.fair.sample_sessions import (
    SECRET,
    SESSION,
    SampleSession,
    as_bytes,
    changed,
    decoded,
    encoded,
    relinked,
    sample_session,
)
from tests.unit.domain.dice.strategies import notations, steady


@st.composite
def tables(draw: st.DrawFn) -> SampleSession:
    """Random honest sessions with words in between."""
    sample = SampleSession(draw(st.binary(min_size=32, max_size=32)))
    for _ in range(draw(st.integers(1, 6))):
        player = draw(st.integers(1, sample.state.players + 1))
        step = draw(st.sampled_from(["join", "roll", "roll", "plot"]))
        plain = [n for n, rolls in sample.rolls.items() if not rolls[0].throw.plan.has_plot_die]
        if step == "join":
            sample.add_words(player, draw(st.text(max_size=20)))
        elif step == "plot" and plain:
            n = draw(st.sampled_from(plain))
            sample.add_plot_die_to(n)
            del sample.rolls[n]
        else:
            try:
                sample.roll_for(
                    player, draw(notations()), draw(st.sampled_from(list(RULESETS.values())))
                )
            except Refusal:  # too long, or always divides by zero
                sample.roll_for(player, "1d6")
    return sample


@steady
@given(tables())
def test_an_honest_session_is_proven(sample: SampleSession) -> None:
    report = check(sample.close(), Known(commitment_of(sample.secret, sample.session)))

    assert report.faults == ()
    assert report.verdict is Verdict.PROVEN
    assert report.proven == report.rolls + report.plot_dice + report.spoiled


@steady
@given(tables())
def test_an_honest_session_that_is_open_holds_and_is_not_proven_yet(sample: SampleSession) -> None:
    report = check(as_bytes(sample.lines))

    assert report.holds
    assert report.verdict is Verdict.OPEN
    assert report.proven == 0


LINES = sample_session().close()
# No line follows the last one, so only its mark in Discord protects it.
END_SEEN = Known(seen=((len(LINES) - 1, digest_of(LINES[-1])[:8]),))


@steady
@given(st.integers(0, len(LINES) - 1), st.data())
def test_any_change_of_a_byte_is_found(place: int, data: st.DataObject) -> None:
    line = LINES[place]
    at = data.draw(st.integers(0, len(line) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != line[at]))

    other = line[:at] + bytes([byte]) + line[at + 1 :]
    report = check([*LINES[:place], other, *LINES[place + 1 :]], END_SEEN)

    assert {fault.line for fault in report.faults} & {place + 1, place + 2}


@steady
@given(st.integers(0, len(LINES) - 1), st.data())
def test_any_change_of_a_value_is_found(place: int, data: st.DataObject) -> None:
    values = decoded(LINES[place])
    key = data.draw(st.sampled_from(sorted(values)))
    value: object = data.draw(st.one_of(st.integers(), st.text(), st.none(), st.just([])))
    assume(value != values[key])
    other = encoded(values | {key: value})

    report = check([*LINES[:place], other, *LINES[place + 1 :]], END_SEEN)

    assert {fault.line for fault in report.faults} & {place + 1, place + 2}


def test_a_fault_stores_few_faces_more_than_the_receipt() -> None:
    sample = SampleSession()
    n = sample.roll_for(1, "10x1d10000r<10000, 1d10000r<10000, 1d10000r<10000")
    lines = sample.close()

    # Otherwise a small file of short lines could exhaust the verifier's memory.
    report = check(relinked([*lines[:n], changed(lines[n], faces=[7]), *lines[n + 1 :]]))

    (wrong,) = (fault for fault in report.faults if isinstance(fault, WrongFaces))
    assert wrong.recorded == (7,)
    assert wrong.drawn is not None
    assert len(wrong.drawn) == 31


@given(st.lists(st.binary(max_size=80), max_size=5))
def test_garbage_is_named_line_by_line(lines: list[bytes]) -> None:
    report = check(lines)

    assert not report.holds
    unreadable = [fault.line for fault in report.faults if isinstance(fault, UnreadableLine)]
    assert unreadable == list(range(1, len(lines) + 1))


@pytest.mark.parametrize("notation", ["6/(1d2-1)", "2x{6/(1d2-1),1d6!}kh1"])
def test_a_roll_that_divided_by_zero_is_proven_to_have_done_so(notation: str) -> None:
    sample = SampleSession()
    while "spoiled" not in sample.lines[-1]:
        sample.roll_for(1, notation)

    report = check(sample.close(), Known(commitment_of(sample.secret, sample.session)))

    assert report.verdict is Verdict.PROVEN
    assert report.spoiled == 1


def test_marks_seen_in_discord_are_compared() -> None:
    marks_seen = tuple((n, digest_of(line)[:8]) for n, line in enumerate(LINES))

    report = check(LINES, Known(commitment_of(SECRET, SESSION), marks_seen))

    assert report.verdict is Verdict.PROVEN


def test_another_commitment_than_the_published_one_is_found() -> None:
    opened = read_entry(LINES[0])
    assert isinstance(opened, Opened)

    report = check(LINES, Known("ab" * 32))

    assert report.faults == (OtherCommitment(1, opened.commitment, "ab" * 32),)


def test_an_entry_that_is_not_the_one_seen_is_found() -> None:
    report = check(LINES, Known(seen=((3, "00000000"),)))

    assert report.faults == (NotAsSeen(4, "00000000", digest_of(LINES[3])),)


def test_an_entry_that_was_seen_and_is_cut_off_is_found() -> None:
    lines = LINES[:5]

    report = check(lines, Known(seen=((7, digest_of(LINES[7])[:8]),)))

    assert report.faults == (NotTold(5, 7, digest_of(LINES[7])[:8]),)


def test_words_are_found_among_those_that_joined() -> None:
    mine, others = digest_of_words("seven"), digest_of_words("eight")

    report = check(LINES, Known(words=(mine, others)))

    assert report.faults == (WordsMissing(len(LINES), others),)


@pytest.mark.parametrize("kind", ["joined", "rolled"])
def test_a_player_comes_after_the_one_with_the_number_below(kind: str) -> None:
    sample = SampleSession()
    sample.roll_for(1, "1d6")
    n = sample.add_words(2, "two") if kind == "joined" else sample.roll_for(2, "1d6")
    lines = sample.close()

    report = check(relinked([*lines[:n], changed(lines[n], player=3), *lines[n + 1 :]]))

    assert PlayerOutOfTurn(n + 1, 3, 2) in report.faults
    assert report.players == 3


def test_without_an_opening_the_secret_is_not_mentioned() -> None:
    faults = [type(fault) for fault in check(LINES[1:]).faults]

    assert NotOpened in faults
    assert WrongSecret not in faults


@pytest.mark.parametrize("place", range(1, len(LINES) - 1))
def test_an_unreadable_line_may_have_used_a_position_and_a_counter_or_not(place: int) -> None:
    replaced = [*LINES[:place], b"nothing to read", *LINES[place + 1 :]]
    inserted = [*LINES[:place], b"nothing to read", *LINES[place:]]

    for lines in (replaced, inserted):
        faults = {type(fault) for fault in check(lines).faults}
        assert faults.isdisjoint({OutOfPlace, CounterOutOfTurn})


def test_progress_is_reported_to_the_end() -> None:
    sample = SampleSession()
    for _ in range(700):
        sample.roll_for(1, "1d6")
    shares: list[float] = []

    check(sample.close(), progress=shares.append)

    assert shares == [pytest.approx(256 / 702), pytest.approx(512 / 702)]


def test_an_empty_receipt_is_refused() -> None:
    assert not check([]).holds


KNOWN_COMMITMENT = Known(commitment_of(SECRET, SESSION))


@pytest.mark.parametrize(
    ("known", "verdict"),
    [
        (Known(), Verdict.CONSISTENT),
        (Known(seen=((3, digest_of(LINES[3])),)), Verdict.CONSISTENT),
        (KNOWN_COMMITMENT, Verdict.PROVEN),
        (Known("0" * 64), Verdict.NOT_AS_SEEN),
        (Known(seen=((3, "00000000"),)), Verdict.NOT_AS_SEEN),
        (Known(seen=((99, "00000000"),)), Verdict.NOT_AS_SEEN),
        (Known(words=("0" * 64,)), Verdict.NOT_AS_SEEN),
    ],
)
def test_a_receipt_without_a_commitment_proves_nothing(known: Known, verdict: Verdict) -> None:
    assert check(LINES, known).verdict is verdict


def test_a_chain_that_contradicts_itself_is_inconsistent_whatever_was_seen() -> None:
    report = check([*LINES[:3], *LINES[4:]], KNOWN_COMMITMENT)

    assert report.verdict is Verdict.INCONSISTENT
    assert check(LINES[:-1], KNOWN_COMMITMENT).verdict is Verdict.OPEN
