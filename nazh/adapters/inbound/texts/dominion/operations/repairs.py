"""Writes the results of retrying parked work and of checking the invariants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nazh.adapters.inbound.texts.dominion.operations.status import breaches_text
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.ports import CheckedInvariant, Retried
from nazh.domain.kernel.texts import N_, N_plural

_NOTHING: Final = N_("## Nothing is parked\n`/dominion-ops tasks` shows what fails.")
_RETRIED: Final = N_("## Retrying {parked}")
_NATIONS: Final = N_plural("{count} nation", "{count} nations")
_WARS: Final = N_plural("{count} war", "{count} wars")
_THEN: Final = N_(
    "What they have missed is done within ten seconds. If it fails again, it is parked again "
    "within half a minute; `/dominion-ops tasks` shows that."
)
_HOLD: Final = N_("## All {count} invariants hold")
_BROKEN: Final = N_("## {broken} of {all} invariants broken")


def retried_text(retried: Retried, translator: Translator) -> str:
    """Return what is retried, and when the result can be seen."""
    counted = ((_NATIONS, retried.nations), (_WARS, retried.wars))
    parked = [translator.counted(forms, count) for forms, count in counted if count]
    if not parked:
        return translator(_NOTHING)
    heading = translator(_RETRIED, parked=translator.all_of(parked))
    return f"{heading}\n{translator(_THEN)}"


def checked_text(checked: Sequence[CheckedInvariant], translator: Translator) -> str:
    """Return the invariants that a check found broken."""
    broken = [invariant for invariant in checked if invariant.breaches]
    if not broken:
        return translator(_HOLD, count=len(checked))
    lines = [translator(_BROKEN, broken=len(broken), all=len(checked))]
    lines += [breaches_text(invariant, translator) for invariant in broken]
    return "\n".join(lines)
