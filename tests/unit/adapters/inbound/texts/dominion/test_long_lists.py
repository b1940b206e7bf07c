"""Tests that the longest lists, and those with users' texts, fit into a message."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import pytest

from nazh.adapters.inbound.texts.dominion.diplomacy.diplomacy import (
    alliances_text,
    embassies_text,
    pacts_text,
)
from nazh.adapters.inbound.texts.dominion.operations.audit import audit_text
from nazh.adapters.inbound.texts.dominion.operations.balance import history_text
from nazh.adapters.inbound.texts.dominion.operations.moderation import reports_text
from nazh.adapters.inbound.texts.languages import ENGLISH, Translator
from nazh.application.dominion.diplomacy.show_treaties import Ally, TreatyView
from nazh.application.dominion.operations import reports, show_audit
from nazh.application.dominion.operations.balance import balance
from nazh.application.dominion.ports import Profile
from nazh.application.dominion.ports.controls import NewReport, Report, ReportKind, RuleChange
from nazh.application.shared.audit.audit_chain import AuditRow
from nazh.domain.dominion.diplomacy.embassies import Embassy
from nazh.domain.dominion.diplomacy.treaties import (
    PACTS,
    Alliance,
    Pact,
    Pair,
    Proposal,
    TreatyKind,
)
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.operations.controls import MAX_REASON_LENGTH
from nazh.domain.kernel.graphemes import units
from nazh.domain.kernel.identity import GuildId, UserId
from tests.unit.domain.dominion.dominion_examples import SEASON, nation_with

NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
MAX_UNITS: Final = 4_096
"""What Discord accepts in an embed."""
MAX_ID: Final = 2**63 - 1
written = pytest.mark.parametrize("sign", ["a", "*", "\U0001f600"])


@written
def test_the_reports_of_users_fit_into_a_message(sign: str) -> None:
    report = NewReport(
        at=NOW,
        guild=GuildId(MAX_ID),
        user=UserId(MAX_ID),
        kind=ReportKind.SUGGESTION,
        category="",
        text=reports.LONGEST_TEXT * sign,
    )

    text = reports_text([Report(10**9, report)] * reports.SHOWN, ENGLISH)

    assert units(text) <= MAX_UNITS


@pytest.mark.parametrize("text", [alliances_text, pacts_text, embassies_text])
def test_the_treaties_of_a_nation_with_all_others_fit_into_a_message(
    text: Callable[[TreatyView, Translator], str],
) -> None:
    own, others = NationId(1), [NationId(number) for number in range(2, 102)]
    proposals = [
        Proposal(kind, *sides, NOW, NOW)
        for kind in TreatyKind
        for other in others
        for sides in ((own, other), (other, own))
    ]
    profile = Profile(32 * "\U00020000", 0, 1_000_000)  # letters of two UTF-16 units
    alliances = [Alliance(Pair(own, other), 1, NOW) for other in others]
    view = TreatyView(
        nation=nation_with(),
        season=SEASON,
        may_act=True,
        allies=tuple(Ally(alliance, profile, 10, 10_000) for alliance in alliances),
        free_at=NOW,
        pacts=tuple(Pact(kind, Pair(own, other), 1, NOW) for kind in PACTS for other in others),
        proposals=tuple(proposals),
        embassies=tuple(Embassy(own, other, 1, NOW) for other in others),
        others=dict.fromkeys(others, profile),
    )

    treaties_text = text(view, ENGLISH)

    assert units(treaties_text) <= MAX_UNITS
    assert treaties_text.count("\n") > 10
    assert " more" in treaties_text


@written
def test_the_reasons_of_changed_rules_fit_into_a_message(sign: str) -> None:
    change = RuleChange(
        hour=490_000,
        key="combat.least_winner_casualties",
        before="10000",
        after="9999",
        reason=MAX_REASON_LENGTH * sign,
        requested_at=NOW,
    )

    assert units(history_text([change] * balance.HISTORY, ENGLISH)) <= MAX_UNITS


@written
def test_the_audit_log_fits_into_a_message(sign: str) -> None:
    change = json.dumps({"values": 100 * "military_units", "reason": MAX_REASON_LENGTH * sign})
    row = AuditRow(
        seq=1,
        at=1_767_225_600_000_000,
        guild=None,
        actor=MAX_ID,
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

    assert units(audit_text([row] * show_audit.SHOWN, ENGLISH)) <= MAX_UNITS
