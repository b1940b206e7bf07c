"""Tests that every record is restored from its row."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nazh.adapters.outbound.sql.dice.rolls import UnreadableRow, record_of, row_of
from nazh.domain.dice import NAZH, RULESETS, RollPlan, Throw, add_plot_die, parse_roll, throw
from nazh.domain.dice.judging import judge_repeats
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId
from tests.doubles.rng import ScriptedRng
from tests.unit.domain.dice.strategies import Luck, luck, notations, steady

SNOWFLAKES = st.integers(1, 2**63 - 1)
INSTANTS = st.datetimes(datetime(2015, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
LONGEST = "+".join(["1d6"] * 20 + ["1"] * 160)


def record(notation: str = "1d6", faces: tuple[int, ...] = (3,)) -> RollRecord:
    thrown = throw(parse_roll(notation), ScriptedRng(faces))
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return RollRecord(RequestId("a"), UserId(1), None, None, at, NAZH, (thrown,))


def thrown(plan: RollPlan, dice: Luck) -> tuple[Throw, ...]:
    """Like ``RollDice``, with faces in the form of rows."""
    throws = (throw(plan, dice) for _ in range(plan.repeats))
    return tuple(Throw(each.plan, tuple(each.faces)) for each in throws)


@st.composite
def records(draw: st.DrawFn) -> RollRecord:
    try:
        plan = parse_roll(draw(notations()), add_plot=draw(st.booleans()))
        throws = thrown(plan, draw(luck()))
        judge_repeats(throws, NAZH, ())
    except Refusal:
        assume(False)  # too long, a second plot die, or a division by zero
        raise
    request_id = RequestId(draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1)))
    return RollRecord(
        id=request_id,
        by=UserId(draw(SNOWFLAKES)),
        channel=draw(st.none() | SNOWFLAKES.map(ChannelId)),
        guild=draw(st.none() | SNOWFLAKES.map(GuildId)),
        at=draw(INSTANTS),
        ruleset=draw(st.sampled_from(list(RULESETS.values()))),
        throws=throws,
        is_secret=draw(st.booleans()),
        root_id=draw(st.none() | st.just(RequestId(f"{request_id}'s first"))),
        character=draw(st.none() | st.just("Kaladin")),
    )


@steady
@given(records())
def test_a_record_reads_back_unchanged(record: RollRecord) -> None:
    again = record_of(row_of(record))

    assert again == record
    assert again.rolls == record.rolls


def test_a_pick_is_kept() -> None:
    recorded = replace(record("a1dp", (2, 5)), picked=(5,))

    again = record_of(row_of(recorded))

    assert again.picked == (5,)
    assert again.rolls == recorded.rolls


def test_a_plot_die_added_to_the_longest_notation_reads_back() -> None:
    longest = LONGEST + "+1" * ((Limits.NOTATION_LENGTH - len(LONGEST)) // 2)
    before = throw(parse_roll(longest), ScriptedRng([1] * 20))
    recorded = replace(record(), throws=(add_plot_die(before, ScriptedRng([6])),))

    again = record_of(row_of(recorded))

    assert len(again.throws[0].plan.notation) > Limits.NOTATION_LENGTH
    assert again.throws[0].plan == recorded.throws[0].plan


@pytest.mark.parametrize(
    "change",
    [
        {"form": 2},
        {"notation": "1d6junk"},
        {"ruleset": "chess"},
        {"faces": "[[3"},
        {"faces": "3"},
        {"at": 2**62},
    ],
)
def test_an_unreadable_row_is_logged_with_its_id(change: dict[str, object]) -> None:
    row = {**row_of(record()), **change}

    with pytest.raises(UnreadableRow, match="roll a cannot be read back"):
        record_of(row)
