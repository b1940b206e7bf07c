"""Tests that any change, deletion, insertion or reordering of audit log rows is found."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nazh.application.shared.audit.audit_chain import (
    GENESIS,
    AuditRow,
    ChainEnds,
    Fault,
    Link,
    body_digest,
    origin_digest,
    row_digest,
    verify,
)

IDS = st.integers(0, 2**63 - 1)
TEXTS = st.text(max_size=5)
MAYBE_TEXTS = st.none() | TEXTS
FIELDS = tuple(AuditRow._fields)
Chain = tuple[ChainEnds, tuple[AuditRow, ...]]


def chained(contents: list[tuple[int, int | None, int | None, str, str, str | None]]) -> Chain:
    """Return a chain of rows with these times, guilds, actors, actions, targets and details."""
    rows, previous = list[AuditRow](), GENESIS
    for seq, (at, guild, actor, action, target, details) in enumerate(contents, start=1):
        salt, interaction = f"salt {seq}", None if actor is None else f"i{seq}"
        origin = origin_digest(salt, actor, interaction)
        body = body_digest(guild, origin, action, target, details, None)
        digest = row_digest(seq, at, previous, body)
        rows.append(
            AuditRow(
                *(seq, at, guild, actor, interaction, salt, origin),
                *(action, target, details, None, body, digest),
            )
        )
        previous = digest
    return ChainEnds(Link(len(rows), previous)), tuple(rows)


CHAINS = st.lists(
    st.tuples(IDS, st.none() | IDS, st.none() | IDS, TEXTS, TEXTS, MAYBE_TEXTS),
    min_size=1,
    max_size=8,
).map(chained)


def without_user(row: AuditRow) -> AuditRow:
    return row._replace(actor=None, interaction=None, salt=None)


def without_content(row: AuditRow) -> AuditRow:
    return AuditRow(row.seq, row.at, *(None,) * 9, row.body, row.digest)


def values(field: str) -> st.SearchStrategy[int | str | None]:
    """Return what a column can hold."""
    if field in ("seq", "at"):
        return IDS
    if field in ("guild", "actor"):
        return st.none() | IDS
    return TEXTS if field in ("body", "digest") else MAYBE_TEXTS


@given(CHAINS, st.data())
def test_what_may_be_deleted_leaves_the_chain_whole(chain: Chain, data: st.DataObject) -> None:
    ends, rows = chain
    keeps = (lambda row: row, without_user, without_content)
    rows_kept = [data.draw(st.sampled_from(keeps))(row) for row in rows]
    pruned = data.draw(st.integers(0, len(rows)))
    last = Link(pruned, rows[pruned - 1].digest) if pruned else ends.pruned

    report = verify(replace(ends, pruned=last), rows_kept[pruned:])

    assert report.fault is None
    assert report.rows == len(rows) - pruned
    assert report.emptied == sum(row.is_emptied for row in rows_kept[pruned:])


@given(CHAINS, st.data())
def test_a_changed_value_is_found_in_its_row(chain: Chain, data: st.DataObject) -> None:
    ends, rows = chain
    number = data.draw(st.integers(0, len(rows) - 1))
    row = data.draw(st.sampled_from((rows[number], without_user(rows[number]))))
    field = data.draw(st.sampled_from(FIELDS))
    before = getattr(row, field)
    value = data.draw(values(field).filter(lambda other: other != before))
    changed = AuditRow._make(value if name == field else getattr(row, name) for name in FIELDS)
    assume(changed != without_user(row))

    report = verify(ends, [*rows[:number], changed, *rows[number + 1 :]])

    assert report.fault is not None
    assert report.broken_at == number + 1


@pytest.mark.parametrize("left", ["actor", "interaction"])
def test_a_row_without_its_user_does_not_keep_half_of_the_origin(left: str) -> None:
    ends, (row,) = chained([(1, None, 5, "a", "b", None)])
    half = without_user(row)._replace(**{left: getattr(row, left)})

    report = verify(ends, [half])

    assert (report.broken_at, report.fault) == (1, Fault.CHANGED)


def test_a_row_in_the_place_of_the_last_one_does_not_hide_that_it_is_missing() -> None:
    ends, rows = chained([(1, None, None, "a", "b", None)] * 3)

    report = verify(ends, (*rows[:2], rows[2]._replace(seq=4)))

    assert (report.broken_at, report.fault) == (3, Fault.MISSING)


@given(CHAINS, st.data())
def test_a_deleted_row_is_found(chain: Chain, data: st.DataObject) -> None:
    ends, rows = chain
    first = data.draw(st.integers(0, len(rows) - 1))
    end = data.draw(st.integers(first + 1, len(rows)))

    report = verify(ends, (*rows[:first], *rows[end:]))

    assert (report.broken_at, report.fault) == (first + 1, Fault.MISSING)


@given(CHAINS, st.data())
def test_rows_in_another_order_are_found(chain: Chain, data: st.DataObject) -> None:
    ends, rows = chain
    order = data.draw(st.permutations(range(len(rows))))
    moved = [rows[old]._replace(seq=new) for new, old in enumerate(order, start=1)]

    report = verify(ends, moved)

    first = next((new for new, old in enumerate(order) if new != old), None)
    assert report.broken_at == (None if first is None else first + 1)


@given(CHAINS, CHAINS)
def test_another_chain_is_not_the_one_that_was_noted(chain: Chain, other: Chain) -> None:
    ends, rows = chain
    known = ends.last

    assert verify(ends, rows, known).fault is None
    report = verify(*other, known)

    assert (report.fault is None) == (other[1][: known.seq][-1:] == rows[-1:])


def test_a_noted_row_that_was_deleted_because_of_its_age_is_compared_as_far_as_possible() -> None:
    ends, rows = chained([(1, None, None, "a", "b", None)] * 3)
    pruned = replace(ends, pruned=Link(2, rows[1].digest))

    assert verify(pruned, rows[2:], Link(1, "x")).fault is None
    assert verify(pruned, rows[2:], Link(2, rows[1].digest)).fault is None
    assert verify(pruned, rows[2:], Link(2, "x")).fault is Fault.UNKNOWN
    assert verify(pruned, rows[2:], Link(4, "x")).fault is Fault.UNKNOWN


def test_progress_is_reported_and_rows_are_not_kept() -> None:
    ends, rows = chained([(at, None, None, "a", "b", None) for at in range(25_000)])
    shares: list[float] = []
    left = iter(rows)

    verify(ends, islice(left, None), None, shares.append)

    assert shares == [0.4, 0.8]
