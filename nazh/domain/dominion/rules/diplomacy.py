"""Declares the values of alliances, pacts, embassies and trust."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.rules.rule import amount, duration, share
from nazh.domain.dominion.world_time import HOUR, WEEK


@dataclass(frozen=True, slots=True, kw_only=True)
class DiplomacyRules:
    """The rules for making, keeping and breaking treaties."""

    most_alliances: Annotated[
        int, amount("alliances", 1, 25, "Maximum number of alliances of a nation at a time.")
    ]
    proposal_lifetime: Annotated[
        timedelta, duration(HOUR, 4 * WEEK, "How long a proposal can be accepted.")
    ]
    alliance_cooldown: Annotated[
        timedelta,
        duration(
            HOUR, 4 * WEEK, "Time between a change of a nation's alliances and its next alliance."
        ),
    ]
    war_lock: Annotated[
        timedelta,
        duration(HOUR, 4 * WEEK, "How long two nations cannot go to war after their alliance."),
    ]
    formation_interval: Annotated[
        timedelta,
        duration(HOUR, 52 * WEEK, "Time between two alliances of a pair that earn reputation."),
    ]
    loyalty_interval: Annotated[
        timedelta, duration(HOUR, 52 * WEEK, "How long an alliance lasts to earn loyalty once.")
    ]
    loyalty_times: Annotated[
        int, amount("times", 0, 1_000, "How often an alliance earns loyalty in a season.")
    ]
    pact_term: Annotated[
        timedelta, duration(HOUR, 52 * WEEK, "How long a pact lasts at least, unless violated.")
    ]
    pact_notice: Annotated[
        timedelta, duration(HOUR, 4 * WEEK, "Time between the notice of a pact and its end.")
    ]
    betrayal_window: Annotated[
        timedelta,
        duration(HOUR, 4 * WEEK, "How long after breaking a treaty a war is a betrayal."),
    ]
    embassy_cost: Annotated[int, amount("resources", 0, 1_000_000, "Price of an embassy.")]
    most_embassies: Annotated[
        int, amount("embassies", 0, 1_000, "Maximum number of embassies of a nation.")
    ]
    honored_embassies: Annotated[
        int, amount("embassies", 0, 1_000, "Number of embassies that earn reputation in a season.")
    ]
    message_cooldown: Annotated[
        timedelta,
        duration(timedelta(seconds=1), WEEK, "Time between two messages of a nation to others."),
    ]
    chat_cooldown: Annotated[
        timedelta,
        duration(
            timedelta(seconds=1), WEEK, "Time between two messages of a nation to its allies."
        ),
    ]
    trust: Annotated[int, share(WHOLE, "Trust in a nation without a history.")]
    trust_by_reputation: Annotated[
        int, share(WHOLE, "Trust gained for each point of reputation, or lost if it is negative.")
    ]
    trust_by_loyalty: Annotated[
        int, share(WHOLE, "Trust gained for each full week of an alliance.")
    ]
    distrust: Annotated[int, share(WHOLE, "Trust lost for each betrayal of any nation.")]
    own_distrust: Annotated[
        int, share(WHOLE, "Further trust lost for each betrayal of the nation itself.")
    ]
