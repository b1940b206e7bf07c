"""Changes the rules of the season, from a tick on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nazh.application.dominion.audit_entries import developer_entry
from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.ports import Requester, Rulesets, RuleValue
from nazh.application.dominion.ports.controls import RuleBook, RuleChange, RulePlan
from nazh.application.shared.audit import AuditEntry
from nazh.domain.dominion.errors.controls import AlreadySo, NoSeason

HISTORY: Final = 10


@dataclass(frozen=True, slots=True)
class RuleView:
    """A value of the rules in force, the one planned last, and the one of the season's start."""

    value: RuleValue
    planned: str
    first: str


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """A change that was not made yet: the value before and after it, and its first hour."""

    before: RuleValue
    after: str
    hour: int


@dataclass(frozen=True, slots=True)
class Balance:
    """Reads and changes the rules of the season (CFG-03, CFG-04)."""

    developers: Developers
    rulesets: Rulesets
    book: RuleBook

    async def get(self, requester: Requester, key: str) -> RuleView:
        """Return a value. Raises OnlyDevelopers, NoSeason and UnknownRule."""
        plan = await self._plan(requester)
        planned = self.rulesets.value(plan.planned, key).written
        first = self.rulesets.value(plan.first, key).written
        return RuleView(self.rulesets.value(plan.current, key), planned, first)

    async def changed_values(self, requester: Requester) -> tuple[RuleView, ...]:
        """Return the values that are not those of the season's start.

        Raises OnlyDevelopers and NoSeason.
        """
        plan = await self._plan(requester)
        views = (
            RuleView(
                self.rulesets.value(plan.current, key),
                self.rulesets.value(plan.planned, key).written,
                self.rulesets.value(plan.first, key).written,
            )
            for key in self.rulesets.rule_names()
        )
        return tuple(one for one in views if {one.value.written, one.planned} != {one.first})

    async def export(self, requester: Requester) -> str:
        """Return the complete ruleset that is planned last, as JSON.

        Raises OnlyDevelopers and NoSeason.
        """
        return (await self._plan(requester)).planned

    async def history(self, requester: Requester, key: str | None) -> Sequence[RuleChange]:
        """Return the latest changes first. Raises OnlyDevelopers."""
        self.developers.check(requester)
        return await self.book.history(key, HISTORY)

    async def preview(self, requester: Requester, key: str, written: str | None) -> PlannedChange:
        """Return a change to ``written``, or to the first value, without making it.

        Raises OnlyDevelopers, NoSeason, UnknownRule, InvalidRuleValue, InconsistentRules and
        AlreadySo.
        """
        plan = await self._plan(requester)
        return self._planned(plan, key, written)[0]

    async def change(
        self, requester: Requester, key: str, written: str | None, reason: str
    ) -> RuleChange:
        """Change a value to ``written``, or back to the first one. Raises as ``preview``."""
        self.developers.check(requester)

        def decide(plan: RulePlan) -> tuple[RuleChange, str, AuditEntry]:
            planned, ruleset = self._planned(plan, key, written)
            change = RuleChange(
                hour=planned.hour,
                key=key,
                before=planned.before.written,
                after=planned.after,
                reason=reason,
                requested_at=requester.at,
            )
            entry = developer_entry(
                requester,
                "balance.reset" if written is None else "balance.set",
                key,
                before={"value": change.before},
                after={"value": change.after, "hour": change.hour, "reason": reason},
            )
            return change, ruleset, entry

        return await self.book.change(requester.at, decide)

    async def _plan(self, requester: Requester) -> RulePlan:
        self.developers.check(requester)
        plan = await self.book.plan(requester.at)
        if plan is None:
            raise NoSeason
        return plan

    def _planned(self, plan: RulePlan, key: str, written: str | None) -> tuple[PlannedChange, str]:
        before = self.rulesets.value(plan.planned, key)
        wanted = self.rulesets.value(plan.first, key).written if written is None else written
        ruleset = self.rulesets.changed(plan.planned, key, wanted)
        after = self.rulesets.value(ruleset, key).written
        if after == before.written:
            raise AlreadySo
        return PlannedChange(before, after, plan.next_hour), ruleset
