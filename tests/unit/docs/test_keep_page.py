"""Tests that docs/keep.md describes what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.wiring.contexts import migrations_of

PAGE = (Path(__file__).parents[3] / "docs/keep.md").read_text("utf-8")
HEADER = re.compile(r"^\| level \| (.+) \|$", re.MULTILINE)
GAMES = {profile.title: profile for profile in PROFILES.values()}


def column_of(title: str) -> int:
    header = HEADER.search(PAGE)
    assert header is not None
    return header[1].split(" | ").index(title)


@pytest.mark.parametrize("title", GAMES)
@pytest.mark.parametrize("level", list(AccessLevel)[:-1], ids=str)
def test_the_table_of_levels_names_the_verbs_of_each_game(title: str, level: AccessLevel) -> None:
    (row,) = re.findall(rf"^\| {level.name.lower()} \| (.+) \|$", PAGE, re.MULTILINE)

    named = set(re.findall("`([^`]+)`", row.split(" | ")[column_of(title)]))

    assert named == GAMES[title].verbs.get(level, frozenset())


def test_owners_may_run_everything() -> None:
    assert f"| owner |{' everything |' * len(GAMES)}" in PAGE


def test_every_table_is_in_the_table_of_stored_data() -> None:
    (migrations,) = migrations_of(["keep"])

    (section,) = re.findall(r"## Stored data\n(.*?)\n## ", PAGE, re.DOTALL)

    assert set(re.findall(r"`(keep_\w+)`", section)) == set(migrations.tables)


def test_every_profile_is_in_the_table_of_profiles() -> None:
    assert all(f"| `{name}` |" in PAGE for name in PROFILES)
