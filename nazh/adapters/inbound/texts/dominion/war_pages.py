"""Words how wars stand."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.ports import PublicWar
from nazh.domain.dominion.wars.war import WarState
from nazh.domain.kernel.texts import N_

STATE_NAMES: Final = {
    WarState.PROPOSED: N_("not answered yet"),
    WarState.PREPARATION: N_("accepted"),
    WarState.ACTIVE: N_("orders locked"),
    WarState.CONCLUDED: N_("over"),
}
_CHOICE: Final = N_("{war}: {aggressor} against {defender}, {state}")


def choice_text(war: PublicWar, translator: Translator) -> str:
    """Return what is offered for a war while its number is typed."""
    return translator(
        _CHOICE,
        war=str(war.number),
        aggressor=war.aggressor.name,
        defender=war.defender.name,
        state=translator(STATE_NAMES[war.state]),
    )
