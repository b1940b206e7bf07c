"""Tests that more than a hundred manipulations of a session's receipts are found.

There are careless edits; forgeries with recomputed positions and links, by somebody who knows the
secret, as everyone does in the end; and valid chains by the operator, which only the marks seen in
Discord can disprove.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import pytest

from nazh.domain.dice.fair import commitment_of, digest_of
from nazh.domain.dice.fair import faults as wrong
from nazh.domain.dice.fair.checking import check
from nazh.domain.dice.fair.faults import Fault
from nazh.domain.dice.fair.report import Known, Verdict
from nazh.domain.kernel.fair.commitments import digest_of_words
from tests.unit.domain.dice.fair.sample_sessions import (
    SECRET,
    SESSION,
    SampleSession,
    decoded,
    encoded,
    relinked,
    sample_session,
)

Lines = list[bytes]
HONEST: Final = tuple(sample_session().close())
END: Final = len(HONEST)
"""The number of the last line."""
SEEN: Final = Known(
    commitment_of(SECRET, SESSION),
    tuple((n, digest_of(line)[:8]) for n, line in enumerate(HONEST)),
)
"""The marks of all messages in Discord."""
OTHER_SECRET: Final = bytes(range(1, 33))


class Tampering(NamedTuple):
    """A manipulation, the expected finding, and its line."""

    name: str
    lines: Lines
    fault: type[Fault]
    line: int
    known: Known = Known()


def entry_indices(*kinds: str) -> list[int]:
    return [n for n, line in enumerate(HONEST) if decoded(line)["kind"] in kinds]


ROLLED: Final = entry_indices("rolled")
JOINED: Final = entry_indices("joined")
ADDED: Final = entry_indices("plot_die_added")
CHANCES: Final = entry_indices("rolled", "plot_die_added", "spoiled")
(SPOILED,) = entry_indices("spoiled")


def altered(n: int, **values: object) -> Lines:
    """The session with other values in the entry at ``n``."""
    return [*HONEST[:n], encoded(decoded(HONEST[n]) | values), *HONEST[n + 1 :]]


def without(*places: int) -> Lines:
    return [line for n, line in enumerate(HONEST) if n not in places]


def moved(n: int, to: int) -> Lines:
    lines = without(n)
    lines.insert(to, HONEST[n])
    return lines


def with_swapped_values(key: str, one: int, other: int) -> Lines:
    """The session with the values of a key swapped between two entries."""
    lines = altered(one, **{key: decoded(HONEST[other])[key]})
    lines[other] = altered(other, **{key: decoded(HONEST[one])[key]})[other]
    return lines


def counter_of(n: int) -> int:
    counter = decoded(HONEST[n])["counter"]
    assert isinstance(counter, int)
    return counter


def other_faces(n: int) -> list[int]:
    """The faces of a roll with another possible first face."""
    faces = decoded(HONEST[n])["faces"]
    assert isinstance(faces, list)
    return [2 if faces[0] == 1 else 1, *faces[1:]]


def with_raised_counters(n: int) -> object:
    """The totals of a roll, each one higher."""
    totals = decoded(HONEST[n])["totals"]
    assert isinstance(totals, list)
    return [[1 if pool is None else pool + 1 for pool in pools] for pools in totals]


def counters_in_turn(lines: Sequence[bytes]) -> Lines:
    """The lines with consecutive counters again."""
    counter, result = 0, []
    for line in lines:
        entry = decoded(line)
        if "counter" in entry:
            entry |= {"counter": counter}
            counter += 1
        result.append(encoded(entry))
    return result


def careless_tampering() -> Iterator[Tampering]:
    for n in (*ROLLED, *ADDED):
        faces, totals = altered(n, faces=other_faces(n)), altered(n, totals=with_raised_counters(n))
        yield Tampering(f"another face in {n}", faces, wrong.WrongFaces, n + 1)
        yield Tampering(f"totals of {n}", totals, wrong.WrongTotals, n + 1)
    for n in CHANCES:
        counter = altered(n, counter=counter_of(n) + 1)
        yield Tampering(f"the counter of {n}", counter, wrong.CounterOutOfTurn, n + 1)
    for n in range(1, END - 1):
        again = [*HONEST[:n], HONEST[n], *HONEST[n:]]
        yield Tampering(f"{n} left out", without(n), wrong.BrokenLink, n + 1)
        yield Tampering(f"{n} put behind the next", moved(n, n + 1), wrong.BrokenLink, n + 1)
        yield Tampering(f"{n} told twice", again, wrong.OutOfPlace, n + 2)
    for n in JOINED:
        yield Tampering(f"words of {n}", altered(n, words="00" * 32), wrong.BrokenLink, n + 2)
    for n in (0, JOINED[0], ROLLED[0], ADDED[0]):
        hour = altered(n, at="2026-11-21T23:00:00Z")
        yield Tampering(f"the hour of {n}", hour, wrong.BrokenLink, n + 2)
    secret = altered(END - 1, secret=OTHER_SECRET.hex())
    second = [*HONEST[:5], HONEST[0], *HONEST[5:]]
    garbage = [*HONEST[:5], b"\xff\x00", *HONEST[5:]]
    yield Tampering("another server", altered(0, server="1"), wrong.BrokenLink, 2)
    yield Tampering("another session", altered(0, session="f" * 16), wrong.WrongSecret, END)
    yield Tampering("another commitment", altered(0, commitment="0" * 64), wrong.WrongSecret, END)
    yield Tampering("another secret", secret, wrong.WrongSecret, END)
    yield Tampering("no opening", without(0), wrong.NotOpened, 1)
    yield Tampering("a second opening", second, wrong.OpenedAgain, 6)
    yield Tampering("a roll after the end", [*HONEST, HONEST[2]], wrong.AfterTheEnd, END + 1)
    yield Tampering("garbage", garbage, wrong.UnreadableLine, 6)


def forged_chain() -> Iterator[Tampering]:
    """Recomputes positions and links, so that only the dice are wrong."""
    for planted in (*forged_rolls(), *forged_chances(), *forged_words()):
        yield planted._replace(name=f"{planted.name}, mended", lines=relinked(planted.lines))


def forged_rolls() -> Iterator[Tampering]:
    for n in (*ROLLED, *ADDED):
        faces, totals = altered(n, faces=other_faces(n)), altered(n, totals=with_raised_counters(n))
        yield Tampering(f"another face in {n}", faces, wrong.WrongFaces, n + 1)
        yield Tampering(f"totals of {n}", totals, wrong.WrongTotals, n + 1)
    lucky = altered(ROLLED[0], faces=[20, 20, 6, 6], totals=[[25, 12]])
    yield Tampering("the best faces, and their totals", lucky, wrong.WrongFaces, ROLLED[0] + 1)
    for n in ROLLED:
        other = altered(n, notation="1d10000", faces=[7777], totals=[[7777]])
        yield Tampering(f"another roll in {n}", other, wrong.WrongFaces, n + 1)
        spoiled = {"kind": "spoiled", "faces": None, "totals": None}
        entry = {k: v for k, v in (decoded(HONEST[n]) | spoiled).items() if v is not None}
        lines = [*HONEST[:n], encoded(entry), *HONEST[n + 1 :]]
        yield Tampering(f"{n} said to have failed", lines, wrong.NotSpoiled, n + 1)
    fell = decoded(HONEST[SPOILED]) | {"kind": "rolled", "faces": [20], "totals": [[1]]}
    lines = [*HONEST[:SPOILED], encoded(fell), *HONEST[SPOILED + 1 :]]
    yield Tampering("a failed roll that succeeds", lines, wrong.WrongFaces, SPOILED + 1)
    yield Tampering("a roll in words", altered(2, notation="two dice"), wrong.UnreadableRoll, 3)
    shouted = altered(2, notation="A1D20+5, 2D6")
    yield Tampering("a roll spelled otherwise", shouted, wrong.UnreadableRoll, 3)
    yield Tampering("rules of nobody", altered(2, ruleset="mine"), wrong.UnknownRuleset, 3)
    yield Tampering("a face too many", altered(2, faces=[1, 1, 1, 1, 1]), wrong.UnfitFaces, 3)
    yield Tampering("a face of no die", altered(2, faces=[21, 1, 1, 1]), wrong.UnfitFaces, 3)
    other = altered(ADDED[0], of=JOINED[0])
    yield Tampering("a plot die beside words", other, wrong.NoSuchRoll, ADDED[0] + 1)
    other = altered(ADDED[0], of=ROLLED[1])
    yield Tampering("a plot die beside another roll", other, wrong.OtherNotation, ADDED[0] + 1)
    other = altered(ADDED[1], of=decoded(HONEST[ADDED[0]])["of"])
    yield Tampering("two plot dice beside a roll", other, wrong.PlotDieTwice, ADDED[1] + 1)
    first = altered(JOINED[0], player=3)
    yield Tampering("a player before the others", first, wrong.PlayerOutOfTurn, JOINED[0] + 1)


def forged_chances() -> Iterator[Tampering]:
    for n, later in pairwise(CHANCES):
        swapped = with_swapped_values("counter", n, later)
        faces = counters_in_turn(without(n))
        yield Tampering(f"{n} left out", without(n), wrong.CounterOutOfTurn, later)
        yield Tampering(f"{n} put behind {later}", moved(n, later), wrong.CounterOutOfTurn, later)
        yield Tampering(f"counters {n} and {later}", swapped, wrong.CounterOutOfTurn, n + 1)
        if later in ROLLED:
            yield Tampering(f"{n} left out, counters in turn", faces, wrong.WrongFaces, later)
    for n in ROLLED[:-1]:
        lines = counters_in_turn([*HONEST[: n + 1], HONEST[n], *HONEST[n + 1 :]])
        yield Tampering(f"{n} rolled twice, counters in turn", lines, wrong.WrongFaces, n + 2)


def forged_words() -> Iterator[Tampering]:
    for n in JOINED:
        (after, *_) = (roll for roll in ROLLED if roll > n)
        words = altered(n, words=digest_of_words("others"))
        late = moved(n, after)
        yield Tampering(f"the words of {n} changed", words, wrong.WrongFaces, after + 1)
        yield Tampering(f"the words of {n} left out", without(n), wrong.WrongFaces, after)
        yield Tampering(f"the words of {n} after the roll", late, wrong.WrongFaces, after)
    other = decoded(HONEST[JOINED[1]]) | {"player": 1}
    lines = [*HONEST[: JOINED[1]], encoded(other), *HONEST[JOINED[1] + 1 :]]
    after = next(roll for roll in ROLLED if roll > JOINED[1])
    yield Tampering("words of another player", lines, wrong.WrongFaces, after + 1)


def operator_tampering() -> Iterator[Tampering]:
    """Valid chains that only the marks seen in Discord disprove."""
    other = sample_session(OTHER_SECRET).close()
    published = Known(commitment_of(SECRET, SESSION))
    marks = SEEN.seen
    yield Tampering("a session of another secret", other, wrong.OtherCommitment, 1, published)
    yield Tampering("marks of another secret", other, wrong.NotAsSeen, 3, Known(seen=marks[2:3]))
    session = sample_session(words="The moon is made of chalk").close()
    mine = Known(words=(digest_of_words("The moon is made of cheese"),))
    yield Tampering("a session with other words", session, wrong.WordsMissing, len(session), mine)
    yield Tampering("marks of other words", session, wrong.NotAsSeen, 3, Known(seen=marks[2:3]))
    for n in ROLLED:
        cut = relinked([*HONEST[:n], HONEST[-1]])
        known = Known(published.commitment, marks[n : n + 1])
        yield Tampering(f"cut before {n}", cut, wrong.NotAsSeen, n + 1, known)
        known = Known(published.commitment, marks[-1:])
        yield Tampering(f"cut before {n}, the last mark", cut, wrong.NotTold, n + 1, known)
        lines = relinked(altered(n, player=1 if decoded(HONEST[n])["player"] != 1 else 2))
        known = Known(published.commitment, marks[n : n + 1])
        yield Tampering(f"somebody else rolled {n}", lines, wrong.NotAsSeen, n + 1, known)
        lines = relinked(altered(n, at="2026-11-21T23:00:00Z"))
        yield Tampering(f"{n} at another hour", lines, wrong.NotAsSeen, n + 1, known)
    # With the secret, which is public in the end, faces of other rolls can be computed.
    anew = SampleSession()
    anew.add_words(1, "The moon is made of cheese")
    anew.roll_for(2, "4d6kh3")
    known = Known(published.commitment, marks[2:3], mine.words)
    yield Tampering("a roll left out, faces anew", anew.close(), wrong.NotAsSeen, 3, known)
    short = SampleSession()
    short.add_words(1, "The moon is made of cheese")
    short.roll_for(1, "a1d20+50, 2d6")
    lines = short.close()
    yield Tampering("a bonus that nobody had", lines, wrong.NotAsSeen, 3, Known(seen=marks[2:3]))


TAMPERINGS: Final = (*careless_tampering(), *forged_chain(), *operator_tampering())


def test_the_untampered_session_is_proven() -> None:
    assert check(HONEST, SEEN).verdict is Verdict.PROVEN


def test_there_are_more_than_a_hundred_tamperings() -> None:
    assert len({planted.name for planted in TAMPERINGS}) == len(TAMPERINGS) >= 100
    assert all(tuple(planted.lines) != HONEST for planted in TAMPERINGS)


@pytest.mark.parametrize("planted", TAMPERINGS, ids=[planted.name for planted in TAMPERINGS])
def test_each_tampering_is_found_and_named(planted: Tampering) -> None:
    report = check(planted.lines, planted.known)

    assert not report.holds
    assert (planted.fault, planted.line) in {(type(fault), fault.line) for fault in report.faults}


def test_operator_tampering_is_found_only_by_seen_digests() -> None:
    for planted in operator_tampering():
        assert check(planted.lines).verdict is Verdict.CONSISTENT
        assert {fault.line for fault in check(planted.lines, planted.known).faults}
