"""Adds a separately given label and difficulty to a plan, and the names of its saved rolls."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from nazh.application.dice.errors import DifficultyTwice, LabelTwice, NoSuchPool
from nazh.domain.dice import RollPlan, parse_roll
from nazh.domain.dice.errors import NotationTooLong, NoTotal
from nazh.domain.dice.errors.drafting import InvalidLabel
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal


def with_label_and_difficulty(
    plan: RollPlan, label: str | None, difficulty: int | None, position: int = 1
) -> RollPlan:
    """Return ``plan`` with ``label`` and ``difficulty`` on the pool at ``position``, from 1.

    Raises NoSuchPool, LabelTwice, DifficultyTwice, NoTotal, NotationTooLong and InvalidLabel.
    """
    if position > len(plan.pools):
        raise NoSuchPool(position, len(plan.pools))
    before, pool, after = (
        plan.pools[: position - 1],
        plan.pools[position - 1],
        plan.pools[position:],
    )
    label_text = " ".join(label.split()) if label is not None else ""
    if label_text:
        if pool.label is not None:
            raise LabelTwice
        pool = replace(pool, label=label_text)
    if difficulty is not None:
        if pool.target is not None:
            raise DifficultyTwice(pool.target)
        if pool.is_only_plot_die:
            raise NoTotal
        pool = replace(pool, target=difficulty)
    changed = replace(plan, pools=(*before, pool, *after))
    if len(changed.notation) > Limits.NOTATION_LENGTH:
        raise NotationTooLong(len(changed.notation), in_full=True)
    if label_text and not _parses_back(changed):
        raise InvalidLabel
    return changed


@lru_cache(maxsize=256)
def with_saved_names(plan: RollPlan, saved_names: tuple[tuple[int, str], ...]) -> RollPlan:
    """Return ``plan`` with the names of its saved rolls as labels of unlabelled pools.

    Returns ``plan`` unchanged if the result would not parse back. Plans are compared without their
    names, so the cache needs these as an argument.
    """
    pools = list(plan.pools)
    for index, name in saved_names:
        if pools[index].label is None and not pools[index].is_only_plot_die:
            words = name.replace("_", " ").strip()
            pools[index] = replace(pools[index], label=words[:1].upper() + words[1:])
    named = replace(plan, pools=tuple(pools), saved_names=())
    return named if _parses_back(named) else plan


def _parses_back(plan: RollPlan) -> bool:
    try:
        return parse_roll(plan.notation).pools == plan.pools
    except Refusal:
        return False
