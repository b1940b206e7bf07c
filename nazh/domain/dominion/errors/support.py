"""Defines the refusals of support in wars, one class for each reason."""

from __future__ import annotations

from datetime import datetime

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class NoWarToSupport(Refusal):
    """Support in a war that does not exist, or is over."""

    code = "no_war_to_support"
    says = N_("There is no open war {number}.")
    remedy = N_("See the wars of your allies with /nation info.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class OwnWar(Refusal):
    """Support in a war that the nation itself fights."""

    code = "own_war"
    says = N_("Your nation is one of the sides of war {number}.")
    remedy = N_("Ask your allies for their support.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class SupportClosed(Refusal):
    """Support in a war whose orders are locked."""

    code = "support_closed"
    says = N_("War {number} no longer accepts support: its battle is {when}.")

    def __init__(self, number: int, battle_at: datetime) -> None:
        super().__init__(number=number, when=battle_at)


class NoReasonToSupport(Refusal):
    """Support of a nation that is neither an ally nor, as a defender, a partner in defence."""

    code = "no_reason_to_support"
    says = N_("Your nation has no treaty with {name} that allows supporting it.")
    remedy = N_("Allies may, and partners in a mutual defence pact if {name} was attacked.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class TreatyTooRecent(Refusal):
    """Support of a nation shortly after the alliance or pact with it was made."""

    code = "treaty_too_recent"
    says = N_("The treaty with {name} is too recent. Your nation can support it {when}.")

    def __init__(self, name: str, from_then: datetime) -> None:
        super().__init__(name=name, when=from_then)


class BoundToTheEnemy(Refusal):
    """Support against a nation when a treaty forbids war with it."""

    code = "bound_to_the_enemy"
    says = N_("A treaty with {name} forbids fighting against it.")
    remedy = N_("See your treaties with /diplomacy alliance list and /diplomacy pact list.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class AlreadySupporting(Refusal):
    """A second pledge of the same nation in a war."""

    code = "already_supporting"
    says = N_("Your nation already supports a side of war {number}.")
    remedy = N_("See the war with /war info. A pledge cannot be taken back.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class TooManySupportedWars(Refusal):
    """Support in more wars than a nation may support at the same time."""

    code = "too_many_supported_wars"
    says = N_("Your nation already supports {most} wars, the most it can support at a time.")
    remedy = N_("Wait until one of them is over.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class TooManySupporters(Refusal):
    """More supporters than a side may have."""

    code = "too_many_supporters"
    says = N_("{name} already has {most} supporters in this war, the most that a side can have.")
    remedy = N_("Support another war of an ally with /war support.")

    def __init__(self, name: str, most: int) -> None:
        super().__init__(name=name, most=most)
