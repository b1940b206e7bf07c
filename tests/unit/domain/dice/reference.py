"""A slow second implementation of the most common rules, written only from the documentation.

It is independent of Nazh's parser and evaluator: it takes plain numbers, draws one face after the
other, and returns the results.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

DrawFace = Callable[[int], int]
"""Draws one face of a die with so many sides."""
FURTHER = 100


@dataclass(frozen=True)
class Step:
    """A modifier with its ``word``, a ``sign`` of comparison where it has one, and a ``number``."""

    word: str
    sign: str = ""
    number: int | None = None

    def __str__(self) -> str:
        return f"{self.word}{self.sign}{'' if self.number is None else self.number}"


@dataclass(frozen=True)
class Term:
    """``count`` dice with ``sides`` sides, entering a pool with ``sign`` (+1 or -1)."""

    sign: int
    tags: str
    count: int
    sides: int
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return f"{self.tags}{self.count}d{self.sides}{''.join(map(str, self.steps))}"


@dataclass(frozen=True)
class PlainPool:
    """Terms of dice and one flat number."""

    terms: tuple[Term, ...]
    bonus: int

    def __str__(self) -> str:
        text = "".join(f"{'+' if term.sign > 0 else '-'}{term}" for term in self.terms)
        flat = f"{self.bonus:+}" if self.bonus else ""
        return text.removeprefix("+") + flat


@dataclass(frozen=True)
class PlainRoll:
    """Pools, and perhaps a plot die as a last one, tagged ``""``, ``"a"`` or ``"d"``."""

    pools: tuple[PlainPool, ...]
    plot: str | None

    def __str__(self) -> str:
        plot = {None: (), "": ("dp",), "a": ("a1dp",), "d": ("d1dp",)}[self.plot]
        return ", ".join((*map(str, self.pools), *plot))


@dataclass
class ExpectedDie:
    """A rolled die."""

    sides: int
    value: int
    faces: list[int]
    kept: bool = True
    exploded: bool = False
    rerolled: bool = False
    capped: bool = False
    success: bool = False
    failure: bool = False

    def marks(self) -> set[str]:
        """The marks that are shown with it."""
        words = set()
        if self.kept and self.faces[0] == self.sides:
            words.add("max")
        if self.kept and self.faces[0] == 1 < self.sides:
            words.add("min")
        for word in ("exploded", "rerolled", "capped", "success", "failure"):
            if getattr(self, word):
                words.add(word)
        return words


@dataclass
class ExpectedPool:
    """The result of one pool."""

    dice: list[ExpectedDie]
    raw: int
    total: int
    plot_bonus: int
    floored: bool


@dataclass
class ExpectedRoll:
    """The result of a whole roll."""

    pools: list[ExpectedPool]
    plot_face: int | None = None
    faces: list[int] = field(default_factory=list)


def expected_roll(roll: PlainRoll, draw_face: DrawFace) -> ExpectedRoll:
    """Roll and evaluate ``roll`` by Nazh's rules, one face at a time."""
    faces: list[int] = []

    def draw(sides: int) -> int:
        face = draw_face(sides)
        faces.append(face)
        return face

    evaluated = [_expected_pool(pool, draw) for pool in roll.pools]
    plot_face = None
    if roll.plot == "":
        plot_face = draw(6)
    elif roll.plot is not None:
        plot_face = _suggested(draw(6), draw(6), better=roll.plot == "a")
    bonus = {1: 2, 2: 4}.get(plot_face or 0, 0)

    pools = []
    for pool, (dice, raw) in zip(roll.pools, evaluated, strict=True):
        is_skill = any(term.sides == 20 for term in pool.terms)
        counts = any(step.word == "" for term in pool.terms for step in term.steps)
        gained = bonus if is_skill else 0
        total = raw + gained
        floored = total < 1 and not counts
        pools.append(ExpectedPool(dice, raw, 1 if floored else total, gained, floored))
    return ExpectedRoll(pools, plot_face, faces)


def _suggested(first: int, second: int, *, better: bool) -> int:
    # Advantage: an Opportunity, else the higher bonus, else nothing; disadvantage: the reverse.
    order = [5, 2, 1, 3]
    alike = {6: 5, 4: 3}
    places = [order.index(alike.get(face, face)) for face in (first, second)]
    if places[0] == places[1]:
        return first
    best_is_first = places[0] < places[1]
    return first if best_is_first == better else second


def _expected_pool(pool: PlainPool, draw: DrawFace) -> tuple[list[ExpectedDie], int]:
    dice: list[ExpectedDie] = []
    raw = pool.bonus
    room = [FURTHER]
    for term in pool.terms:
        row = [_expected_die(tag, term.sides, draw) for tag in term.tags.ljust(term.count, "n")]
        for step in term.steps:
            row = _take(step, row, draw, room)
        counting = [step for step in term.steps if step.word in ("", "f")]
        if counting:
            value = 0
            for step in counting:
                for die in row:
                    if die.kept and _meets(die.value, step):
                        value += 1 if step.word == "" else -1
                        die.success = die.success or step.word == ""
                        die.failure = die.failure or step.word == "f"
        else:
            value = sum(die.value for die in row if die.kept)
        raw += term.sign * value
        dice += row
    return dice, raw


def _expected_die(tag: str, sides: int, draw: DrawFace) -> ExpectedDie:
    if tag == "n":
        face = draw(sides)
        return ExpectedDie(sides, face, [face])
    two = [draw(sides), draw(sides)]
    kept_face = max(two) if tag == "a" else min(two)
    two.remove(kept_face)
    return ExpectedDie(sides, kept_face, [kept_face, *two])


def _meets(value: int, step: Step) -> bool:
    assert step.number is not None
    if step.sign == ">=":
        return value >= step.number
    if step.sign == "<=":
        return value <= step.number
    if step.sign == ">":
        return value > step.number
    if step.sign == "<":
        return value < step.number
    if step.sign == "<>":
        return value != step.number
    assert step.sign == "="
    return value == step.number


def _take(step: Step, row: list[ExpectedDie], draw: DrawFace, room: list[int]) -> list[ExpectedDie]:
    word = step.word
    if word in ("kh", "kl", "dl", "dh"):
        _keep_or_drop(word, step.number or 1, [die for die in row if die.kept])
        return row
    result = []
    for die in row:
        result.append(die)
        if not die.kept:
            continue
        if word == "mi" and step.number is not None:
            die.value = max(die.value, step.number)
        if word == "ma" and step.number is not None:
            die.value = min(die.value, step.number)
        if word in ("r", "ro"):
            _reroll(die, step, draw, room)
        if word == "!!":
            _compound(die, step, draw, room)
        if word in ("!", "!p"):
            result += _explode(die, step, draw, room)
    return result


def _keep_or_drop(word: str, number: int, playing: list[ExpectedDie]) -> None:
    """Drop one die after the other; of equal ones the rightmost first."""
    goes = number if word[0] == "d" else len(playing) - number
    lowest_goes = word in ("dl", "kh")
    for _ in range(goes):
        left = [die for die in playing if die.kept]
        if not left:
            return
        worst = (min if lowest_goes else max)(die.value for die in left)
        [die for die in left if die.value == worst][-1].kept = False


def _throw_further(value: int, die: ExpectedDie, step: Step) -> bool:
    return value == die.sides if step.number is None else _meets(value, step)


def _further(die: ExpectedDie, draw: DrawFace, room: list[int]) -> int | None:
    if room[0] == 0:
        die.capped = True
        return None
    room[0] -= 1
    return draw(die.sides)


def _reroll(die: ExpectedDie, step: Step, draw: DrawFace, room: list[int]) -> None:
    while _meets(die.value, step):
        face = _further(die, draw, room)
        if face is None:
            return
        die.rerolled = True
        die.value = face
        die.faces.insert(0, face)
        if step.word == "ro":
            return


def _compound(die: ExpectedDie, step: Step, draw: DrawFace, room: list[int]) -> None:
    last = die.value
    while _throw_further(last, die, step):
        face = _further(die, draw, room)
        if face is None:
            return
        die.exploded = True
        die.value += face
        die.faces.append(face)
        last = face


def _explode(die: ExpectedDie, step: Step, draw: DrawFace, room: list[int]) -> list[ExpectedDie]:
    chain = []
    last, face_shown = die, die.value
    while _throw_further(face_shown, last, step):
        face = _further(last, draw, room)
        if face is None:
            break
        last.exploded = True
        last = ExpectedDie(die.sides, face - 1 if step.word == "!p" else face, [face])
        face_shown = face
        chain.append(last)
    return chain
