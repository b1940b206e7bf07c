"""Tests ``nazh explain``."""

from __future__ import annotations

from tests.unit.adapters.inbound.cli.cli_runner import nazh


def test_explaining_describes_the_roll_without_rolling() -> None:
    result = nazh("explain", "4d6kh3", "1d20", "--plot", faces=[])

    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == ["4d6kh3", "1d20", "dp"]
    assert "  Keep the highest 3." in lines
    assert "  The total lies between 1 and 24." in lines


def test_the_ruleset_has_its_word() -> None:
    result = nazh("explain", "dp", "--ruleset", "cosmere")

    assert "there is a Complication" in result.stdout


def test_an_invalid_roll_is_not_explained() -> None:
    result = nazh("explain", "1d20+5junk")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines()[1:3] == ["1d20+5junk", "      ^"]


def test_a_difficulty_for_the_plot_die_alone_is_not_explained() -> None:
    result = nazh("explain", "1d20, dp vs 3")

    assert result.exit_code == 2
    assert result.stderr.splitlines()[1:3] == ["1d20, dp vs 3", "         ^"]


def test_an_empty_notation_is_refused() -> None:
    result = nazh("explain")

    assert result.exit_code == 2
    assert "Usage: nazh explain" in result.stderr


def test_pools_after_a_remark_are_explained_too() -> None:
    result = nazh("explain", "1d20 # a", "2d6")

    lines = result.stdout.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == ["# a", "1d20", "2d6"]
