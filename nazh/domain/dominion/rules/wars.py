"""Declares the balance values of wars and of reputation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.rules.rule import amount, duration, share
from nazh.domain.dominion.world_time import HOUR, WEEK


@dataclass(frozen=True, slots=True, kw_only=True)
class WarRules:
    """The rules for declaring, fighting and ending wars."""

    cooldown: Annotated[
        timedelta, duration(HOUR, 4 * WEEK, "Time between two declarations of a nation.")
    ]
    response: Annotated[
        timedelta,
        duration(
            timedelta(minutes=1), WEEK, "How long a defender may answer; then it has accepted."
        ),
    ]
    preparation: Annotated[
        timedelta, duration(HOUR, WEEK, "Minimum time from the acceptance to the battle.")
    ]
    lock: Annotated[
        timedelta,
        duration(timedelta(), HOUR, "How long before the battle its orders are locked."),
    ]
    truce: Annotated[
        timedelta, duration(timedelta(), 4 * WEEK, "How long a truce lasts after a war.")
    ]
    offensive_wars: Annotated[
        int,
        amount(
            "wars", 0, 100, "Maximum number of open wars that a nation has declared. 0: no limit."
        ),
    ]
    defensive_wars: Annotated[
        int,
        amount("wars", 0, 100, "Maximum number of open wars declared on a nation. 0: no limit."),
    ]
    power_ratio: Annotated[
        int,
        share(WHOLE, "Minimum power of a defender, as a share of the aggressor's. 0: no limit."),
    ]
    provocation: Annotated[
        timedelta,
        duration(
            timedelta(),
            4 * WEEK,
            "How long power_ratio does not protect an aggressor from the defender.",
        ),
    ]
    pair_cooldown: Annotated[
        timedelta,
        duration(timedelta(), 4 * WEEK, "Time between two wars of the same nations. 0s: none."),
    ]
    peace_offer: Annotated[
        timedelta, duration(timedelta(minutes=1), WEEK, "How long an offer of peace stays open.")
    ]
    treaty_age: Annotated[
        timedelta,
        duration(timedelta(), 4 * WEEK, "Minimum age of a treaty that allows supporting a war."),
    ]
    defence_support: Annotated[
        int, share(WHOLE, "Share of its strength that a partner in a mutual defence pact commits.")
    ]
    supported_wars: Annotated[
        int, amount("wars", 0, 100, "Maximum number of open wars that a nation supports at a time.")
    ]
    supporters: Annotated[int, amount("nations", 0, 10, "Maximum number of supporters of a side.")]
    captures: Annotated[
        timedelta, duration(timedelta(), 4 * WEEK, "How long a capture reduces the next ones.")
    ]
    victories: Annotated[
        timedelta,
        duration(timedelta(), 8 * WEEK, "How long a victory counts for rewarded_victories."),
    ]
    declines: Annotated[
        timedelta,
        duration(timedelta(), 8 * WEEK, "How long after a decline another one costs more."),
    ]
    honourable_power: Annotated[
        int, share(2 * WHOLE, "Minimum power of a defender for an honourable victory.")
    ]
    honourable_wars: Annotated[
        int,
        amount(
            "wars",
            0,
            100,
            "Maximum number of wars declared on it within a week for an honourable victory.",
        ),
    ]
    surrender_resources: Annotated[
        int, share(WHOLE, "Share of its stock above the vault that a nation loses by surrendering.")
    ]
    surrender_territory: Annotated[
        int, share(WHOLE, "Share of its territory that a nation loses by surrendering.")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReputationRules:
    """The rules for changes of reputation."""

    most: Annotated[
        int, amount("points", 0, 1_000_000, "Maximum reputation; the minimum is as far below 0.")
    ]
    declared: Annotated[int, amount("points", 0, 1_000, "Reputation lost for declaring a war.")]
    won: Annotated[int, amount("points", 0, 1_000, "Reputation gained for winning a war.")]
    won_honourably: Annotated[
        int, amount("points", 0, 1_000, "Reputation gained instead for winning one honourably.")
    ]
    lost: Annotated[int, amount("points", 0, 1_000, "Reputation lost for losing a war.")]
    declined: Annotated[int, amount("points", 0, 1_000, "Reputation lost for declining a war.")]
    declined_again: Annotated[
        int,
        amount(
            "points", 0, 1_000, "Reputation lost instead for declining the same nation's war again."
        ),
    ]
    withdrew: Annotated[
        int, amount("points", 0, 1_000, "Reputation lost for withdrawing a declaration.")
    ]
    surrendered: Annotated[int, amount("points", 0, 1_000, "Reputation lost for surrendering.")]
    truce_honoured: Annotated[
        int, amount("points", 0, 1_000, "Reputation that each side gains at the end of a truce.")
    ]
    treaty_violated: Annotated[
        int, amount("points", 0, 1_000, "Reputation lost for breaking a truce or violating a pact.")
    ]
    alliance_formed: Annotated[
        int, amount("points", 0, 1_000, "Reputation that each side of a new alliance gains.")
    ]
    alliance_broken: Annotated[
        int, amount("points", 0, 1_000, "Reputation lost for breaking an alliance.")
    ]
    betrayal: Annotated[
        int,
        amount(
            "points", 0, 1_000, "Reputation lost for a betrayal, in addition to its other costs."
        ),
    ]
    loyalty: Annotated[
        int,
        amount(
            "points",
            0,
            1_000,
            "Reputation that each side gains for each loyalty_interval of an alliance.",
        ),
    ]
    embassy_opened: Annotated[
        int, amount("points", 0, 1_000, "Reputation gained for opening an embassy.")
    ]
