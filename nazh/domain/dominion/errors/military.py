"""Defines the refusals of commands about units, one class for each reason."""

from __future__ import annotations

from datetime import datetime

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class InvalidQuantity(Refusal):
    """A number of units outside the range of an order."""

    code = "invalid_quantity"
    says = N_("The quantity must be from 1 to {most}.")
    remedy = N_("Choose a number in that range.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class UnitsNotAvailable(Refusal):
    """Units of a type that is switched off."""

    code = "units_not_available"
    says = N_("There are no {unit} units on this server.")
    remedy = N_("Choose another type of unit. The operator of the bot can switch them on.")

    def __init__(self, unit: str) -> None:
        super().__init__(unit=unit)


class TooManyOrders(Refusal):
    """More open orders than a nation may have."""

    code = "too_many_orders"
    says = N_("Your nation already has {most} open orders, which is the maximum.")
    remedy = N_("Wait for the next one to finish, or cancel one with /military cancel.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class TooManyUnits(Refusal):
    """More units than the territory allows."""

    code = "too_many_units"
    says = N_("Your nation has room for {room} more units.")
    remedy = N_("Order fewer of them, or disband others with /military disband.")

    def __init__(self, room: int) -> None:
        super().__init__(room=room)


class TooFewUnits(Refusal):
    """More units to disband than the nation has."""

    code = "too_few_units"
    says = N_("Your nation has only {count} of these units.")
    remedy = N_("Choose a smaller quantity; /military status shows how many there are.")

    def __init__(self, count: int) -> None:
        super().__init__(count=count)


class OtherUnits(Refusal):
    """A confirmation for another number of units than the nation has now."""

    code = "other_units"
    says = N_("Your nation has {count} of these units now.")
    remedy = N_("Use /military disband again to see what it would change.")

    def __init__(self, count: int) -> None:
        super().__init__(count=count)


class NoSuchOrder(Refusal):
    """A number that does not belong to any open order."""

    code = "no_such_order"
    says = N_("Your nation has no open order {number}.")
    remedy = N_("See the open orders with /military status.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class AlreadyFortified(Refusal):
    """Fortifying a nation that is fortified."""

    code = "already_fortified"
    says = N_("Your nation is already fortified, until its next battle.")
    remedy = N_("Fortify it again after that battle.")


class AlreadyMobilized(Refusal):
    """Mobilizing a nation that is mobilized."""

    code = "already_mobilized"
    says = N_("Your nation is already mobilized. The mobilization ends {when}.")

    def __init__(self, until: datetime) -> None:
        super().__init__(when=until)
