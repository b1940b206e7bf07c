"""Changes the rules of the season from a certain tick on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nazh.application.dominion.audit_entries import developer_entry
from nazh.application.dominion.operations.balance.planned_rules import (
    PlannedRules,
    RuleWriter,
)
from nazh.application.dominion.ports import Requester, RuleValue
from nazh.application.dominion.ports.controls import RuleChange, RulePlan
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.dominion.rules.written_values import write_values

HISTORY: Final = 10


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule's value in force, its last planned value, and its value at the start of the season."""

    value: RuleValue
    planned: str
    first: str


@dataclass(frozen=True, slots=True)
class Balance:
    """Reads and changes the rules of the season (CFG-03, CFG-04)."""

    writer: RuleWriter

    def names(self) -> tuple[str, ...]:
        """Return the names of all values."""
        return self.writer.rulesets.rule_names()

    async def get(self, requester: Requester, key: str) -> RuleView:
        """Return a value. Raises OnlyDevelopers, NoSeason and UnknownRule."""
        return self._view(await self.writer.look(requester), key)

    async def changed_values(self, requester: Requester) -> tuple[RuleView, ...]:
        """Return the values that differ from the start of the season.

        Raises OnlyDevelopers and NoSeason.
        """
        plan = await self.writer.look(requester)
        values = self.writer.rulesets.values
        current, planned, first = map(values, (plan.current, plan.planned, plan.first))
        return tuple(
            self._view(plan, key)
            for key in self.names()
            if {current[key], planned[key]} != {first[key]}
        )

    async def export(self, requester: Requester) -> str:
        """Return all values after the planned changes, in the format of an import.

        Raises OnlyDevelopers and NoSeason.
        """
        plan = await self.writer.look(requester)
        return write_values(self.writer.rulesets.values(plan.planned))

    async def history(self, requester: Requester, key: str | None) -> Sequence[RuleChange]:
        """Return the latest changes, of one value or of all. Raises OnlyDevelopers."""
        self.writer.developers.check(requester)
        return await self.writer.book.history(key, HISTORY)

    async def preview(self, requester: Requester, key: str, written: str | None) -> PlannedRules:
        """Return the one change to ``written``, or to the initial value, without making it.

        Raises OnlyDevelopers, NoSeason, UnknownRule, InvalidRuleValue, InconsistentRules and
        AlreadySo.
        """
        return self._planned(await self.writer.look(requester), key, written)

    async def change(
        self, requester: Requester, key: str, written: str | None, version: str, reason: str
    ) -> RuleChange:
        """Change a value to ``written``, or reset it if ``None``.

        Raises what ``preview`` does, and RulesChanged.
        """

        def decide(plan: RulePlan) -> tuple[PlannedRules, AuditEntry]:
            planned = self._planned(plan, key, written)
            (change,) = planned.changes
            entry = developer_entry(
                requester,
                "balance.reset" if written is None else "balance.set",
                key,
                before={"value": change.before.written},
                after={"value": change.after, "hour": change.hour, "reason": reason},
            )
            return planned, entry

        (planned_change,) = await self.writer.change(requester, reason, version, decide)
        return planned_change

    def _view(self, plan: RulePlan, key: str) -> RuleView:
        value = self.writer.rulesets.value
        planned, first = value(plan.planned, key).written, value(plan.first, key).written
        return RuleView(value(plan.current, key), planned, first)

    def _planned(self, plan: RulePlan, key: str, written: str | None) -> PlannedRules:
        rulesets = self.writer.rulesets
        wanted = rulesets.value(plan.first, key).written if written is None else written
        return self.writer.planned(plan, {key: wanted})
