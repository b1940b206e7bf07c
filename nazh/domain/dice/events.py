"""Events about dice, published after they are committed."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.domain.kernel.events import Event


@dataclass(frozen=True, slots=True)
class Rolled(Event):
    """A roll was recorded. ``dice`` counts every face drawn, including further and dropped ones."""

    dice: int


@dataclass(frozen=True, slots=True)
class PlotDieAdded(Event):
    """A plot die was added to a recorded roll; ``dice`` is one for each repeat."""

    dice: int


@dataclass(frozen=True, slots=True)
class PlotFacePicked(Event):
    """A user picked which face of a plot die with an edge counts."""


@dataclass(frozen=True, slots=True)
class RollRevealed(Event):
    """A player revealed a secret roll."""


@dataclass(frozen=True, slots=True)
class BuilderOpened(Event):
    """A player began to build a roll."""


@dataclass(frozen=True, slots=True)
class RollsPruned(Event):
    """Rolls older than the retention period were deleted."""

    count: int
