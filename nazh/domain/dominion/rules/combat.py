"""Declares the balance values of battles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.rules.rule import amount, share


@dataclass(frozen=True, slots=True, kw_only=True)
class CombatRules:
    """The rules that decide a battle and its costs."""

    variance: Annotated[int, share(WHOLE - 1, "Most that chance changes the strength of a side.")]
    terrain: Annotated[int, share(WHOLE, "More strength for the defender.")]
    fortification: Annotated[int, share(WHOLE, "More strength for a fortified defender.")]
    aggressive_bonus: Annotated[int, share(WHOLE, "More strength in the aggressive stance.")]
    defensive_bonus: Annotated[
        int, share(WHOLE, "More strength for a defender in the defensive stance.")
    ]
    defensive_penalty: Annotated[
        int, share(WHOLE - 1, "Less strength for an aggressor in the defensive stance.")
    ]
    aggressive_casualties: Annotated[
        int, share(2 * WHOLE, "Casualties in the aggressive stance, of those in the balanced one.")
    ]
    defensive_casualties: Annotated[
        int, share(2 * WHOLE, "Casualties in the defensive stance, of those in the balanced one.")
    ]
    support: Annotated[int, share(WHOLE, "Part of its strength that an ally commits.")]
    most_support: Annotated[
        int, share(WHOLE, "Most strength that supporters add to that of the side.")
    ]
    bloc_size: Annotated[
        int,
        amount(
            "nations", 1, 1_000, "Most nations in a bloc of allies whose support is not reduced."
        ),
    ]
    loser_casualties: Annotated[int, share(WHOLE, "Units that the loser loses.")]
    most_winner_casualties: Annotated[
        int, share(WHOLE, "Units that the winner loses if the loser was as strong.")
    ]
    least_winner_casualties: Annotated[int, share(WHOLE, "Least units that the winner loses.")]
    vault: Annotated[
        int, amount("resources", 0, 1_000_000, "Stock of a nation that battles never touch.")
    ]
    resources_lost: Annotated[int, share(WHOLE, "Stock above the vault that the loser loses.")]
    plunder: Annotated[int, share(WHOLE, "Stock of the loser above the vault for the winner.")]
    territory_lost: Annotated[int, share(WHOLE, "Territory that the loser loses.")]
    capture: Annotated[int, share(WHOLE, "Territory of the loser for the winner.")]
    capture_difficulty: Annotated[
        int,
        amount(
            "basis points",
            WHOLE,
            10 * WHOLE,
            "Divisor of captured land for each capture by that winner within war.captures.",
        ),
    ]
    least_territory: Annotated[
        int, amount("land", 0, 100_000, "Territory that a nation never loses.")
    ]
    inactive_gains: Annotated[int, share(WHOLE, "Part of the gains from an inactive nation.")]
    rewarded_victories: Annotated[
        int,
        amount(
            "victories",
            0,
            1_000,
            "Victories over one nation within war.victories after which no land is captured.",
        ),
    ]
    supporters_gains: Annotated[int, share(WHOLE, "Part of the gains for the supporters.")]
