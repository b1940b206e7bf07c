"""Generates random valid fair sessions, which the page must accept."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from hypothesis import given, settings

from nazh.domain.dice import Roll, judge, throw
from nazh.domain.dice.errors import DivisionByZero
from nazh.domain.dice.fair import FairSession, Receipt, open_session
from nazh.domain.dice.notation import read_roll
from nazh.domain.dice.rulesets import RULESETS
from nazh.domain.dice.throwing import add_plot_die
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import GuildId
from tests.unit.domain.dice.strategies import notations, steady

_RULES = Path(__file__).parents[1] / "unit/domain/dice"
_DOCS = Path(__file__).parents[2] / "docs"
_BEGAN = datetime(2026, 3, 1, 19, 30, tzinfo=UTC)
_WORDS = ("the third star", "Würfelglück", "🎲 3 1 4 1 5", "no more ones", "")


class SessionAtPlay:
    """A session with its receipts so far; ``random`` decides its content."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.at = _BEGAN
        self.players = 0
        self.receipts: list[Receipt] = []
        self.fallen: dict[int, tuple[Roll, ...]] = {}
        self.words: list[str] = []
        session = self.random.randbytes(8).hex()
        server = GuildId(self.random.randrange(2**63))
        opened, self.session = open_session(session, self.random.randbytes(32), server, self.at)
        self.receipts.append(opened)

    @property
    def commitment(self) -> str:
        return self.session.commitment

    @property
    def lines(self) -> list[str]:
        """The lines of the receipts."""
        return [receipt.line for receipt in self.receipts]

    def join(self, words: str | None = None) -> None:
        """Add words as a user."""
        chosen = self.random.choice(_WORDS) if words is None else words
        self.words.append(chosen)
        self._take(self.session.joined(self._somebody(), chosen, self._now()))

    def roll(self, notation: str, ruleset: str | None = None) -> None:
        """Roll as a user; under a random ruleset unless one is given."""
        plan = read_roll(notation)
        rules = RULESETS[ruleset or self.random.choice(list(RULESETS))]
        dice = self.session.dice
        player = self._somebody()
        try:
            rolls = tuple([judge(throw(plan, dice), rules) for _ in range(plan.repeats)])
        except DivisionByZero:
            self._take(self.session.spoiled(player, plan, rules, self._now()))
            return
        self.fallen[self.session.n] = rolls
        self._take(self.session.rolled(player, rolls, self._now()))

    def add_plot_die(self) -> None:
        """Add a plot die to the last roll, if it can have one."""
        of, rolls = next(iter(reversed(self.fallen.items())))
        if rolls[0].throw.plan.has_plot_die:
            return
        dice = self.session.dice
        fallen = tuple([add_plot_die(roll.throw, dice) for roll in rolls])
        ruleset = rolls[0].ruleset
        judged = tuple([judge(thrown, ruleset) for thrown in fallen])
        del self.fallen[of]
        self._take(self.session.plot_die_added(of, judged, self._now()))

    def play(self, notations: Sequence[str]) -> None:
        """Make all rolls, with words and plot dice in between."""
        for notation in notations:
            if self.random.random() < 0.2:
                self.join()
            self.roll(notation)
            if self.fallen and self.random.random() < 0.2:
                self.add_plot_die()

    def close(self) -> None:
        """Close it, which reveals the secret."""
        self.receipts.append(self.session.closed(self._now()))

    def _somebody(self) -> int:
        player = self.random.randint(1, min(self.players + 1, 6))
        self.players = max(self.players, player)
        return player

    def _now(self) -> datetime:
        self.at += timedelta(
            seconds=self.random.randrange(90), microseconds=self.random.randrange(9)
        )
        return self.at

    def _take(self, step: tuple[Receipt, FairSession]) -> None:
        receipt, self.session = step
        self.receipts.append(receipt)


def is_roll(text: str) -> bool:
    """Whether Nazh accepts a text as a roll."""
    try:
        read_roll(text)
    except Refusal:
        return False
    return True


def rolls_of_the_tests() -> list[str]:
    """Every roll in the tests of the rules and in the documents."""
    texts: dict[str, None] = {}
    for path in sorted(_RULES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts[node.value] = None
    for page in ("dice.md", "builder.md", "odds.md", "saved-rolls.md"):
        texts |= dict.fromkeys(re.findall(r"`([^`\n]+)`", (_DOCS / page).read_text("utf-8")))
    return [text for text in texts if is_roll(text)]


def rolls_of_any_kind(count: int) -> list[str]:
    """Random rolls of every form and spelling, reproducible."""
    texts: list[str] = []

    @settings(steady, max_examples=2 * count, database=None)
    @given(notations())
    def collect(text: str) -> None:
        if is_roll(text):
            texts.append(text)

    collect()
    return texts[:count]
