"""Writes the answers to a declaration of war, and the ends of wars before their battle."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.dominion.timestamps import relative
from nazh.adapters.inbound.texts.dominion.wars.declarations import signed
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.wars.answer_war import Acceptance, WarAvoided
from nazh.application.dominion.wars.surrender_war import HasSurrendered
from nazh.domain.kernel.texts import N_

ACCEPT: Final = N_("Accept")
DECLINE: Final = N_("Decline")
WITHDRAW: Final = N_("Withdraw")
SURRENDER: Final = N_("Surrender")
_ACCEPTED: Final = N_("""## War {war} is accepted
The battle with {enemy} is {battle}.
Commitment to its chance: `{commitment}`""")
_DECLINE_SURE: Final = N_("""## {reputation} reputation
Decline war {war} of {enemy}? It is over then, without a truce: they may declare another one at \
once.""")
_DECLINED: Final = N_("""## War {war} is declined
There is no war with {enemy}. Reputation **{reputation}**.""")
_WITHDRAW_SURE: Final = N_("""## {reputation} reputation
Withdraw war {war} on {enemy}? This does not shorten the wait for your next declaration.""")
_WITHDRAWN: Final = N_("""## War {war} is withdrawn
There is no war with {enemy}. Reputation **{reputation}**.""")
_SURRENDER_SURE: Final = N_("""## {resources} resources, {territory} land
Surrender to {enemy} in war {war}? That is what you lose now, and **{reputation}** reputation. \
You keep all units, and a truce begins.""")
_SURRENDERED: Final = N_("""## War {war} is lost
by surrendering to {enemy}: **{resources}** resources, **{territory}** land, **{reputation}** \
reputation. A truce begins.""")


def accepted_text(result: Acceptance, translator: Translator) -> str:
    """Return the message about an accepted war."""
    return translator(
        _ACCEPTED,
        war=result.war,
        enemy=result.enemy,
        battle=relative(result.battle_at),
        commitment=result.commitment,
    )


def decline_question(preview: WarAvoided, translator: Translator) -> str:
    """Return what declining a war would mean."""
    return _avoided(_DECLINE_SURE, preview, translator)


def declined_text(result: WarAvoided, translator: Translator) -> str:
    """Return the message about a declined war."""
    return _avoided(_DECLINED, result, translator)


def withdraw_question(preview: WarAvoided, translator: Translator) -> str:
    """Return what withdrawing a declaration would mean."""
    return _avoided(_WITHDRAW_SURE, preview, translator)


def withdrawn_text(result: WarAvoided, translator: Translator) -> str:
    """Return the message about a declaration that was withdrawn."""
    return _avoided(_WITHDRAWN, result, translator)


def surrender_question(preview: HasSurrendered, translator: Translator) -> str:
    """Return what a surrender would cost."""
    return _surrendered(_SURRENDER_SURE, preview, translator)


def surrendered_text(result: HasSurrendered, translator: Translator) -> str:
    """Return the message about a surrender."""
    return _surrendered(_SURRENDERED, result, translator)


def _avoided(text: str, war: WarAvoided, translator: Translator) -> str:
    reputation = signed(war.reputation, translator)
    return translator(text, war=war.war, enemy=war.enemy, reputation=reputation)


def _surrendered(text: str, war: HasSurrendered, translator: Translator) -> str:
    return translator(
        text,
        war=war.war,
        enemy=war.enemy,
        resources=signed(-war.resources_lost, translator),
        territory=signed(-war.territory_lost, translator),
        reputation=signed(war.reputation, translator),
    )
