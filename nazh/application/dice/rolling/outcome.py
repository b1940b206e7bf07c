"""Defines the result of rolling, with its proof."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.domain.dice import Roll
from nazh.domain.dice.records import Proof


@dataclass(frozen=True, slots=True)
class Outcome:
    """One roll for each repeat; ``proof`` is ``None`` without a fair session.

    ``character`` is the roller's active character, or ``None``.
    """

    rolls: tuple[Roll, ...]
    proof: Proof | None = None
    character: str | None = None
