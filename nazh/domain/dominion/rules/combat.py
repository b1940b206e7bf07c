"""Declares the balance values of battles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.rules.rule import amount, share


@dataclass(frozen=True, slots=True, kw_only=True)
class CombatRules:
    """The rules that decide a battle and its costs."""

    variance: Annotated[int, share(WHOLE - 1, "Maximum change of a side's strength by chance.")]
    terrain: Annotated[int, share(WHOLE, "Extra strength of the defender.")]
    fortification: Annotated[int, share(WHOLE, "Extra strength of a fortified defender.")]
    aggressive_bonus: Annotated[int, share(WHOLE, "Extra strength in the aggressive stance.")]
    defensive_bonus: Annotated[
        int, share(WHOLE, "Extra strength of a defender in the defensive stance.")
    ]
    defensive_penalty: Annotated[
        int, share(WHOLE - 1, "Lost strength of an aggressor in the defensive stance.")
    ]
    aggressive_casualties: Annotated[
        int,
        share(
            2 * WHOLE,
            "Casualties in the aggressive stance, as a share of those in the balanced one.",
        ),
    ]
    defensive_casualties: Annotated[
        int,
        share(
            2 * WHOLE,
            "Casualties in the defensive stance, as a share of those in the balanced one.",
        ),
    ]
    support: Annotated[int, share(WHOLE, "Share of its strength that an ally commits.")]
    most_support: Annotated[
        int, share(WHOLE, "Maximum strength added by supporters, as a share of the side's own.")
    ]
    bloc_size: Annotated[
        int,
        amount(
            "nations", 1, 1_000, "Maximum size of a bloc of allies whose support is not reduced."
        ),
    ]
    loser_casualties: Annotated[int, share(WHOLE, "Share of its units that the loser loses.")]
    most_winner_casualties: Annotated[
        int, share(WHOLE, "Share of its units that the winner loses if the loser was as strong.")
    ]
    least_winner_casualties: Annotated[
        int, share(WHOLE, "Minimum share of its units that the winner loses.")
    ]
    vault: Annotated[
        int, amount("resources", 0, 1_000_000, "Stock of a nation that battles never take.")
    ]
    resources_lost: Annotated[
        int, share(WHOLE, "Share of its stock above the vault that the loser loses.")
    ]
    plunder: Annotated[
        int, share(WHOLE, "Share of the loser's stock above the vault that the winner gets.")
    ]
    territory_lost: Annotated[int, share(WHOLE, "Share of its territory that the loser loses.")]
    capture: Annotated[int, share(WHOLE, "Share of the loser's territory that the winner gets.")]
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
        int, amount("land", 0, 100_000, "Territory that a nation cannot lose.")
    ]
    inactive_gains: Annotated[
        int, share(WHOLE, "Share of the usual gains that a victory over an inactive nation brings.")
    ]
    rewarded_victories: Annotated[
        int,
        amount(
            "victories",
            0,
            1_000,
            "Victories over one nation within war.victories after which no land is captured.",
        ),
    ]
    supporters_gains: Annotated[
        int, share(WHOLE, "Share of the gains that goes to the supporters.")
    ]
