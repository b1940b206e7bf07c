"""Tests that docs/dominion-operations.md lists features, refusals and commands as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from nazh.adapters.inbound.discord.interactions.commands import InOneGuild, words_of
from nazh.adapters.inbound.settings.dominion import DominionSettings
from nazh.domain.dominion.errors import controls, general
from nazh.domain.dominion.operations.features import FEATURES
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import GuildId
from tests.unit.adapters.inbound.discord.dominion.test_command_limits import context_with

PAGE = (Path(__file__).parents[3] / "docs/dominion-operations.md").read_text("utf-8")
REFUSALS = [
    var
    for var in vars(controls).values()
    if isinstance(var, type) and issubclass(var, Refusal) and var is not Refusal
]


def rows(heading: str) -> list[str]:
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("| `")]


def test_every_refusal_is_listed() -> None:
    expected = [
        f"| `{refusal.code}` | {refusal.says} | {refusal.remedy or ''} |".replace("|  |", "| |")
        for refusal in REFUSALS
    ]

    assert rows("Refusals") == expected


def test_every_refusal_has_its_own_code() -> None:
    others = {error.code for error in vars(general).values() if hasattr(error, "code")}

    assert len({refusal.code for refusal in REFUSALS} - others) == len(REFUSALS)


def test_every_feature_is_listed() -> None:
    expected = [
        f"| `{feature.value}` | {rule.phase} | "
        f"{', '.join(f'`/{words}`' for words in rule.commands)} | "
        f"{f'`{rule.needs.value}`' if rule.needs else ''} |".replace("|  |", "| |")
        for feature, rule in FEATURES.items()
    ]

    assert rows("Features and phases") == expected


@pytest.mark.parametrize("group", ["dominion-admin", "dominion-ops", "dominion-mod"])
def test_every_command_is_listed(group: str, tmp_path: Path) -> None:
    context = context_with(DominionSettings(admin_guild=GuildId(7)), tmp_path)
    listed = "\n".join(line for line in rows("Commands") if f"/{group}" in line)
    last_words = [
        words.rpartition(" ")[2]
        for command in context.commands
        if isinstance(command, InOneGuild)
        for words in words_of(command.command)
        if words.startswith(f"{group} ")
    ]

    assert last_words
    assert [word for word in last_words if word not in listed] == []
