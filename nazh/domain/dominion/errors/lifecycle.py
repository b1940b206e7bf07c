"""Defines the refusals of vacations and deletions, one class for each reason."""

from __future__ import annotations

from datetime import datetime

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class InvalidVacation(Refusal):
    """A vacation that is too short or too long."""

    code = "invalid_vacation"
    says = N_("A vacation lasts {least} to {most} days.")
    remedy = N_("Give a number of days in that range.")

    def __init__(self, least: int, most: int) -> None:
        super().__init__(least=least, most=most)


class VacationUsed(Refusal):
    """A second vacation in one season."""

    code = "vacation_used"
    says = N_("{name} has already had its vacation this season.")
    remedy = N_(
        "Each nation has one per season. Delegates can act for a leader who is away: /gov delegate."
    )

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
    says = N_("{name} is already due to be deleted {when}.")
    remedy = N_("Cancel the deletion with the button below /nation delete.")

    def __init__(self, name: str, when: datetime) -> None:
        super().__init__(name=name, when=when)


class NotBeingDeleted(Refusal):
    """Cancelling a deletion that is not scheduled."""

    code = "not_being_deleted"
    says = N_("{name} is not going to be deleted.")
    remedy = N_("An administrator can schedule its deletion with /nation delete.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class DeletionOrdered(Refusal):
    """Scheduling or cancelling a deletion that a developer has ordered."""

    code = "deletion_ordered"
    says = N_("The operator of the bot will delete {name} {when}.")
    remedy = N_("If this is a mistake, tell the operator of the bot with /dominion report.")

    def __init__(self, name: str, when: datetime) -> None:
        super().__init__(name=name, when=when)
