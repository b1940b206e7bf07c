"""Writes advice on the units of a nation, and comparisons with other nations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from nazh.adapters.inbound.texts.dominion.percentages import percent
from nazh.adapters.inbound.texts.dominion.timestamps import duration, relative
from nazh.adapters.inbound.texts.dominion.units import UNIT_NAMES
from nazh.adapters.inbound.texts.dominion.wars.declarations import odds_text
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.military.advise_units import MilitaryAdvice
from nazh.application.dominion.military.compare_militaries import MilitaryComparison
from nazh.domain.dominion.military.advising import Suggestion
from nazh.domain.kernel.texts import N_, Fact

_ORDER: Final = N_("""## Order {quantity} {unit}
for **{cost}** of {budget} resources: strength **+{strength}**, upkeep +{upkeep} an hour, \
finished in {time}. Use `/military build`.""")
_NO_ORDER: Final = N_("""## No order now
With {budget} resources, {nation} can't order anything that it could maintain. Its lasting income \
and its storage pay for **{lasting}** upkeep an hour, and its units, with ordered ones, cost \
**{planned}**; the stock must also cover the next upkeep charge. `/military status` shows whether \
there is room for units and for another order.""")
_TOO_LITTLE: Final = N_("""## No order now
{budget} resources are too few for a unit: the cheapest costs **{price}**.""")
_SHARE: Final = N_("**{percent}%** of the strength: {quantity} {unit}, strength {strength}")
_NO_UNITS: Final = N_("{nation} has no units yet.")
_UPKEEP: Final = N_(
    "Strength **{strength}** costs {upkeep} an hour, {rate} for each 1,000 strength."
)
_THREAT: Final = N_(
    "Weakest against {enemy} in war {war}: your chance to win is {chance}, against strength about "
    "{strength}. The battle is {when} at the latest."
)
_PEACE: Final = N_("There is no open war.")
_ADVICE: Final = N_(
    "-# This is the most strength that budget, room and income allow, with enough left for the "
    "next upkeep charge; finished before the next battle if possible."
)
_COMPARED: Final = N_("""## {ratio} times as strong
{nation} with strength **{strength}** against {other} with {known}.""")
_AS_STRONG: Final = N_("""## About as strong
{nation} with strength **{strength}** against {other} with {known}.""")
_UNARMED: Final = N_("""## {other} has no strength
{nation} has strength **{strength}**, and {other} {known}.""")
_ABOUT: Final = N_("about **{strength}**")
_EXACTLY: Final = N_("exactly **{strength}**, because you are allied")
_ATTACKING: Final = N_("If you attack, your chance to win is **{chance}**.")
_DEFENDING: Final = N_("If they attack you, your chance to win is **{chance}**.")
_UNKNOWN: Final = N_(
    "-# Ranges cover all stances and everything unknown. Supporters are not counted."
)


def advice_text(advice: MilitaryAdvice, translator: Translator) -> str:
    """Return what a nation should order next, and how its units are composed."""
    return "\n".join(_advice_lines(advice, translator))


def _advice_lines(military_advice: MilitaryAdvice, translator: Translator) -> Iterator[str]:
    advice = military_advice.advice
    if military_advice.budget < advice.cheapest:
        yield translator(_TOO_LITTLE, budget=military_advice.budget, price=advice.cheapest)
    elif advice.suggestion is None:
        yield translator(
            _NO_ORDER,
            budget=military_advice.budget,
            nation=military_advice.nation,
            lasting=advice.lasting_upkeep,
            planned=advice.planned_upkeep,
        )
    else:
        yield _order_text(advice.suggestion, military_advice.budget, translator)
    for share in advice.shares:
        yield translator(
            _SHARE,
            percent=percent(share.part, translator),
            quantity=share.quantity,
            unit=translator(UNIT_NAMES[share.unit]),
            strength=share.strength,
        )
    if advice.strength:
        rate = advice.upkeep_of_strength
        yield translator(_UPKEEP, strength=advice.strength, upkeep=advice.upkeep, rate=rate)
    else:
        yield translator(_NO_UNITS, nation=military_advice.nation)
    if military_advice.threat is None:
        yield translator(_PEACE)
    else:
        yield translator(
            _THREAT,
            enemy=military_advice.threat.enemy,
            war=military_advice.threat.war,
            chance=odds_text(military_advice.threat.odds, translator),
            strength=military_advice.threat.strength,
            when=relative(military_advice.threat.battle_at),
        )
    yield translator(_ADVICE)


def _order_text(order: Suggestion, budget: int, translator: Translator) -> str:
    seconds = timedelta(seconds=order.time // timedelta(seconds=1))
    return translator(
        _ORDER,
        quantity=order.quantity,
        unit=translator(UNIT_NAMES[order.unit]),
        cost=order.cost,
        budget=budget,
        strength=order.strength,
        upkeep=order.upkeep,
        time=duration(seconds, translator),
    )


def military_comparison_text(comparison: MilitaryComparison, translator: Translator) -> str:
    """Return how strong a nation is compared with another, and how likely it is to win."""
    known = translator(
        _EXACTLY if comparison.is_exact else _ABOUT, strength=comparison.other_strength
    )
    names: dict[str, Fact] = {
        "nation": comparison.nation,
        "other": comparison.other,
        "strength": comparison.strength,
    }
    if comparison.other_strength:
        tenths = comparison.strength * 10 // comparison.other_strength
        ratio = translator.one_decimal(tenths)
        heading = (
            translator(_AS_STRONG, known=known, **names)
            if tenths == 10
            else translator(_COMPARED, ratio=ratio, known=known, **names)
        )
    else:
        heading = translator(_UNARMED, known=known, **names)
    attacking = translator(_ATTACKING, chance=odds_text(comparison.attacking, translator))
    defending = translator(_DEFENDING, chance=odds_text(comparison.defending, translator))
    return "\n".join((heading, attacking, defending, translator(_UNKNOWN)))
