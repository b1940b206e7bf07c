"""A table to play at: dice fall as a test says, and what they came to is told in short."""

from __future__ import annotations

import pytest

from nazh.domain.dice import NAZH, DieResult, PoolResult, Roll, Ruleset, judge, throw_physical_dice
from nazh.domain.dice.notation import read_roll
from nazh.domain.dice.results import Note
from nazh.domain.kernel.errors import Refusal


def roll_faces(
    text: str,
    *faces: int,
    ruleset: Ruleset = NAZH,
    picked: int | None = None,
    plot: bool = False,
) -> Roll:
    """The roll of ``text``, thrown once, whose dice fell as ``faces``."""
    (thrown,) = throw_physical_dice(read_roll(text, add_plot=plot), faces)
    return judge(thrown, ruleset, picked)


def pool(text: str, *faces: int, ruleset: Ruleset = NAZH, plot: bool = False) -> PoolResult:
    """The first pool of a roll whose dice fell as ``faces``."""
    return roll_faces(text, *faces, ruleset=ruleset, plot=plot).pools[0]


def raw(text: str, *faces: int) -> int:
    """What a pool comes to before anything lifts it."""
    value = pool(text, *faces).raw
    assert value is not None
    return value


def dice(text: str, *faces: int, ruleset: Ruleset = NAZH) -> tuple[DieResult, ...]:
    """The dice of the first pool."""
    return pool(text, *faces, ruleset=ruleset).dice


def kept(text: str, *faces: int) -> list[int]:
    """The values of the dice that count."""
    return [die.value for die in dice(text, *faces) if die.kept]


def marks(text: str, *faces: int, ruleset: Ruleset = NAZH) -> list[set[str]]:
    """The marks of each die, in words."""
    return [{mark.value for mark in die.marks} for die in dice(text, *faces, ruleset=ruleset)]


def written(text: str) -> str:
    """The canonical notation of ``text``."""
    return read_roll(text).notation


def refused(text: str, *, add_plot: bool = False) -> Refusal:
    """The refusal with which ``text`` is answered."""
    with pytest.raises(Refusal) as caught:
        read_roll(text, add_plot)
    assert caught.value.source == text
    return caught.value


def told(roll: Roll) -> object:
    """Everything a roll says, however it was worked out."""
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
