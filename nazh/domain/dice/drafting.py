"""Drafting: a roll built step by step, and which step may come next.

A draft is always a roll that reads, or nothing yet. A step that would break a rule of the table
changes nothing, so a step is possible exactly where it changes the draft. The judge of what breaks
a rule is the reader of the notation itself: no limit is told twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from nazh.domain.dice.canonical_notation import write_roll
from nazh.domain.dice.draft_pools import DRAFTABLE_DICE, DraftPool, draft_plot_die, draft_pool_of
from nazh.domain.dice.errors import InvalidDifficulty, InvalidLabel, NotationTooLong
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.notation import read_roll
from nazh.domain.dice.pools import Die, Pool
from nazh.domain.dice.rolls import RollPlan
from nazh.domain.kernel.errors import Refusal


@dataclass(frozen=True, slots=True)
class Draft:
    """Staged pools, thrown ``repeats`` times over, and perhaps one more in the making."""

    staged: tuple[Pool, ...] = ()
    repeats: int = 1
    comment: str | None = None
    open_pool: DraftPool | None = None

    @property
    def pools(self) -> tuple[Pool, ...]:
        """All pools that would be thrown now, the one in the making last."""
        return self.staged if self.open_pool is None else (*self.staged, self.open_pool.pool)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to throw."""
        return not self.pools

    @property
    def text(self) -> str:
        """What would be thrown now, as it is typed, with the comment; empty where nothing is."""
        if self.is_empty:
            return ""
        comment = "" if self.comment is None else f" # {self.comment}"
        return f"{write_roll(self.pools, self.repeats)}{comment}"


Step = Callable[[Draft], Draft]


def draft_of(plan: RollPlan) -> Draft:
    """Return ``plan`` as a draft. A last pool that steps could have made is in the making.

    Everything else is staged as it stands. Raises NotationTooLong where the plan, written out
    with its comment, is no longer a roll.
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
    """Read a draft back from the notation of its two parts, either of which may be empty.

    Raises ``ValueError`` for what is no draft.
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
    """Begin a pool of ``die``, or make the one in the making of ``die``."""
    open_pool = draft.open_pool
    if open_pool is None:
        open_pool = DraftPool(die)
    elif die.is_plot:
        open_pool = draft_plot_die(open_pool.edges)
    else:
        open_pool = replace(open_pool, die=die)
    return _if_valid(draft, replace(draft, open_pool=open_pool))


def change_count(draft: Draft, by: int) -> Draft:
    """Take ``by`` dice more into the pool; edges beyond the last die are lost."""
    open_pool = draft.open_pool
    if open_pool is None:
        return draft
    count = max(1, open_pool.count + by)
    changed = replace(open_pool, count=count).with_edges(open_pool.edges)
    return _if_valid(draft, replace(draft, open_pool=changed))


def change_bonus(draft: Draft, by: int) -> Draft:
    """Add ``by`` to the pool's bonus."""
    open_pool = draft.open_pool
    if open_pool is None or open_pool.die.is_plot:
        return draft
    return _if_valid(
        draft, replace(draft, open_pool=replace(open_pool, bonus=open_pool.bonus + by))
    )


def change_edge(draft: Draft, by: int) -> Draft:
    """Give ``by`` dice advantage, less than none disadvantage; the two cancel one for one."""
    open_pool = draft.open_pool
    if open_pool is None:
        return draft
    return _if_valid(draft, replace(draft, open_pool=open_pool.with_edges(open_pool.edges + by)))


def can_be_labelled(draft: Draft) -> bool:
    """Whether there is a pool in the making that may carry a label and a difficulty."""
    return draft.open_pool is not None and not draft.open_pool.die.is_plot


def with_label(draft: Draft, label: str, difficulty: str) -> Draft:
    """Set label and difficulty as they were typed; nothing typed takes them away.

    Raises InvalidLabel, InvalidDifficulty and NotationTooLong.
    """
    if draft.open_pool is None or not can_be_labelled(draft):
        return draft
    words = " ".join(label.split()) or None
    open_pool = replace(draft.open_pool, label=words, target=_difficulty(difficulty.strip()))
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
    """Stage the pool in the making."""
    return replace(draft, staged=draft.pools, open_pool=None)


def remove_last(draft: Draft) -> Draft:
    """Take the last staged pool away."""
    staged = draft.staged[:-1]
    return replace(draft, staged=staged, repeats=draft.repeats if staged else 1)


def clear(draft: Draft) -> Draft:
    """Begin anew."""
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
        "add": stage_pool,
        "undo": remove_last,
        "clear": clear,
    }
)
"""The steps that need no more than a press, by name."""


def is_possible(draft: Draft, step: Step) -> bool:
    """Whether ``step`` would change the draft."""
    return step(draft) != draft


def selectable_dice(draft: Draft) -> tuple[str, ...]:
    """Return the names of the dice that the pool in the making can be of."""
    chosen = None if draft.open_pool is None else draft.open_pool.die
    return tuple(
        name
        for name, die in DRAFTABLE_DICE.items()
        if die == chosen or choose_die(draft, die) is not draft
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
