"""Compares whole rolls with peers: results, results with text, and new notations."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Final

from benchmarks.interleaved import Contestant, python, race
from benchmarks.notations import CORPUS, RACED, Asked
from benchmarks.peers import d20, rpg_dice_roller
from benchmarks.report import Part
from nazh.adapters.inbound.texts.dice import roll_lines
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.adapters.outbound.rng.secrets_rng import SecretsRng
from nazh.domain.dice import judge, parse_roll, throw
from nazh.domain.dice.notation import read_roll

RNG: Final = SecretsRng()

GOALS: Final = {"dice.result": 20, "dice.text": 8, "dice.uncached": 1}


def total(notation: str) -> int | None:
    """Roll and return the total; a known notation's plan comes from the cache."""
    return judge(throw(parse_roll(notation), RNG)).pools[0].total


def text(notation: str) -> str:
    """Roll and return the text that users see."""
    return "\n".join(roll_lines((judge(throw(parse_roll(notation), RNG)),), ENGLISH))


def measure(seconds: float) -> Part:
    """Return the comparison of whole rolls; each race takes ``seconds``."""
    part = Part("A roll, beside d20 and rpg-dice-roller")
    with ExitStack() as stack:
        try:
            node = stack.enter_context(rpg_dice_roller.running())
        except rpg_dice_roller.PeerUnavailable as reason:
            node = None
            part.not_measured["rpg-dice-roller"] = str(reason)
        for raced_roll in RACED:
            for kind in _kinds(raced_roll, node):
                _race(part, raced_roll.ours, kind, seconds)
    part.amounts["dice.plan_memory"] = (plan_memory(CORPUS), "B")
    return part


@dataclass(frozen=True, slots=True)
class _Kind:
    """A race of Nazh against ``peers``, which are keyed by the names of their ratios."""

    ours: Contestant
    peers: dict[str, Contestant]


def _kinds(raced_roll: Asked, node: rpg_dice_roller.RpgDiceRoller | None) -> Sequence[_Kind]:
    nazh, d20_notation, js = raced_roll.ours, raced_roll.d20, raced_roll.rpg_dice_roller
    result = _Kind(
        python(f"{nazh} result", partial(total, nazh)),
        {"dice.result": python(f"{nazh} result, d20", partial(d20.total, d20_notation))},
    )
    with_text = _Kind(
        python(f"{nazh} text", partial(text, nazh)),
        {"dice.text": python(f"{nazh} text, d20", partial(d20.text, d20_notation))},
    )
    uncached = _Kind(
        python(f"{nazh} uncached", _fresh(nazh, total)),
        {
            "dice.uncached": python(f"{nazh} uncached, d20", _fresh(d20_notation, d20.total)),
            "dice.uncached_beside_cached": python(
                f"{nazh} cached, d20", partial(d20.total, d20_notation)
            ),
        },
    )
    if node is not None:
        result.peers["dice.rpg_dice_roller.result"] = node.rolling(
            f"{nazh} result, rpg-dice-roller", js, text=False
        )
        with_text.peers["dice.rpg_dice_roller.text"] = node.rolling(
            f"{nazh} text, rpg-dice-roller", js, text=True
        )
        uncached.peers["dice.rpg_dice_roller.uncached"] = node.rolling(
            f"{nazh} uncached, rpg-dice-roller", js, text=False, fresh=True
        )
    return result, with_text, uncached


def _race(part: Part, notation: str, kind: _Kind, seconds: float) -> None:
    outcome = race([kind.ours, *kind.peers.values()], seconds)
    part.figures += outcome.figures()
    for name, peer in kind.peers.items():
        part.ratios[f"{name}.{notation}"] = outcome.ratio(of=peer.name, to=kind.ours.name)
        if name in GOALS:
            part.at_least[f"{name}.{notation}"] = GOALS[name]


def _fresh(notation: str, roll: Callable[[str], object]) -> Callable[[], object]:
    """Return a roll of ``notation`` with a different bonus each time."""
    numbers = count(10)
    stem = notation.removesuffix("+5")

    def once() -> object:
        return roll(f"{stem}+{next(numbers)}")

    return once


def plan_memory(corpus: Sequence[str]) -> float:
    """Return the average bytes of a cached plan that was rolled and evaluated once."""
    for notation in corpus:
        judge(throw(read_roll(notation, False), RNG))
    gc.collect()
    tracemalloc.start()
    plans = [read_roll(notation, False) for notation in corpus]
    for plan in plans:
        judge(throw(plan, RNG))
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held / len(plans)
