"""Defines why Dominion refuses a command: one class for each reason."""

from __future__ import annotations

from datetime import datetime

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class NoNation(Refusal):
    """A command about a nation in a server without one."""

    code = "no_nation"
    says = N_("This server has no nation yet.")
    remedy = N_("An administrator founds it with /nation register.")


class UnknownNation(Refusal):
    """A name that no nation has."""

    code = "unknown_nation"
    says = N_("There is no nation with this name.")
    remedy = N_("Choose one of the names that are offered while you type.")


class AlreadyANation(Refusal):
    """A second nation in one server."""

    code = "already_a_nation"
    says = N_("This server is already the nation {name}.")
    remedy = N_("Its leader renames it with /nation rename.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class OnlyAdministrators(Refusal):
    """A command that needs the Administrator permission."""

    code = "only_administrators"
    says = N_("You need the Administrator permission on this server to do that.")
    remedy = N_("Ask an administrator of this server.")


class OnlyTheLeader(Refusal):
    """A command that only the leader of the nation may use."""

    code = "only_the_leader"
    says = N_("Only the leader of {name} can do that.")
    remedy = N_("See who leads it with /nation info.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class OnlyLeaderOrAdministrators(Refusal):
    """A command for the leader of the nation and the administrators of its server."""

    code = "only_leader_or_administrators"
    says = N_("Only the leader of {name} and administrators of this server can do that.")
    remedy = N_("See who leads it with /nation info.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class OnlyDelegates(Refusal):
    """A command that only the leader and the holder of an office may use."""

    code = "only_delegates"
    says = N_("Only the leader of {name} and its {office} can do that.")
    remedy = N_("See who holds which office with /gov offices.")

    def __init__(self, name: str, office: str) -> None:
        super().__init__(name=name, office=office)


class OnlyCitizens(Refusal):
    """A command that only citizens of the nation may use."""

    code = "only_citizens"
    says = N_("You need to be a citizen of {name} to do that.")
    remedy = N_("Join it with /citizen register.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class InvalidNationName(Refusal):
    """A name that is too short, too long, or has characters that names may not have."""

    code = "invalid_name"
    says = N_("A nation's name has 3 to 32 letters, digits, spaces, hyphens and apostrophes.")
    remedy = N_("Try a name like New Aurelia.")


class NameTaken(Refusal):
    """A name that looks like that of another nation."""

    code = "name_taken"
    says = N_("There is already a nation named {name}.")
    remedy = N_("Choose a name that differs from it in more than capitals and look-alikes.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class TooSoon(Refusal):
    """An action that was done recently and has a cooldown."""

    code = "too_soon"
    says = N_("That was done recently. It can be done again {when}.")

    def __init__(self, again_at: datetime) -> None:
        super().__init__(when=again_at)
        self.again_at = again_at


class NotEnoughResources(Refusal):
    """A price above the stock."""

    code = "not_enough_resources"
    says = N_("That costs {price} resources, and your nation has {stock}.")
    remedy = N_("Citizens add to the stock with /citizen contribute.")

    def __init__(self, price: int, stock: int) -> None:
        super().__init__(price=price, stock=stock)


class NotEnoughResearch(Refusal):
    """More research points than the nation has."""

    code = "not_enough_research"
    says = N_("That needs {price} research points, and your nation has {stock}.")
    remedy = N_("Buy research points with /treasury allocate.")

    def __init__(self, price: int, stock: int) -> None:
        super().__init__(price=price, stock=stock)


class AlreadyACitizen(Refusal):
    """Joining a nation as a citizen of this or another one."""

    code = "already_a_citizen"
    says = N_("You are already a citizen of {name}.")
    remedy = N_("Leave it with /citizen leave first.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class AccountTooYoung(Refusal):
    """Joining with a Discord account that was created recently."""

    code = "account_too_young"
    says = N_("Your Discord account is too new to join a nation. You can join {when}.")

    def __init__(self, old_enough_at: datetime) -> None:
        super().__init__(when=old_enough_at)
        self.old_enough_at = old_enough_at


class HighestLevel(Refusal):
    """An upgrade above the highest level."""

    code = "highest_level"
    says = N_("This is already at its highest level, {most}.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class AmountTooSmall(Refusal):
    """An amount below the least that has an effect."""

    code = "amount_too_small"
    says = N_("The amount must be at least {least}.")

    def __init__(self, least: int) -> None:
        super().__init__(least=least)


class InvalidQuantity(Refusal):
    """A number of units outside the range of an order."""

    code = "invalid_quantity"
    says = N_("The quantity must be from 1 to {most}.")
    remedy = N_("Order more than that in several orders.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class UnitsNotAvailable(Refusal):
    """Units of a type that is switched off."""

    code = "units_not_available"
    says = N_("There are no {unit} units on this server.")
    remedy = N_("The operator of the bot can switch them on. Choose another type of unit.")

    def __init__(self, unit: str) -> None:
        super().__init__(unit=unit)


class TooManyOrders(Refusal):
    """One more order than a nation may have open."""

    code = "too_many_orders"
    says = N_("Your nation is already building {most} orders.")
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
    """More units to disband than there are."""

    code = "too_few_units"
    says = N_("Your nation has only {count} of these units.")
    remedy = N_("Give a smaller quantity; /military status shows how many there are.")

    def __init__(self, count: int) -> None:
        super().__init__(count=count)


class NoSuchOrder(Refusal):
    """A number that none of the open orders has."""

    code = "no_such_order"
    says = N_("Your nation has no open order {number}.")
    remedy = N_("See the open orders with /military status.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class AlreadyFortified(Refusal):
    """Fortifying a nation that is fortified."""

    code = "already_fortified"
    says = N_("Your nation is fortified already, until its next battle.")


class AlreadyMobilized(Refusal):
    """Mobilizing a nation that is mobilized."""

    code = "already_mobilized"
    says = N_("Your nation is mobilized already. The mobilization ends {when}.")

    def __init__(self, until: datetime) -> None:
        super().__init__(when=until)


class NotAMember(Refusal):
    """Power for a user who is not in the server."""

    code = "not_a_member"
    says = N_("This user is not a member of this server.")
    remedy = N_("Choose a member who is a citizen of the nation.")


class NotACitizen(Refusal):
    """Power for a user who is not a citizen of the nation."""

    code = "not_a_citizen"
    says = N_("This user is not a citizen of {name}.")
    remedy = N_("They join it with /citizen register.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class AlreadyTheLeader(Refusal):
    """Appointing the user who is the leader."""

    code = "already_the_leader"
    says = N_("This user is the leader of {name} already.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class InvalidAnnouncement(Refusal):
    """An announcement without text, or one that is too long."""

    code = "invalid_announcement"
    says = N_("An announcement has 1 to {most} characters.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class NoPingForEveryone(Refusal):
    """An announcement that would mention everyone."""

    code = "no_ping_for_everyone"
    says = N_("An announcement cannot mention everyone.")
    remedy = N_("Choose another role, or none.")


class RoleNotMentionable(Refusal):
    """An announcement that would mention a role that the leader may not mention in Discord."""

    code = "role_not_mentionable"
    says = N_("You are not allowed to mention this role.")
    remedy = N_(
        "Choose a role that everyone may mention, or ask for the permission to mention all roles."
    )


class VacantOffice(Refusal):
    """Revoking an office that nobody holds."""

    code = "vacant_office"
    says = N_("Nobody holds this office.")
    remedy = N_("See who holds which office with /gov offices.")


class InvalidVacation(Refusal):
    """A vacation that is too short or too long."""

    code = "invalid_vacation"
    says = N_("A vacation lasts {least} to {most} days.")
    remedy = N_("Give a number of days in between.")

    def __init__(self, least: int, most: int) -> None:
        super().__init__(least=least, most=most)


class VacationUsed(Refusal):
    """A second vacation in one season."""

    code = "vacation_used"
    says = N_("{name} has had its vacation of this season.")
    remedy = N_("It can have another one in the next season.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class OnVacation(Refusal):
    """An action of a nation that is on vacation."""

    code = "on_vacation"
    says = N_("{name} is on vacation. It can act again {when}.")

    def __init__(self, name: str, until: datetime) -> None:
        super().__init__(name=name, when=until)


class AlreadyBeingDeleted(Refusal):
    """A second deletion of a nation."""

    code = "already_being_deleted"
    says = N_("{name} will be deleted {when} already.")
    remedy = N_("Call that off with the button below /nation delete.")

    def __init__(self, name: str, when: datetime) -> None:
        super().__init__(name=name, when=when)


class NotBeingDeleted(Refusal):
    """Calling off a deletion that is not planned."""

    code = "not_being_deleted"
    says = N_("{name} is not going to be deleted.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
