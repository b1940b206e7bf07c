"""Labels the buttons of a result."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dice import Ruleset
from nazh.domain.dice.plot_die import PlotOutcome, PlotResult
from nazh.domain.dice.pools import Tag
from nazh.domain.kernel.texts import N_

ADD_PLOT_DIE: Final = N_("Add Plot Die")
COPY_COMMAND: Final = N_("Copy Command")
HOW_TO_COPY: Final = N_("Hold, select all; or Ctrl+A, Ctrl+C")
ROLL_AGAIN: Final = N_("Roll Again")
REVEAL: Final = N_("Reveal")
DETAILS: Final = N_("Details")
_BRINGS: Final = {
    PlotOutcome.OPPORTUNITY: N_("Take {face}: Opportunity"),
    PlotOutcome.NOTHING: N_("Take {face}: nothing"),
    PlotOutcome.THREAT: N_("Take {face}: +{bonus}, {threat}"),
}


def pick_label(
    face: int, ruleset: Ruleset, translator: Translator, number: int | None = None
) -> str:
    """Return what picking ``face`` of the plot die brings; ``number`` is the repeat's, from 1."""
    plot = PlotResult(face, (face,), Tag.PLAIN, choice_open=False)
    threat = translator(ruleset.bad_words[0])
    label = translator(_BRINGS[plot.outcome], face=face, bonus=plot.bonus, threat=threat)
    return (
        label
        if number is None
        else translator("Roll {number}. {label}", number=number, label=label)
    )
