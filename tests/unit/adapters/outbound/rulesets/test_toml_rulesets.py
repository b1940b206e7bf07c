"""Tests that rulesets are complete and in range, and that errors name the value."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nazh.adapters.outbound.rulesets.toml_rulesets import (
    RULESETS,
    InvalidRuleset,
    TomlRulesets,
    parse_ruleset,
    ruleset_table,
)


@pytest.mark.parametrize("name", RULESETS)
def test_every_shipped_ruleset_is_complete(name: str) -> None:
    rulesets = TomlRulesets(name)

    assert rulesets.parse(rulesets.current()) == parse_ruleset(ruleset_table(name))
    assert rulesets.parse(rulesets.current()).name == name


def test_other_rulesets_are_changes_of_classic() -> None:
    standard, blitz = (parse_ruleset(ruleset_table(name)) for name in ("standard", "blitz"))

    assert (standard.resources.soft_cap, standard.resources.rate) == (25, 100)
    assert blitz.military.infantry.build_time == timedelta(seconds=225)
    assert blitz.nations.deletion_delay == timedelta(hours=9)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (5, "military.infantry.cost is 5, but must be a whole number from 10 to 10,000"),
        (True, "military.infantry.cost is True"),
        ("100", "military.infantry.cost is '100'"),
    ],
)
def test_a_value_out_of_range_is_named(value: object, reason: str) -> None:
    table = ruleset_table("classic")
    table["military"]["infantry"]["cost"] = value  # type: ignore[index]  # tables in tables

    with pytest.raises(InvalidRuleset, match=reason):
        parse_ruleset(table)


@pytest.mark.parametrize("value", ["90", "1.5h", "3w", 30, "0s"])
def test_a_duration_needs_a_number_and_a_unit(value: object) -> None:
    table = ruleset_table("classic")
    table["military"]["infantry"]["build_time"] = value  # type: ignore[index]  # tables in tables

    with pytest.raises(InvalidRuleset, match=r"military\.infantry\.build_time"):
        parse_ruleset(table)


def test_missing_and_unknown_values_are_named() -> None:
    lacking, unknown = ruleset_table("classic"), ruleset_table("classic")
    del lacking["citizens"]
    unknown["nations"]["taxes"] = 1  # type: ignore[index]  # tables in tables

    with pytest.raises(InvalidRuleset, match="citizens is missing"):
        parse_ruleset(lacking)
    with pytest.raises(InvalidRuleset, match=r"nations\.taxes is not a known value"):
        parse_ruleset(unknown)
