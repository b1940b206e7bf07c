"""Tests how the report of a battle, its picture and its verification read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.inbound.texts.dominion.strength_table import strength_table
from nazh.adapters.inbound.texts.dominion.wars.battle_checks import check_text
from nazh.adapters.inbound.texts.dominion.wars.battles import (
    Report,
    battle_chart,
    battle_report,
    entry_label,
)
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dominion.battles.check_battle import check_battle
from nazh.application.dominion.ports import BattleEntry
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.wars.war import WarId
from tests.conftest import CheckGolden
from tests.unit.adapters.inbound.texts.dominion.wars.battle_views import (
    AURELIA,
    BATTLE,
    BOREALIS,
    CYRENE,
    NAMES,
    forged,
    random_view,
    view_of,
)

PHONE = 38
"""Characters of a code block that phones show on one line."""


def text_of_report(report: Report) -> str:
    fields = (f"[{field.name}]\n{field.text}" for field in report.fields)
    return "\n".join((report.title, report.text, *fields))


def test_a_report_reads_as_agreed_for_the_winner_the_loser_and_a_supporter(
    check_golden: CheckGolden,
) -> None:
    reports = [
        battle_report(view_of(BATTLE, nation), ENGLISH) for nation in (AURELIA, BOREALIS, CYRENE)
    ]

    check_golden("texts/dominion_battle.txt", "\n\n".join(map(text_of_report, reports)) + "\n")
    assert [report.is_won for report in reports] == [True, False, None]


def test_a_report_says_what_the_winner_really_got() -> None:
    view = view_of(BATTLE)
    gains = {AURELIA: 400, CYRENE: 120}

    def spoils(names: Mapping[NationId, str], gains: Mapping[NationId, int] | None) -> str:
        changed = replace(view, battle=replace(view.battle, names=names, gains=gains))
        report = battle_report(changed, ENGLISH)
        return next(field.text for field in report.fields if field.name == "Spoils").splitlines()[0]

    assert BATTLE.spoils().plunder == 800
    expected = "**Aurelia** and its supporters get **520** resources and **10** land."
    full = "**280** more resources did not fit into the storage."
    assert spoils(NAMES, gains) == f"{expected} {full}"
    whole = expected.replace("520", "800")
    assert spoils(NAMES, None) == whole  # a message of an earlier version
    assert spoils(NAMES, {AURELIA: 680, CYRENE: 120}) == whole
    assert spoils({AURELIA: "Aurelia"}, gains) == whole  # nobody knows what a former nation got


def test_a_verification_reads_as_agreed_and_names_what_is_wrong(check_golden: CheckGolden) -> None:
    right, wrong = view_of(BATTLE), forged(view_of(BATTLE))
    checks = [check_battle(view.battle) for view in (right, wrong)]

    texts = [
        "\n".join(check_text(view, check, ENGLISH))
        for view, check in zip((right, wrong), checks, strict=True)
    ]

    check_golden("texts/dominion_battle_checks.txt", "\n\n".join(texts) + "\n")
    assert [check.is_right for check in checks] == [True, False]
    assert checks[1].differing == ("result.winner",)


def test_the_picture_marks_the_winner_and_its_words_say_the_same(check_golden: CheckGolden) -> None:
    chart = battle_chart(view_of(BATTLE), ENGLISH)

    assert [bar.marked for bar in chart.bars] == [False, True, False, False]
    assert [bar.text.endswith("wins") for bar in chart.bars] == [False, True, False, False]
    check_golden("texts/dominion_battle_chart.txt", f"{asdict(chart)}\n")


def test_two_strengths_that_differ_by_less_than_a_hundredth_are_told_apart() -> None:
    result = BATTLE.result()
    near = replace(
        result,
        aggressor=replace(result.aggressor, final=126_746_100_001),
        defender=replace(result.defender, final=126_746_100_000),
    )

    assert "1,267.46100001  1,267.46100000" in strength_table(near, ENGLISH)


def test_battles_are_offered_by_their_war_and_enemy() -> None:
    entries = [
        BattleEntry(WarId(12_345), "Borealis", is_won=True),
        BattleEntry(WarId(7), None, is_won=False),
    ]

    assert [entry_label(entry, ENGLISH) for entry in entries] == [
        "War 12345: victory over Borealis",
        "War 7: defeat by a former nation",
    ]


@given(st.integers(0, 2**32))
def test_any_report_fits_into_an_embed_on_a_phone(seed: int) -> None:
    report = battle_report(random_view(Random(seed)), ENGLISH)

    assert len(report.title) <= 256
    assert all(0 < len(field.text) <= 1_024 for field in report.fields)
    assert len(text_of_report(report)) <= 3_000
    assert "@" not in text_of_report(report).replace("@\u2060", "")
    assert max(map(len, report.fields[0].text.splitlines())) <= PHONE
