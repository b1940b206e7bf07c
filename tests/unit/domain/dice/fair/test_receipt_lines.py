"""Tests that each entry has exactly one valid line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dice.fair import (
    Closed,
    Entry,
    Joined,
    Opened,
    PlotDieAdded,
    Rolled,
    Spoiled,
    UnreadableEntry,
    read_entry,
    write_entry,
)
from nazh.domain.dice.fair.receipt_reader import LONGEST_LINE, Flaw
from nazh.domain.dice.fair.receipt_writer import write_instant
from tests.unit.domain.dice.fair.sample_sessions import (
    again,
    changed,
    decoded,
    encoded,
    sample_session,
)
from tests.unit.domain.dice.strategies import steady

LINES = sample_session().close()
(ROLLED,) = [line for line in LINES if b"4d6kh3" in line]

numbers = st.integers(0, 2**63 - 1)
players = st.integers(1, 2**31 - 1)
digests = st.binary(min_size=32, max_size=32).map(bytes.hex)
instants = st.datetimes(
    datetime(1000, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)
).map(lambda at: at.replace(microsecond=0))  # fmt: skip
texts = st.text(max_size=40)
faces = st.lists(st.integers(), max_size=9).map(tuple)
totals = st.lists(st.lists(st.none() | st.integers(), max_size=4).map(tuple), max_size=3).map(tuple)
sessions = st.text("0123456789abcdef", min_size=16, max_size=16)
servers = st.integers(0, 2**64 - 1).map(str)
rolls = (numbers, digests, instants, numbers)
entries: st.SearchStrategy[Entry] = st.one_of(
    st.builds(Opened, numbers, instants, sessions, servers, digests),
    st.builds(Joined, numbers, digests, instants, players, digests),
    st.builds(Rolled, *rolls, players, texts, texts, faces, totals),
    st.builds(Spoiled, *rolls, players, texts, texts),
    st.builds(PlotDieAdded, *rolls, numbers, texts, faces, totals),
    st.builds(Closed, numbers, digests, instants, digests),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)


def flaw_of(line: bytes) -> tuple[Flaw, str | None]:
    with pytest.raises(UnreadableEntry) as caught:
        read_entry(line)
    return caught.value.flaw, caught.value.key


@steady
@given(entries)
def test_reading_what_is_written_gives_the_same_entry(entry: Entry) -> None:
    line = write_entry(entry)

    assert read_entry(line) == entry
    assert line.isascii()
    assert "\n" not in line


@steady
@given(entries)
def test_a_line_is_plain_json_with_sorted_keys_and_no_spaces(entry: Entry) -> None:
    line = write_entry(entry).encode()

    assert encoded(decoded(line)) == line


def test_a_session_reads_as_it_was_written() -> None:
    for line in LINES:
        again(line)


@pytest.mark.parametrize(
    ("line", "flaw"),
    [
        (b"", Flaw.NOT_JSON),
        (b"{", Flaw.NOT_JSON),
        (b"[" * 100_000, Flaw.NOT_JSON),
        (b'{"a":' * 40_000, Flaw.NOT_JSON),
        (b"9" * 5_000, Flaw.NOT_JSON),
        (b"\xff", Flaw.NOT_ASCII),
        ("{}".encode("utf-16"), Flaw.NOT_ASCII),
        ('{"kind":"närrisch"}'.encode(), Flaw.NOT_ASCII),
        (b"{}".ljust(LONGEST_LINE + 1), Flaw.TOO_LONG),
        (b"[]", Flaw.NOT_AN_OBJECT),
        (b"7", Flaw.NOT_AN_OBJECT),
        (b"{}", Flaw.UNKNOWN_KIND),
        (b'{"kind":["rolled"]}', Flaw.UNKNOWN_KIND),
        (b'{"kind":"rolled"}', Flaw.WRONG_KEYS),
        (changed(LINES[0], format="nazh-fair-2"), Flaw.OTHER_FORMAT),
        (changed(ROLLED, luck=7), Flaw.WRONG_KEYS),
        (ROLLED.replace(b",", b", "), Flaw.WRITTEN_OTHERWISE),
        (ROLLED + b" ", Flaw.WRITTEN_OTHERWISE),
        (ROLLED + b"\r", Flaw.WRITTEN_OTHERWISE),
        (ROLLED.replace(b'"n":', b'"n":9,"n":'), Flaw.WRITTEN_OTHERWISE),
        (ROLLED.replace(b"4d6", b"\\u0034d6"), Flaw.WRITTEN_OTHERWISE),
        (ROLLED.replace(b'{"at"', b'{"kind":"rolled","at"'), Flaw.WRITTEN_OTHERWISE),
    ],
)
def test_other_lines_are_refused(line: bytes, flaw: Flaw) -> None:
    assert flaw_of(line) == (flaw, None)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("n", "3"),
        ("n", 3.0),
        ("n", True),
        ("n", -1),
        ("n", 2**63),
        ("counter", None),
        ("counter", 2**63),
        ("player", 0),
        ("player", 2**31),
        ("before", "00"),
        ("before", "G" * 64),
        ("before", "A" * 64),
        ("before", 7),
        ("at", "yesterday"),
        ("at", "2026-11-21 19:00:00Z"),
        ("at", "2026-13-21T19:00:00Z"),
        ("at", "2026-11-21T19:00:00+00:00"),
        ("ruleset", None),
        ("notation", ["1d6"]),
        ("faces", "1"),
        ("faces", [1.0]),
        ("faces", [True]),
        ("faces", [[1]]),
        ("totals", [1]),
        ("totals", [["1"]]),
        ("totals", [[float("nan")]]),
        ("totals", {"1": 1}),
    ],
)
def test_a_value_of_another_kind_is_refused_by_name(key: str, value: object) -> None:
    assert flaw_of(changed(ROLLED, **{key: value})) == (Flaw.WRONG_VALUE, key)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("server", "-1"),
        ("server", "007"),
        ("server", 7),
        ("session", "0123456789ABCDEF"),
        ("session", "0123"),
        ("commitment", ""),
    ],
)
def test_an_opening_is_doubted_as_well(key: str, value: object) -> None:
    assert flaw_of(changed(LINES[0], **{key: value})) == (Flaw.WRONG_VALUE, key)


@steady
@given(st.dictionaries(st.sampled_from(sorted(decoded(ROLLED))), json_values))
def test_any_other_content_is_a_refusal(
    values: dict[str, object],
) -> None:
    line = changed(ROLLED, **values)

    try:
        entry = read_entry(line)
    except UnreadableEntry:
        return
    assert write_entry(entry).encode() == line


def test_instants_are_written_in_utc_to_the_second() -> None:
    in_delhi = datetime(2026, 11, 22, 0, 30, 59, 999_999, timezone(timedelta(hours=5, minutes=30)))

    assert write_instant(in_delhi) == "2026-11-21T19:00:59Z"
