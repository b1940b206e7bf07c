"""Writes the texts of vacations."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from nazh.adapters.inbound.texts.dominion.timestamps import duration, relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.nations.look_at_nation import NationView
from nazh.application.dominion.nations.take_vacation import VacationTaken
from nazh.domain.kernel.texts import N_

BEGIN_VACATION: Final = N_("Take the Vacation")
_VACATION_SURE: Final = N_("""## {days} of vacation for {name}?
It begins in {notice}. Until it ends, the nation earns nothing, pays no upkeep and cannot act. A \
nation can take one vacation in a season, and cannot cancel it.""")
_VACATION: Final = N_("""## {name} takes a vacation
It begins {since} and ends {until}.""")


def vacation_question(view: NationView, days: int, translator: Translator) -> str:
    """Return what a vacation means."""
    return translator(
        _VACATION_SURE,
        days=duration(timedelta(days=days), translator),
        name=view.nation.name,
        notice=duration(view.season.rules.nations.vacation_notice, translator),
    )


def vacation_text(result: VacationTaken, translator: Translator) -> str:
    """Return the message about a vacation."""
    since, until = relative(result.since), relative(result.until)
    return translator(_VACATION, name=result.nation, since=since, until=until)
