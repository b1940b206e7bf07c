"""Forges receipts in a hundred ways, as anyone who can edit a file could.

A *mended* forgery has its chain recomputed after the change, so that every link is valid. Only the
secret, the rules and the marks that players saw can reveal it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from random import Random
from typing import Any, Final

from tests.browser.fair_sessions import SessionAtPlay

Entry = dict[str, Any]
Lines = list[str]
_NOTATIONS: Final = (
    *("1d20+5", "a1d20+7 vs 15", "2d6+3", "4d6kh3", "8d6!", "1d20+5, 2d6, dp", "6x4d6kh3"),
    *("5d10>=8f=1", "3d20+100", "d1d20", "10d10r<=2", "2d6u+1", "{2d6,1d20}kh1", "10/1d4"),
)


@dataclass(frozen=True)
class Forgery:
    """A manipulation of ``lines``, and the first ``line`` that must be reported, counted from 1.

    ``reason`` is a part of the report. ``marks`` are what a player saw.
    """

    what: str
    lines: Lines
    line: int
    reason: str
    marks: str = ""


def _published(line: str) -> Entry:
    entry: Entry = json.loads(line)
    return entry


def _line(entry: Entry) -> str:
    return json.dumps(entry, sort_keys=True, separators=(",", ":"))


def _mended(entries: Sequence[Entry]) -> Lines:
    """Return the entries as lines, with recomputed numbers, throws and links."""
    lines: Lines = []
    counter = 0
    for n, forged in enumerate(entries):
        entry = {**forged, "n": n}
        if lines:
            entry["before"] = sha256(lines[-1].encode()).hexdigest()
        if "counter" in entry:
            entry["counter"] = counter
            counter += 1
        lines.append(_line(entry))
    return lines


class _Forger:
    """Changes one thing in an honest session, at a random place."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        session = SessionAtPlay(seed)
        session.join("the third star")
        session.roll("8d20")
        session.roll("8d20")
        for place in range(12):
            session.roll(self.random.choice(_NOTATIONS))
            if place == 3:
                session.join("no more ones")
            if place in (2, 7):
                session.roll("1d20+100, 2d6")
                session.add_plot_die()
        session.close()
        self.lines = session.lines
        self.entries = [_published(line) for line in self.lines]

    def place(self, *kinds: str) -> int:
        """The position of an entry of one of the kinds, neither the first nor the last."""
        places = [at for at, entry in enumerate(self.entries) if entry["kind"] in kinds]
        return self.random.choice(places[1:-1] if len(places) > 2 else places)

    def changed(self, place: int, /, **values: object) -> list[Entry]:
        """The entries with other values at ``place``."""
        return [
            {**entry, **values} if at == place else entry for at, entry in enumerate(self.entries)
        ]

    def other_face(self, at: int) -> list[int]:
        """The faces of an entry, with one replaced by another possible face."""
        faces = list(self.entries[at]["faces"])
        place = self.random.randrange(len(faces))
        faces[place] = faces[place] - 1 if faces[place] > 1 else 2
        return faces


def _face(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    lines = _mended(forger.changed(at, faces=forger.other_face(at)))
    return Forgery("another face", lines, at + 1, "secret gives")


def _order(forger: _Forger) -> Forgery:
    at = next(
        at
        for at, entry in enumerate(forger.entries)
        if entry["kind"] == "rolled" and len(set(entry["faces"])) > 2
    )
    faces = forger.entries[at]["faces"]
    lines = _mended(forger.changed(at, faces=[*faces[1:], faces[0]]))
    return Forgery("faces in another order", lines, at + 1, "secret gives")


def _total(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    totals = [list(pools) for pools in forger.entries[at]["totals"]]
    totals[-1][0] += forger.random.choice((-1, 1, 10))
    lines = _mended(forger.changed(at, totals=totals))
    return Forgery("another total", lines, at + 1, "does not follow from its faces")


def _bonus(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    notation = forger.entries[at]["notation"]
    lines = _mended(forger.changed(at, notation=f"{notation}, 1"))
    return Forgery("one pool more", lines, at + 1, "does not follow from its faces")


def _plot_face(forger: _Forger) -> Forgery:
    at = forger.place("plot_die_added")
    face = forger.entries[at]["faces"][0] % 6 + 1
    return Forgery(
        "another plot die", _mended(forger.changed(at, faces=[face])), at + 1, "secret gives"
    )


def _plot_of(forger: _Forger) -> Forgery:
    at = forger.place("plot_die_added")
    lines = _mended(forger.changed(at, of=at + 1))
    return Forgery("a plot die beside nothing", lines, at + 1, "no roll before it")


def _left_out(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    lines = [*forger.lines[:at], *forger.lines[at + 1 :]]
    return Forgery("a roll left out", lines, at + 1, "does not follow the line before")


def _left_out_mended(forger: _Forger) -> Forgery:
    entries = [*forger.entries[:2], *forger.entries[3:]]
    for entry in entries:
        if "player" in entry:
            entry["player"] = 1
    return Forgery("a roll left out, and mended", _mended(entries), 3, "secret gives")


def _counter(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    entries = forger.changed(at, counter=forger.entries[at]["counter"] + 1)
    lines = _relinked(entries)
    return Forgery("another throw", lines, at + 1, "comes next")


def _relinked(entries: Sequence[Entry]) -> Lines:
    """Return the entries as lines, with recomputed links only."""
    lines: Lines = []
    for entry in entries:
        link = {"before": sha256(lines[-1].encode()).hexdigest()} if lines else {}
        lines.append(_line({**entry, **link}))
    return lines


def _swapped(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    lines = list(forger.lines)
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    return Forgery("two lines swapped", lines, at + 1, "does not follow the line before")


def _secret(forger: _Forger) -> Forgery:
    at = len(forger.lines) - 1
    entries = forger.changed(at, secret=forger.random.randbytes(32).hex())
    return Forgery("another secret", _mended(entries), at + 1, "promised")


def _commitment(forger: _Forger) -> Forgery:
    entries = forger.changed(0, commitment=forger.random.randbytes(32).hex())
    return Forgery("another commitment", _mended(entries), len(entries), "promised")


def _forged(forger: _Forger) -> Forgery:
    entries = [*forger.entries[:3], *forger.entries[2:]]
    return Forgery("a roll told twice, and mended", _mended(entries), 4, "secret gives")


def _forged_raw(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    lines = [*forger.lines[:at], forger.lines[at - 1], *forger.lines[at:]]
    return Forgery("a line told twice", lines, at + 1, "does not follow the line before")


def _words(forger: _Forger) -> Forgery:
    entries = forger.changed(1, words=sha256(b"the operator's").hexdigest())
    return Forgery("other words", _mended(entries), 3, "secret gives")


def _words_left_out(forger: _Forger) -> Forgery:
    lines = _mended([forger.entries[0], *forger.entries[2:]])
    return Forgery("words left out", lines, 2, "secret gives")


def _hidden(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    other_fields = {k: v for k, v in forger.entries[at].items() if k not in ("faces", "totals")}
    entries = [*forger.entries[:at], {**other_fields, "kind": "spoiled"}, *forger.entries[at + 1 :]]
    return Forgery("a roll hidden as a division by zero", _mended(entries), at + 1, "does not")


def _player(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    return Forgery(
        "a player of nowhere", _mended(forger.changed(at, player=99)), at + 1, "Player 99"
    )


def _ruleset(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    lines = _mended(forger.changed(at, ruleset="generous"))
    return Forgery("another ruleset", lines, at + 1, "No ruleset is called")


def _junk(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    lines = _mended(forger.changed(at, notation="1d20+5junk"))
    return Forgery("no notation", lines, at + 1, "is no roll")


def _spelling(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    notation = forger.entries[at]["notation"].replace("d", "D")
    lines = _mended(forger.changed(at, notation=notation))
    return Forgery("another spelling", lines, at + 1, "not written as Nazh writes it")


def _faces_too_many(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    faces = [*forger.entries[at]["faces"], 1]
    lines = _mended(forger.changed(at, faces=faces))
    return Forgery("a die too many", lines, at + 1, "more faces than dice")


def _no_such_face(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    faces = [*forger.entries[at]["faces"]]
    faces[0] = 101
    lines = _mended(forger.changed(at, faces=faces))
    return Forgery("a face that no die has", lines, at + 1, "has no face 101")


def _behind_the_end(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    lines = _mended([*forger.entries, forger.entries[at]])
    return Forgery("a roll behind the end", lines, len(lines), "closed the session")


def _opened_twice(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    lines = [*forger.lines[:at], forger.lines[0], *forger.lines[at:]]
    return Forgery("opened twice", lines, at + 1, "midst of another")


def _no_beginning(forger: _Forger) -> Forgery:
    return Forgery("no beginning", forger.lines[1:], 1, "does not begin")


def _when(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    moment = "2026-02-02T02:02:02Z"
    lines = [_line(entry) for entry in forger.changed(at, at=moment)]
    return Forgery("another time", lines, at + 2, "does not follow the line before")


def _no_time(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    lines = _mended(forger.changed(at, at="2026-02-30T02:02:02Z"))
    return Forgery("a time that never was", lines, at + 1, "time that does not exist")


def _spaces(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    lines = list(forger.lines)
    lines[at] = lines[at].replace(",", ", ", 1)
    return Forgery("a space", lines, at + 1, "not written as Nazh writes it")


def _key_twice(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    lines = list(forger.lines)
    lines[at] = lines[at].replace('{"at"', '{"player":1,"at"', 1)
    return Forgery("a key twice", lines, at + 1, "not written as Nazh writes it")


def _key_more(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    lines = _mended(forger.changed(at, luck=7))
    return Forgery("a key more", lines, at + 1, "does not belong there")


def _letters(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    lines = list(forger.lines)
    lines[at] = lines[at].replace('"ruleset":"', '"ruleset":"é', 1)
    return Forgery("letters beyond ASCII", lines, at + 1, "letters that no receipt has")


def _another_session(forger: _Forger) -> Forgery:
    at = forger.place("rolled")
    mark = sha256(forger.lines[at].encode()).hexdigest()[:8]
    other = _Forger(forger.random.randrange(10**6, 10**9))
    return Forgery("another session", other.lines, 0, f"Entry {at} is another", f"{at}:{mark}")


def _cut_off(forger: _Forger) -> Forgery:
    n = len(forger.lines) - 2
    mark = sha256(forger.lines[n].encode()).hexdigest()[:8]
    lines = _mended([*forger.entries[:-4], forger.entries[-1]])
    return Forgery("the last rolls left out", lines, 0, f"no entry {n}", f"Proof {n} · {mark}")


KINDS: Final[tuple[Callable[[_Forger], Forgery], ...]] = (
    *(_face, _order, _total, _bonus, _plot_face, _plot_of, _left_out, _left_out_mended, _counter),
    *(_swapped, _secret, _commitment, _forged, _forged_raw, _words, _words_left_out, _hidden),
    *(_player, _ruleset, _junk, _spelling, _faces_too_many, _no_such_face, _behind_the_end),
    *(_opened_twice, _no_beginning, _when, _no_time, _spaces, _key_twice, _key_more, _letters),
    *(_another_session, _cut_off),
)


def forgeries(rounds: int) -> list[Forgery]:
    """Each kind of forgery ``rounds`` times, each in another session."""
    return [
        make(_Forger(1000 * turn + place))
        for turn in range(rounds)
        for place, make in enumerate(KINDS)
    ]
