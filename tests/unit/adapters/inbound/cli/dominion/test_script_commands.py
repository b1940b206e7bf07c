"""Tests that scripts have the commands and options that players have on Discord."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import hikari

from nazh.adapters.inbound.cli.dominion.script_commands import COMMANDS
from nazh.adapters.inbound.cli.dominion.script_views import VIEWS
from nazh.adapters.inbound.settings.dominion import DominionSettings
from tests.unit.adapters.inbound.discord.dominion.test_command_limits import (
    Node,
    context_with,
    trees,
)

GROUPS: Final = (
    hikari.OptionType.SUB_COMMAND,
    hikari.OptionType.SUB_COMMAND_GROUP,
)
OLD_NAMES: Final = {"military queue"}
ONLY_ON_DISCORD: Final = {("gov announce", "ping")}
"""Roles, which scripts do not have."""
CONFIRMATIONS: Final = {
    ("nation delete", "cancel"),
    ("war declare", "breaks_truce"),
    ("diplomacy pact cancel", "how"),
}
"""What Discord asks with buttons."""


def options_of(words: str, node: Node) -> dict[str, set[str]]:
    """Return the options of each command below a node, by its words."""
    inner = [option for option in node.options or () if option.type in GROUPS]
    if not inner:
        return {words: {option.name for option in node.options or ()}}
    options: dict[str, set[str]] = {}
    for subcommand in inner:
        options |= options_of(f"{words} {subcommand.name}", subcommand)
    return options


async def test_scripts_have_all_commands_of_players_with_their_options(tmp_path: Path) -> None:
    on_discord: dict[str, set[str]] = {}
    for tree in await trees(context_with(DominionSettings(), tmp_path)):
        on_discord |= options_of(tree.name, tree)

    in_scripts = {
        **{
            words: {option.name for option in command.options}
            for words, command in COMMANDS.items()
        },
        **{words: {option.name for option in view.options} for words, view in VIEWS.items()},
    }
    for words in OLD_NAMES:
        del in_scripts[words]
    for words, name in ONLY_ON_DISCORD:
        on_discord[words].remove(name)
    for words, name in CONFIRMATIONS:
        in_scripts[words].remove(name)
    assert in_scripts == on_discord, "declare the same options in script_commands.py"


def test_no_command_exists_twice() -> None:
    assert not COMMANDS.keys() & VIEWS.keys()
