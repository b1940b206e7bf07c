"""Writes the texts of peace offers, and of the answers to them."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.dominion.timestamps import relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.wars.look_at_war import OpenOffer
from nazh.application.dominion.wars.make_peace import (
    PeaceMade,
    PeaceProposed,
    PeaceRejected,
    PeaceRequest,
)
from nazh.domain.kernel.texts import N_, N_plural

PEACE_OFFER: Final = N_("Peace Offer")
MAKE_PEACE: Final = N_("Make Peace")
REJECT: Final = N_("Reject")
TAKE_BACK: Final = N_("Take Back Offer")
_OPEN: Final = N_(
    "{enemy} offers **peace**: you give {given} and get {got}. The offer expires {until}."
)
_OWN_OPEN: Final = N_(
    "You offer **peace**: you give {given} and ask for {got}. The offer expires {until}."
)
_PROPOSED: Final = N_("""## Peace is offered to {enemy}
in war {war}. You give **{given}** and ask for **{asked}**. The offer expires {until}.""")
_SET_ASIDE: Final = N_("-# What you give is set aside until then.")
_SURE: Final = N_("""## You give {given}
Make peace with {enemy} in war {war}? You get **{got}**, and the war is over.""")
_PEACE: Final = N_("""## Peace with {enemy}
War {war} is over. Given: **{given}**. Received: **{got}**.""")
_RESOURCES: Final = N_plural("{count} resource", "{count} resources")
_LAND: Final = N_("{territory} land")
_NOTHING: Final = N_("nothing")
_LOST: Final = N_("What does not fit into the storage is lost: **{lost}**.")
_TRUCE: Final = N_("The truce ends {until}.")
_REJECTED: Final = N_("""## No peace with {enemy}
The offer in war {war} is no longer open; what was set aside for it is returned.""")


def proposed_text(result: PeaceProposed, request: PeaceRequest, translator: Translator) -> str:
    """Return the message about an offer of peace."""
    text = translator(
        _PROPOSED,
        war=result.war,
        enemy=result.enemy,
        given=_terms(result.resources, result.territory, translator),
        asked=_terms(request.asks.resources, request.asks.territory, translator),
        until=relative(result.expires_at),
    )
    if not (result.resources or result.territory):
        return text
    return f"{text}\n{translator(_SET_ASIDE)}"


def accept_question(preview: PeaceMade, translator: Translator) -> str:
    """Return what accepting an offer of peace would mean."""
    return _agreed(_SURE, preview, translator)


def offer_line(offer: OpenOffer, enemy: str, translator: Translator) -> str:
    """Return the line about an open offer for the page of its war."""
    return translator(
        _OWN_OPEN if offer.is_own else _OPEN,
        enemy=enemy,
        until=relative(offer.ends_at),
        given=_terms(offer.gives.resources, offer.gives.territory, translator),
        got=_terms(offer.gets.resources, offer.gets.territory, translator),
    )


def made_text(result: PeaceMade, translator: Translator) -> str:
    """Return the message about a war that ended in peace."""
    text = _agreed(_PEACE, result, translator)
    if result.truce_until is None:
        return text
    return f"{text}\n{translator(_TRUCE, until=relative(result.truce_until))}"


def rejected_text(result: PeaceRejected, translator: Translator) -> str:
    """Return the message about an offer of peace that was rejected or taken back."""
    return translator(_REJECTED, war=result.war, enemy=result.enemy)


def _agreed(text: str, peace: PeaceMade, translator: Translator) -> str:
    agreed = translator(
        text,
        war=peace.war,
        enemy=peace.enemy,
        given=_terms(peace.gave_resources, peace.gave_territory, translator),
        got=_terms(peace.got_resources, peace.got_territory, translator),
    )
    if not peace.lost_resources:
        return agreed
    lost = translator.counted(_RESOURCES, peace.lost_resources)
    return f"{agreed}\n{translator(_LOST, lost=lost)}"


def _terms(resources: int, territory: int, translator: Translator) -> str:
    """Return the amounts that are not 0, in words."""
    parts = []
    if resources:
        parts.append(translator.counted(_RESOURCES, resources))
    if territory:
        parts.append(translator(_LAND, territory=territory))
    return translator.all_of(parts) if parts else translator(_NOTHING)
