"""Writes parts of the whole in percent."""

from __future__ import annotations

from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dominion.basis_points import WHOLE


def percent(basis_points: int, translator: Translator) -> str:
    """Return a part of the whole in percent, without the percent sign. Nothing is rounded."""
    return translator.two_decimals(basis_points * 10_000 // WHOLE)
