"""Rolls with scripted dice and returns results in a short form."""

from __future__ import annotations

import pytest

from nazh.domain.dice import NAZH, DieResult, PoolResult, Roll, Ruleset, judge, throw_physical_dice
from nazh.domain.dice.evaluation.results import Note
from nazh.domain.dice.notation import read_roll
from nazh.domain.kernel.errors import Refusal


def roll_faces(
    text: str,
    *faces: int,
    ruleset: Ruleset = NAZH,
    picked: int | None = None,
    plot: bool = False,
) -> Roll:
    """The roll of ``text``, without repeats, with the dice ``faces``."""
    (thrown,) = throw_physical_dice(read_roll(text, add_plot=plot), faces)
    return judge(thrown, ruleset, picked)


def pool(text: str, *faces: int, ruleset: Ruleset = NAZH, plot: bool = False) -> PoolResult:
    """The first pool of a roll with the dice ``faces``."""
    return roll_faces(text, *faces, ruleset=ruleset, plot=plot).pools[0]


def raw(text: str, *faces: int) -> int:
    """A pool's total before bonus and minimum."""
    value = pool(text, *faces).raw
    assert value is not None
    return value


def dice(text: str, *faces: int, ruleset: Ruleset = NAZH) -> tuple[DieResult, ...]:
    """The dice of the first pool."""
    return pool(text, *faces, ruleset=ruleset).dice


def kept_values(text: str, *faces: int) -> list[int]:
    """The values of the dice that count."""
    return [die.value for die in dice(text, *faces) if die.kept]


def marks(text: str, *faces: int, ruleset: Ruleset = NAZH) -> list[set[str]]:
    """The marks of each die, in words."""
    return [{mark.value for mark in die.marks} for die in dice(text, *faces, ruleset=ruleset)]


def canonical_notation(text: str) -> str:
    """The canonical notation of ``text``."""
    return read_roll(text).notation


def refused(text: str, *, add_plot: bool = False) -> Refusal:
    """The refusal of ``text``."""
    with pytest.raises(Refusal) as caught:
        read_roll(text, add_plot)
    assert caught.value.source == text
    return caught.value


def results_of(roll: Roll) -> object:
    """All results of a roll, whichever path computed them."""
    pools = [
        (
            (result.pool, result.total, result.raw, result.plot_bonus, result.floored),
            [piece.words if isinstance(piece, Note) else piece for piece in result.pieces],
            result.target,
            result.damage,
        )
        for result in roll.pools
    ]
    return (pools, roll.plot, roll.opportunities, roll.threats, roll.ruleset.name)
