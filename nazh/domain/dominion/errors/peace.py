"""Defines the refusals of commands about peace, one class for each reason."""

from __future__ import annotations

from datetime import datetime

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class PeaceOfferOpen(Refusal):
    """A second offer of peace in a war."""

    code = "peace_offer_open"
    says = N_("There is an open offer of peace in war {number}. It expires {when}.")
    remedy = N_("Answer it first, or withdraw it with /war peace reject.")

    def __init__(self, number: int, expires_at: datetime) -> None:
        super().__init__(number=number, when=expires_at)


class NoPeaceOffer(Refusal):
    """An answer to an offer of peace that was not made, was answered, or has expired."""

    code = "no_peace_offer"
    says = N_("There is no open offer of peace in war {number}.")
    remedy = N_("Make one with /war peace propose.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class PeaceOfferChanged(Refusal):
    """Accepting an offer of peace that has been replaced by another one."""

    code = "peace_offer_changed"
    says = N_("The offer of peace in war {number} is no longer the one that you saw.")
    remedy = N_("Look at the new one with /war peace accept.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class OwnPeaceOffer(Refusal):
    """Accepting one's own offer of peace."""

    code = "own_peace_offer"
    says = N_("Your own nation made the offer of peace in war {number}.")
    remedy = N_("Wait for the other side's answer, or withdraw it with /war peace reject.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class TooLittleTerritory(Refusal):
    """An offer of more territory than a nation can give."""

    code = "too_little_territory"
    says = N_("Your nation can give at most {most} territory, but the terms are {asked}.")
    remedy = N_("Agree on less territory, or on resources instead.")

    def __init__(self, asked: int, most: int) -> None:
        super().__init__(asked=asked, most=most)


class InvalidTerms(Refusal):
    """Terms of peace that are negative or larger than anything in the game."""

    code = "invalid_terms"
    says = N_("Terms of peace must be whole numbers from 0 to {most}.")
    remedy = N_("Choose amounts in that range.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)
