"""Plans changes of rule values, which are previewed before they are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nazh.application.dominion.audit_entries import developer_entry
from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.ports import Requester, Rulesets, RuleValue
from nazh.application.dominion.ports.controls import RuleBook, RuleChange, RulePlan
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.dominion.errors.controls import AlreadySo, NoSeason, RulesChanged


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """A change not yet made, with the values before and after it, and its first hour."""

    before: RuleValue
    after: str
    hour: int


@dataclass(frozen=True, slots=True)
class PlannedRules:
    """Changes not yet made, and the ruleset after all of them.

    ``version`` is the version of the rules that they change.
    """

    changes: tuple[PlannedChange, ...]
    ruleset: str
    version: str

    def rule_changes(self, requester: Requester, reason: str) -> tuple[RuleChange, ...]:
        """Return the changes in the form in which they are stored."""
        return tuple(
            RuleChange(
                hour=change.hour,
                key=change.before.key,
                before=change.before.written,
                after=change.after,
                reason=reason,
                requested_at=requester.at,
            )
            for change in self.changes
        )

    def entry(self, requester: Requester, action: str, target: str, reason: str) -> AuditEntry:
        """Return the audit log entry for all changes."""
        hour = self.changes[0].hour
        return developer_entry(
            requester,
            action,
            target,
            before={change.before.key: change.before.written for change in self.changes},
            after={change.before.key: change.after for change in self.changes}
            | {"hour": hour, "reason": reason},
        )


@dataclass(frozen=True, slots=True)
class RuleWriter:
    """Plans and makes changes of the rules for developers."""

    developers: Developers
    rulesets: Rulesets
    book: RuleBook

    async def look(self, requester: Requester) -> RulePlan:
        """Return the rules to a developer. Raises OnlyDevelopers and NoSeason."""
        self.developers.check(requester)
        plan = await self.book.plan(requester.at)
        if plan is None:
            raise NoSeason
        return plan

    def planned(self, plan: RulePlan, values: Mapping[str, str]) -> PlannedRules:
        """Return the changes to reach the given values, in the order of the rules.

        Raises UnknownRule, InvalidRuleValue, InconsistentRules and AlreadySo.
        """
        ruleset = self.rulesets.changed(plan.planned, values)
        before = self.rulesets.values(plan.planned)
        changes = tuple(
            PlannedChange(self.rulesets.value(plan.planned, key), after, plan.next_hour)
            for key, after in self.rulesets.values(ruleset).items()
            if after != before[key]
        )
        if not changes:
            raise AlreadySo
        return PlannedRules(changes, ruleset, plan.version)

    async def change(
        self,
        requester: Requester,
        reason: str,
        version: str,
        decide: Callable[[RulePlan], tuple[PlannedRules, AuditEntry]],
    ) -> tuple[RuleChange, ...]:
        """Make changes exactly as they were previewed.

        ``version`` is the version of the rules in the preview. Raises OnlyDevelopers, NoSeason,
        RulesChanged and the refusals of ``decide``.
        """
        self.developers.check(requester)

        def work(plan: RulePlan) -> tuple[tuple[RuleChange, ...], str, AuditEntry]:
            if plan.version != version:
                raise RulesChanged
            planned, entry = decide(plan)
            return planned.rule_changes(requester, reason), planned.ruleset, entry

        return await self.book.change(requester.at, work)
