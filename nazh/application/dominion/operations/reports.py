"""Stores users' messages to the operator, and shows them to developers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from nazh.application.dominion.access import nation_of_member
from nazh.application.dominion.audit_entries import developer_entry
from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.ports import Requester, World
from nazh.application.dominion.ports.controls import NewReport, Report, ReportKind, Reports
from nazh.domain.kernel.encoding import storable

MAX_PER_DAY: Final = 3
LONGEST_TEXT: Final = 1_000
SHOWN: Final = 5
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FileReport:
    """Stores a message of the leader or a citizen to the operator (SEC-22)."""

    world: World
    reports: Reports

    async def __call__(
        self, requester: Requester, kind: ReportKind, text: str, category: str = ""
    ) -> int:
        """Return the number of the message. Raises NoNation, OnlyCitizens and TooManyReports."""
        await nation_of_member(self.world, requester)
        new = NewReport(
            at=requester.at,
            guild=requester.guild,
            user=requester.user,
            kind=kind,
            category=category,
            text=storable(text).strip()[:LONGEST_TEXT],
        )
        return await self.reports.add(new, MAX_PER_DAY, _DAY)


@dataclass(frozen=True, slots=True)
class ListReports:
    """Shows the oldest open messages to developers."""

    developers: Developers
    reports: Reports

    async def __call__(self, requester: Requester) -> Sequence[Report]:
        """Return the oldest ones. Raises OnlyDevelopers."""
        self.developers.check(requester)
        return await self.reports.oldest_open(SHOWN)


@dataclass(frozen=True, slots=True)
class CloseReport:
    """Closes a message for a developer, with a note."""

    developers: Developers
    reports: Reports

    async def __call__(self, requester: Requester, number: int, note: str) -> Report:
        """Close the message. Raises OnlyDevelopers and NoSuchReport."""
        self.developers.check(requester)
        target = f"report {number}"
        entry = developer_entry(requester, "report.closed", target, after={"note": note})
        return await self.reports.close(number, note, requester.at, entry)
