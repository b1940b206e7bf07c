"""Hypothesis strategies for rolls as trees, their spellings, texts, and randomness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from nazh.domain.dice.modifiers import (
    Again,
    AtLeast,
    AtMost,
    Comparison,
    Condition,
    Critical,
    Drop,
    End,
    Explode,
    Explosion,
    Failures,
    Keep,
    KeepIf,
    Modifier,
    Quantity,
    Reroll,
    Sorted,
    Successes,
    Unique,
)
from nazh.domain.dice.pools import (
    FUDGE,
    PLOT_DIE,
    Compare,
    Dice,
    Die,
    Function,
    FunctionName,
    Group,
    Negative,
    Node,
    Number,
    Operator,
    Pool,
    Product,
    Sign,
    Sum,
    Tag,
    custom_die,
    numbered_die,
)

steady = settings(
    derandomize=True,
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
"""Every run uses the same examples, however slow the machine."""

_KINDS: Final = (
    *(numbered_die(sides) for sides in (1, 2, 3, 4, 6, 6, 8, 10, 12, 20, 20, 100, 255, 256, 300)),
    *(FUDGE, custom_die((1, 2, 3, 5, 8)), custom_die((-5, 0, 0, 7)), custom_die((4,))),
)
_LABELS: Final = (
    *("Stealth", "Fire damage", "Épée", "x", "vs", "a1d20", "2nd blow", "2 swords", "50%"),
    *("kh1", "剣", "two (of them)", "(", "-", "🎲"),
)
_NOTES: Final = ("fire", "cold iron", "Öl: heiß, sehr", "3", "{", "a1d20")


def _one_in(random: Random, times: int) -> bool:
    return random.random() * times < 1


class _TreeGenerator:
    """Generates trees like the parser's; ``random`` decides, ``dice`` limits one pool."""

    kinds: Sequence[Die] = _KINDS
    sizes: Sequence[int] = (1, 2, 4, 8, 20)

    def __init__(self, random: Random) -> None:
        self.random = random
        self.dice = 0
        self.plot = False

    def one_in(self, times: int) -> bool:
        return _one_in(self.random, times)

    def pool(self, *, plot: bool) -> Pool:
        self.dice = self.random.choice(self.sizes)
        self.plot = plot
        label = self.random.choice(_LABELS) if self.one_in(5) else None
        target = self.random.choice((0, 1, 10, 15, 1_000_000_000)) if self.one_in(6) else None
        return Pool(self.node(self.random.choice((0, 0, 1, 1, 2, 3))), label, target)

    def node(self, depth: int) -> Node:
        if depth == 0:
            return self.number() if self.dice == 0 or self.one_in(5) else self.term()
        weave: Callable[[int], Node] = self.random.choice(
            (
                *(self.sum, self.sum, self.sum, self.product, self.negative),
                *(self.group, self.group, self.function, self.compare),
            )
        )
        return weave(depth - 1)

    def number(self) -> Number:
        value: Quantity = self.random.choice((0, 1, 2, 3, 5, 10, 999_999_999, 1_000_000_000))
        if self.one_in(6):
            value = Fraction(self.random.randrange(1, 4000, 2), self.random.choice((2, 8, 1000)))
        if isinstance(value, Fraction) and value.denominator == 1:
            value = value.numerator
        return Number(value)

    def sum(self, depth: int) -> Sum:
        more = self.random.choice((1, 1, 1, 2, 3))
        signs = (Sign.PLUS, *(self.random.choice(list(Sign)) for _ in range(more)))
        return Sum(tuple((sign, self.node(depth)) for sign in signs))

    def product(self, depth: int) -> Product:
        first = self.node(depth)
        steps = tuple(
            (self.random.choice(list(Operator)), self.node(depth))
            for _ in range(self.random.choice((1, 1, 2)))
        )
        return Product(first, steps)

    def negative(self, depth: int) -> Negative:
        return Negative(self.node(depth))

    def function(self, depth: int) -> Function:
        name = self.random.choice(list(FunctionName))
        count = self.random.choice((1, 2, 3)) if name.takes_several else 1
        return Function(name, tuple(self.node(depth) for _ in range(count)))

    def compare(self, depth: int) -> Compare:
        # After dice or a group the comparison would count successes.
        left = Sum(((Sign.PLUS, self.node(depth)), (Sign.PLUS, self.number())))
        return Compare(left, self.random.choice(list(Comparison)), self.node(depth))

    def group(self, depth: int) -> Group:
        members = tuple(self.node(depth) for _ in range(self.random.choice((1, 1, 2, 2, 3))))
        kinds = (self.keep, self.keep_if, self.drop, self.success, self.sorted)
        modifiers = self.some(kinds, least=len(members) == 1)
        return Group(members, modifiers)

    def term(self) -> Dice:
        if self.plot and self.one_in(2):
            self.plot = False
            self.dice -= 1
            edges = ((), (Tag.ADVANTAGE,), (Tag.DISADVANTAGE,))
            return Dice(1, PLOT_DIE, self.random.choice(edges))
        count = self.random.randint(1, self.dice)
        self.dice -= count
        die = self.random.choice(self.kinds)
        notes = tuple(self.random.choice(_NOTES) for _ in range(self.random.choice((1, 1, 2))))
        return Dice(
            count,
            die,
            self.tags(count, die),
            self.modifiers(count, die),
            notes if self.one_in(6) else (),
        )

    def tags(self, count: int, die: Die) -> tuple[Tag, ...]:
        if not self.one_in(3):
            return ()
        plain = (Tag.PLAIN, Tag.ADVANTAGE, Tag.DISADVANTAGE)
        tags = [self.random.choice(plain) for _ in range(self.random.randint(1, count))]
        if self.plot and count > 1 and die == numbered_die(6):
            tags[self.random.randrange(len(tags))] = Tag.PLOT
            self.plot = False
        while tags and tags[-1] is Tag.PLAIN:
            tags.pop()
        return tuple(tags)

    def modifiers(self, count: int, die: Die) -> tuple[Modifier, ...]:
        def condition() -> Condition:
            number = self.random.choice((die.lowest, die.highest, die.highest - 1, 2, -1))
            return Condition(self.random.choice(list(Comparison)), number)

        def ending() -> Condition | None:
            chosen_condition = condition()
            return None if all(map(chosen_condition.met_by, die.shapes)) else chosen_condition

        def explode() -> Modifier | None:
            when = ending()
            style = self.random.choice(list(Explosion))
            bare = when is None or self.one_in(2)
            if bare and die.lowest == die.highest:
                return None
            return Explode(style, None if bare else when)

        def reroll() -> Modifier | None:
            when = ending()
            return None if when is None else Reroll(self.random.choice(list(Again)), when)

        def once() -> Modifier:
            return Reroll(self.random.choice((Again.ONCE, Again.ADDING)), condition())

        def unique() -> Modifier | None:
            return Unique() if count <= len(set(die.shapes)) else None

        def critical() -> Modifier:
            return Critical(self.one_in(2), condition())

        def least() -> Modifier:
            return AtLeast(self.random.choice((-3, 2, 5)))

        def most() -> Modifier:
            return AtMost(self.random.choice((-3, 2, 5)))

        kinds: tuple[Callable[[], Modifier | None], ...] = (
            *(self.keep, self.drop, self.keep_if, self.success, self.success, self.sorted),
            *(explode, explode, reroll, once, unique, critical, least, most),
        )
        return self.some(kinds, least=0)

    def some(
        self, kinds: Sequence[Callable[[], Modifier | None]], least: int
    ) -> tuple[Modifier, ...]:
        wanted = max(least, self.random.choice((0, 0, 0, 1, 1, 2, 4)))
        chosen: list[Modifier] = []
        while len(chosen) < wanted:
            modifier = self.random.choice(kinds)()
            # A comparison after a bare explosion would be its condition.
            bare = chosen and isinstance(chosen[-1], Explode) and chosen[-1].condition is None
            counted = any(isinstance(other, Successes) for other in chosen)
            if modifier is None or (isinstance(modifier, Successes) and (bare or counted)):
                wanted -= len(chosen) >= least
                continue
            chosen.append(modifier)
            if isinstance(modifier, Successes) and self.one_in(2):
                chosen.append(Failures(self.small_condition()))
        return tuple(chosen)

    def small_condition(self) -> Condition:
        return Condition(self.random.choice(list(Comparison)), self.random.choice((1, 2, 5, 8, -1)))

    def keep(self) -> Modifier:
        return Keep(self.random.choice(list(End)), self.random.choice((1, 1, 2, 3, 30)))

    def drop(self) -> Modifier:
        return Drop(self.random.choice((End.HIGHEST, End.LOWEST)), self.random.choice((1, 1, 2, 9)))

    def keep_if(self) -> Modifier:
        return KeepIf(self.small_condition())

    def success(self) -> Modifier:
        return Successes(self.small_condition())

    def sorted(self) -> Modifier:
        return Sorted(self.one_in(2))


class _SmallTreeGenerator(_TreeGenerator):
    """Generates rolls of few small dice, whose outcomes can be enumerated."""

    kinds = (
        *(numbered_die(sides) for sides in (1, 2, 3, 4, 6, 20)),
        *(FUDGE, custom_die((1, 2, 3, 5, 8)), custom_die((-5, 0, 0, 7))),
    )
    sizes = (1, 2, 3, 3)


_DIGITS: Final = ("0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡")
_SIGNS: Final = {"-": "-−–—", "*": "*×", "/": "/÷", "+": "+＋", "(": "(（", ")": ")）"}
_COMPARISONS: Final = {">=": (">=", "≥"), "<=": ("<=", "≤"), "<>": ("<>", "≠"), "=": ("=", "==")}
_SPACES: Final = (" ", " ", "  ", "\t", "\n", "\u00a0", "\u3000")


class _NotationWriter:
    """Writes trees in one of many spellings, with optional spaces."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.airy = random.random() < 0.4
        self.odd = random.random() < 0.4

    def space(self) -> str:
        return self.random.choice(_SPACES) if self.airy and _one_in(self.random, 3) else ""

    def mark(self, *spellings: str) -> str:
        """One of the spellings, in any letter case and script, with optional white space."""
        text = self.random.choice(spellings)
        if self.odd:
            digits = self.random.choice(_DIGITS)
            text = "".join(
                digits[int(letter)]
                if letter.isdigit()
                else self.random.choice(_SIGNS[letter])
                if letter in _SIGNS
                else self.random.choice((letter, letter.upper()))
                for letter in text
            )
        return text + self.space()

    def number(self, value: Quantity) -> str:
        if isinstance(value, int):
            return self.mark(str(value), str(value), f"0{value}")
        digits = str(value.numerator * (1000 // value.denominator)).rjust(4, "0")
        exact = f"{digits[:-3]}.{digits[-3:]}"
        return self.mark(exact, exact.rstrip("0"))

    def condition(self, condition: Condition, *, may_be_bare: bool = False) -> str:
        """The condition; if it ``may_be_bare``, a number alone means equality."""
        sign = condition.comparison.value
        number = condition.number
        if may_be_bare and sign == "=" and number >= 0 and _one_in(self.random, 2):
            return self.number(number)
        minus = self.mark("-") if number < 0 else ""
        return self.mark(*_COMPARISONS.get(sign, (sign,))) + minus + self.number(abs(number))

    def node(self, node: Node, loosest: int = 0) -> str:
        """The node, in parentheses if its precedence is below ``loosest`` (0 to 3)."""
        text, binds = self.bare(node)
        return f"{self.mark('(')}{text}{self.mark(')')}" if binds < loosest else text

    def bare(self, node: Node) -> tuple[str, int]:
        """The node and its precedence: comparison, sum, product or atom."""
        match node:
            case Number():
                return self.number(node.value), 3
            case Dice():
                return self.dice(node), 3
            case Group():
                return self.group(node), 3
            case Function():
                commas = self.mark(",").join(self.node(each) for each in node.arguments)
                return f"{self.mark(node.name.value)}{self.mark('(')}{commas}{self.mark(')')}", 3
            case Negative():
                inner = self.node(node.of, 3)
                if isinstance(node.of, Negative):
                    inner = f"{self.mark('(')}{inner}{self.mark(')')}"
                return f"{self.mark('-')}{inner}", 3
            case Product():
                first = self.node(node.first, 3)
                steps = (self.mark(sign.value) + self.node(step, 3) for sign, step in node.steps)
                return f"{first}{''.join(steps)}", 2
            case Sum():
                first = self.node(node.terms[0][1], 2)
                terms = (
                    self.mark(sign.value) + self.node(term, 2) for sign, term in node.terms[1:]
                )
                return f"{first}{''.join(terms)}", 1
            case Compare():
                signs = _COMPARISONS.get(node.comparison.value, (node.comparison.value,))
                left, sign = self.node(node.left, 1), self.mark(*signs)
                return f"{left}{sign}{self.node(node.right, 1)}", 0

    def dice(self, dice: Dice) -> str:
        if dice.die.is_plot and not dice.tags:
            head = self.random.choice(
                (
                    self.mark("d") + self.mark("p"),
                    self.mark("1") + self.mark("d") + self.mark("p"),
                    self.mark("p") + self.mark("1") + self.mark("d") + self.mark("6"),
                )
            )
        else:
            tags = "".join(tag.value for tag in dice.tags)
            if len(dice.tags) < dice.count and _one_in(self.random, 8):
                tags += "n"
            head = (
                (self.mark(tags) if tags else "")
                + self.number(dice.count)
                + self.mark("d")
                + self.sides(dice.die)
            )
        modifiers = self.modifiers(dice.modifiers)
        notes = "".join(
            f"[{self.space()}{note}{self.space()}]{self.space()}" for note in dice.notes
        )
        return head + modifiers + notes

    def sides(self, die: Die) -> str:
        if die.is_plot:
            return self.mark("p")
        if die is FUDGE:
            return self.mark("f", "F")
        if die.is_numbered:
            percent = die.sides == 100 and _one_in(self.random, 2)
            return self.mark("%") if percent else self.number(die.sides)
        faces = (
            (self.mark("-") if face < 0 else "") + self.number(abs(face)) for face in die.shapes
        )
        return f"[{self.space()}{self.mark(',').join(faces)}]{self.space()}"

    def group(self, group: Group) -> str:
        opens, closes = self.random.choice(("()", "{}"))
        members = self.mark(",").join(self.node(member) for member in group.members)
        return self.mark(opens) + members + self.mark(closes) + self.modifiers(group.modifiers)

    def modifiers(self, modifiers: Sequence[Modifier]) -> str:
        text = ""
        for modifier in modifiers:
            spelled = self.modifier(modifier)
            # `! !` explodes twice and `!!` compounds; `s d1` sorts and drops, `sd` sorts down.
            if text.endswith(("!", "s", "S")) and spelled.startswith(("!", "d", "D")):
                text += " "
            text += spelled
        return text

    def modifier(self, modifier: Modifier) -> str:
        match modifier:
            case Keep(end=end, count=count):
                words = ["kh", "k"] if end is End.HIGHEST else [f"k{end.value}"]
                return self.mark(*words) + self.number(count)
            case KeepIf(condition=condition):
                return self.mark("k") + self.condition(condition)
            case Drop(end=end, count=count):
                # With spaces, `4 d6 d1` would be four repeats of `d6d1`.
                lowest = ["dl"] if self.airy else ["dl", "d"]
                words = lowest if end is End.LOWEST else ["dh"]
                return self.mark(*words) + self.number(count)
            case Explode(style=style, condition=condition):
                words = ["!", "e", "ie"] if style is Explosion.FURTHER else [style.value]
                behind = "" if condition is None else self.condition(condition, may_be_bare=True)
                return self.mark(*words) + behind
            case Reroll(again=Again.UNTIL, condition=condition):
                return self.mark("r", "rr") + self.condition(condition, may_be_bare=True)
            case Reroll(again=again, condition=condition):
                return self.mark(again.value) + self.condition(condition, may_be_bare=True)
            case AtLeast(value=value):
                return self.mark("mi", "min") + self.signed(value)
            case AtMost(value=value):
                return self.mark("ma", "max") + self.signed(value)
            case Successes(condition=condition):
                return self.condition(condition)
            case Failures(condition=condition):
                return self.mark("f") + self.condition(condition, may_be_bare=True)
            case Critical(success=success, condition=condition):
                word = self.mark("cs" if success else "cf")
                return word + self.condition(condition, may_be_bare=True)
            case Unique():
                return self.mark("u")
            case Sorted(descending=descending):
                return self.mark("sd" if descending else "s")

    def signed(self, value: int) -> str:
        return (self.mark("-") if value < 0 else "") + self.number(abs(value))

    def pool(self, pool: Pool) -> str:
        label = ""
        if pool.label is not None:
            label = f"{pool.label}{self.space()}:{self.space()}"
        target = "" if pool.target is None else self.mark("vs") + self.number(pool.target)
        expression = self.node(pool.expression)
        return f"{label}{expression}{target}"


@dataclass(frozen=True)
class WrittenRoll:
    """One of the many texts for a roll, and its expected plan."""

    text: str
    pools: tuple[Pool, ...] = field(repr=False)
    repeats: int
    comment: str | None


@st.composite
def written_rolls(draw: st.DrawFn) -> WrittenRoll:
    """Any valid roll as a tree, and a text for it in any spelling."""
    random = Random(draw(st.integers(0, 2**64)))
    loom, pen = _TreeGenerator(random), _NotationWriter(random)
    count = random.choice((1, 1, 1, 2, 3))
    plot_at = random.choice((None, None, *range(count)))
    pools = tuple(loom.pool(plot=place == plot_at) for place in range(count))
    repeats = random.choice((1, 1, 1, 2, 3)) if loom.one_in(4) else 1
    comment = random.choice((None, None, "fire", "x: 1d6, # vs 3", "Äh?"))
    text = random.choice((",", ";", ", ", " ; ")).join(map(pen.pool, pools))
    if repeats > 1 or (pools[0].label or "").startswith("2 "):
        text = f"{repeats}{pen.mark('x')}{text}"
    tail = "" if comment is None else f"#{pen.space()}{comment}"
    return WrittenRoll(f"{pen.space()}{text}{tail}", pools, repeats, comment)


def notations() -> st.SearchStrategy[str]:
    """Texts that are rolls (a few divide by zero, or are too long)."""
    return written_rolls().map(lambda roll_text: roll_text.text)


@st.composite
def small_notations(draw: st.DrawFn) -> str:
    """Rolls of at most three small dice in a pool, in plain spelling (a few divide by zero)."""
    random = Random(draw(st.integers(0, 2**64)))
    loom, pen = _SmallTreeGenerator(random), _NotationWriter(random)
    pen.airy = pen.odd = False
    count = random.choice((1, 1, 1, 2))
    plot_at = random.choice((None, None, *range(count)))
    return ", ".join(pen.pool(loom.pool(plot=place == plot_at)) for place in range(count))


_TOKENS: Final = "( ) { } [ ] , ; : # + - * / % ^ ! d a p n k kh x vs @ $ ` 0 1 9999999999 1d6 dp u"
_SLIPS: Final = (
    *_TOKENS.split(" "),
    "r<=6",
    "f1",
    ">=",
    "max(",
    "/0",
    "²",
    "İ",
    "🎲",
    "",
    " ",
    "\0",
)


@st.composite
def garbled(draw: st.DrawFn) -> str:
    """Nearly valid texts."""
    text = draw(notations())
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 3))
        text = text[:at] + draw(st.sampled_from(_SLIPS)) + text[at + cut :]
    return text


class Luck:
    """Reproducible dice with a mood; satisfies the port ``Rng``.

    ``"highest"`` and ``"lowest"`` dice mostly show that face, so that explosions and rerolls
    reach their limit.
    """

    MOODS: Final = ("fair", "fair", "fair", "highest", "lowest", "always highest")

    def __init__(self, seed: int, mood: str) -> None:
        self.mood = mood
        self._random = Random(seed)

    def __repr__(self) -> str:
        return f"<{self.mood} luck>"

    def below(self, bound: int) -> int:
        return self.faces(1, bound)[0] - 1

    def faces(self, count: int, sides: int) -> Sequence[int]:
        faces = [self._face(sides) for _ in range(count)]
        return bytes(faces) if sides < 256 else tuple(faces)

    def _face(self, sides: int) -> int:
        if self.mood == "always highest":
            return sides
        if self.mood == "fair" or self._random.random() < 0.1:
            return self._random.randint(1, sides)
        return sides if self.mood == "highest" else 1


def luck() -> st.SearchStrategy[Luck]:
    """Dice of any mood."""
    return st.builds(Luck, st.integers(0, 2**32), st.sampled_from(Luck.MOODS))
