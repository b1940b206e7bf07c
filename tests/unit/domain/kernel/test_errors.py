"""Tests that refusals carry everything a user needs to correct the input."""

from __future__ import annotations

from typing import ClassVar

from nazh.domain.kernel.errors import Refusal, Unavailable


class NoSuchFile(Refusal):
    """A refusal of these tests."""

    code: ClassVar[str] = "no_such_door"


def test_a_refusal_reads_as_its_sentence() -> None:
    refusal = NoSuchFile("There is no door here.")

    assert str(refusal) == refusal.sentence == "There is no door here."


def test_a_refusal_knows_its_place_its_hint_and_the_text() -> None:
    refusal = NoSuchFile("There is no door here.", at=4, hint="Look left.", source="the east")

    assert (refusal.at, refusal.hint, refusal.source) == (4, "Look left.", "the east")


def test_a_refusal_without_a_position_marks_none() -> None:
    refusal = NoSuchFile("There is no door here.")

    assert (refusal.at, refusal.hint, refusal.source) == (None, None, None)


def test_broken_machinery_is_named_and_is_no_refusal() -> None:
    broken = Unavailable("the roll ledger")

    assert str(broken) == "the roll ledger is not available"
    assert not isinstance(broken, Refusal)
