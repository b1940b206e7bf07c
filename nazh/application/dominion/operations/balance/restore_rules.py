"""Restores all rule values after an earlier change, for developers (CFG-04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nazh.application.dominion.operations.balance.planned_rules import PlannedRules, RuleWriter
from nazh.application.dominion.ports import Requester
from nazh.application.dominion.ports.controls import RuleChange, RulePlan, RulePoint
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.dominion.errors.controls import NoSuchRuleChange

START: Final = 0
"""Stands for the start of the season, before its first change."""


@dataclass(frozen=True, slots=True)
class RestoreRules:
    """Restores the values after a change of the season, or at its start, in one change."""

    writer: RuleWriter

    async def points(self, requester: Requester, most: int) -> Sequence[RulePoint]:
        """Return the changes that can be restored, latest first. Raises OnlyDevelopers."""
        self.writer.developers.check(requester)
        return await self.writer.book.points(most)

    async def preview(self, requester: Requester, number: int) -> PlannedRules:
        """Return the changes without making them; ``number`` identifies a change, or is ``START``.

        Raises OnlyDevelopers, NoSeason, NoSuchRuleChange, AlreadySo, and, if the program's rules
        have changed since, UnknownRule, InvalidRuleValue and InconsistentRules.
        """
        plan = await self.writer.look(requester)
        return self._planned(plan, await self._ruleset(number))

    async def __call__(
        self, requester: Requester, number: int, version: str, reason: str
    ) -> tuple[RuleChange, ...]:
        """Restore these values from one tick on. Raises what ``preview`` does, and RulesChanged."""
        self.writer.developers.check(requester)
        ruleset = await self._ruleset(number)

        def decide(plan: RulePlan) -> tuple[PlannedRules, AuditEntry]:
            planned = self._planned(plan, ruleset)
            target = f"change {number}"
            return planned, planned.entry(requester, "balance.restore", target, reason)

        return await self.writer.change(requester, reason, version, decide)

    async def _ruleset(self, number: int) -> str:
        ruleset = await self.writer.book.ruleset_after(number)
        if ruleset is None:
            raise NoSuchRuleChange(number)
        return ruleset

    def _planned(self, plan: RulePlan, ruleset: str) -> PlannedRules:
        return self.writer.planned(plan, self.writer.rulesets.values(ruleset))
