"""Bundles the use cases of diplomacy for inbound adapters."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.diplomacy.answer_proposal import AcceptProposal, DeclineProposal
from nazh.application.dominion.diplomacy.break_alliance import BreakAlliance, PreviewBreak
from nazh.application.dominion.diplomacy.cancel_pact import CancelPact, PreviewCancellation
from nazh.application.dominion.diplomacy.open_embassy import OpenEmbassy
from nazh.application.dominion.diplomacy.propose_treaty import ProposeTreaty
from nazh.application.dominion.diplomacy.show_alliances import ShowAlliances
from nazh.application.dominion.diplomacy.show_reputation import ShowReputation
from nazh.application.dominion.diplomacy.show_treaties import ShowTreaties
from nazh.application.dominion.diplomacy.write_to_nations import ChatWithAllies, SendMessage
from nazh.application.dominion.ports import World


@dataclass(frozen=True, slots=True, kw_only=True)
class DiplomacyUseCases:
    """The use cases behind the diplomacy commands."""

    propose: ProposeTreaty
    accept: AcceptProposal
    decline: DeclineProposal
    break_alliance: BreakAlliance
    preview_break: PreviewBreak
    cancel_pact: CancelPact
    preview_cancellation: PreviewCancellation
    open_embassy: OpenEmbassy
    show_treaties: ShowTreaties
    show_alliances: ShowAlliances
    show_reputation: ShowReputation
    send_message: SendMessage
    chat: ChatWithAllies


def diplomacy_use_cases(world: World) -> DiplomacyUseCases:
    """Return the use cases over a world."""
    return DiplomacyUseCases(
        propose=ProposeTreaty(world),
        accept=AcceptProposal(world),
        decline=DeclineProposal(world),
        break_alliance=BreakAlliance(world),
        preview_break=PreviewBreak(world),
        cancel_pact=CancelPact(world),
        preview_cancellation=PreviewCancellation(world),
        open_embassy=OpenEmbassy(world),
        show_treaties=ShowTreaties(world),
        show_alliances=ShowAlliances(world),
        show_reputation=ShowReputation(world),
        send_message=SendMessage(world),
        chat=ChatWithAllies(world),
    )
