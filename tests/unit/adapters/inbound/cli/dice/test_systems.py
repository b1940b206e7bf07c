"""Tests ``nazh systems``."""

from __future__ import annotations

from click.testing import CliRunner

from nazh.adapters.inbound.cli.dice.systems import systems_command
from nazh.domain.dice.systems import game_systems


def listed(*name: str) -> list[str]:
    outcome = CliRunner().invoke(systems_command(), name)
    assert outcome.exit_code == 0, outcome.output
    return outcome.output.splitlines()


def test_all_systems_are_listed() -> None:
    assert len(listed()) == len(game_systems())


def test_a_name_finds_its_systems_with_notation_and_help() -> None:
    first, *others = listed("cod8")

    assert first.split()[:2] == ["cod8", "<dice>d10>=8!=10"]
    assert first.endswith("Chronicles of Darkness: 8 or more succeeds, a 10 rolls again")
    assert others


def test_several_words_are_one_name() -> None:
    assert "Shadow of the Demon Lord" in listed("shadow", "of")[0]


def test_an_unknown_name_is_reported() -> None:
    outcome = CliRunner().invoke(systems_command(), ["zzzzz"])

    assert outcome.exit_code == 1
    assert "No game system is called zzzzz. Try: nazh systems" in outcome.output
