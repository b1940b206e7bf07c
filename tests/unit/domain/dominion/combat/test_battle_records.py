"""Tests that records can be calculated again, by others too, and that no changed byte passes."""

from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.combat.checking import (
    UnreadableRecord,
    differences,
    is_canonical,
    read_battle,
)
from nazh.domain.dominion.combat.draws import Nonces, commitment_of, draw
from nazh.domain.dominion.combat.record import record_of, write_record
from tests.unit.domain.dominion.combat import independent_battle
from tests.unit.domain.dominion.combat.sample_battles import (
    VECTORS,
    random_battle,
    sample_records,
)

RECORDS = sample_records()


def is_accepted(text: str) -> bool:
    try:
        battle, record = read_battle(text)
    except UnreadableRecord:
        return False
    return not differences(record, battle) and is_canonical(text, battle)


def test_the_vectors_are_those_of_the_code() -> None:
    assert VECTORS.read_text("utf-8").splitlines()[1:-1] == [
        f"{record}," for record in RECORDS[:-1]
    ] + [RECORDS[-1]]


@pytest.mark.parametrize("line", RECORDS)
def test_an_independent_implementation_agrees(line: str) -> None:
    record = json.loads(line)

    assert independent_battle.expected(record) == {
        name: record[name] for name in ("result", "spoils")
    }
    assert independent_battle.is_right(line)
    assert is_accepted(line)


def test_the_secret_is_in_no_text_of_the_battle() -> None:
    battle = random_battle(Random(1), 1, None)

    assert f"{battle.secret!r}" not in f"{battle} {battle!r}"


@given(st.integers(0, 2**32), st.none() | st.integers(0, 10_000))
def test_records_are_read_back_unchanged(seed: int, commits: int | None) -> None:
    battle = random_battle(Random(seed), 1 + seed, commits)
    text = write_record(record_of(battle))

    assert read_battle(text)[0] == battle
    assert independent_battle.is_right(text)


@given(st.integers(0, len(RECORDS) - 1), st.randoms(use_true_random=False))
def test_no_changed_byte_passes(number: int, random: Random) -> None:
    text = RECORDS[number]
    place = random.randrange(len(text))
    other = chr(random.choice([code for code in range(128) if code != ord(text[place])]))

    assert not is_accepted(text[:place] + other + text[place + 1 :])


def test_every_byte_of_one_record_counts() -> None:
    text = RECORDS[0]

    for place, character in enumerate(text):
        other = "1" if character != "1" else "2"
        assert not is_accepted(text[:place] + other + text[place + 1 :]), place


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", "1e999", "[" * 10**5, '{"format":1}'])
def test_malformed_records_are_refused(text: str) -> None:
    with pytest.raises(UnreadableRecord):
        read_battle(text)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("war",), 0),
        (("war",), True),
        (("secret",), "00"),
        (("aggressor", "stance"), "sleepy"),
        (("aggressor", "nonce"), "x" * 65),
        (("aggressor", "units"), {"dragons": [1, 0]}),
        (("aggressor", "units"), {"infantry": [1]}),
        (("aggressor", "units"), {"infantry": [-1, 0]}),
        (("defender", "supporters"), [{}] * 101),
        (
            ("defender", "supporters"),
            [{"nation": 1, "units": {}, "bloc": 1, "commits": 10_001}],
        ),
        (("war",), 2**63),
        (("rules", "variance"), 10_000),
        (("rules", "strengths"), {}),
        (("stakes", "captures"), 10**6),
    ],
)
def test_an_invalid_value_is_named(path: tuple[str, ...], value: object) -> None:
    record = json.loads(RECORDS[3])
    place = record
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value

    with pytest.raises(UnreadableRecord) as refused:
        read_battle(json.dumps(record))
    assert refused.value.path.startswith(".".join(path))


def test_a_changed_field_is_named() -> None:
    record = json.loads(RECORDS[3])
    record["result"]["defender"]["variance"] += 1
    del record["spoils"]["captured"]

    battle, read = read_battle(json.dumps(record))

    assert differences(read, battle) == ("result.defender.variance", "spoils.captured")


@given(st.binary(min_size=32, max_size=32), st.integers(1, 2**63 - 1), st.text(max_size=64))
def test_each_nonce_changes_the_draw(secret: bytes, war: int, words: str) -> None:
    drawn = {
        draw(secret, war, 1, nonces, 2**60)
        for nonces in (Nonces(), Nonces(words), Nonces(None, words), Nonces(words, words))
    }

    assert len(drawn) == 4
    assert commitment_of(secret, war) != commitment_of(secret, war - 1)


def test_rounds_are_drawn_apart() -> None:
    assert draw(bytes(32), 1, 1, Nonces(), 1_500) != draw(bytes(32), 1, 2, Nonces(), 1_500)


@given(st.binary(min_size=32, max_size=32), st.integers(0, 3_000))
def test_the_draw_is_within_the_variance(secret: bytes, variance: int) -> None:
    drawn = draw(secret, 1, 1, Nonces(), variance)

    assert all(-variance <= variance_drawn <= variance for variance_drawn in drawn)
