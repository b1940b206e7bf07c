"""Writes the texts of a declaration of war: its possible consequences, and its result."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from nazh.adapters.inbound.texts.dominion.percentages import percent
from nazh.adapters.inbound.texts.dominion.timestamps import relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.wars.declare_war import DeclarationMade
from nazh.application.dominion.wars.preview_declaration import DeclarationPreview
from nazh.domain.dominion.basis_points import WHOLE, share
from nazh.domain.dominion.diplomacy.treaties import TreatyKind
from nazh.domain.dominion.rules.combat import CombatRules
from nazh.domain.dominion.wars.predicting import Odds
from nazh.domain.dominion.wars.war import CasusBelli
from nazh.domain.kernel.texts import N_

DECLARE: Final = N_("Declare War")
PACT_NAMES: Final = {
    TreatyKind.ALLIANCE: N_("the alliance"),
    TreatyKind.NON_AGGRESSION: N_("the non-aggression pact"),
    TreatyKind.TRADE: N_("the trade pact"),
    TreatyKind.MUTUAL_DEFENCE: N_("the mutual defence pact"),
}
REASON_NAMES: Final = {
    CasusBelli.NONE: N_("no reason given"),
    CasusBelli.TERRITORY: N_("territory"),
    CasusBelli.RESOURCES: N_("resources"),
    CasusBelli.RIVALRY: N_("rivalry"),
    CasusBelli.REVENGE: N_("revenge"),
}
_ONE_CHANCE: Final = N_("{percent}%")
_CHANCES: Final = N_("{lowest}% to {highest}%")
_QUESTION: Final = N_("""## {chance} to win
Declare war on **{defender}**?
Your strength **{strength}** now, theirs about **{enemy}** at the last ranking.""")
_UNKNOWN: Final = N_(
    "-# Ranges cover all stances, and what is unknown: their exact strength and fortification. "
    "Supporters are not counted; they can add up to {percent}% to either side."
)
_TRUCE: Final = N_("**You break the truce** that ends {when}.")
_PACTS: Final = N_("**You violate** {pacts}.")
_AT_ONCE: Final = N_("**At once**")
_REPUTATION: Final = N_("{change} reputation")
_PROTECTION: Final = N_("your protection ends")
_AGAIN: Final = N_("your next declaration: {when}")
_THEN: Final = N_("**Then**")
_ANSWER: Final = N_("their answer is due {when}; without one, the war is accepted")
_BATTLE: Final = N_("battle {when} at the latest")
_WON: Final = N_("**If you win**")
_LOST: Final = N_("**If you lose**")
_PLUNDER: Final = N_("+{percent}% of their stock above {vault}")
_LAND: Final = N_("{change} land")
_RESOURCES: Final = N_("{change} resources")
_UNITS: Final = N_("−{least}% to −{most}% of your units")
_DECLARED: Final = N_("""## War on {defender}
is declared by {aggressor}: war {war}. Their answer is due {answer}; without \
one, the war is accepted. The battle is {battle} at the latest.
Reputation **{reputation}**.""")
_BROKE: Final = N_("The truce is broken.")


def declaration_question(preview: DeclarationPreview, translator: Translator) -> str:
    """Return what a declaration would mean, the odds first."""
    parts = [
        translator(
            _QUESTION,
            chance=odds_text(preview.odds, translator),
            defender=preview.defender,
            strength=preview.strength,
            enemy=preview.enemy_strength,
        )
    ]
    if preview.truce_until is not None:
        parts.append(translator(_TRUCE, when=relative(preview.truce_until)))
    if preview.pacts:
        pacts = translator.all_of(translator(PACT_NAMES[kind]) for kind in preview.pacts)
        parts.append(translator(_PACTS, pacts=pacts))
    for heading, lines in (
        (_AT_ONCE, _at_once(preview, translator)),
        (_THEN, _then(preview, translator)),
        (_WON, _won(preview, translator)),
        (_LOST, _lost(preview, translator)),
    ):
        parts.append("\n".join((translator(heading), *(f"- {line}" for line in lines))))
    return "\n".join((*parts, unknown_text(preview.rules.combat, translator)))


def unknown_text(combat: CombatRules, translator: Translator) -> str:
    """Return what the odds include and what they ignore."""
    return translator(_UNKNOWN, percent=percent(combat.most_support, translator))


def declared_text(result: DeclarationMade, translator: Translator) -> str:
    """Return the message about a declared war."""
    text = translator(
        _DECLARED,
        defender=result.defender,
        aggressor=result.aggressor,
        war=result.war,
        answer=relative(result.respond_by),
        battle=relative(result.battle_at),
        reputation=signed(result.reputation, translator),
    )
    return f"{text} {translator(_BROKE)}" if result.breaks_truce else text


def odds_text(odds: Odds, translator: Translator) -> str:
    """Return the probability of winning in percent, as a range if it is not known exactly.

    Only certainty is shown as 0% or 100%.
    """
    lowest, highest = (_tenths(chance) for chance in (odds.lowest, odds.highest))
    if lowest == highest:
        return translator(_ONE_CHANCE, percent=translator.one_decimal(lowest))
    low, high = translator.one_decimal(lowest), translator.one_decimal(highest)
    return translator(_CHANCES, lowest=low, highest=high)


def signed(amount: int, translator: Translator) -> str:
    """Return a change with its sign."""
    sign = "+" if amount > 0 else "−" if amount < 0 else "±"
    return f"{sign}{translator.number(abs(amount))}"


def _at_once(preview: DeclarationPreview, translator: Translator) -> Iterator[str]:
    yield translator(_REPUTATION, change=signed(preview.reputation, translator))
    if preview.ends_protection:
        yield translator(_PROTECTION)
    yield translator(_AGAIN, when=relative(preview.again_at))


def _then(preview: DeclarationPreview, translator: Translator) -> Iterator[str]:
    yield translator(_ANSWER, when=relative(preview.respond_by))
    yield translator(_BATTLE, when=relative(preview.battle_at))


def _won(preview: DeclarationPreview, translator: Translator) -> Iterator[str]:
    combat = preview.rules.combat
    yield translator(
        _PLUNDER,
        percent=percent(preview.plunder, translator),
        vault=translator.number(combat.vault),
    )
    yield translator(_LAND, change=signed(preview.captured, translator))
    yield translator(_REPUTATION, change=signed(preview.reputation_if_won, translator))
    least, most = combat.least_winner_casualties, combat.most_winner_casualties
    yield _casualties(least, most, combat, translator)


def _lost(preview: DeclarationPreview, translator: Translator) -> Iterator[str]:
    losses, combat = preview.losses, preview.rules.combat
    yield translator(_RESOURCES, change=signed(-losses.resources_lost, translator))
    yield translator(_LAND, change=signed(-losses.territory_lost, translator))
    yield translator(_REPUTATION, change=signed(preview.reputation_if_lost, translator))
    yield _casualties(combat.loser_casualties, combat.loser_casualties, combat, translator)


def _casualties(least: int, most: int, combat: CombatRules, translator: Translator) -> str:
    """Return the casualties of all stances, given the rates of the balanced one."""
    factors = (WHOLE, combat.aggressive_casualties, combat.defensive_casualties)
    return translator(
        _UNITS,
        least=percent(share(least, min(factors)), translator),
        most=percent(min(WHOLE, share(most, max(factors))), translator),
    )


def _tenths(chance: Fraction) -> int:
    """Return tenths of a percent, rounded; 0 and 1,000 only for certainty."""
    tenths = (chance.numerator * 2000 + chance.denominator) // (2 * chance.denominator)
    if 0 < chance < 1:
        return min(max(tenths, 1), 999)
    return tenths
