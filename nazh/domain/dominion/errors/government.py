"""Defines the refusals of government commands, one class for each reason."""

from __future__ import annotations

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class NotAMember(Refusal):
    """An appointment of a user who is not in the server."""

    code = "not_a_member"
    says = N_("This user is not a member of this server.")
    remedy = N_("Choose a member who is a citizen of the nation.")


class NotACitizen(Refusal):
    """An appointment of a user who is not a citizen of the nation."""

    code = "not_a_citizen"
    says = N_("This user is not a citizen of {name}.")
    remedy = N_("They can join it with /citizen register.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class AlreadyTheLeader(Refusal):
    """An appointment of the current leader."""

    code = "already_the_leader"
    says = N_("This user is already the leader of {name}.")
    remedy = N_("Choose another citizen.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class InvalidAnnouncement(Refusal):
    """An announcement without text, or one that is too long."""

    code = "invalid_announcement"
    says = N_("An announcement has 1 to {most} characters.")
    remedy = N_("Shorten it, or write something.")

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
