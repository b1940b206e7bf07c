"""Tests that the same seed gives the same dice."""

from __future__ import annotations

from nazh.adapters.outbound.rng.seeded_rng import SeededRng


def test_a_seed_throws_the_same_dice_on_every_machine() -> None:
    rng = SeededRng(7)

    assert tuple(rng.faces(10, 20)) == (2, 19, 18, 20, 17, 8, 6, 17, 10, 19)
    assert rng.below(10**30) == 977726774195428314481389734498


def test_two_with_the_same_seed_agree() -> None:
    one, other = SeededRng(7), SeededRng(7)

    assert one.faces(50, 100) == other.faces(50, 100)


def test_another_seed_throws_other_dice() -> None:
    assert SeededRng(7).faces(50, 100) != SeededRng(8).faces(50, 100)


def test_faces_are_numbers_below_plus_one() -> None:
    one, other = SeededRng(7), SeededRng(7)

    faces = one.faces(50, 20)

    assert list(faces) == [other.below(20) + 1 for _ in range(50)]
