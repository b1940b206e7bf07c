"""Tests ``nazh dominion odds`` and ``nazh dominion verify``."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nazh.adapters.inbound.cli.dominion.odds import odds_command
from nazh.adapters.inbound.cli.dominion.verify import verify_command
from nazh.domain.dominion.combat.odds import win_probability
from tests.unit.domain.dominion.combat.sample_battles import sample_records
from tests.unit.domain.dominion.dominion_examples import CLASSIC, STANDARD

RULESETS = {"classic": CLASSIC.combat, "standard": STANDARD.combat}
RECORD = sample_records(1)[0]
COMMITMENT = json.loads(RECORD)["commitment"]


def odds(*arguments: str) -> Result:
    return CliRunner().invoke(odds_command(RULESETS.__getitem__, tuple(RULESETS)), arguments)


def verify(text: str, *arguments: str) -> Result:
    return CliRunner().invoke(verify_command(), ("-", *arguments), input=text.encode())


def test_odds_are_exact_fractions_as_json() -> None:
    document = json.loads(odds("1200", "1000", "--json").stdout)

    chance = win_probability(1_200 * 10_000, 1_000 * 11_000, 1_500)
    assert Fraction(document["attacker"]) == chance
    assert Fraction(document["defender"]) == 1 - chance


@pytest.mark.parametrize(
    ("strengths", "expected"), [(("0", "0"), "0/1"), (("1", "0"), "1/1"), (("0", "5"), "0/1")]
)
def test_odds_of_certainties_are_fractions_too(strengths: tuple[str, str], expected: str) -> None:
    assert json.loads(odds(*strengths, "--json").stdout)["attacker"] == expected


def test_odds_for_people() -> None:
    assert odds("1000", "1000").stdout.splitlines() == [
        "23.35%  the attacker wins (1,000)",
        "76.65%  the defender wins (1,000, 10% more by terrain)",
        "Chance makes each side up to 15% stronger or weaker.",
    ]


@pytest.mark.parametrize("arguments", [("-1", "5"), ("5",), ("x", "5"), (str(10**16), "1")])
def test_odds_of_something_else_are_refused(arguments: tuple[str, ...]) -> None:
    assert odds(*arguments).exit_code == 2


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_record_alone_is_consistent(end: str) -> None:
    result = verify(RECORD + end)

    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].endswith("won. Consistent.")
    assert "add --commitment" in result.stdout


def test_with_the_commitment_it_is_proven() -> None:
    result = verify(RECORD, "--commitment", COMMITMENT.upper())

    assert result.exit_code == 0
    assert result.stdout.endswith("won. Proven.\n")


def test_another_commitment_is_wrong() -> None:
    result = verify(RECORD, "--commitment", "0" * 64, "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "verdict": "wrong",
        "war": 1,
        "round": json.loads(RECORD)["round"],
        "faults": ["The secret does not belong to the commitment that was published."],
    }


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (RECORD.replace('"winner":"', '"winner":"x'), "winner does not follow from the record."),
        (RECORD.replace('"war":1', '"war":1.5'), "The value of war is invalid."),
        (RECORD + " ", "The record is not in the canonical form."),
        ("é", "This is not the record of a battle. It is not JSON of this form."),
        ("", "This is not the record of a battle. It is not JSON of this form."),
    ],
)
def test_errors_are_named(text: str, fault: str) -> None:
    result = verify(text)

    assert result.exit_code == 1
    assert fault in result.stdout


def test_a_file_that_does_not_exist_cannot_be_read(tmp_path: Path) -> None:
    result = CliRunner().invoke(verify_command(), (str(tmp_path / "none.json"),))

    assert result.exit_code == 2
