"""Builds a roll step by step, and determines which steps are possible.

A draft is empty or a valid roll. A step that would break a rule changes nothing, so a step is
possible if and only if it changes the draft. The notation parser checks the rules, so that each
limit is enforced in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from nazh.domain.dice.building.draft_pools import (
    DRAFTABLE_DICE,
    DraftPool,
    draft_plot_die,
    draft_pool_of,
)
from nazh.domain.dice.canonical_notation import write_roll
from nazh.domain.dice.errors import InvalidDifficulty, InvalidLabel, NotationTooLong
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.notation import read_roll
from nazh.domain.dice.pools import Die, Pool
from nazh.domain.dice.rolls import RollPlan
from nazh.domain.kernel.errors import Refusal


@dataclass(frozen=True, slots=True)
class Draft:
    """Staged pools, thrown ``repeats`` times, and at most one open pool."""

    staged: tuple[Pool, ...] = ()
    repeats: int = 1
    comment: str | None = None
    open_pool: DraftPool | None = None

    @property
    def pools(self) -> tuple[Pool, ...]:
        """All pools that would be thrown now, the open one last."""
        return self.staged if self.open_pool is None else (*self.staged, self.open_pool.pool)

    @property
    def is_empty(self) -> bool:
        """True if there is nothing to throw."""
        return not self.pools

    @property
    def text(self) -> str:
        """The current roll as users type it, with its comment; empty if there are no pools."""
        if self.is_empty:
            return ""
        comment = "" if self.comment is None else f" # {self.comment}"
        return f"{write_roll(self.pools, self.repeats)}{comment}"


Step = Callable[[Draft], Draft]


def draft_of(plan: RollPlan) -> Draft:
    """Return ``plan`` as a draft, with its last pool open if the builder's steps can produce it.

    All other pools are staged. Raises NotationTooLong if the notation with its comment is too long.
    """
    staged = Draft(plan.pools, plan.repeats, plan.comment)
    if len(staged.text) > Limits.NOTATION_LENGTH:
        raise NotationTooLong(len(staged.text), in_full=True)
    open_pool = draft_pool_of(plan.pools[-1]) if plan.repeats == 1 else None
    return (
        staged
        if open_pool is None
        else replace(staged, staged=plan.pools[:-1], open_pool=open_pool)
    )


def read_draft(staged: str, open_pool: str, comment: str | None) -> Draft:
    """Parse a draft from the notation of its staged and its open pools; both may be empty.

    Raises ``ValueError`` if they do not form a draft.
    """
    try:
        before = read_roll(staged) if staged else None
        last = read_roll(open_pool).pools if open_pool else ()
    except Refusal as refusal:
        raise ValueError(open_pool) from refusal
    pools, repeats = (before.pools, before.repeats) if before else ((), 1)
    draft_pool = draft_pool_of(last[0]) if last else None
    draft = Draft(pools, repeats, comment, draft_pool)
    if len(last) != (draft_pool is not None) or not _is_valid(draft):
        raise ValueError(open_pool)
    return draft


def choose_die(draft: Draft, die: Die) -> Draft:
    """Open a pool of ``die``, or change the open pool's die to ``die``."""
    open_pool = draft.open_pool
    if open_pool is None:
        open_pool = DraftPool(die)
    elif die.is_plot and open_pool.finished:
        return draft
    elif die.is_plot:
        open_pool = draft_plot_die(open_pool.edges)
    else:
        open_pool = replace(open_pool, die=die)
    return _if_valid(draft, replace(draft, open_pool=open_pool))


def change_count(draft: Draft, by: int) -> Draft:
    """Add ``by`` dice of the last kind to the open pool. Edges beyond the last die are removed.

    Removing the only die of the last kind returns to the dice before it.
    """
    open_pool = draft.open_pool
    if open_pool is None:
        return draft
    if open_pool.finished and open_pool.count + by < 1:
        return _if_valid(draft, replace(draft, open_pool=open_pool.without_last_dice()))
    count = max(1, open_pool.count + by)
    changed = replace(open_pool, count=count).with_edges(open_pool.edges)
    return _if_valid(draft, replace(draft, open_pool=changed))


def mix_dice(draft: Draft) -> Draft:
    """Add a die, whose kind can then be chosen, to the dice of the open pool."""
    open_pool = draft.open_pool
    if open_pool is None or open_pool.die.is_plot:
        return draft
    return _if_valid(draft, replace(draft, open_pool=open_pool.with_more_dice()))


def change_bonus(draft: Draft, by: int) -> Draft:
    """Add ``by`` to the open pool's bonus."""
    open_pool = draft.open_pool
    if open_pool is None or open_pool.die.is_plot:
        return draft
    return _if_valid(
        draft, replace(draft, open_pool=replace(open_pool, bonus=open_pool.bonus + by))
    )


def change_edge(draft: Draft, by: int) -> Draft:
    """Give ``by`` dice advantage, or disadvantage if negative; the two cancel each other out."""
    open_pool = draft.open_pool
    if open_pool is None:
        return draft
    return _if_valid(draft, replace(draft, open_pool=open_pool.with_edges(open_pool.edges + by)))


def labelled_pool(draft: Draft) -> Pool | None:
    """Return the pool that gets a label and a difficulty, or ``None``.

    This is the open pool or, if there is none, the last staged pool.
    """
    if not draft.pools or draft.pools[-1].is_only_plot_die:
        return None
    return draft.pools[-1]


def with_label(draft: Draft, label: str, difficulty: str) -> Draft:
    """Set label and difficulty of ``labelled_pool`` as typed; empty text removes them.

    Raises InvalidLabel, InvalidDifficulty and NotationTooLong.
    """
    pool = labelled_pool(draft)
    if pool is None:
        return draft
    words, target = " ".join(label.split()) or None, _difficulty(difficulty.strip())
    if draft.open_pool is None:
        staged = (*draft.staged[:-1], replace(pool, label=words, target=target))
        changed = replace(draft, staged=staged)
    else:
        open_pool = replace(draft.open_pool, label=words, target=target)
        changed = replace(draft, open_pool=open_pool)
    try:
        plan = read_roll(changed.text)
    except NotationTooLong:
        raise
    except Refusal as refusal:
        raise InvalidLabel from refusal
    if (plan.pools, plan.comment) != (changed.pools, changed.comment):
        raise InvalidLabel
    return changed


def stage_pool(draft: Draft) -> Draft:
    """Stage the open pool."""
    return replace(draft, staged=draft.pools, open_pool=None)


def remove_last(draft: Draft) -> Draft:
    """Remove the last staged pool."""
    staged = draft.staged[:-1]
    return replace(draft, staged=staged, repeats=draft.repeats if staged else 1)


def clear(draft: Draft) -> Draft:
    """Remove all pools."""
    return Draft()


STEPS: Final[Mapping[str, Step]] = MappingProxyType(
    {
        "fewer": lambda draft: change_count(draft, -1),
        "more": lambda draft: change_count(draft, 1),
        "less5": lambda draft: change_bonus(draft, -5),
        "less1": lambda draft: change_bonus(draft, -1),
        "plus1": lambda draft: change_bonus(draft, 1),
        "plus5": lambda draft: change_bonus(draft, 5),
        "better": lambda draft: change_edge(draft, 1),
        "worse": lambda draft: change_edge(draft, -1),
        "mix": mix_dice,
        "add": stage_pool,
        "undo": remove_last,
        "clear": clear,
    }
)
"""The steps without arguments, by name."""


def is_possible(draft: Draft, step: Step) -> bool:
    """Return whether ``step`` would change the draft."""
    return step(draft) != draft


def selectable_dice(draft: Draft, *, with_plot_die: bool = True) -> tuple[str, ...]:
    """Return the names of the dice that can be chosen for the open pool, or already are.

    Without ``with_plot_die`` the plot die is not offered.
    """
    chosen = None if draft.open_pool is None else draft.open_pool.die
    return tuple(
        name
        for name, die in DRAFTABLE_DICE.items()
        if die == chosen
        or (choose_die(draft, die) is not draft and (with_plot_die or not die.is_plot))
    )


def _difficulty(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > len(str(Limits.NUMBER)) or int(text) > Limits.NUMBER:
        raise InvalidDifficulty
    return int(text)


def _if_valid(draft: Draft, changed: Draft) -> Draft:
    return changed if changed != draft and _is_valid(changed) else draft


def _is_valid(draft: Draft) -> bool:
    try:
        return draft.is_empty or read_roll(draft.text).pools == draft.pools
    except Refusal:
        return False
