"""What stands on the buttons of a result."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.wording.languages import Words
from nazh.domain.dice import Ruleset
from nazh.domain.dice.plot_die import PlotOutcome, PlotResult
from nazh.domain.dice.pools import Tag
from nazh.domain.kernel.phrases import phrase

ADD_PLOT_DIE: Final = phrase("Add Plot Die")
COPY_COMMAND: Final = phrase("Copy Command")
HOW_TO_COPY: Final = phrase("Press and hold, select all, copy")
ROLL_AGAIN: Final = phrase("Roll Again")
REVEAL: Final = phrase("Reveal")
DETAILS: Final = phrase("Details")
_BRINGS: Final = {
    PlotOutcome.OPPORTUNITY: phrase("Take {face}: Opportunity"),
    PlotOutcome.NOTHING: phrase("Take {face}: nothing"),
    PlotOutcome.THREAT: phrase("Take {face}: +{bonus}, {threat}"),
}


def pick_label(face: int, ruleset: Ruleset, words: Words, number: int | None = None) -> str:
    """Return what taking ``face`` of the plot die brings; ``number`` is the roll's, from 1."""
    plot = PlotResult(face, (face,), Tag.PLAIN, choice_open=False)
    threat = words(ruleset.bad_words[0])
    label = words(_BRINGS[plot.outcome], face=face, bonus=plot.bonus, threat=threat)
    return label if number is None else words("Roll {number}. {label}", number=number, label=label)
