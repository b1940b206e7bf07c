"""Tests rolls in plain words, without characters that a screen reader cannot read."""

from __future__ import annotations

from random import Random

import pytest

from nazh.adapters.inbound.texts.dice.rolling.plain import plain_lines
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.domain.dice import (
    COSMERE,
    NAZH,
    PLAIN,
    Roll,
    Ruleset,
    judge,
    parse_roll,
    throw,
    throw_physical_dice,
)
from nazh.domain.kernel.errors import Refusal
from tests.conftest import CheckGolden
from tests.fuzz.inputs import plausible


def rolled(
    notation: str, *faces: int, plot: bool = False, ruleset: Ruleset = NAZH
) -> tuple[Roll, ...]:
    plan = parse_roll(notation, add_plot=plot)
    return tuple(judge(fallen, ruleset) for fallen in throw_physical_dice(plan, faces))


STORIES = {
    "edges": rolled("ad3d20+1", 4, 15, 9, 2, 11),
    "threat": rolled("a1d20+5, 2d6", 3, 18, 3, 4, 2, plot=True),
    "opportunity": rolled("Stealth: d1d20+2 vs 15 # quietly now", 9, 20, 6, plot=True),
    "choice": rolled("1d20, a1dp", 10, 3, 5),
    "disadvantage_choice": rolled("1d20, d1dp", 10, 2, 5),
    "keep_and_drop": rolled("4d6kh3, 4d6dh1", 6, 1, 2, 1, 6, 5, 4, 1),
    "explosions": rolled("3d6!>=5, 3d6!!, 2d6!p", 5, 1, 2, 3, *(6, 6, 2, 3, 4), *(6, 6, 1, 2)),
    "rerolls": rolled("3d6r<=2, a1d20r<=3", 1, 2, 1, 5, 4, 6, 2, 3, 11),
    "compounded_edge": rolled("a1d6!!", 2, 6, 3),
    "rerolled_then_compounded": rolled("1d6r<=2!!, a1d6r<=2!!", 2, 6, 3, 2, 1, 6, 3),
    "counted_otherwise": rolled("2d6mi3, 2d6ma4", 1, 6, 6, 2),
    "successes": rolled("6d10>=8f=1", 1, 8, 9, 10, 2, 3),
    "criticals": rolled("3d20cs>=19cf<=2", 19, 2, 20),
    "raised": rolled("1d4-10", 3),
    "notes": rolled("2d6[fire][cold]*2+1d4[acid]", 4, 5, 2),
    "group": rolled("{2d6,1d20}kh1", 1, 6, 12),
    "repeats": rolled("3x1d20+1, 1d4", 20, 1, 10, 2, 1, 4),
    "repeats_with_plot": rolled("2x1d20, dp", 20, 1, 10, 5),
    "cosmere": rolled("2d20, Sword damage: 2d6+3", 20, 1, 2, 6, ruleset=COSMERE, plot=False),
    "plain": rolled("1d20-20, dp", 20, 2, ruleset=PLAIN),
}


@pytest.mark.parametrize("name", STORIES)
def test_rolls_read_as_they_did(name: str, check_golden: CheckGolden) -> None:
    text = "".join(f"{line}\n" for line in plain_lines(STORIES[name], ENGLISH))

    check_golden(f"texts/plain_{name}.txt", text)


def test_an_explosion_beyond_the_limit_says_so() -> None:
    (line,) = plain_lines(rolled("1d2!", *(2,) * 101), ENGLISH)

    assert "[2 max, stopped at the limit]" in line


def test_every_roll_has_a_plain_text() -> None:
    random, rng = Random(21), SeededRng(21)
    for _ in range(1_000):
        try:
            thrown = throw(parse_roll(plausible(random)), rng)
            roll = judge(thrown, random.choice((NAZH, COSMERE, PLAIN)))
        except Refusal:
            continue

        lines = plain_lines((roll,), ENGLISH)

        assert not set("\n\x1b\u202e") & set("".join(lines))
        assert not set("↑↓✓✗") & set("".join(line for line in lines if line[0] != "#"))
        for result in roll.pools:
            start = "" if result.total is None else f"{result.total} "
            assert any(line.startswith(start) for line in lines)
