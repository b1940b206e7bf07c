"""Defines the refusals of commands about nations, citizens and prices."""

from __future__ import annotations

from datetime import datetime

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class NoNation(Refusal):
    """A command about a nation in a server without one."""

    code = "no_nation"
    says = N_("This server has no nation yet.")
    remedy = N_(
        "An administrator can found it with /nation register. /dominion tutorial shows how to play."
    )


class UnknownNation(Refusal):
    """A name that does not belong to any nation."""

    code = "unknown_nation"
    says = N_("There is no nation with this name.")
    remedy = N_("Choose one of the names that are offered while you type.")


class SameNation(Refusal):
    """A comparison of a nation with itself."""

    code = "same_nation"
    says = N_("Both are the same nation.")
    remedy = N_("Choose two different ones.")


class AlreadyANation(Refusal):
    """A second nation in one server."""

    code = "already_a_nation"
    says = N_("This server is already the nation {name}.")
    remedy = N_("Its leader can rename it with /nation rename.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class OnlyAdministrators(Refusal):
    """A command that requires the Administrator permission, or the role chosen for it."""

    code = "only_administrators"
    says = N_(
        "You need the Administrator permission to do that, or the role that this server has chosen "
        "for administering its nation."
    )
    remedy = N_("Ask an administrator of this server. They choose the role with /settings.")


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
    remedy = N_("Join it with /citizen register. /dominion tutorial shows how to play.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class CitizenElsewhere(OnlyCitizens):
    """Joining a nation, or a command for its citizens, while being a citizen of another one."""

    code = "citizen_elsewhere"
    says = N_("You are a citizen of {other}, not of {name}.")
    remedy = N_(
        "Use your commands in the server of {other}. To join {name}, first use /citizen leave "
        "there."
    )

    def __init__(self, name: str, other: str) -> None:
        Refusal.__init__(self, name=name, other=other)


class InvalidNationName(Refusal):
    """A name that is too short, too long, or contains characters that are not allowed."""

    code = "invalid_name"
    says = N_("A nation's name has 3 to 32 characters: letters, digits, spaces, hyphens, "
              "apostrophes and full stops. It begins with a letter or a digit.")  # fmt: skip
    remedy = N_("Try a name like New Aurelia.")


class OfficialName(Refusal):
    """A name that looks like one of Discord, the bot or their staff."""

    code = "official_name"
    says = N_(
        "Other servers could mistake a nation with this name for Discord, this bot or its staff."
    )
    remedy = N_("Try a name like New Aurelia.")


class ForbiddenName(Refusal):
    """A name that contains a word the operator does not allow."""

    code = "forbidden_name"
    says = N_("The operator of this bot does not allow a word in this name.")
    remedy = N_("Choose another name.")


class NameTaken(Refusal):
    """A name that looks like another nation's."""

    code = "name_taken"
    says = N_("There is already a nation named {name}.")
    remedy = N_("Choose a name that differs by more than capitals and similar-looking letters.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class TooSoon(Refusal):
    """An action during its cooldown; ``what`` names the action."""

    code = "too_soon"
    says = N_("It is too soon for {what}. It can be done again {when}.")

    def __init__(self, again_at: datetime, what: str) -> None:
        super().__init__(when=again_at, what=what)


class ContributorDeleted(Refusal):
    """A first contribution soon after one of a user who then deleted their data.

    They might be the same user, whose cooldown would otherwise have ended with their data.
    """

    code = "contributor_deleted"
    says = N_("A user of {name} contributed and then deleted their data, so new citizens can "
              "contribute {when}.")  # fmt: skip

    def __init__(self, name: str, again_at: datetime) -> None:
        super().__init__(name=name, when=again_at)


class NotEnoughResources(Refusal):
    """A price that exceeds the stock."""

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
    """Joining a nation while being a citizen of it."""

    code = "already_a_citizen"
    says = N_("You are already a citizen of {name}.")
    remedy = N_("See your points with /citizen info.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class AccountTooYoung(Refusal):
    """Joining with a Discord account that was created recently."""

    code = "account_too_young"
    says = N_("Your Discord account is too new to join a nation. You can join {when}.")

    def __init__(self, old_enough_at: datetime) -> None:
        super().__init__(when=old_enough_at)


class HighestLevel(Refusal):
    """An upgrade above the highest level."""

    code = "highest_level"
    says = N_("This is already at its highest level, {most}.")
    remedy = N_("Choose something else to develop or upgrade.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class OtherPrice(Refusal):
    """A confirmation of another price than the one now."""

    code = "other_price"
    says = N_("The price is {price} resources now.")
    remedy = N_("Confirm this price.")

    def __init__(self, price: int) -> None:
        super().__init__(price=price)


class AmountTooSmall(Refusal):
    """An amount below the minimum that has an effect."""

    code = "amount_too_small"
    says = N_("The amount must be at least {least}.")
    remedy = N_("Give a larger amount.")

    def __init__(self, least: int) -> None:
        super().__init__(least=least)
