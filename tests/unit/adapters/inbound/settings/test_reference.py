"""Tests that the settings page and ``.env.example`` match the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nazh.adapters.inbound.settings import check_settings, reference_page
from nazh.adapters.inbound.settings.reading import SETTING_DEFINITIONS
from tests.unit.adapters.inbound.settings.environment import TOKEN

HOUSE = Path(__file__).parents[5]
EXAMPLE = (HOUSE / ".env.example").read_text("utf-8")
VARIABLE = re.compile(r"^#?([A-Z_]+)=(.*)$", re.MULTILINE)


def test_the_committed_page_is_the_one_that_is_written_from_the_code() -> None:
    page = (HOUSE / "docs/configuration.md").read_text("utf-8")

    assert page == reference_page(), "run: nazh config reference > docs/configuration.md"


def test_every_setting_has_its_line_on_the_page() -> None:
    rows = [line for line in reference_page().splitlines() if line.startswith("| `")]

    assert len(rows) == len(SETTING_DEFINITIONS)
    for declared in SETTING_DEFINITIONS:
        assert any(f"`{declared.variable.name}`" in row for row in rows)


def test_the_example_names_every_setting() -> None:
    named = {name for name, _ in VARIABLE.findall(EXAMPLE)}

    assert named >= {declared.variable.name for declared in SETTING_DEFINITIONS}
    assert named <= {name for declared in SETTING_DEFINITIONS for name in declared.variable.names}


def test_the_example_shows_the_defaults() -> None:
    shown = dict(VARIABLE.findall(EXAMPLE))

    for declared in SETTING_DEFINITIONS:
        if declared.default and not declared.variable.unset:
            assert shown[declared.variable.name] == declared.default


def test_the_example_works_once_a_token_is_filled_in(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(EXAMPLE.replace("DISCORD_TOKEN=\n", f"DISCORD_TOKEN={TOKEN}\n"), "utf-8")

    assert check_settings(dotenv).problems == ()


@pytest.mark.parametrize(
    "declared", SETTING_DEFINITIONS, ids=lambda declared: declared.variable.name
)
def test_a_setting_says_what_it_is_on_one_line(declared: object) -> None:
    assert "|" not in repr(declared)
    assert "\\n" not in repr(declared)
