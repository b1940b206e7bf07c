"""Imports several rule values for developers, after a preview (CFG-04)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.application.dominion.operations.balance.planned_rules import PlannedRules, RuleWriter
from nazh.application.dominion.ports import Requester
from nazh.application.dominion.ports.controls import RuleChange, RulePlan
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.dominion.errors.controls import TooManyRules
from nazh.domain.dominion.rules.written_values import read_values

MAX_IMPORTED: Final = 60
"""The most values that an import changes, as many as a Discord message can show."""


@dataclass(frozen=True, slots=True)
class ImportRules:
    """Changes the values listed in a text, and no others."""

    writer: RuleWriter

    async def preview(self, requester: Requester, text: str) -> PlannedRules:
        """Return the changes without making them.

        Raises OnlyDevelopers, NoSeason, InvalidRuleLine, RepeatedRule, UnknownRule,
        InvalidRuleValue, InconsistentRules, AlreadySo and TooManyRules.
        """
        return self._planned(await self.writer.look(requester), text)

    async def __call__(
        self, requester: Requester, text: str, version: str, reason: str
    ) -> tuple[RuleChange, ...]:
        """Make the changes from one tick on. Raises what ``preview`` does, and RulesChanged."""

        def decide(plan: RulePlan) -> tuple[PlannedRules, AuditEntry]:
            planned = self._planned(plan, text)
            target = f"values: {len(planned.changes)}"
            return planned, planned.entry(requester, "balance.import", target, reason)

        return await self.writer.change(requester, reason, version, decide)

    def _planned(self, plan: RulePlan, text: str) -> PlannedRules:
        planned = self.writer.planned(plan, read_values(text))
        if len(planned.changes) > MAX_IMPORTED:
            raise TooManyRules(len(planned.changes), MAX_IMPORTED)
        return planned
