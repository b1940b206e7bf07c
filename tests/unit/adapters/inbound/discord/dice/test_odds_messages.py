"""Tests odds messages with golden files, and their length limits."""

from __future__ import annotations

import json

import pytest

from nazh.adapters.inbound.discord.dice.chart_responses import picture_body
from nazh.adapters.inbound.discord.dice.odds_messages import odds_body
from nazh.adapters.inbound.discord.interactions.responses import EPHEMERAL
from nazh.adapters.inbound.discord.ui import DESCRIPTION_CHARACTERS
from nazh.adapters.inbound.texts.dice.odds import brief_odds, odds_chart, percent
from nazh.adapters.inbound.texts.languages import ENGLISH, translator_for
from nazh.domain.dice import COSMERE, NAZH, Ruleset, parse_roll
from nazh.domain.dice.odds import RollOdds, odds_of
from tests.conftest import CheckGolden


def odds(text: str, *, plot: bool = False, ruleset: Ruleset = NAZH) -> RollOdds:
    return odds_of(parse_roll(text, add_plot=plot), ruleset)


@pytest.mark.parametrize("locale", ["en-US", "de", "fr", "es-ES", "pt-BR"])
def test_odds_look_as_agreed(locale: str, check_golden: CheckGolden) -> None:
    told = odds("Stealth: a1d20+5 vs 15, 2d4!", plot=True, ruleset=COSMERE)

    shown = odds_body(told, translator_for(locale), is_public=False)

    check_golden(f"discord/odds_{locale}.json", json.dumps(shown, indent=2, ensure_ascii=False))


def test_the_picture_has_a_description() -> None:
    chart = odds_chart(odds("2d6 vs 7"), ENGLISH)
    assert chart is not None

    body = picture_body(chart.alt_text, "odds.png", is_public=False)

    assert body["flags"] == EPHEMERAL | 1 << 15
    assert "Bar chart of 2d6 vs 7: totals from 2 to 12; 58.3% against 7" in json.dumps(body)
    assert [bar.marked for bar in chart.bars] == [False] * 5 + [True] * 6


def test_public_odds_are_visible_to_everyone() -> None:
    assert "flags" not in odds_body(odds("2d6"), ENGLISH, is_public=True)
    assert picture_body("", "odds.png", is_public=True)["flags"] == 1 << 15


def test_the_longest_roll_fits_into_a_message() -> None:
    pools = ", ".join(f"{'W' * 38}: 20d100+999999999 vs 1000000000" for _ in range(5))
    body = odds_body(odds(pools), ENGLISH, is_public=False)

    (embed,) = json.loads(json.dumps(body))["embeds"]
    assert len(embed["description"]) <= DESCRIPTION_CHARACTERS


def test_brief_odds_are_one_line() -> None:
    known = odds("a1d20+5 vs 15", plot=True, ruleset=COSMERE)

    assert brief_odds(known, ENGLISH) == "83.4% against 15; 39.8% opportunity"
    assert brief_odds(odds("2d6"), ENGLISH) == ""


def test_an_uncertain_chance_is_never_rounded_to_certainty() -> None:
    hardly, nearly = odds("5d20 vs 100"), odds("5d20 vs 6")

    for known, told in ((hardly, "under 0.1%"), (nearly, "over 99.9%")):
        success = known.pools[0].success
        assert success is not None
        assert percent(success, ENGLISH) == told
