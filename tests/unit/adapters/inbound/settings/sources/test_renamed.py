"""Tests that variables work by their previous names for one release, and that this is said."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from nazh.adapters.inbound.settings import check_settings, read_settings
from nazh.adapters.inbound.settings.dice import DiceSettings
from nazh.adapters.inbound.settings.settings import SECTIONS
from nazh.adapters.inbound.settings.sources.renamed import CURRENT_NAMES
from nazh.wiring.contexts import context_settings
from tests.settings import VARIABLES
from tests.unit.adapters.inbound.settings.environment import TOKEN

PREVIOUS = Path(__file__).with_name("previous.env")
"""The ``.env.example`` of the previous release, with a value other than the default for each."""
NEW = ("contexts", "host", "public_url")
"""Fields that the previous release did not have."""


def test_a_dotenv_of_the_previous_release_gives_the_same_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    text = PREVIOUS.read_text("utf-8")
    renamed = tmp_path / ".env"
    renamed.write_text(re.sub(r"\w+(?==)", lambda name: CURRENT_NAMES.get(name[0], name[0]), text))

    before = read_settings(PREVIOUS, context_settings())

    assert before == read_settings(renamed, context_settings())
    renames = [sentence for sentence in before.warnings if " is now " in sentence]
    assert len(renames) == len(CURRENT_NAMES)
    for section in (*(getattr(before, name) for name in SECTIONS), before.section(DiceSettings)):
        for setting in fields(section):
            if setting.name not in NEW:
                assert getattr(section, setting.name) != setting.default, setting.name


def test_a_previous_name_is_noted_and_logged(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"DISCORD_TOKEN={TOKEN}\nNAZH_RULESET=plain\n")
    dotenv.chmod(0o600)
    sentence = "NAZH_RULESET is now NAZH_DICE_RULESET; the old name works until the next release."

    checked = check_settings(dotenv, context_settings())

    assert (checked.notes, checked.problems) == ((sentence,), ())
    assert ("NAZH_DICE_RULESET", "plain") in [
        (setting.name, setting.value) for setting in checked.settings
    ]
    assert read_settings(dotenv, context_settings()).warnings == (sentence,)


def test_the_present_name_counts_wherever_both_are_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"DISCORD_TOKEN={TOKEN}\nNAZH_HTTP_DRAIN_SECONDS=7\n")
    dotenv.chmod(0o600)
    monkeypatch.setenv("NAZH_DRAIN_SECONDS", "8")

    settings = read_settings(dotenv)

    assert settings.http.drain_seconds == 7
    (sentence,) = settings.warnings
    assert sentence == (
        "NAZH_DRAIN_SECONDS is now NAZH_HTTP_DRAIN_SECONDS, which is also set and counts. "
        "Remove NAZH_DRAIN_SECONDS."
    )


def test_a_problem_names_the_variable_that_is_set(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"DISCORD_TOKEN={TOKEN}\nNAZH_DRAIN_SECONDS=many\nNAZH_RULESET=\n")

    assert check_settings(dotenv, context_settings()).problems == (
        "NAZH_DRAIN_SECONDS is not a whole number from 0 to 600. Write one.",
    )


def test_every_previous_name_is_that_of_a_setting() -> None:
    assert set(CURRENT_NAMES.values()) <= set(VARIABLES)
    assert not set(CURRENT_NAMES) & set(VARIABLES)
