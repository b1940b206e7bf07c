"""Generates hostile notation texts that are almost valid, invalid, endless, deep or strange."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Final

from nazh.domain.dice.pools import FunctionName

LONGEST: Final = 4_000
"""Characters in most long texts; a few are ten times as long."""

_NUMBERS: Final = (
    *("0", "1", "2", "3", "5", "6", "10", "20", "21", "100", "101", "10000", "10001", "007"),
    *("1000000000", "1000000001", "9" * 30, "0.5", "1.25", ".5", "3.", "1e9", "٣", "20", "-1"),
)
_SIDES: Final = (
    *("1", "2", "3", "4", "6", "6", "8", "10", "12", "20", "20", "100", "1000", "10000", "10001"),
    *("%", "F", "f", "p", "[1,2,3,5,8]", "[0]", "[-5,-5,7]", "[]", "[1000000000]", "0"),
)
_USUAL_SIDES: Final = ("4", "6", "6", "8", "10", "12", "20", "20", "100", "%", "F", "[1,2,3,5,8]")
_CONDITIONS: Final = (">=", "<=", ">", "<", "=", "==", "<>", "!=")
_KEEPS: Final = ("k", "kh", "kl", "km", "d", "dh", "dl", "k>", "k<=", "k=")
_MODIFIERS: Final = (
    *("!", "!!", "!p", "e", "ie", "r", "rr", "ro", "ra", "f", "cs", "cf", "mi", "min"),
    *("ma", "max", "u", "s", "sd"),
)
_OPERATORS: Final = ("+", "-", "*", "/", "//", "%", "^", "**", "−", "–", "×", "÷")
_FUNCTIONS: Final = (*(name.value for name in FunctionName), "sqrt")
_WORDS: Final = (
    *("vs", "x", "dp", "a", "d", "n", "p", "ad", "dd", "aaaa", "@athletics", "$fireball", "@"),
    *("Stealth:", ":", "#", "[fire]", "[", "]", "{", "}", "(", ")", ",", ";", " ", "\t", "\n"),
    *("`", "*", "_", "@everyone", "<@1>", "|", "~~", "\\", "\0", "\x1b[31m", "\u202e", "\ufeff"),
    *("\ud800", "ｄ", "Ⅻ", "½", "²", "İ", "ß", "é", "🎲", "👩‍👩‍👧", "𝟙𝟚", "\u0301", "\u00a0"),
)
_TOKENS: Final = (
    *_NUMBERS, *_SIDES, *_CONDITIONS, *_KEEPS, *_MODIFIERS, *_OPERATORS, *_FUNCTIONS, *_WORDS,
)  # fmt: skip
_SCRIPTS: Final = (
    *((0x00, 0x20), (0x20, 0x7F), (0x80, 0xA0), (0xA0, 0x250), (0x300, 0x370), (0x660, 0x66A)),
    *((0x2000, 0x2070), (0x2200, 0x2300), (0xD800, 0xE000), (0xE000, 0xE100), (0xFF00, 0xFFF0)),
    *((0x1D7CE, 0x1D800), (0x1F300, 0x1F600), (0xE0000, 0xE0080), (0x10FF00, 0x110000)),
)
_NESTS: Final = (
    *(("(", ")"), ("{", "}"), ("floor(", ")"), ("max(1,", ")"), ("-", ""), ("+-", ""), ("[", "]")),
    *(("{1,", "}"), ("(", ""), ("", ")"), ("2d6[", "]"), ("1d6+(", ")")),
)


def hostile_inputs(random: Random) -> Iterator[str]:
    """Yield endless texts, reproducible by ``random``."""
    kinds, weights = zip(*_KINDS, strict=True)
    while True:
        (kind,) = random.choices(kinds, weights)
        yield kind(random)


def plausible(random: Random) -> str:
    """Return a text by the grammar, which is usually a roll."""
    writer = _Writer(random, wildness=random.choice((0.0, 0.0, 0.05, 0.3)))
    pools = [writer.pool() for _ in range(random.choice((1, 1, 1, 1, 2, 3)))]
    text = random.choice((",", ", ", ";")).join(pools)
    if _one_in(random, 12):
        text = f"{writer.number(1, 3)}{random.choice(('x', ' '))}{text}"
    return f"{text} # {_soup(random)}" if _one_in(random, 30) else text


def mutated(random: Random) -> str:
    """Return a likely text with a few typing errors."""
    text = plausible(random)
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        text = random.choice(_SLIPS)(random, text, random.randint(0, len(text)))
    return text


def _soup(random: Random) -> str:
    return "".join(random.choices(_TOKENS, k=random.choice((1, 2, 3, 5, 8, 13, 40))))


def _strange(random: Random) -> str:
    first, last = random.choice(_SCRIPTS)
    size = random.choice((1, 2, 5, 20, 100))
    strange = "".join(chr(random.randrange(first, last)) for _ in range(size))
    return random.choice(
        (strange, f"{plausible(random)}{strange}", f"{strange}{plausible(random)}")
    )


def _deep(random: Random) -> str:
    opens, closes = random.choice(_NESTS)
    depth = random.choice((2, 5, 19, 20, 21, 22, 60, 150, 1000))
    unbalanced = random.choice((0, 0, 0, 1, -1))
    return f"{opens * depth}{plausible(random)}{closes * (depth + unbalanced)}"


def _long(random: Random) -> str:
    size = random.choice((380, 399, 400, 401, 1000, LONGEST))
    if _one_in(random, 50):
        size = LONGEST * 10
    piece = random.choice((plausible, _soup, _strange))(random) or "1"
    glue = random.choice(("", "+", ",", " ", "*", "/", "!", "r", "k"))
    return f"{piece}{glue}" * (size // (len(piece) + len(glue)) + 1)


def _filled(random: Random) -> str:
    """Return one small piece repeated up to the length limit."""
    piece = random.choice((*_TOKENS, "1d6+", "1d2!,", "d6", "1/3-", "(1)", "{1}", "9*", "20d2!!r1"))
    text = piece * (400 // len(piece))
    return random.choice((text, f"20d6{text}"[:400], f"{text[:-5]}1d6"))


_KINDS: Final[tuple[tuple[Callable[[Random], str], int], ...]] = (
    (plausible, 40),
    (mutated, 35),
    (_soup, 12),
    (_strange, 6),
    (_deep, 3),
    (_long, 2),
    (_filled, 2),
)


def _one_in(random: Random, times: int) -> bool:
    return random.random() * times < 1


class _Writer:
    """Generates by the grammar; ``wildness``, from 0 to 1, is how often it exceeds limits."""

    def __init__(self, random: Random, wildness: float) -> None:
        self.random = random
        self.wildness = wildness

    def number(self, least: int, most: int) -> str:
        if self._is_wild():
            return self.random.choice(_NUMBERS)
        return str(self.random.randint(least, most))

    def pool(self) -> str:
        text = self.expression(depth=0)
        if _one_in(self.random, 10):
            label = self.random.choice(("Stealth", "fire damage", "vs", "x", "schön", "2"))
            text = f"{label}: {text}"
        return f"{text} vs {self.number(5, 30)}" if _one_in(self.random, 12) else text

    def expression(self, depth: int) -> str:
        random = self.random
        parts = [self._atom(depth)]
        for _ in range(random.choice((0, 0, 0, 1, 1, 2))):
            parts += [random.choice(_OPERATORS if self._is_wild() else "+-*/%"), self._atom(depth)]
        if _one_in(random, 25):
            parts += [random.choice(_CONDITIONS), self._atom(depth)]
        return (" " if _one_in(random, 8) else "").join(parts)

    def _atom(self, depth: int) -> str:
        random = self.random
        chance = random.random()
        if chance < 0.6 or depth > 3:
            return self._dice()
        if chance < 0.78:
            return self.number(1, 12)
        if chance < 0.84:
            return f"({self.expression(depth + 1)})"
        if chance < 0.94:
            members = (self.expression(depth + 1) for _ in range(random.choice((1, 2, 2, 3))))
            opens, closes = random.choice(("{}", "()"))
            return f"{opens}{','.join(members)}{closes}{self._modifiers(in_group=True)}"
        if self._is_wild():
            return random.choice(("@athletics", "$fireball", "@", "sqrt(4)", "max(1)", "abs()"))
        name = random.choice(list(FunctionName))
        arguments = (self.expression(depth + 1) for _ in range(1 + name.takes_several))
        return f"{name.value}({','.join(arguments)})"

    def _dice(self) -> str:
        random = self.random
        if _one_in(random, 40):
            return random.choice(("dp", "1dp", "p1d6", "a1dp", "d1dp"))
        count = "20" if _one_in(random, 20) else self.number(1, 5)
        tags = (
            "".join(random.choices("adn", k=random.randint(1, int(count))))
            if (_one_in(random, 6) and count.isdecimal() and 0 < int(count) < 21)
            else ""
        )
        sides = random.choice(_SIDES if self._is_wild() else _USUAL_SIDES)
        note = "" if random.random() < 0.9 else random.choice(("[fire]", "[a][b]"))
        return f"{tags}{count}{random.choice('ddddD')}{sides}{self._modifiers()}{note}"

    def _modifiers(self, *, in_group: bool = False) -> str:
        size = self.random.choice((0, 0, 0, 0, 1, 1, 2, 3))
        return "".join(self._modifier(in_group) for _ in range(size))

    def _modifier(self, in_group: bool) -> str:
        random = self.random
        number, condition = self.number(1, 4), random.choice(_CONDITIONS[:7])
        if self._is_wild():
            return f"{random.choice(_MODIFIERS)}{random.choice(_CONDITIONS)}{number}"
        if in_group or random.random() < 0.4:
            return random.choice((f"{random.choice(_KEEPS)}{number}", f"{condition}{number}"))
        if random.random() < 0.3:
            return random.choice(("!", "!!", "!p", "e", "s", "sd", "u"))
        if random.random() < 0.3:
            return f"{random.choice(('mi', 'ma', 'min', 'max', 'r', 'rr', 'ro', 'ra'))}{number}"
        return f"{random.choice(_MODIFIERS[:12])}{condition}{number}"

    def _is_wild(self) -> bool:
        return self.random.random() < self.wildness


_SLIPS: Final[tuple[Callable[[Random, str, int], str], ...]] = (
    lambda random, text, at: text[:at] + text[at + random.randint(1, 3) :],
    lambda random, text, at: text[:at] + random.choice(_TOKENS) + text[at:],
    lambda random, text, at: text[:at] + random.choice(_TOKENS) + text[at + 1 :],
    lambda random, text, at: text[:at] + text[at : at + 4] * random.randint(2, 6) + text[at + 4 :],
    lambda _random, text, at: text[at:] + text[:at],
    lambda _random, text, at: text[:at],
    lambda random, text, at: text[:at] + chr(random.randrange(0x110000)) + text[at:],
    lambda _random, text, _at: text.upper(),
)
