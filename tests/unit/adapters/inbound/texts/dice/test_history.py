"""Tests lines of rolls, and the position in the chain in exported rolls."""

from __future__ import annotations

import json
from dataclasses import replace

from nazh.adapters.inbound.texts.dice.history import history_lines
from nazh.adapters.inbound.texts.dice.history_files import json_line
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dice.history.list_history import HistoryFilter
from nazh.domain.dice.records import Proof
from tests.unit.adapters.outbound.sql.dice.test_rolls import record

DIGEST = "3f2a9c01" + 56 * "0"


def test_a_proven_roll_shows_its_position_in_the_chain() -> None:
    proven = replace(record("2d6", (3, 4)), proof=Proof("00c0ffee00c0ffee", 12, DIGEST))

    document = json.loads(json_line(proven))

    assert document["proof"] == {"session": "00c0ffee00c0ffee", "n": 12, "digest": DIGEST}


def test_a_roll_without_a_proof_says_nothing_of_one() -> None:
    assert "proof" not in json.loads(json_line(record("2d6", (3, 4))))


def test_a_long_comment_is_cut_to_60_characters() -> None:
    rolls = (record(f"1d6 # {'x' * 60}"), record(f"1d6 # {'x' * 61}"))

    whole, cut = history_lines(rolls, HistoryFilter(), ENGLISH)

    assert whole.endswith(f" {'x' * 60}")
    assert cut.endswith(f" {'x' * 59}…")
