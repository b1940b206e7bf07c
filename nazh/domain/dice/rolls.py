"""Defines the stages of a roll: the plan, the throw, and the judged roll. Values only.

Throws and results are named tuples, because one of each is created for every roll and they are the
cheapest values available (docs/adr/0006-simple-pool-fast-path.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, NamedTuple

from nazh.domain.dice.canonical_notation import write_pool, write_roll
from nazh.domain.dice.errors import DuplicatePlotDie
from nazh.domain.dice.evaluation.results import Damage, DieResult, Piece, TargetResult
from nazh.domain.dice.evaluation.simple_pools import SimplePool, simple_pool_of, simple_pool_pieces
from nazh.domain.dice.modifiers import DRAWING_MODIFIERS
from nazh.domain.dice.plot_die import PlotResult
from nazh.domain.dice.pools import PLOT_DIE, PLOT_POOL, Dice, Die, Pool, PoolKind, Tag
from nazh.domain.dice.rulesets import Ruleset


@dataclass(frozen=True)
class RollPlan:
    """A list of pools, thrown ``repeats`` times, with a comment.

    Plans built by ``parse_roll`` are valid. The class has no slots, so that derived values are
    cached: plans are reused for many throws.
    """

    pools: tuple[Pool, ...]
    repeats: int = 1
    comment: str | None = None
    saved_names: tuple[tuple[int, str], ...] = field(default=(), compare=False)
    """The saved rolls that are pools, without their sign, by the index of their first pool."""
    simple_pool: SimplePool | None = field(init=False, repr=False, compare=False)
    """The shortcut for a roll of one simple pool."""
    # Results of a simple pool with few outcomes, by their faces; judging is pure.
    cached_throws: dict[Sequence[int], Throw] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    cached_rolls: dict[Sequence[int], Roll] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "simple_pool", simple_pool_of(self.pools))

    @cached_property
    def notation(self) -> str:
        """The canonical notation, without the comment; parses back to the same roll."""
        return write_roll(self.pools, self.repeats)

    @property
    def text(self) -> str:
        """The canonical notation and the comment, as users would type them."""
        return self.notation if self.comment is None else f"{self.notation} # {self.comment}"

    @cached_property
    def notations(self) -> tuple[str, ...]:
        """The canonical notation of each pool; joined, they parse as one list."""
        first, *others = self.pools
        return (write_roll((first,), 1), *map(write_pool, others))

    @cached_property
    def kinds(self) -> tuple[PoolKind, ...]:
        """The kind of each pool."""
        return tuple(pool.kind for pool in self.pools)

    @cached_property
    def has_plot_die(self) -> bool:
        """True if there is a plot die among the dice."""
        return self.plot_pool_index is not None

    @cached_property
    def plot_pool_index(self) -> int | None:
        """The index of the pool with the plot die, or ``None``."""
        return next((index for index, pool in enumerate(self.pools) if pool.plot_dice), None)

    @cached_property
    def dice(self) -> int:
        """The number of dice in all repeats together, before any explosion."""
        return self.repeats * sum(pool.dice for pool in self.pools)

    @cached_property
    def fixed_draws(self) -> tuple[tuple[int, int], ...] | None:
        """Count and sides of each draw, or ``None`` if faces decide how many dice are drawn."""
        draws: list[tuple[int, int]] = []
        for term in (term for pool in self.pools for term in pool.terms):
            if not term.die.is_numbered or any(
                isinstance(modifier, DRAWING_MODIFIERS) for modifier in term.modifiers
            ):
                return None
            draws.append((term.count + term.edges, term.die.sides))
        return tuple(draws)

    @cached_property
    def fixed_dice(self) -> tuple[tuple[Die, int], ...] | None:
        """The dice in draw order with the number of faces of each kind, or ``None`` as above."""
        if self.fixed_draws is None:
            return None
        terms = (term for pool in self.pools for term in pool.terms)
        return tuple(run for term in terms for run in _die_runs(term) if run[1])

    def with_plot_die(self) -> RollPlan:
        """Return the same roll with the plot die as a last pool. A second plot die is refused."""
        if self.has_plot_die:
            raise DuplicatePlotDie
        return replace(self, pools=(*self.pools, PLOT_POOL))


def _die_runs(term: Dice) -> Iterator[tuple[Die, int]]:
    """Yield the dice of one term in draw order; a tag may make one of them the plot die."""
    for tag in term.tags:
        yield PLOT_DIE if tag is Tag.PLOT else term.die, 1 if tag in _SINGLE_FACE_TAGS else 2
    yield term.die, term.count - len(term.tags)


_SINGLE_FACE_TAGS: Final = (Tag.PLAIN, Tag.PLOT)


class Throw(NamedTuple):
    """One throw of the pools of ``plan``. ``faces`` are in draw order, immutable."""

    plan: RollPlan
    faces: Sequence[int]


class PoolResult(NamedTuple):
    """One judged pool. ``total`` and ``raw`` are ``None`` for a pool that is only the plot die.

    ``raw`` is the value rounded toward zero, ``total`` adds ``plot_bonus`` and is raised to the
    ruleset's least total (``floored`` says that it was raised). The dice are either given, or
    evaluated on demand from the ``faces`` of a simple pool.
    """

    pool: Pool
    total: int | None
    raw: int | None
    plot_bonus: int
    floored: bool
    stored_pieces: tuple[Piece, ...] = ()
    target: TargetResult | None = None
    damage: Damage | None = None
    simple_pool: SimplePool | None = None
    faces: Sequence[int] = ()
    is_stopped: bool = False
    """True if explosions or rerolls stopped at the limit of further dice."""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The evaluated expression, from left to right."""
        return (
            self.stored_pieces
            if self.simple_pool is None
            else simple_pool_pieces(self.simple_pool, self.faces)
        )

    @property
    def dice(self) -> tuple[DieResult, ...]:
        """The dice, in display order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, DieResult))


class Roll(NamedTuple):
    """One judged throw. ``opportunities`` and ``threats`` count the plot die and natural ones."""

    throw: Throw
    ruleset: Ruleset
    pools: tuple[PoolResult, ...]
    plot: PlotResult | None
    opportunities: int
    threats: int
