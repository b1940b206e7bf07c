"""Tests odds messages with golden files, and their length limits."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nazh.adapters.inbound.discord.chart_responses import message_body
from nazh.adapters.inbound.discord.dice.odds.odds_messages import odds_sections
from nazh.adapters.inbound.discord.interactions.responses import EPHEMERAL, Json
from nazh.adapters.inbound.texts.dice.odds.odds import (
    brief_odds,
    percent,
    pool_chart,
    repeats_line,
    success_line,
)
from nazh.adapters.inbound.texts.languages import ENGLISH, translator_for
from nazh.domain.dice import COSMERE, NAZH, Ruleset, parse_roll
from nazh.domain.dice.odds import RollOdds, odds_of
from tests.conftest import CheckGolden


def odds(text: str, *, plot: bool = False, ruleset: Ruleset = NAZH) -> RollOdds:
    return odds_of(parse_roll(text, add_plot=plot), ruleset)


@pytest.mark.parametrize("locale", ["en-US", "de", "fr", "es-ES", "pt-BR"])
def test_odds_look_as_agreed(locale: str, check_golden: CheckGolden) -> None:
    odds_result = odds("Stealth: a1d20+5 vs 15, 2d4!", plot=True, ruleset=COSMERE)

    body = message_body(odds_sections(odds_result, translator_for(locale)), "odds", is_public=False)

    check_golden(f"discord/odds_{locale}.json", json.dumps(body, indent=2, ensure_ascii=False))


def table(text: str, *, plot: bool = False) -> list[str]:
    """Return the rows of the first pool's table on a phone, without its header."""
    (section, *_) = odds_sections(odds(text, plot=plot), ENGLISH)
    return section.text.split("```")[1].strip("\n").splitlines()[1:]


def test_each_total_has_its_row_with_at_least_as_much() -> None:
    rows = table("2d6")

    assert [row.split()[:3] for row in rows] == [
        ["2", "2.8%", "100.0%"],
        ["3", "5.6%", "97.2%"],
        ["4", "8.3%", "91.7%"],
        ["5", "11.1%", "83.3%"],
        ["6", "13.9%", "72.2%"],
        ["7", "16.7%", "58.3%"],
        ["8", "13.9%", "41.7%"],
        ["9", "11.1%", "27.8%"],
        ["10", "8.3%", "16.7%"],
        ["11", "5.6%", "8.3%"],
        ["12", "2.8%", "2.8%"],
    ]


@pytest.mark.parametrize("text", ["1d20+5", "2d20", "4d6kh3", "1d20", "3d12"])
def test_a_phone_shows_every_total_of_a_common_roll(text: str) -> None:
    totals = odds(text).pools[0].totals
    assert totals is not None

    assert [int(row.split()[0]) for row in table(text)] == [value for value, _ in totals.ways]


@pytest.mark.parametrize("text", ["1d20+5 vs 15", "20d100", "10d10!", "1d6-4", "2d20kh1-30"])
def test_a_row_is_not_wider_than_a_phone_and_its_decimals_are_aligned(text: str) -> None:
    (section, *_) = odds_sections(odds(text), ENGLISH)

    head, *rows = section.text.split("```")[1].strip("\n").splitlines()
    assert max(map(len, (head, *rows))) <= 32
    points = [[place for place, sign in enumerate(row) if sign == "."] for row in rows]
    assert all(place == points[0] for place in points)


def test_the_difficulty_comes_first_and_its_row_is_marked() -> None:
    (section, *_) = odds_sections(odds("Stealth: 1d20+5 vs 15"), ENGLISH)

    assert section.text.startswith("**55% (11/20) against 15**\n`Stealth: 1d20+5 vs 15`\n")
    assert [row.split()[0] for row in table("1d20+5 vs 15") if "→" in row] == ["→15"]


def test_a_plot_die_explains_totals_beyond_the_dice() -> None:
    skill, damage, die, common = odds_sections(odds("1d20+5, 2d6", plot=True), ENGLISH)

    assert "opportunity" in common.text
    assert die.text == "`dp`\nthe plot die"
    assert "The plot die can add 4: totals reach 29, the dice alone 25." in skill.text
    assert "plot die" not in damage.text


def test_each_pool_has_its_picture_with_a_description() -> None:
    sections = odds_sections(odds("2d6 vs 7, 1d4, dp"), ENGLISH)

    body = message_body(sections, "odds", is_public=False)

    assert body["flags"] == EPHEMERAL | 1 << 15
    pictures = [part for part in _parts(body) if part["type"] == 12]
    assert [picture["items"][0]["media"]["url"] for picture in pictures] == [
        *("attachment://odds-1.png", "attachment://odds-2.png"),
    ]
    described = pictures[0]["items"][0]["description"]
    assert "Bar chart of 2d6 vs 7: totals from 2 to 12; 58.3% against 7" in described
    assert [part["type"] for part in _parts(message_body(sections, None, is_public=True))] == [
        10
    ] * 4


def _parts(body: Json) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = json.loads(json.dumps(body))["components"]
    return parts


def test_bars_that_reach_the_difficulty_are_marked() -> None:
    chart = pool_chart(odds("2d6 vs 7").pools[0], ENGLISH)
    assert chart is not None

    assert [bar.marked for bar in chart.bars] == [False] * 5 + [True] * 6


def test_public_odds_are_visible_to_everyone() -> None:
    assert message_body(odds_sections(odds("2d6"), ENGLISH), None, is_public=True)["flags"] == (
        1 << 15
    )


@pytest.mark.parametrize("locale", ["en-US", "de", "fr", "es-ES", "pt-BR"])
@pytest.mark.parametrize("pool", ["20d100+999999999 vs 1000000000", "a1d20+5 vs 15", "10d10!"])
def test_the_longest_roll_fits_into_a_message(pool: str, locale: str) -> None:
    pools = ", ".join(f"{'W' * 38}: {pool}" for _ in range(5))

    sections = odds_sections(odds(pools), translator_for(locale))

    assert sum(len(section.text) for section in sections) <= 4_000
    assert sum(section.chart is not None for section in sections) == 5


def test_brief_odds_are_one_line() -> None:
    known = odds("a1d20+5 vs 15", plot=True, ruleset=COSMERE)

    assert brief_odds(known, ENGLISH) == "83.4% against 15; 39.8% opportunity"
    assert brief_odds(odds("2d6"), ENGLISH) == ""


def test_an_uncertain_chance_is_never_rounded_to_certainty() -> None:
    hardly, nearly = odds("5d20 vs 100"), odds("5d20 vs 6")

    for known, words in ((hardly, "under 0.1%"), (nearly, "over 99.9%")):
        success = known.pools[0].success
        assert success is not None
        assert percent(success, ENGLISH) == words


def test_repeats_come_first_unless_there_is_a_difficulty() -> None:
    with_difficulty, without = odds("3x1d20+5 vs 15"), odds("3x1d20+5")

    lines = odds_sections(with_difficulty, ENGLISH)[0].text.splitlines()
    first, *_ = odds_sections(without, ENGLISH)[0].text.splitlines()

    assert lines[0] == f"**{success_line(with_difficulty.pools[0], ENGLISH)}**"
    assert lines[1] == repeats_line(with_difficulty, ENGLISH)
    assert first == repeats_line(without, ENGLISH)
