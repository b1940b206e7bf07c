"""Tests the error messages of ScriptedRng."""

from __future__ import annotations

import pytest

from nazh.domain.kernel.rng import Rng
from tests.doubles.rng import ScriptedRng


def test_faces_fall_in_the_order_scripted() -> None:
    script = ScriptedRng(faces=[4, 17, 3, 900])
    rng: Rng = script

    assert (list(rng.faces(2, 20)), rng.below(6), rng.faces(1, 1000)) == ([4, 17], 2, (900,))
    assert script.left == ()


def test_undrawn_faces_are_left() -> None:
    rng = ScriptedRng(faces=[4, 17])

    rng.faces(1, 20)

    assert rng.left == (17,)


def test_a_die_too_many_fails() -> None:
    rng = ScriptedRng(faces=[4])

    with pytest.raises(AssertionError, match="a d6 was thrown after all 1 scripted faces"):
        rng.faces(2, 6)


def test_a_face_that_is_not_on_the_die_fails() -> None:
    rng = ScriptedRng(faces=[4, 17])

    with pytest.raises(AssertionError, match=r"face 17, number 2 of the script .* on a d6"):
        rng.faces(2, 6)
