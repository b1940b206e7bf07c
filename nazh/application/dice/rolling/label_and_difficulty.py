"""Adds a separately given label and difficulty to a plan."""

from __future__ import annotations

from dataclasses import replace

from nazh.application.dice.errors import DifficultyTwice, LabelTwice
from nazh.domain.dice import RollPlan, parse_roll
from nazh.domain.dice.errors import NotationTooLong, NoTotal
from nazh.domain.dice.errors.drafting import InvalidLabel
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal


def with_label_and_difficulty(
    plan: RollPlan, label: str | None, difficulty: int | None
) -> RollPlan:
    """Return ``plan`` with ``label`` and ``difficulty`` on its first pool.

    Raises LabelTwice, DifficultyTwice, NoTotal, NotationTooLong and InvalidLabel.
    """
    first, *others = plan.pools
    label_text = " ".join(label.split()) if label is not None else ""
    if label_text:
        if first.label is not None:
            raise LabelTwice
        first = replace(first, label=label_text)
    if difficulty is not None:
        if first.target is not None:
            raise DifficultyTwice(first.target)
        if first.is_only_plot_die:
            raise NoTotal
        first = replace(first, target=difficulty)
    changed = replace(plan, pools=(first, *others))
    if len(changed.notation) > Limits.NOTATION_LENGTH:
        raise NotationTooLong(len(changed.notation), in_full=True)
    if label_text and not _parses_back(changed):
        raise InvalidLabel
    return changed


def _parses_back(plan: RollPlan) -> bool:
    try:
        return parse_roll(plan.notation).pools == plan.pools
    except Refusal:
        return False
