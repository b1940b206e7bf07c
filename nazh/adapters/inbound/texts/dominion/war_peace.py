"""Words offers of peace, and the answers to them."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.dominion.moments import relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.wars.make_peace import (
    PeaceMade,
    PeaceProposed,
    PeaceRejected,
    PeaceRequest,
)
from nazh.domain.kernel.texts import N_

MAKE_PEACE: Final = N_("Make Peace")
_PROPOSED: Final = N_("""## Peace is offered to {enemy}
in war {war}. You give **{resources}** resources and **{territory}** land, which are set aside, \
and ask **{asked_resources}** resources and **{asked_territory}** land. The offer expires \
{until}.""")
_SURE: Final = N_("""## You give {resources} resources, {territory} land
Make peace with {enemy} in war {war}? You get **{got_resources}** resources and \
**{got_territory}** land, and the war is over.""")
_MADE: Final = N_("""## Peace with {enemy}
War {war} is over. Given: **{resources}** resources, **{territory}** land. Received: \
**{got_resources}** resources, **{got_territory}** land.""")
_TRUCE: Final = N_("The truce ends {until}.")
_REJECTED: Final = N_("""## No peace with {enemy}
The offer in war {war} is not open any more; what was set aside for it is returned.""")


def proposed_text(done: PeaceProposed, request: PeaceRequest, translator: Translator) -> str:
    """Return what is said about an offer of peace."""
    return translator(
        _PROPOSED,
        war=done.war,
        enemy=done.enemy,
        resources=done.resources,
        territory=done.territory,
        asked_resources=request.asks.resources,
        asked_territory=request.asks.territory,
        until=relative(done.expires_at),
    )


def accept_question(plan: PeaceMade, translator: Translator) -> str:
    """Return what accepting an offer of peace would mean."""
    return _agreed(_SURE, plan, translator)


def made_text(done: PeaceMade, translator: Translator) -> str:
    """Return what is said about a war that ended in peace."""
    said = _agreed(_MADE, done, translator)
    if done.truce_until is None:
        return said
    return f"{said}\n{translator(_TRUCE, until=relative(done.truce_until))}"


def rejected_text(done: PeaceRejected, translator: Translator) -> str:
    """Return what is said about an offer of peace that is not open any more."""
    return translator(_REJECTED, war=done.war, enemy=done.enemy)


def _agreed(text: str, peace: PeaceMade, translator: Translator) -> str:
    return translator(
        text,
        war=peace.war,
        enemy=peace.enemy,
        resources=peace.gave_resources,
        territory=peace.gave_territory,
        got_resources=peace.got_resources,
        got_territory=peace.got_territory,
    )
