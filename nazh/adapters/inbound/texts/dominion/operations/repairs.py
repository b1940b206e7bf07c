"""Words what is said after parked work is retried, and what a check of the world has found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nazh.adapters.inbound.texts.dominion.operations.operations import breaches_text
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.ports import CheckedInvariant, Retried
from nazh.domain.kernel.texts import N_, N_plural

_NOTHING: Final = N_("## Nothing is parked\n`/dominion-ops tasks` shows what fails.")
_RETRIED: Final = N_("## Tried again: {parked}")
_NATIONS: Final = N_plural("{count} nation", "{count} nations")
_WARS: Final = N_plural("{count} war", "{count} wars")
_THEN: Final = N_(
    "The bot does what they have missed within ten seconds. What fails again is parked again "
    "within half a minute; `/dominion-ops tasks` shows it."
)
_HOLD: Final = N_("## All {count} invariants hold")
_BROKEN: Final = N_("## {broken} of {all} invariants are broken")


def retried_text(retried: Retried, translator: Translator) -> str:
    """Return what is tried again, and when its result can be seen."""
    counted = ((_NATIONS, retried.nations), (_WARS, retried.wars))
    parked = [translator.counted(forms, count) for forms, count in counted if count]
    if not parked:
        return translator(_NOTHING)
    said = translator(_RETRIED, parked=translator.all_of(parked))
    return f"{said}\n{translator(_THEN)}"


def checked_text(checked: Sequence[CheckedInvariant], translator: Translator) -> str:
    """Return which invariants a check has found broken."""
    broken = [one for one in checked if one.breaches]
    if not broken:
        return translator(_HOLD, count=len(checked))
    lines = [translator(_BROKEN, broken=len(broken), all=len(checked))]
    lines += [breaches_text(one, translator) for one in broken]
    return "\n".join(lines)
