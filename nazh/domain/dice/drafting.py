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

from nazh.domain.dice.errors import NotationTooLong, UnfitLabel, UnreadableDifficulty
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.making import DRAFTABLE_DICE, Making, making_of, plot_die_in_making
from nazh.domain.dice.notation import read_roll
from nazh.domain.dice.pools import Die, Pool
from nazh.domain.dice.rolls import RollPlan
from nazh.domain.dice.writing import write_roll
from nazh.domain.kernel.errors import Refusal


@dataclass(frozen=True, slots=True)
class Draft:
    """Staged pools, thrown ``repeats`` times over, and perhaps one more in the making."""

    staged: tuple[Pool, ...] = ()
    repeats: int = 1
    comment: str | None = None
    making: Making | None = None

    @property
    def pools(self) -> tuple[Pool, ...]:
        """All pools that would be thrown now, the one in the making last."""
        return self.staged if self.making is None else (*self.staged, self.making.pool)

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
    if len(staged.text) > Limits.CHARACTERS:
        raise NotationTooLong(len(staged.text), in_full=True)
    making = making_of(plan.pools[-1]) if plan.repeats == 1 else None
    return staged if making is None else replace(staged, staged=plan.pools[:-1], making=making)


def read_draft(staged: str, making: str, comment: str | None) -> Draft:
    """Read a draft back from the notation of its two parts, either of which may be empty.

    Raises ``ValueError`` for what is no draft.
    """
    try:
        before = read_roll(staged) if staged else None
        last = read_roll(making).pools if making else ()
    except Refusal as refusal:
        raise ValueError(making) from refusal
    pools, repeats = (before.pools, before.repeats) if before else ((), 1)
    made = making_of(last[0]) if last else None
    draft = Draft(pools, repeats, comment, made)
    if len(last) != (made is not None) or not _reads(draft):
        raise ValueError(making)
    return draft


def with_die(draft: Draft, die: Die) -> Draft:
    """Begin a pool of ``die``, or make the one in the making of ``die``."""
    making = draft.making
    if making is None:
        making = Making(die)
    elif die.is_plot:
        making = plot_die_in_making(making.edges)
    else:
        making = replace(making, die=die)
    return _if_it_reads(draft, replace(draft, making=making))


def with_count(draft: Draft, by: int) -> Draft:
    """Take ``by`` dice more into the pool; edges beyond the last die are lost."""
    making = draft.making
    if making is None:
        return draft
    count = max(1, making.count + by)
    changed = replace(making, count=count).with_edges(making.edges)
    return _if_it_reads(draft, replace(draft, making=changed))


def with_bonus(draft: Draft, by: int) -> Draft:
    """Add ``by`` to the pool's bonus."""
    making = draft.making
    if making is None or making.die.is_plot:
        return draft
    return _if_it_reads(draft, replace(draft, making=replace(making, bonus=making.bonus + by)))


def with_edge(draft: Draft, by: int) -> Draft:
    """Give ``by`` dice advantage, less than none disadvantage; the two cancel one for one."""
    making = draft.making
    if making is None:
        return draft
    return _if_it_reads(draft, replace(draft, making=making.with_edges(making.edges + by)))


def can_be_worded(draft: Draft) -> bool:
    """Whether there is a pool in the making that may carry a label and a difficulty."""
    return draft.making is not None and not draft.making.die.is_plot


def with_words(draft: Draft, label: str, difficulty: str) -> Draft:
    """Set label and difficulty as they were typed; nothing typed takes them away.

    Raises UnfitLabel, UnreadableDifficulty and NotationTooLong.
    """
    if draft.making is None or not can_be_worded(draft):
        return draft
    words = " ".join(label.split()) or None
    making = replace(draft.making, label=words, target=_difficulty(difficulty.strip()))
    changed = replace(draft, making=making)
    try:
        plan = read_roll(changed.text)
    except NotationTooLong:
        raise
    except Refusal as refusal:
        raise UnfitLabel from refusal
    if (plan.pools, plan.comment) != (changed.pools, changed.comment):
        raise UnfitLabel
    return changed


def added(draft: Draft) -> Draft:
    """Stage the pool in the making."""
    return replace(draft, staged=draft.pools, making=None)


def without_last(draft: Draft) -> Draft:
    """Take the last staged pool away."""
    staged = draft.staged[:-1]
    return replace(draft, staged=staged, repeats=draft.repeats if staged else 1)


def cleared(draft: Draft) -> Draft:
    """Begin anew."""
    return Draft()


STEPS: Final[Mapping[str, Step]] = MappingProxyType(
    {
        "fewer": lambda draft: with_count(draft, -1),
        "more": lambda draft: with_count(draft, 1),
        "less5": lambda draft: with_bonus(draft, -5),
        "less1": lambda draft: with_bonus(draft, -1),
        "plus1": lambda draft: with_bonus(draft, 1),
        "plus5": lambda draft: with_bonus(draft, 5),
        "better": lambda draft: with_edge(draft, 1),
        "worse": lambda draft: with_edge(draft, -1),
        "add": added,
        "undo": without_last,
        "clear": cleared,
    }
)
"""The steps that need no more than a press, by name."""


def is_possible(draft: Draft, step: Step) -> bool:
    """Whether ``step`` would change the draft."""
    return step(draft) != draft


def dice_offered(draft: Draft) -> tuple[str, ...]:
    """Return the names of the dice that the pool in the making can be of."""
    chosen = None if draft.making is None else draft.making.die
    return tuple(
        name
        for name, die in DRAFTABLE_DICE.items()
        if die == chosen or with_die(draft, die) is not draft
    )


def _difficulty(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > len(str(Limits.NUMBER)) or int(text) > Limits.NUMBER:
        raise UnreadableDifficulty
    return int(text)


def _if_it_reads(draft: Draft, changed: Draft) -> Draft:
    return changed if changed != draft and _reads(changed) else draft


def _reads(draft: Draft) -> bool:
    try:
        return draft.is_empty or read_roll(draft.text).pools == draft.pools
    except Refusal:
        return False
