"""Tests that Nazh and a reference implementation agree on every face, die and total."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dice import judge, throw
from nazh.domain.dice.notation import read_roll
from tests.doubles.rng import ScriptedRng
from tests.unit.domain.dice.reference import PlainPool, PlainRoll, Step, Term, expected_roll
from tests.unit.domain.dice.strategies import Luck, luck, steady

SIGNS = (">=", "<=", ">", "<", "=", "<>")


def steps_of(random: Random, count: int, sides: int) -> tuple[Step, ...]:
    """A few modifiers that make sense for these dice."""
    numbers = (1, 2, sides - 1, sides, sides // 2)

    def ending(word: str) -> Step:
        while True:
            step = Step(word, random.choice(SIGNS), random.choice(numbers))
            if not all(_holds(face, step.sign, step.number or 0) for face in range(1, sides + 1)):
                return step

    def modifier() -> tuple[Step, ...]:
        word = random.choice(("kh", "kl", "dl", "dh", "!", "!!", "!p", "r", "ro", "mi", "ma", ""))
        if word in ("kh", "kl", "dl", "dh"):
            return (Step(word, "", random.randint(1, count + 1)),)
        if word in ("mi", "ma"):
            return (Step(word, "", random.choice(numbers)),)
        if word == "ro":
            return (Step(word, random.choice(SIGNS), random.choice(numbers)),)
        if word in ("!", "!!", "!p") and random.random() < 0.5:
            return (Step(word),)
        if word:
            return (ending(word),)
        success = Step("", random.choice(SIGNS), random.choice(numbers))
        failure = Step("f", random.choice(SIGNS), random.choice(numbers))
        return (success, failure) if random.random() < 0.5 else (success,)

    steps: tuple[Step, ...] = ()
    for _ in range(random.choice((0, 0, 1, 1, 1, 2, 3))):
        more = modifier()
        bare = bool(steps) and steps[-1].word.startswith("!") and steps[-1].number is None
        counted = any(step.word == "" for step in steps)
        # Behind a bare explosion these would be read as part of it.
        if more[0].word == "" and (bare or counted):
            continue
        if bare and more[0].word.startswith("!"):
            continue
        steps += more
    return steps


def _holds(value: int, sign: str, number: int) -> bool:
    return {
        ">=": value >= number,
        "<=": value <= number,
        ">": value > number,
        "<": value < number,
        "=": value == number,
        "<>": value != number,
    }[sign]


@st.composite
def plain_rolls(draw: st.DrawFn) -> PlainRoll:
    """Rolls of the common kind: pools of dice with modifiers, a bonus, and the plot die."""
    random = Random(draw(st.integers(0, 2**64)))
    pools = []
    for _ in range(random.choice((1, 1, 2, 3))):
        terms = []
        for place in range(random.choice((1, 1, 1, 2, 3))):
            count, sides = random.randint(1, 6), random.choice((2, 3, 4, 6, 10, 20, 20, 100))
            tags = "".join(random.choice("nad") for _ in range(random.randint(0, count)))
            tags = tags.rstrip("n") if random.random() < 0.4 else ""
            steps = steps_of(random, count, sides)
            sign = 1 if place == 0 else random.choice((1, -1))
            terms.append(Term(sign, tags, count, sides, steps))
        pools.append(PlainPool(tuple(terms), random.choice((0, 0, 1, 5, -2, -30))))
    return PlainRoll(tuple(pools), random.choice((None, None, "", "a", "d")))


@steady
@given(plain_rolls(), luck())
def test_a_roll_matches_the_reference_implementation(roll: PlainRoll, dice: Luck) -> None:
    expected = expected_roll(roll, lambda sides: dice.faces(1, sides)[0])
    script = ScriptedRng(expected.faces)

    judged = judge(throw(read_roll(str(roll)), script))

    assert script.left == ()
    pools = judged.pools if roll.plot is None else judged.pools[:-1]
    assert (None if judged.plot is None else judged.plot.face) == expected.plot_face
    for result, hoped in zip(pools, expected.pools, strict=True):
        assert (result.raw, result.plot_bonus, result.total, result.floored) == (
            hoped.raw,
            hoped.plot_bonus,
            hoped.total,
            hoped.floored,
        )
        assert [
            (die.value, die.faces, die.kept, {mark.value for mark in die.marks})
            for die in result.dice
        ] == [(die.value, tuple(die.faces), die.kept, die.marks()) for die in hoped.dice]


@steady
@given(
    st.integers(1, 20),
    st.sampled_from((2, 3, 4, 6, 20, 100, 255, 256)),
    st.sampled_from(("", "kh", "kl", "dl", "dh", "!")),
    st.integers(1, 21),
    st.integers(-30, 30),
    luck(),
)
def test_common_rolls_match_the_reference_implementation(
    count: int, sides: int, word: str, number: int, bonus: int, dice: Luck
) -> None:
    steps = () if word == "" else (Step(word, "", None if word == "!" else number),)
    roll = PlainRoll((PlainPool((Term(1, "", count, sides, steps),), bonus),), None)
    reckoned = expected_roll(roll, lambda sides: dice.faces(1, sides)[0])
    expected, script = reckoned.pools[0], ScriptedRng(reckoned.faces)

    judged = judge(throw(read_roll(str(roll)), script)).pools[0]

    assert script.left == ()
    assert (judged.total, judged.raw, judged.floored) == (
        expected.total,
        expected.raw,
        expected.floored,
    )
    assert [(die.value, die.kept, {mark.value for mark in die.marks}) for die in judged.dice] == [
        (die.value, die.kept, die.marks()) for die in expected.dice
    ]
