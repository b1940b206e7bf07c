"""Tests messages of statistics with golden files, and their length limits."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction

import pytest

from nazh.adapters.inbound.discord.chart_responses import TEXT_CHARACTERS, message_body
from nazh.adapters.inbound.discord.dice.statistics.stats_messages import stats_section
from nazh.adapters.inbound.texts.dice.stats import (
    DICE,
    MAX_BARS,
    chosen_kind,
    face_lines,
    faces_chart,
    luck_lines,
)
from nazh.adapters.inbound.texts.languages import ENGLISH, LANGUAGES, translator_for
from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.application.dice.statistics.show_stats import Stats, StatsScope
from nazh.domain.dice import COSMERE, NAZH, judge, parse_roll, throw
from nazh.domain.dice.statistics.luck import Luck
from nazh.domain.dice.statistics.roll_counts import count_rolls
from nazh.domain.dice.statistics.summary import Statistics, statistics_of
from nazh.domain.kernel.identity import UserId
from tests.conftest import CheckGolden
from tests.doubles.clock import FrozenClock


def statistics(notation: str, rolls: int = 1) -> Statistics:
    plan, dice = parse_roll(notation), SeededRng(11)
    thrown = (judge(throw(plan, dice), COSMERE) for _ in range(rolls))
    return statistics_of(count_rolls(thrown), FrozenClock().now())


def stats_json(stats: Stats, die: str | None = None, locale: str | None = None) -> str:
    kind = chosen_kind(stats.statistics, die)
    section = stats_section(stats, kind, NAZH, translator_for(locale))
    body = message_body((section,), "stats", is_public=False)
    return json.dumps(body, indent=2, ensure_ascii=False)


@pytest.mark.parametrize("locale", ["en-US", "de", "fr", "es-ES", "pt-BR"])
def test_statistics_look_as_agreed(locale: str, check_golden: CheckGolden) -> None:
    stats = statistics("a1d20+5, 2d6!, 4dF, 1d1000, dp", 60)

    message = stats_json(Stats(StatsScope.OWN, stats), locale=locale)

    check_golden(f"discord/stats_{locale}.json", message)


def test_a_character_and_another_die(check_golden: CheckGolden) -> None:
    stats = Stats(StatsScope.CHARACTER, statistics("1d20, 3d100", 9), "Kal_adin")

    check_golden("discord/stats_character.json", stats_json(stats, "d100"))


def test_a_server_without_rolls(check_golden: CheckGolden) -> None:
    stats = Stats(StatsScope.SERVER, statistics_of({}, None))

    check_golden("discord/stats_nothing.json", stats_json(stats))


@pytest.mark.parametrize(
    ("scope", "heading"),
    [
        (StatsScope.OWN, "### Rolls of <@5>\n"),
        (StatsScope.CHARACTER, "### Rolls of <@5> as Kal\n"),
        (StatsScope.SERVER, "### All public rolls on this server\n"),
    ],
)
def test_others_read_whose_statistics_they_are(scope: StatsScope, heading: str) -> None:
    stats = Stats(scope, statistics("1d20"), "Kal")

    section = stats_section(stats, None, NAZH, ENGLISH, shown_to_others=UserId(5))

    assert section.text.startswith(heading)


def test_bars_are_always_captioned_with_their_die() -> None:
    few = statistics("1d20")

    text = stats_section(Stats(StatsScope.OWN, few), chosen_kind(few, None), NAZH, ENGLISH).text

    assert "\n`d20`\n```" in text


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_single_roll_has_no_zeros(locale: str) -> None:
    kind = chosen_kind(statistics("1d20"), None)
    section = stats_section(
        Stats(StatsScope.OWN, statistics("1d20")), kind, NAZH, translator_for(locale)
    )

    assert re.findall(r"(?<![\d.,])0(?![\d.,%])", section.text) == []
    assert section.text.count("█") > 0
    assert len(section.text.split("```")[1].strip().splitlines()) == 1


def test_a_single_opportunity_or_threat_is_counted_too() -> None:
    marked = replace(statistics("1d20"), opportunities=2, threats=1)
    once = replace(marked, opportunities=1, threats=0)

    several = stats_section(Stats(StatsScope.OWN, marked), None, NAZH, ENGLISH).text
    single = stats_section(Stats(StatsScope.OWN, once), None, NAZH, ENGLISH).text

    assert "\n2 Opportunities and 1 Threat\n" in several
    assert "\n1 Opportunity\n" in single


def test_luck_is_a_number_of_these_dice_and_compares_nobody() -> None:
    text = stats_section(Stats(StatsScope.SERVER, statistics("3d6")), None, NAZH, ENGLISH).text

    assert re.search(r"\*\*Luck of these dice: [\d.]+%\*\* \(50% is average\)", text)
    assert not re.search(r"everyone|luckier|others|people", text)


def test_a_die_without_throws_has_no_faces() -> None:
    assert chosen_kind(statistics("1d6"), "d20") is None


def test_without_a_d20_the_die_that_fell_most_is_shown() -> None:
    kind = chosen_kind(statistics("3d8, 1d6"), None)

    assert kind is not None
    assert kind.name == "d8"


@pytest.mark.parametrize("locale", LANGUAGES)
def test_all_kinds_of_dice_fit_into_a_message(locale: str) -> None:
    pools = [", ".join(f"10d{sides}" for sides in range(s, s + 5)) for s in range(2, 97, 5)]
    plans = [parse_roll(pool) for pool in pools]
    many = [judge(throw(plan, SeededRng(1)), COSMERE) for plan in plans]
    stats = Stats(StatsScope.CHARACTER, statistics_of(count_rolls(many), None), "*" * 32)

    text, *_ = json.loads(stats_json(stats, "d97", locale))["components"]

    assert len(text["content"]) <= TEXT_CHARACTERS


@pytest.mark.parametrize("die", DICE)
def test_no_line_of_a_chart_is_broken_on_a_phone(die: str) -> None:
    kind = chosen_kind(statistics(f"20{die}" if die != "dp" else die, 200), die)

    assert kind is not None
    lines = list(face_lines(kind, ENGLISH))
    assert len(lines) <= 20
    assert max(map(len, lines)) <= 32


def test_the_picture_has_a_line_at_what_fair_dice_show() -> None:
    kind = chosen_kind(statistics("20d20", 50), None)
    assert kind is not None

    chart = faces_chart(kind, ENGLISH)

    assert chart.level == 50
    assert len(chart.bars) == 20
    assert sum(bar.height for bar in chart.bars) == pytest.approx(1000, abs=10)
    assert "fair dice would show: 5%" in chart.caption
    assert "fair dice would show each in 5% of all rolls" in chart.alt_text


def test_faces_of_a_large_die_share_bars_evenly() -> None:
    kind = chosen_kind(statistics("20d100"), "d100")
    assert kind is not None

    chart = faces_chart(kind, ENGLISH)

    assert len(chart.bars) == 25 <= MAX_BARS
    assert chart.bars[0].label == "1 – 4"
    assert chart.level == 40


def test_a_die_with_a_prime_number_of_sides_is_one_bar() -> None:
    kind = chosen_kind(statistics("20d97"), None)
    assert kind is not None

    assert [bar.label for bar in faces_chart(kind, ENGLISH).bars] == ["1 – 97"]


@pytest.mark.parametrize(
    ("luck", "share"),
    [
        (Luck(Fraction(73, 100)), "73%"),
        (Luck(Fraction(1, 10**6)), "under 0.1%"),
        (Luck(Fraction(1), Fraction(1, 10**9)), "over 99.9%"),
        (Luck(Fraction(0), Fraction(1, 10**9)), "under 0.1%"),
    ],
)
def test_luck_is_never_shown_as_0_or_100_percent(luck: Luck, share: str) -> None:
    sentence, *_ = luck_lines(luck, ENGLISH)

    assert sentence == f"**Luck of these dice: {share}** (50% is average)"


def test_an_approximate_p_value_is_marked() -> None:
    exact = list(luck_lines(Luck(Fraction(1, 2)), ENGLISH))
    reckoned = list(luck_lines(Luck(Fraction(1, 2), Fraction(1, 10**9)), ENGLISH))

    assert reckoned[:2] == exact
    assert "accurate to nine decimals" in reckoned[2]
