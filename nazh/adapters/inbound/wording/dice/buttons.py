"""What stands on the buttons of a result."""

from __future__ import annotations

from typing import Final

from nazh.domain.dice import Ruleset
from nazh.domain.dice.plot_die import PlotOutcome, PlotResult
from nazh.domain.dice.pools import Tag

ADD_PLOT_DIE: Final = "Add Plot Die"
COPY_COMMAND: Final = "Copy Command"
ROLL_AGAIN: Final = "Roll Again"
REVEAL: Final = "Reveal"
DETAILS: Final = "Details"
_BRINGS: Final = {PlotOutcome.OPPORTUNITY: "Opportunity", PlotOutcome.NOTHING: "nothing"}


def pick_label(face: int, ruleset: Ruleset, number: int | None = None) -> str:
    """Return what taking ``face`` of the plot die brings; ``number`` is the roll's, from 1."""
    plot = PlotResult(face, (face,), Tag.PLAIN, choice_open=False)
    threat = f"+{plot.bonus}, {ruleset.bad_word}"
    brings = threat if plot.outcome is PlotOutcome.THREAT else _BRINGS[plot.outcome]
    return f"Take {face}: {brings}" if number is None else f"Roll {number}: take {face}: {brings}"
