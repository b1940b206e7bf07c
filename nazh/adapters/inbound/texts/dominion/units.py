"""Writes the texts of units and their orders. The most important number comes first."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from nazh.adapters.inbound.texts.dominion.timestamps import relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.military.build_units import OrderCancelled, UnitsOrdered
from nazh.application.dominion.military.change_units import UnitsChanged
from nazh.application.dominion.military.prepare_for_war import Fortified, Mobilized
from nazh.application.dominion.military.preview_disbanding import DisbandingPreview
from nazh.application.dominion.nations.look_at_nation import NationView
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.units import UnitType, rules_of, unit_limit
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.kernel.texts import N_

UNIT_NAMES: Final = {
    UnitType.INFANTRY: N_("infantry"),
    UnitType.ARMOR: N_("armor"),
    UnitType.AIRCRAFT: N_("aircraft"),
    UnitType.NAVAL: N_("naval"),
}
_MILITARY: Final = N_("""## Strength {strength}
{units} of {limit} units in {name} · upkeep {upkeep} an hour""")
_UNIT: Final = N_("**{quantity}** {unit} · strength {strength} · level {level}")
_NO_UNITS: Final = N_("No units yet. Order some with `/military build`.")
_ORDER: Final = N_("Order {number}: {quantity} {unit}, finished {when}")
_FORTIFIED_STATE: Final = N_("Fortified until the next battle.")
_MOBILIZED_STATE: Final = N_("Mobilized; it ends {when}.")
_ORDERED: Final = N_("""## {quantity} {unit}
ordered for **{cost}**, finished {when}, and then **{upkeep}** upkeep an hour. **{resources}** \
resources are left.
-# Order {number}; `/military cancel` gives a part of the price back.""")
_TOO_MUCH_UPKEEP: Final = N_(
    "**All units will cost {planned} upkeep an hour**, but your lasting income and your storage "
    "pay for {lasting}: some will desert."
)
_CANCELLED: Final = N_("""## +{refund} resources
Order {number} is cancelled. The treasury has **{resources}**.""")
_UPGRADED: Final = N_("""## Level {level}
is the new level of your {unit}, for **{cost}** resources. Strength **{strength}**. \
**{resources}** resources are left.""")
_DISBANDED: Final = N_("""## −{quantity} {unit}
by disbanding, **{left}** left. The treasury gets **{refund}** resources, and has **{resources}**. \
Strength **{strength}**.""")
DISBAND: Final = N_("Disband")
KEEP_UNITS: Final = N_("Keep Them")
_DISBAND_SURE: Final = N_("""## Disband {quantity} {unit}?
The strength falls from {strength} to **{left}**. The treasury gets **{refund}** resources. It \
cannot be undone.""")
_FORTIFIED: Final = N_("""## Fortified
for **{cost}**, until the next battle; it makes a defence stronger, not an attack. \
**{resources}** resources are left.""")
_MOBILIZED: Final = N_("""## Mobilized
for **{cost}**: units are built faster; it ends {when}. **{resources}** resources are left.""")


def military_text(view: NationView, at: datetime, translator: Translator) -> str:
    """Return the units of a nation, and its open orders."""
    nation, rules = view.nation, view.season.rules
    military = nation.military
    lines = [
        translator(
            _MILITARY,
            strength=military.strength(rules.military),
            units=military.size + military.ordered,
            limit=unit_limit(rules.military, nation.territory),
            name=nation.name,
            upkeep=military.upkeep(rules.military),
        ),
        *_unit_lines(nation, rules, translator),
        *_order_lines(nation, translator),
    ]
    if nation.is_fortified:
        lines.append(translator(_FORTIFIED_STATE))
    if nation.mobilized_until is not None and nation.is_mobilized(at):
        lines.append(translator(_MOBILIZED_STATE, when=relative(nation.mobilized_until)))
    return "\n".join(lines)


def _unit_lines(nation: Nation, rules: Ruleset, translator: Translator) -> list[str]:
    units = nation.military.units
    if not nation.military.size:
        return [] if nation.military.orders else [translator(_NO_UNITS)]
    return [
        translator(
            _UNIT,
            quantity=of.quantity,
            unit=translator(UNIT_NAMES[unit]),
            strength=rules_of(rules.military, unit).strength,
            level=of.level,
        )
        for unit, of in units.items()
        if of.quantity
    ]


def _order_lines(nation: Nation, translator: Translator) -> list[str]:
    return [
        translator(
            _ORDER,
            number=order.number,
            quantity=order.quantity,
            unit=translator(UNIT_NAMES[order.unit]),
            when=relative(order.due_at),
        )
        for order in nation.military.orders
    ]


def ordered_text(result: UnitsOrdered, unit: UnitType, translator: Translator) -> str:
    """Return the message about an order, which warns of upkeep that the nation can't pay."""
    text = translator(
        _ORDERED,
        quantity=result.quantity,
        unit=translator(UNIT_NAMES[unit]),
        cost=result.cost,
        when=relative(result.due_at),
        upkeep=result.upkeep,
        resources=result.resources,
        number=result.number,
    )
    if result.planned_upkeep <= result.lasting_upkeep:
        return text
    planned, lasting = result.planned_upkeep, result.lasting_upkeep
    return f"{text}\n{translator(_TOO_MUCH_UPKEEP, planned=planned, lasting=lasting)}"


def cancelled_text(result: OrderCancelled, translator: Translator) -> str:
    """Return the message about a cancelled order."""
    return translator(
        _CANCELLED, refund=result.refund, number=result.number, resources=result.resources
    )


def upgraded_text(result: UnitsChanged, unit: UnitType, translator: Translator) -> str:
    """Return the message about an upgrade of a type of unit."""
    return translator(
        _UPGRADED,
        unit=translator(UNIT_NAMES[unit]),
        level=result.level,
        cost=result.cost,
        strength=result.strength,
        resources=result.resources,
    )


def disbanded_text(
    result: UnitsChanged, unit: UnitType, quantity: int, translator: Translator
) -> str:
    """Return the message about ``quantity`` units that were disbanded."""
    return translator(
        _DISBANDED,
        quantity=quantity,
        unit=translator(UNIT_NAMES[unit]),
        left=result.quantity,
        refund=result.refund,
        resources=result.resources,
        strength=result.strength,
    )


def disband_question(preview: DisbandingPreview, translator: Translator) -> str:
    """Return what disbanding many units costs and brings."""
    return translator(
        _DISBAND_SURE,
        quantity=preview.quantity,
        unit=translator(UNIT_NAMES[preview.unit]),
        strength=preview.strength,
        left=preview.strength_after,
        refund=preview.resources_after - preview.resources,
    )


def fortified_text(result: Fortified, translator: Translator) -> str:
    """Return the message about fortifying."""
    return translator(_FORTIFIED, cost=result.cost, resources=result.resources)


def mobilized_text(result: Mobilized, translator: Translator) -> str:
    """Return the message about a mobilization."""
    return translator(
        _MOBILIZED, cost=result.cost, when=relative(result.until), resources=result.resources
    )
