"""Tests that the settings page and ``.env.example`` match the code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from nazh.adapters.inbound.settings import Secret, check_settings, reference_page
from nazh.adapters.inbound.settings.settings import SECTIONS
from nazh.adapters.inbound.settings.sources.renamed import CURRENT_NAMES
from nazh.adapters.inbound.settings.variables import Variable, variables_of
from nazh.wiring.contexts import CONTEXTS, context_settings
from tests.settings import NAMES, VARIABLES
from tests.unit.adapters.inbound.settings.environment import TOKEN

ROOT = Path(__file__).parents[5]
EXAMPLE = (ROOT / ".env.example").read_text("utf-8")
ALL_SECTIONS = (
    *SECTIONS.values(),
    *(section for context in CONTEXTS.values() for section in context.settings()),
)
LINE = re.compile(r"^#?([A-Z_]+)=(.*)$", re.MULTILINE)


PAGE = reference_page(section for context in CONTEXTS.values() for section in context.settings())


def test_the_committed_page_is_the_one_that_is_written_from_the_code() -> None:
    page = (ROOT / "docs/configuration.md").read_text("utf-8")

    assert page == PAGE, "run: nazh config reference > docs/configuration.md"


def test_every_setting_has_its_line_on_the_page() -> None:
    rows = [line.split("`")[1] for line in PAGE.splitlines() if line.startswith("| `")]

    assert rows == [*VARIABLES, *CURRENT_NAMES]


def test_every_context_that_can_be_enabled_is_on_the_page() -> None:
    (row,) = [line for line in PAGE.splitlines() if line.startswith("| `NAZH_CONTEXTS`")]

    assert re.findall(r"`(\w+)`", row.split("|")[2]) == list(CONTEXTS), (
        "name every context in the declaration of NAZH_CONTEXTS, sections/platform.py"
    )


def test_the_example_names_every_setting() -> None:
    named = {name for name, _ in LINE.findall(EXAMPLE)}

    assert set(VARIABLES) - named == set(), "add these settings to .env.example"
    assert named - NAMES == set(), "remove these from .env.example"


def test_the_example_shows_the_defaults() -> None:
    defaults_shown = dict(LINE.findall(EXAMPLE))

    for name, variable in VARIABLES.items():
        if variable.default and not variable.unset:
            assert defaults_shown.get(name) == variable.default, f"{name} in .env.example"


def test_the_example_works_once_a_token_is_filled_in(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(EXAMPLE.replace("DISCORD_TOKEN=\n", f"DISCORD_TOKEN={TOKEN}\n"), "utf-8")

    assert check_settings(dotenv, context_settings()).problems == ()


@pytest.mark.parametrize("variable", VARIABLES.values(), ids=VARIABLES)
def test_a_setting_is_one_line(variable: Variable) -> None:
    assert not re.search(r"[|\n]", f"{variable.meaning}{variable.type_hint}{variable.unset}")


def test_the_variables_of_a_context_begin_with_its_name() -> None:
    for context, entry in CONTEXTS.items():
        names = [
            variable.name
            for section in entry.settings()
            for variable in variables_of(section).values()
        ]
        assert all(name.startswith(f"NAZH_{context.upper()}_") for name in names)


@pytest.mark.parametrize("section", ALL_SECTIONS, ids=lambda section: section.__name__)
def test_no_secret_is_shown_or_has_to_be_in_the_environment(section: type) -> None:
    types = get_type_hints(section)
    secret = [
        variable
        for field, variable in variables_of(section).items()
        if Secret in (types[field], *get_args(types[field]))
    ]

    assert [setting.name for setting in secret if not setting.is_secret] == []
    assert all(f"{setting.name}_FILE" in setting.names for setting in secret)
