"""Tests that each event of a war is told with its own sentence and the facts in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nazh.adapters.inbound.texts.dominion.notices.notices import compose_notices
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dominion.notices.payloads import notice_payload
from nazh.application.dominion.ports import NationNotice
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.events import (
    BattleFought,
    Belligerent,
    OrdersWereLocked,
    TruceHonoured,
    WarAccepted,
    WarCancelled,
    WarDeclared,
    WarDeclined,
    WarProceeded,
    WarSurrendered,
    WarWithdrawn,
)
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.notices import Notice
from nazh.domain.dominion.war_notices import invite, news_of
from nazh.domain.dominion.wars.war import WarId

AT = datetime(2026, 1, 1, tzinfo=UTC)
SIDES = (WarId(7), Belligerent(NationId(1), "Aurelia"), Belligerent(NationId(2), "Borealis"), AT)


def text_of(notice: Notice) -> str:
    nation_notice = NationNotice("Aurelia", notice.at, notice.kind, notice.facts)
    return compose_notices([notice_payload(nation_notice)], ENGLISH)


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        (WarDeclared(*SIDES, AT, breaks_truce=False), "**War on Borealis**, declared by Aurelia"),
        (WarDeclared(*SIDES, AT, breaks_truce=True), "which breaks the truce"),
        (WarAccepted(*SIDES, AT, "", is_automatic=False), "Borealis has accepted the war"),
        (WarAccepted(*SIDES, AT, "", is_automatic=True), "Borealis has not answered Aurelia"),
        (WarDeclined(*SIDES), "Borealis has declined war 7 of Aurelia"),
        (WarWithdrawn(*SIDES), "Aurelia has withdrawn war 7 on Borealis"),
        (OrdersWereLocked(*SIDES, AT), "<t:1767225600:R>"),
        (BattleFought(*SIDES, Role.DEFENDER, ""), "**Borealis"),
        (WarSurrendered(*SIDES, Role.AGGRESSOR, 12, 3), "**Borealis has surrendered** to Aurelia"),
        (WarCancelled(*SIDES), "**War 7 is cancelled** between Aurelia and Borealis"),
        (TruceHonoured(*SIDES), "**The truce is honoured** by Aurelia and Borealis"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, WarProceeded) else "",
)
def test_each_event_has_its_sentence(fact: WarProceeded, sentence: str) -> None:
    assert sentence in text_of(news_of(fact))


def test_partners_are_told_who_was_attacked_and_how_to_help() -> None:
    text = text_of(invite(WarDeclared(*SIDES, AT, breaks_truce=False)))

    assert "**Borealis is attacked** by Aurelia, war 7." in text
    assert "`/war support`" in text
