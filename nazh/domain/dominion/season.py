"""Defines seasons, and which rules are in force at an instant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.world_time import hour_of


@dataclass(frozen=True, slots=True)
class RulesFrom:
    """The rules that apply from the start of an hour, including its tick."""

    hour: int
    rules: Ruleset


@dataclass(frozen=True, slots=True)
class Season:
    """A season, in which all nations compete under the same rules.

    ``rules`` are the rules in force. If they were changed, ``changes`` contains all of them in
    order, the first ones from hour 0.
    """

    number: int
    starts_at: datetime
    rules: Ruleset
    changes: tuple[RulesFrom, ...] = ()

    def at(self, instant: datetime) -> Season:
        """Return the season with the rules that are in force at an instant."""
        return replace(self, rules=self.rules_at(instant)) if self.changes else self

    def rules_at(self, instant: datetime) -> Ruleset:
        """Return the rules that are in force at an instant."""
        hour = hour_of(instant)
        rules = self.rules
        for change in self.changes:
            if change.hour <= hour:
                rules = change.rules
        return rules

    def changes_in(self, hour: int) -> bool:
        """Return whether changed rules begin to apply with the tick of an hour."""
        return any(change.hour == hour for change in self.changes[1:])
