"""Divides the commands of the game into features, which operators switch on and off.

A feature begins in a phase of the rollout, and may require another feature.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

FIRST_PHASE: Final = 1
LAST_PHASE: Final = 6
DEVELOPER_COMMANDS: Final = ("dominion-admin", "dominion-ops", "dominion-mod")
"""The commands that switch the others, and are never switched off themselves."""


class Feature(Enum):
    """A part of the game; the value is stored, and is what developers type."""

    SERVER_REGISTRATION = "server_registration"
    CITIZEN_REGISTRATION = "citizen_registration"
    HELP_SYSTEM = "help_system"
    TREASURY = "treasury"
    MILITARY_BUILDING = "military_building"
    LEADERBOARDS = "leaderboards"
    NOTIFICATIONS = "notifications"
    REPORTS = "reports"
    DEVELOPMENT = "development"
    WAR_PREPARATIONS = "war_preparations"
    ADVANCED_UNITS = "advanced_units"
    DELEGATES = "delegates"
    VACATION = "vacation"
    WAR_DECLARATION = "war_declaration"
    ALLIANCE_FORMATION = "alliance_formation"
    NON_AGGRESSION_PACTS = "non_aggression_pacts"
    BATTLE_ORDERS = "battle_orders"


@dataclass(frozen=True, slots=True)
class FeatureRule:
    """The phase in which a feature begins, its commands, and the feature it requires.

    A command is listed by its own name or by that of its group; the longest match wins. A feature
    with ``starts_on`` false is off until somebody switches it on.
    """

    phase: int
    commands: tuple[str, ...]
    needs: Feature | None = None
    starts_on: bool = True


FEATURES: Final[Mapping[Feature, FeatureRule]] = {
    Feature.SERVER_REGISTRATION: FeatureRule(1, ("nation", "gov appoint")),
    Feature.CITIZEN_REGISTRATION: FeatureRule(1, ("citizen",)),
    Feature.HELP_SYSTEM: FeatureRule(1, ("dominion",)),
    Feature.TREASURY: FeatureRule(
        2,
        (
            "treasury",
            "citizen contribute",
            "citizen contributors",
            "nation rename",
            "gov dashboard",
        ),
    ),
    Feature.MILITARY_BUILDING: FeatureRule(2, ("military",), Feature.TREASURY),
    Feature.LEADERBOARDS: FeatureRule(2, ("rank",)),
    Feature.NOTIFICATIONS: FeatureRule(2, ("inbox", "gov announce")),
    Feature.REPORTS: FeatureRule(2, ("dominion report", "dominion bug", "dominion suggest")),
    Feature.WAR_DECLARATION: FeatureRule(2, ("war",), Feature.MILITARY_BUILDING),
    Feature.BATTLE_ORDERS: FeatureRule(3, ("war stance", "war nonce"), Feature.WAR_DECLARATION),
    Feature.DEVELOPMENT: FeatureRule(3, ("treasury allocate",), Feature.TREASURY),
    Feature.WAR_PREPARATIONS: FeatureRule(
        3,
        ("military upgrade", "military fortify", "military mobilize", "military advise"),
        Feature.MILITARY_BUILDING,
    ),
    Feature.ADVANCED_UNITS: FeatureRule(3, (), Feature.MILITARY_BUILDING, starts_on=False),
    Feature.DELEGATES: FeatureRule(3, ("gov delegate", "gov revoke", "gov offices")),
    Feature.VACATION: FeatureRule(3, ("nation vacation",)),
    Feature.ALLIANCE_FORMATION: FeatureRule(2, ("diplomacy",)),
    Feature.NON_AGGRESSION_PACTS: FeatureRule(
        3, ("diplomacy pact", "diplomacy embassy"), Feature.ALLIANCE_FORMATION
    ),
}
READ_ONLY_COMMANDS: Final = frozenset(
    {
        "nation info",
        "nation statistics",
        "nation compare",
        "nation history",
        "nation list",
        "citizen info",
        "citizen contributors",
        "treasury status",
        "treasury history",
        "military status",
        "military advise",
        "military compare",
        "rank board",
        "rank nation",
        "diplomacy alliance list",
        "diplomacy pact list",
        "diplomacy embassy list",
        "diplomacy reputation",
        "gov offices",
        "gov dashboard",
        "war info",
        "war list",
        "war history",
        "war predict",
        "war replay",
        "war verify",
        "inbox list",
        "inbox settings",
        "dominion help",
        "dominion faq",
        "dominion about",
        "dominion guide",
        "dominion tutorial",
        "dominion report",
        "dominion bug",
        "dominion suggest",
    }
)
"""Commands that do not change the world, which a frozen nation may use."""
_BY_COMMAND: Final = {
    words: feature for feature, rule in FEATURES.items() for words in rule.commands
}


def feature_of(command: str) -> Feature | None:
    """Return the feature that a command such as "military build" belongs to, if any."""
    words = command.split(" ")
    prefixes = (" ".join(words[:length]) for length in range(len(words), 0, -1))
    return next((_BY_COMMAND[prefix] for prefix in prefixes if prefix in _BY_COMMAND), None)


def is_developer_command(command: str) -> bool:
    """Return whether a command is for developers."""
    return command.partition(" ")[0] in DEVELOPER_COMMANDS
