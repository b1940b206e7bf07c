"""Tests what is said about treaties and reputation, where the end-to-end tests do not go."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from nazh.adapters.inbound.texts.dominion.diplomacy import diplomacy as texts
from nazh.adapters.inbound.texts.dominion.diplomacy.reputation import reputation_text
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dominion.diplomacy.break_alliance import AllianceBroken
from nazh.application.dominion.diplomacy.show_reputation import ReputationView
from nazh.application.dominion.diplomacy.show_treaties import Ally, TreatyView
from nazh.application.dominion.ports import Profile
from nazh.domain.dominion.diplomacy.treaties import (
    PACTS,
    Alliance,
    Pact,
    Pair,
    Proposal,
    TreatyKind,
)
from nazh.domain.dominion.diplomacy.trust import Band, band_of
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.reputation import ReputationChange, ReputationReason
from tests.unit.domain.dominion.dominion_examples import SEASON, nation_with

AT: Final = datetime(2026, 1, 1, tzinfo=UTC)
DAY: Final = timedelta(days=1)
AURELIA, BOREALIS, CORVIA = NationId(1), NationId(2), NationId(3)
PAIR: Final = Pair(AURELIA, BOREALIS)
EMPTY: Final = TreatyView(
    nation=nation_with(),
    season=SEASON,
    may_act=True,
    allies=(),
    free_at=None,
    pacts=(),
    proposals=(),
    embassies=(),
    others={BOREALIS: Profile("Borealis", 20, 12_345), CORVIA: Profile("Corvia", 0, 0)},
)


def test_an_empty_list_says_how_to_begin() -> None:
    assert texts.alliances_text(EMPTY, ENGLISH) == (
        "## 0 of 3 alliances\nNone yet. Propose one with `/diplomacy alliance propose`."
    )
    assert texts.pacts_text(EMPTY, ENGLISH) == (
        "## 0 pacts\nNone yet. Propose one with `/diplomacy pact propose`."
    )
    assert texts.embassies_text(EMPTY, ENGLISH) == (
        "## 0 of 10 embassies\n"
        "None yet. Open one with `/diplomacy embassy open`, for 2,000 resources."
    )


def test_an_ally_is_shown_with_its_strength_first_and_what_is_proposed_below() -> None:
    ally = Ally(Alliance(PAIR, 1, AT), EMPTY.others[BOREALIS], 3, 10_000)
    offer = Proposal(TreatyKind.ALLIANCE, CORVIA, AURELIA, AT, AT + 2 * DAY)
    mine = replace(offer, proposer=AURELIA, recipient=CORVIA)
    view = replace(EMPTY, allies=(ally,), proposals=(offer, mine), free_at=AT + DAY)

    assert texts.alliances_text(view, ENGLISH) == (
        "## 1 of 3 alliances\n"
        "**Borealis** · strength 12,345 · 3 weeks, since <t:1767225600:D> · trust 100%\n"
        "Another alliance is possible <t:1767312000:R>.\n"
        "**Open proposals**\n"
        "Corvia proposes: alliance, expires <t:1767398400:R>\n"
        "To Corvia: alliance, expires <t:1767398400:R>"
    )


def test_pacts_are_shown_with_their_end_if_it_is_known() -> None:
    pacts = [Pact(kind, PAIR, 1, AT) for kind in PACTS]
    ended = replace(pacts[2], ends_at=AT + DAY)

    assert texts.pacts_text(replace(EMPTY, pacts=(pacts[0], ended)), ENGLISH) == (
        "## 2 pacts\n"
        "**Borealis** · non-aggression pact since <t:1767225600:R>\n"
        "**Borealis** · mutual defence pact, ends <t:1767312000:R>"
    )


def test_a_proposal_is_shown_with_the_treaties_of_its_kind() -> None:
    view = replace(
        EMPTY,
        proposals=tuple(Proposal(kind, CORVIA, AURELIA, AT, AT + 2 * DAY) for kind in TreatyKind),
    )

    proposals_shown = {
        text.__name__: [line.split(",")[0] for line in text(view, ENGLISH).splitlines()[2:]]
        for text in (texts.alliances_text, texts.pacts_text)
    }

    assert proposals_shown == {
        "alliances_text": ["**Open proposals**", "Corvia proposes: alliance"],
        "pacts_text": [
            "**Open proposals**",
            "Corvia proposes: non-aggression pact",
            "Corvia proposes: trade pact",
            "Corvia proposes: mutual defence pact",
        ],
    }


@pytest.mark.parametrize("is_betrayal", [False, True])
def test_the_question_says_whether_a_break_is_a_betrayal(is_betrayal: bool) -> None:
    cost = -75 if is_betrayal else -25
    broken = AllianceBroken("Aurelia", "Borealis", cost, is_betrayal, AT + DAY)

    question = texts.break_question(broken, ENGLISH)

    assert question.startswith(f"## −{-cost} reputation\n")
    assert question.endswith("Borealis is at war, so this is a betrayal.") is is_betrayal


def test_a_reputation_names_its_band_its_betrayals_and_every_change() -> None:
    changes = tuple(ReputationChange(AT, action, 5, 0, "war 1") for action in ReputationReason)
    betrayals = tuple(change for change in changes if change.reason is ReputationReason.BETRAYAL)
    view = ReputationView("Borealis", -140, changes, betrayals, 10_000)

    lines = reputation_text(view, ENGLISH).splitlines()

    assert lines[:4] == [
        "## −140 reputation",
        "Borealis is **distrusted**.",
        "Your nation's trust in it: **100%**.",
        "**1 betrayal**, last <t:1767225600:R>.",
    ]
    assert len(lines) == 4 + len(ReputationReason)
    assert "**+5** betrayal, <t:1767225600:R>" in lines


def test_a_reputation_without_changes_says_so() -> None:
    view = ReputationView("Aurelia", 0, (), (), None)

    assert reputation_text(view, ENGLISH) == (
        "## 0 reputation\nAurelia is **neutral**.\nNothing has changed it yet."
    )


@pytest.mark.parametrize(
    ("reputation", "band"),
    [
        (500, Band.RENOWNED),
        (499, Band.RESPECTED),
        (100, Band.RESPECTED),
        (99, Band.NEUTRAL),
        (-99, Band.NEUTRAL),
        (-100, Band.DISTRUSTED),
        (-499, Band.DISTRUSTED),
        (-500, Band.NOTORIOUS),
    ],
)
def test_bands_begin_where_the_page_says(reputation: int, band: Band) -> None:
    assert band_of(reputation) is band
