"""Facts about dice, told after they are on record."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.domain.kernel.events import Event


@dataclass(frozen=True, slots=True)
class Rolled(Event):
    """A roll is on record. ``dice`` counts every face that fell, further and dropped ones too."""

    dice: int


@dataclass(frozen=True, slots=True)
class PlotDieAdded(Event):
    """A plot die was thrown beside a roll on record; ``dice`` is one for each repeat."""

    dice: int


@dataclass(frozen=True, slots=True)
class PlotFacePicked(Event):
    """Somebody who may has picked which face of an edged plot die counts."""


@dataclass(frozen=True, slots=True)
class RollRevealed(Event):
    """A player has put a secret roll before everybody."""


@dataclass(frozen=True, slots=True)
class BuilderOpened(Event):
    """A player has begun to build a roll die by die."""


@dataclass(frozen=True, slots=True)
class RollsPruned(Event):
    """Rolls were forgotten because they are older than they are kept."""

    count: int
