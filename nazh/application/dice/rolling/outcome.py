"""Outcome: what became of a request, the rolls and where they can be proven."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports.fair import Proof
from nazh.domain.dice import Roll


@dataclass(frozen=True, slots=True)
class Outcome:
    """One roll for each repeat; ``proof`` is ``None`` where no session was open.

    ``character`` is the one that is played by who rolled; ``None`` for nobody.
    """

    rolls: tuple[Roll, ...]
    proof: Proof | None = None
    character: str | None = None
