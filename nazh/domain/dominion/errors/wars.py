"""Defines the refusals of commands about wars, one class for each reason."""

from __future__ import annotations

from datetime import datetime

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class WarOnYourself(Refusal):
    """A declaration on the nation itself."""

    code = "war_on_yourself"
    says = N_("A nation cannot declare war on itself.")
    remedy = N_("Choose another nation.")


class AlreadyAtWar(Refusal):
    """A second war between two nations."""

    code = "already_at_war"
    says = N_("Your nation is already at war with {name}: war {number}.")
    remedy = N_("See its state with /war info.")

    def __init__(self, name: str, number: int) -> None:
        super().__init__(name=name, number=number)


class NationProtected(Refusal):
    """A declaration on a recently founded nation."""

    code = "nation_protected"
    says = N_("{name} is protected. War can be declared on it {when}.")

    def __init__(self, name: str, until: datetime) -> None:
        super().__init__(name=name, when=until)


class NationAway(Refusal):
    """A declaration on a nation on vacation, without the bot, or under a sanction."""

    code = "nation_away"
    says = N_("{name} cannot be attacked: it is on vacation, the bot was removed from its server, "
              "or an operator blocked it.")  # fmt: skip
    remedy = N_("Wait until it is back, or choose another nation.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NationBeingDeleted(Refusal):
    """A declaration on a nation whose deletion a developer has ordered."""

    code = "nation_being_deleted"
    says = N_("The operator of the bot will delete {name} {when}, so it cannot be attacked.")
    remedy = N_("Choose another nation.")

    def __init__(self, name: str, deletion_at: datetime) -> None:
        super().__init__(name=name, when=deletion_at)


class NoArmy(Refusal):
    """A declaration by a nation without units."""

    code = "no_army"
    says = N_("Your nation has no units to fight with.")
    remedy = N_("Order some with /military build, and wait until they are finished.")


class WarCooldown(Refusal):
    """A declaration soon after another one."""

    code = "war_cooldown"
    says = N_("Your nation declared a war recently. It can declare the next one {when}.")

    def __init__(self, again_at: datetime) -> None:
        super().__init__(when=again_at)


class VacationPlanned(Refusal):
    """A declaration by a nation that has announced its vacation."""

    code = "vacation_planned"
    says = N_("Your nation goes on vacation {when}, and cannot declare wars until then.")
    remedy = N_("Declare war after the vacation.")

    def __init__(self, since: datetime) -> None:
        super().__init__(when=since)


class VacationDuringWar(Refusal):
    """A vacation of a nation that is at war, or was until recently."""

    code = "vacation_during_war"
    says = N_("A nation that is at war cannot go on vacation.")
    remedy: str | None = N_("See its wars with /war list, and wait until they are over.")

    def __init__(self, again_at: datetime | None = None) -> None:
        if again_at is None:
            super().__init__()
            return
        says = N_("Your nation was at war recently. Its vacation can be announced {when}.")
        super().__init__(says, when=again_at)
        self.remedy = None


class TooManyWars(Refusal):
    """A declaration by a nation that already has the maximum of declared wars."""

    code = "too_many_wars"
    says = N_("Your nation has {most} declared wars that are not over, which is the maximum.")
    remedy = N_("Wait for one to end, or withdraw one with /war withdraw.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class TooManyEnemies(Refusal):
    """A declaration on a nation that is already attacked in the maximum of wars."""

    code = "too_many_enemies"
    says = N_("{name} already has to defend itself in {most} wars, which is the maximum.")
    remedy = N_("Wait until one of them ends.")

    def __init__(self, name: str, most: int) -> None:
        super().__init__(name=name, most=most)


class TargetTooWeak(Refusal):
    """A declaration on a much weaker nation."""

    code = "target_too_weak"
    says = N_("{name} has only {power} power. Your nation may attack nations with at least "
              "{least}.")  # fmt: skip
    remedy = N_("Choose a stronger nation; /rank board shows them.")

    def __init__(self, name: str, power: int, least: int) -> None:
        super().__init__(name=name, power=power, least=least)


class FoughtRecently(Refusal):
    """A declaration on a nation soon after the last war with it."""

    code = "fought_recently"
    says = N_("Your nation was at war with {name} recently. The next one is possible {when}.")

    def __init__(self, name: str, again_at: datetime) -> None:
        super().__init__(name=name, when=again_at)


class SeasonEndsTooSoon(Refusal):
    """A declaration whose battle would come after the end of the season."""

    code = "season_ends_too_soon"
    says = N_("Battles of this season end {when}, and this one would come after that.")
    remedy = N_(
        "Everything else goes on. Ask the operator of this bot for a longer season with "
        "/dominion suggest."
    )

    def __init__(self, ends_at: datetime, *, is_over: bool = False) -> None:
        if not is_over:
            super().__init__(when=ends_at)
            return
        super().__init__(N_("Battles of this season ended {when}."), when=ends_at)


class TruceInForce(Refusal):
    """A declaration that breaks a truce without confirming it."""

    code = "truce_in_force"
    says = N_("There is a truce with {name}. It ends {when}, and breaking it costs {reputation} "
              "reputation.")  # fmt: skip
    remedy = N_("Wait until it ends, or confirm that you want to break it.")

    def __init__(self, name: str, until: datetime, reputation: int) -> None:
        super().__init__(name=name, when=until, reputation=reputation)


class NoSuchWar(Refusal):
    """A number that does not belong to any war of the nation."""

    code = "no_such_war"
    says = N_("Your nation has no war {number}.")
    remedy = N_("See its wars with /war list.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class NoSuchBattle(Refusal):
    """The number of a war in which the nation has not fought a battle."""

    code = "no_such_battle"
    says = N_("Your nation has not fought a battle in war {number}.")
    remedy = N_("/war history lists the wars of your nation that are over.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class OnlyTheDefender(Refusal):
    """Accepting or declining a war that the nation has declared itself."""

    code = "only_the_defender"
    says = N_("Only the defender in war {number} can do that.")
    remedy = N_("You can withdraw the declaration with /war withdraw.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class OnlyTheAggressor(Refusal):
    """Withdrawing a war that another nation has declared."""

    code = "only_the_aggressor"
    says = N_("Only the aggressor in war {number} can withdraw it.")
    remedy = N_("You can accept or decline it with /war accept and /war decline.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class WarNotAccepted(Refusal):
    """An action that requires an accepted war."""

    code = "war_not_accepted"
    says = N_("War {number} has not been accepted yet. It will be {when} at the latest.")

    def __init__(self, number: int, respond_by: datetime) -> None:
        super().__init__(number=number, when=respond_by)


class WarAlreadyAccepted(Refusal):
    """An answer to a war that is accepted."""

    code = "war_accepted"
    says = N_("War {number} has already been accepted. The battle is {when}.")
    remedy = N_("Until then a nation can end it with /war surrender.")

    def __init__(self, number: int, battle_at: datetime) -> None:
        super().__init__(number=number, when=battle_at)


class OrdersLocked(Refusal):
    """A change of orders shortly before the battle."""

    code = "orders_locked"
    says = N_("The orders for war {number} are locked. The battle is {when}.")

    def __init__(self, number: int, battle_at: datetime) -> None:
        super().__init__(number=number, when=battle_at)


class WarIsOver(Refusal):
    """An action that requires an open war."""

    code = "war_is_over"
    says = N_("War {number} is over.")
    remedy = N_("See how it ended with /war info.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class InvalidNonce(Refusal):
    """A nonce that is empty, too long, or cannot be encoded as UTF-8."""

    code = "invalid_nonce"
    says = N_("A nonce has 1 to {most} characters.")
    remedy = N_("Any text will do; the harder to guess, the better.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class InvalidBattleHour(Refusal):
    """An hour outside 0 to 23."""

    code = "invalid_battle_hour"
    says = N_("The hour must be from 0 to 23, in UTC.")
    remedy = N_("Choose the hour in which most of your citizens are online.")


class UnitsLocked(Refusal):
    """Disbanding units shortly before a battle."""

    code = "units_locked"
    says = N_("Units cannot be disbanded so soon before a battle. The battle is {when}.")

    def __init__(self, battle_at: datetime) -> None:
        super().__init__(when=battle_at)
