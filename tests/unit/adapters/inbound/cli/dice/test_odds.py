"""Tests ``nazh odds`` as text, JSON and a picture."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tests.doubles.charts import SIGNATURE
from tests.unit.adapters.inbound.cli.cli_runner import answers, nazh


def test_odds_start_with_the_numbers() -> None:
    result = nazh("odds", "2d4", "--vs", "6")

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "2d4 vs 6",
        "  37.5% (3/8) against 6",
        "  average 5, deviation 1.6",
        "      exactly  at least",
        "   2     6.3%    100.0%  ████████",
        "   3    12.5%     93.8%  ███████████████",
        "   4    18.8%     81.3%  ███████████████████████",
        "   5    25.0%     62.5%  ██████████████████████████████",
        "  →6    18.8%     37.5%  ███████████████████████",
        "   7    12.5%     18.8%  ███████████████",
        "   8     6.3%      6.3%  ████████",
    ]


def test_bars_fit_into_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")

    result = nazh("odds", "4d6kh3", "--vs", "12")

    assert max(map(len, result.stdout.splitlines())) == 40


def test_a_plot_die_brings_its_story() -> None:
    result = nazh("odds", "1d20", "--plot", "--ruleset", "cosmere")

    assert result.stdout.splitlines()[-2:] == [
        "36.7% (11/30) opportunity",
        "36.7% (11/30) complication",
    ]


def test_json_has_exact_values() -> None:
    (answer,) = answers(nazh("odds", "4d6kh3", "--vs", "18", "--plot", "--json"))

    assert answer["notation"] == "4d6kh3 vs 18, dp"
    assert answer["success"] == {"against": 18, "probability": "7/432"}
    assert answer["opportunity_at_least_one"] == "1/3"
    assert answer["threat_at_least_one"] == "1/3"
    assert "bounds" not in answer
    pools = answer["pools"]
    assert isinstance(pools, list)
    distribution = pools[0]["distribution"]
    assert distribution["3"] == "1/1296"
    assert sum(map(Fraction, distribution.values())) == 1
    assert pools[0]["mean"] == float(Fraction(pools[0]["mean_exact"]))
    assert abs(pools[0]["deviation"] ** 2 - Fraction(pools[0]["variance_exact"])) < 1e-9
    assert pools[1]["distribution"] == {}
    assert pools[1]["mean"] is None


def test_the_omitted_probability_is_stated_exactly() -> None:
    (answer,) = answers(nazh("odds", "3d6!", "--json"))

    pools, bounds = answer["pools"], answer["bounds"]
    assert isinstance(pools, list)
    assert isinstance(bounds, dict)
    known = sum(map(Fraction, pools[0]["distribution"].values()))
    assert known + Fraction(bounds["cut_off"]) == 1


def test_a_division_by_zero_is_shown() -> None:
    result = nazh("odds", "6/(1d4-1)")

    assert "  25% (1/4) chance of dividing by zero, which gives no result" in result.stdout


def test_each_throw_of_several_has_the_same_odds() -> None:
    result = nazh("odds", "6x4d6kh3")

    assert result.stdout.splitlines()[0] == "Each of the 6 rolls has these odds:"


def test_joint_success_of_pools_is_shown() -> None:
    result = nazh("odds", "1d6 vs 3, 1d6 vs 5")

    assert result.stdout.splitlines()[-1] == "22.2% (2/9) that all succeed"


def test_odds_have_no_limit_of_dice_that_can_be_rolled() -> None:
    result = nazh("odds", "100d6")

    assert result.exit_code == 0
    assert "average 350, deviation 17.1" in result.stdout


def test_odds_of_too_many_dice_are_refused_as_too_much_work() -> None:
    for notation in ("201d6", "1000000000d6", "200d10000", "6x200d6kh100!"):
        assert "would take too long to calculate" in nazh("odds", notation).stderr


def test_many_totals_share_their_lines() -> None:
    lines = nazh("odds", "20d6").stdout.splitlines()

    assert len(lines) < 50
    assert lines[3].split() == ["20–46", "0.1%", "100.0%"]


def test_a_picture_is_drawn_into_its_file(tmp_path: Path) -> None:
    picture = tmp_path / "odds.png"

    result = nazh("odds", "2d6", "--vs", "7", "--chart", str(picture))

    assert result.exit_code == 0
    description = (
        "Bar chart of 2d6 vs 7: totals from 2 to 12; 58.3% against 7; average 7, deviation 2.4."
    )
    assert picture.read_bytes() == SIGNATURE + description.encode()


def test_a_roll_without_a_total_has_no_chart(tmp_path: Path) -> None:
    result = nazh("odds", "dp", "--chart", str(tmp_path / "odds.png"))

    assert result.exit_code == 1
    assert "no chart" in result.stderr


def test_a_file_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    result = nazh("odds", "2d6", "--chart", str(tmp_path / "nowhere" / "odds.png"))

    assert result.exit_code == 74
    assert "cannot be written" in result.stderr


def test_every_pool_has_its_own_chart(tmp_path: Path) -> None:
    result = nazh("odds", "2d6", "dp", "1d20", "--chart", str(tmp_path / "odds.png"))

    assert result.exit_code == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["odds-2.png", "odds.png"]


@pytest.mark.parametrize(
    "words", [("1d20", "--chart"), ("--chart", "1d20", "2d6"), ("1d20", "--chart", "odds.jpg")]
)
def test_an_invalid_chart_file_is_refused(words: tuple[str, ...]) -> None:
    result = nazh("odds", *words)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "'--chart'" in result.stderr


def test_work_beyond_the_limit_is_refused() -> None:
    (answer,) = answers(nazh("odds", "20d10000", "--json"))

    error = answer["error"]
    assert isinstance(error, dict)
    assert error["code"] == "odds_too_hard"
    assert nazh("odds", "20d10000").exit_code == 2
