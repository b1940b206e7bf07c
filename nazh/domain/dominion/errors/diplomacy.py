"""Defines the refusals of diplomacy commands, one class for each reason."""

from __future__ import annotations

from datetime import datetime

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class OwnNation(Refusal):
    """The nation itself, where a command needs another one."""

    code = "own_nation"
    says = N_("That is your own nation.")
    remedy = N_("Choose another one.")


class AtWarWithEachOther(Refusal):
    """A treaty with an enemy."""

    code = "at_war_with_each_other"
    says = N_("Your nation is at war with {name}.")
    remedy = N_("Propose it again when the war has ended.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class AlreadyAllied(Refusal):
    """A second alliance between the same two nations."""

    code = "already_allied"
    says = N_("Your nation is already allied with {name}.")
    remedy = N_("See the alliances with /diplomacy alliance list.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class TooManyAlliances(Refusal):
    """More alliances than a nation may have."""

    code = "too_many_alliances"
    says = N_("{name} already has {most} alliances, the most that a nation may have.")
    remedy = N_("Its leader or diplomat can end one with /diplomacy alliance break.")

    def __init__(self, name: str, most: int) -> None:
        super().__init__(name=name, most=most)


class AllianceCooldown(Refusal):
    """A new alliance shortly after the last change of a nation's alliances."""

    code = "alliance_cooldown"
    says = N_("The alliances of {name} changed recently. It can form another one {when}.")

    def __init__(self, name: str, again_at: datetime) -> None:
        super().__init__(name=name, when=again_at)


class ProposalOpen(Refusal):
    """A proposal that the nation has already made."""

    code = "proposal_open"
    says = N_("Your nation has already proposed this to {name}. The proposal expires {when}.")

    def __init__(self, name: str, expires_at: datetime) -> None:
        super().__init__(name=name, when=expires_at)


class ProposalWaiting(Refusal):
    """A proposal that the other nation has already made."""

    code = "proposal_waiting"
    says = N_("{name} has already proposed this to your nation.")
    remedy = N_("Accept it in /diplomacy alliance list or /diplomacy pact list.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NoOpenProposal(Refusal):
    """An answer to a proposal that was not made, was answered, or has expired."""

    code = "no_open_proposal"
    says = N_("{name} has no open proposal for this.")
    remedy = N_("Ask its leader to propose it again, with /diplomacy.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NotAllied(Refusal):
    """Breaking an alliance that does not exist."""

    code = "not_allied"
    says = N_("Your nation is not allied with {name}.")
    remedy = N_("See the alliances with /diplomacy alliance list.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class AlreadyInPact(Refusal):
    """A second pact of the same kind between two nations."""

    code = "already_in_pact"
    says = N_("Your nation already has this pact with {name}.")
    remedy = N_("See the pacts with /diplomacy pact list.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NoPact(Refusal):
    """Cancelling a pact that does not exist."""

    code = "no_pact"
    says = N_("Your nation has no such pact with {name}.")
    remedy = N_("See the pacts with /diplomacy pact list.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NoticeGiven(Refusal):
    """A second notice to end the same pact."""

    code = "notice_given"
    says = N_("This pact was already cancelled. It ends {when}.")

    def __init__(self, ends_at: datetime) -> None:
        super().__init__(when=ends_at)


class EmbassyExists(Refusal):
    """A second embassy in the same nation."""

    code = "embassy_exists"
    says = N_("Your nation already has an embassy in {name}.")
    remedy = N_("See the embassies with /diplomacy embassy list.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class TooManyEmbassies(Refusal):
    """More embassies than a nation may have."""

    code = "too_many_embassies"
    says = N_("Your nation already has {most} embassies, the most that a nation may have.")
    remedy = N_("See them with /diplomacy embassy list.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class AlliedWithTarget(Refusal):
    """A declaration of war on an ally."""

    code = "allied_with_target"
    says = N_("Your nation is allied with {name}.")
    remedy = N_("Break the alliance first, with /diplomacy alliance break.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class WarLocked(Refusal):
    """A declaration of war shortly after an alliance with the nation."""

    code = "war_locked"
    says = N_("Your nation was allied with {name} until recently. War can be declared {when}.")

    def __init__(self, name: str, until: datetime) -> None:
        super().__init__(name=name, when=until)


class PactForbidsWar(Refusal):
    """A declaration that violates a pact without confirming it."""

    code = "pact_forbids_war"
    says = N_(
        "A pact with {name} forbids this war. Declaring it violates the pact and costs "
        "{reputation} reputation."
    )
    remedy = N_("Cancel the pact with notice, or confirm that you want to violate it.")

    def __init__(self, name: str, reputation: int) -> None:
        super().__init__(name=name, reputation=reputation)


class BetrayalNotConfirmed(Refusal):
    """Breaking an alliance that was confirmed before the ally was at war."""

    code = "betrayal_not_confirmed"
    says = N_("{name} is at war now, so breaking the alliance would also be a betrayal.")
    remedy = N_("See what it costs with /diplomacy alliance break.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NoAllies(Refusal):
    """A message to allies from a nation without allies."""

    code = "no_allies"
    says = N_("Your nation has no allies.")
    remedy = N_("Propose an alliance with /diplomacy alliance propose.")


class InvalidMessage(Refusal):
    """A message or a title without text, or one that is too long."""

    code = "invalid_message"
    says = N_(
        "A message and its title can't be empty, and this part can have at most {most} characters."
    )
    remedy = N_("Shorten it, or write something.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)
