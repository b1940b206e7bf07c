"""Tests that the commands of Keep are within Discord's limits, with room for more."""

from __future__ import annotations

from pathlib import Path

import pytest
from dependency_injector import providers

from nazh.adapters.inbound.settings import Settings
from nazh.adapters.inbound.settings.keep import KeepSettings
from nazh.adapters.outbound.sql.databases.factory import new_database
from nazh.wiring.channels import GATEWAY
from nazh.wiring.context import Context
from nazh.wiring.contexts import CONTEXTS
from nazh.wiring.platform import PlatformContainer
from tests.settings import DISCORD, IN_MEMORY
from tests.unit.adapters.inbound.discord.dominion.test_command_limits import (
    MAX_CHARACTERS,
    MAX_PER_LEVEL,
    characters,
    nodes,
    trees,
)

PAGE = (Path(__file__).parents[6] / "docs/keep.md").read_text("utf-8")


@pytest.fixture
def context(tmp_path: Path) -> Context:
    parsed = Settings(DISCORD, database=IN_MEMORY, context_sections=(KeepSettings(),))
    platform = PlatformContainer(settings=parsed, channel=GATEWAY)
    platform.database.override(providers.Object(new_database(f"sqlite:///{tmp_path}/unused")))
    return CONTEXTS["keep"].load(platform)


async def test_every_tree_is_within_the_limits(context: Context) -> None:
    built = await trees(context)

    sizes = {tree.name: characters(tree) for tree in built}
    assert sizes.keys() == {"server", "console", "bridge", "player"}
    assert max(sizes.values()) <= MAX_CHARACTERS, sizes
    for node in (tree_node for tree in built for tree_node in nodes(tree)):
        assert 1 <= len(node.description) <= 100
        assert len(node.options or ()) <= MAX_PER_LEVEL
        assert len(getattr(node, "choices", None) or ()) <= MAX_PER_LEVEL


async def test_every_command_is_in_the_documentation(context: Context) -> None:
    named = [
        f"/{tree.name} {option.name}" for tree in await trees(context) for option in tree.options
    ]

    assert [command for command in named if f"`{command}`" not in PAGE] == []


async def test_members_find_the_commands_that_are_for_them(context: Context) -> None:
    assert all(not tree.default_member_permissions for tree in await trees(context))
