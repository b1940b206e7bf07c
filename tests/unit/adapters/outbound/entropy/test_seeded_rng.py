"""SeededRng: the same seed, the same dice."""

from __future__ import annotations

from nazh.adapters.outbound.entropy.seeded_rng import SeededRng


def test_a_seed_throws_the_same_dice_on_every_machine() -> None:
    rng = SeededRng("a table")

    assert tuple(rng.faces(10, 20)) == (12, 11, 19, 10, 12, 20, 6, 13, 10, 10)
    assert rng.below(10**30) == 611176902578674661317027062041


def test_two_with_the_same_seed_agree() -> None:
    one, other = SeededRng("a table"), SeededRng("a table")

    assert one.faces(50, 100) == other.faces(50, 100)


def test_another_seed_throws_other_dice() -> None:
    assert SeededRng("a table").faces(50, 100) != SeededRng("another table").faces(50, 100)


def test_faces_are_numbers_below_plus_one() -> None:
    one, other = SeededRng("a table"), SeededRng("a table")

    faces = one.faces(50, 20)

    assert list(faces) == [other.below(20) + 1 for _ in range(50)]
