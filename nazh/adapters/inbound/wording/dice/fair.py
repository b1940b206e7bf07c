"""What is said of verifiable rolls: the line below a roll, and what /fair tells."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.wording.languages import Words
from nazh.application.dice.ports import Proof
from nazh.domain.kernel.phrases import phrase

_PROOF: Final = phrase("Proof")


def proof_line(proof: Proof, words: Words) -> str:
    """Return the line below a roll: its place in the chain, and the first digits of its digest."""
    return f"{words(_PROOF)} {proof.n} · {proof.short}"
