"""Tests ``nazh dominion simulate``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nazh.adapters.inbound.cli.dominion.simulate import simulate_command
from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.application.shared.charts import AnyChart, Chart
from tests.unit.domain.dominion.dominion_examples import CLASSIC, STANDARD

RULESETS = {"classic": CLASSIC, "standard": STANDARD}
SMALL = ("--nations", "8", "--days", "3")


class NotingCharts:
    """Draws nothing, and keeps what it was given; satisfies ``ChartRenderer``."""

    def __init__(self, picture: bytes | None = b"png") -> None:
        self.drawn: list[Chart] = []
        self._picture = picture

    async def draw(self, chart: AnyChart) -> bytes | None:
        assert isinstance(chart, Chart)
        self.drawn.append(chart)
        return self._picture


def simulated(*arguments: str, charts: NotingCharts | None = None) -> Result:
    command = simulate_command(
        RULESETS.__getitem__, tuple(RULESETS), SeededRng, lambda: charts or NotingCharts()
    )
    return CliRunner().invoke(command, (*SMALL, *arguments))


def test_the_measures_are_the_same_for_people_and_as_json() -> None:
    document = json.loads(simulated("--json").stdout)
    lines = simulated().stdout.splitlines()

    assert (document["ruleset"], document["nations"], document["days"], document["seed"]) == (
        "classic",
        8,
        3,
        1,
    )
    assert set(document["powers"]) == {"save", "grow", "arm", "balance"}
    assert lines[0] == "8 nations, 3 days of classic"
    hundredths = -(-document["gini_bp"] // 100)
    assert lines[1].startswith(f"Gini coefficient of power{f'0.{hundredths:02}':>13}")


def test_a_measure_beyond_its_limit_is_named() -> None:
    lines = simulated("--policies", "arm").stdout.splitlines()

    assert "most ordered unit                 1.00  over the limit (at most 0.60)" in lines
    assert "nations that cannot pay upkeep       0  ok" in lines
    assert not json.loads(simulated("--policies", "arm", "--json").stdout)["balanced"]


def test_the_seed_and_the_ruleset_change_the_season() -> None:
    seasons = [("--seed", "1"), ("--seed", "2"), ("--ruleset", "standard", "--nations", "40")]

    assert len({simulated(*season, "--json").stdout for season in seasons}) == 3


def test_the_power_of_each_tenth_is_drawn(tmp_path: Path) -> None:
    charts, file = NotingCharts(), tmp_path / "power.png"

    simulated("--plot", str(file), charts=charts)

    (chart,) = charts.drawn
    assert file.read_bytes() == b"png"
    assert chart.title == "Power after 3 days of classic"
    assert [bar.label for bar in chart.bars] == [str(number) for number in range(1, 11)]
    assert [bar.marked for bar in chart.bars] == [False] * 9 + [True]
    tenths = json.loads(simulated("--json").stdout)["tenths_bp"]
    assert [bar.height for bar in chart.bars] == [share // 10 for share in tenths]
    assert chart.caption == f"Tenths of all nations; the last has {tenths[-1] // 100}%"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("--policies", "arm,foo"),
            "'foo' is not a policy. Policies: save, grow, arm, balance.",
        ),
        (("--plot", "power.jpg"), "a chart is drawn into a FILE.png."),
        (("--nations", "1"), "1 is not in the range"),
        (("--ruleset", "chess"), "'chess' is not one of"),
    ],
)
def test_wrong_options_are_explained(arguments: tuple[str, ...], words: str) -> None:
    result = simulated(*arguments)

    assert result.exit_code == 2
    assert words in result.output


def test_a_chart_that_cannot_be_drawn_or_written_is_an_error(tmp_path: Path) -> None:
    undrawn = simulated("--plot", str(tmp_path / "a.png"), charts=NotingCharts(None))
    unwritten = simulated("--plot", str(tmp_path / "no" / "a.png"))

    assert (undrawn.exit_code, unwritten.exit_code) == (1, 74)
    assert "cannot be drawn" in undrawn.output
    assert "cannot be written" in unwritten.output
