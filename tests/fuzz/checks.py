"""Checks one text through parsing, rolling, evaluation and rendering, with its cost."""

from __future__ import annotations

import json
import re
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from traceback import extract_tb
from typing import Final, NamedTuple

from nazh.adapters.inbound.texts.dice import notation_in, refusal_form, roll_lines, rolls_form
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.adapters.inbound.texts.refusals import refusal_lines, refusal_text
from nazh.domain.dice import Roll, judge, parse_roll, throw, throw_physical_dice
from nazh.domain.dice.notation import read_roll
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.rng import Rng

ROLL: Final = "a roll"
MAX_SECONDS: Final = 0.005
"""The limit for refusing or planning a text (docs/dice.md, "Limits")."""
MAX_ROLL_SECONDS: Final = 0.1
"""The limit for a whole roll, with ten repeats of five pools of a hundred further dice each."""
MAX_BYTES: Final = 1024 * 1024
RECHECKS: Final = 3

_QUOTED: Final = re.compile(r"'.*'|[0-9]+")


def run_input(text: str, dice: Rng) -> str:
    """Run everything that a user's text causes, without the plan cache.

    Returns ``ROLL`` or the code of the refusal. Raises whatever is not a Refusal.
    """
    try:
        plan = read_roll(text, False)
        rolls = tuple(judge(throw(plan, dice)) for _ in range(plan.repeats))
    except Refusal as refusal:
        _render_refusal(refusal)
        return refusal.code
    _render(rolls)
    return ROLL


def broken_invariant(text: str, dice: Rng) -> str | None:
    """Return the property that ``text`` violates, or ``None``."""
    try:
        plan = parse_roll(text)
        thrown = throw(plan, dice)
        roll = judge(thrown)
    except Refusal as refusal:
        at = refusal.at
        if not refusal.sentence or not (at is None or 0 <= at <= len(text)):
            return f"the refusal {refusal.code} points at {at} and says {refusal.sentence!r}"
        return None
    if roll != judge(thrown):
        return "judging the same throw twice gives two results"
    canonical = plan.notation
    try:
        again = parse_roll(canonical)
    except Refusal as refusal:
        return f"its canonical notation {canonical!r} is refused: {refusal}"
    if again.notation != canonical:
        return f"its canonical notation {canonical!r} becomes {again.notation!r}"
    try:
        by_hand = judge(throw_physical_dice(again, tuple(thrown.faces) * again.repeats)[0])
    except Refusal as refusal:
        return f"its canonical notation {canonical!r} wants other dice: {refusal}"
    if [pool.total for pool in by_hand.pools] != [pool.total for pool in roll.pools]:
        return f"its canonical notation {canonical!r} judges the same faces differently"
    return None


def fault(text: str, new_dice: Callable[[], Rng], *, thorough: bool) -> tuple[str, str] | None:
    """Return the kind and description of the fault of ``text``, or ``None``.

    Checks crashes, and properties if ``thorough``, but not time and memory.
    """
    try:
        run_input(text, new_dice())
        broken = broken_invariant(text, new_dice()) if thorough else None
    except Exception as error:  # noqa: BLE001  # whatever escapes is what we hunt for
        place = extract_tb(error.__traceback__)[-1]
        kind = f"{type(error).__name__} in {Path(place.filename).name}, {place.name}"
        return kind, f"{kind}: {error}"
    if broken is None:
        return None
    return f"promise: {_QUOTED.sub('…', broken)}", broken


class Cost(NamedTuple):
    """A text's outcome, and the seconds to parse and to roll it."""

    code: str
    reading: float
    playing: float

    @property
    def is_too_much(self) -> bool:
        """Whether either exceeded its limit."""
        return self.reading > MAX_SECONDS or self.playing > MAX_ROLL_SECONDS


def cost(text: str, dice: Rng) -> Cost:
    """Parse the text, then roll it, and measure both."""
    start = perf_counter()
    with suppress(Refusal):
        read_roll(text, False)
    read = perf_counter()
    code = run_input(text, dice)
    return Cost(code, read - start, perf_counter() - read)


def confirmed_slow(text: str, new_dice: Callable[[], Rng]) -> Cost | None:
    """Return the minimum of several costs of ``text`` if it exceeds the limit, or ``None``.

    The scheduler may slow one attempt, but hardly every one.
    """
    costs = [cost(text, new_dice()) for _ in range(RECHECKS)]
    best = Cost(costs[0].code, min(c.reading for c in costs), min(c.playing for c in costs))
    return best if best.is_too_much else None


def memory(text: str) -> int:
    """Return the peak memory for refusing or planning a text."""
    tracemalloc.start()
    try:
        with suppress(Refusal):
            read_roll(text, False)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def shrink(text: str, still_fails: Callable[[str], bool], tries: int = 2_000) -> str:
    """Return a shorter text that still fails, by removing ever smaller pieces."""
    size = len(text) // 2
    while size and tries:
        at = 0
        while at < len(text) and tries:
            shorter = text[:at] + text[at + size :]
            tries -= 1
            if still_fails(shorter):
                text = shorter
            else:
                at += size
        size //= 2
    return text


def _render(rolls: tuple[Roll, ...]) -> None:
    lines = "\n".join(roll_lines(rolls, ENGLISH))
    lines.encode()
    notation_in(lines)
    json.dumps(rolls_form(rolls), ensure_ascii=False).encode()


def _render_refusal(refusal: Refusal) -> None:
    # The output must be encodable, so it has no lone surrogates.
    "\n".join(refusal_lines(refusal, ENGLISH)).encode()
    refusal_text(refusal, ENGLISH).encode()
    json.dumps(refusal_form(refusal), ensure_ascii=False).encode()
