"""Tests that lists of what users and developers have written fit into a message."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Final

import pytest

from nazh.adapters.inbound.texts.dominion.operations.balance import history_text
from nazh.adapters.inbound.texts.dominion.operations.moderation import reports_text
from nazh.adapters.inbound.texts.dominion.operations.operations import audit_text
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dominion.operations import balance, reports, show_audit
from nazh.application.dominion.ports.controls import NewReport, Report, ReportKind, RuleChange
from nazh.application.shared.audit.audit_chain import AuditRow
from nazh.domain.dominion.controls import MOST_REASON
from nazh.domain.kernel.graphemes import units
from nazh.domain.kernel.identity import GuildId, UserId

NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
MOST: Final = 4_096
"""What Discord accepts in an embed."""
LARGEST_ID: Final = 2**63 - 1
written = pytest.mark.parametrize("sign", ["a", "*", "\U0001f600"])


@written
def test_the_reports_of_users_fit_into_a_message(sign: str) -> None:
    report = NewReport(
        at=NOW,
        guild=GuildId(LARGEST_ID),
        user=UserId(LARGEST_ID),
        kind=ReportKind.SUGGESTION,
        category="",
        text=reports.LONGEST_TEXT * sign,
    )

    text = reports_text([Report(10**9, report)] * reports.SHOWN, ENGLISH)

    assert units(text) <= MOST


@written
def test_the_reasons_of_changed_rules_fit_into_a_message(sign: str) -> None:
    change = RuleChange(
        hour=490_000,
        key="combat.least_winner_casualties",
        before="10000",
        after="9999",
        reason=MOST_REASON * sign,
        requested_at=NOW,
    )

    assert units(history_text([change] * balance.HISTORY, ENGLISH)) <= MOST


@written
def test_the_audit_log_fits_into_a_message(sign: str) -> None:
    change = json.dumps({"values": 100 * "military_units", "reason": MOST_REASON * sign})
    row = AuditRow(
        seq=1,
        at=1_767_225_600_000_000,
        guild=None,
        actor=LARGEST_ID,
        interaction="1",
        salt="",
        origin="",
        action="dominion.nation.deletion_ordered",
        target=32 * sign,
        before=change,
        after=change,
        body="",
        digest="",
    )

    assert units(audit_text([row] * show_audit.SHOWN, ENGLISH)) <= MOST
