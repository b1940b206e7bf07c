"""Tests that the commands of Dominion are within Discord's limits, and have their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import hikari
import lightbulb
import pytest
from dependency_injector import providers

from nazh.adapters.inbound.discord.dominion.guards import COMMANDS_OF_ACTIONS, DEVELOPER_PREFIX
from nazh.adapters.inbound.discord.dominion.overviews import OVERVIEWS
from nazh.adapters.inbound.discord.interactions.commands import (
    InOneGuild,
    offered_command,
    words_of,
)
from nazh.adapters.inbound.discord.interactions.languages import localized
from nazh.adapters.inbound.settings import Settings
from nazh.adapters.inbound.settings.dominion import DominionSettings
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.adapters.outbound.sql.databases.factory import new_database
from nazh.domain.dominion.operations.features import (
    DEVELOPER_COMMANDS,
    FEATURES,
    READ_ONLY_COMMANDS,
    feature_of,
    is_developer_command,
)
from nazh.domain.kernel.identity import GuildId
from nazh.wiring.channels import GATEWAY
from nazh.wiring.context import Context
from nazh.wiring.contexts import CONTEXTS
from nazh.wiring.platform import PlatformContainer
from tests.settings import DISCORD, IN_MEMORY

MAX_CHARACTERS: Final = 4_000
MAX_PER_LEVEL: Final = 25
MAX_COMMANDS: Final = 100
ADMIN_GUILD: Final = GuildId(7)
ACTING: Final = {
    *("citizen contribute", "citizen leave", "citizen register"),
    *(
        "diplomacy alliance accept",
        "diplomacy alliance break",
        "diplomacy alliance chat",
        "diplomacy alliance decline",
        "diplomacy alliance propose",
        "diplomacy embassy open",
        "diplomacy message",
        "diplomacy pact accept",
        "diplomacy pact cancel",
        "diplomacy pact decline",
        "diplomacy pact propose",
    ),
    *("gov announce", "gov appoint", "gov delegate", "gov revoke"),
    *(
        "military build",
        "military cancel",
        "military disband",
        "military fortify",
        "military mobilize",
        "military upgrade",
    ),
    *("nation delete", "nation register", "nation rename", "nation settings", "nation vacation"),
    *("treasury allocate", "treasury upgrade"),
    *(
        "war accept",
        "war declare",
        "war decline",
        "war nonce",
        "war peace accept",
        "war peace propose",
        "war peace reject",
        "war stance",
        "war support",
        "war surrender",
        "war withdraw",
    ),
}
"""Commands that change the world: a new one is listed here or in READ_ONLY_COMMANDS."""
Node = hikari.api.SlashCommandBuilder | hikari.CommandOption


def context_with(settings: DominionSettings, folder: Path) -> Context:
    parsed = Settings(DISCORD, database=IN_MEMORY, context_sections=(settings,))
    platform = PlatformContainer(settings=parsed, channel=GATEWAY)
    platform.database.override(providers.Object(new_database(f"sqlite:///{folder}/unused")))
    return CONTEXTS["dominion"].load(platform)


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return context_with(DominionSettings(admin_guild=ADMIN_GUILD), tmp_path)


async def trees(context: Context) -> list[hikari.api.SlashCommandBuilder]:
    built = []
    for offer in context.commands:
        group = offered_command(offer)
        assert isinstance(group, lightbulb.Group)
        builder = await group.as_command_builder(hikari.Locale.EN_US, localized)
        assert isinstance(builder, hikari.api.SlashCommandBuilder)
        built.append(builder)
    return built


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for option in node.options or ():
        yield from nodes(option)


def longest(text: str, translations: Mapping[hikari.Locale | str, str] | None) -> int:
    return max(map(len, (text, *(translations or {}).values())))


def characters(tree: Node) -> int:
    """Return what counts for Discord, each with its longest translation."""
    total = 0
    for node in nodes(tree):
        total += longest(node.name, node.name_localizations)
        total += longest(node.description, node.description_localizations)
        for choice in getattr(node, "choices", None) or ():
            total += longest(choice.name, choice.name_localizations) + len(str(choice.value))
    return total


async def test_every_tree_is_within_the_limits(context: Context) -> None:
    built = await trees(context)

    sizes = {tree.name: characters(tree) for tree in built}
    assert max(sizes.values()) <= MAX_CHARACTERS, sizes
    assert len(built) <= MAX_COMMANDS
    for node in (tree_node for tree in built for tree_node in nodes(tree)):
        assert 1 <= len(node.name) <= 32
        assert 1 <= len(node.description) <= 100
        assert len(node.options or ()) <= MAX_PER_LEVEL
        assert len(getattr(node, "choices", None) or ()) <= MAX_PER_LEVEL


def test_developers_commands_are_in_their_server_only(context: Context) -> None:
    elsewhere = [command for command in context.commands if not isinstance(command, InOneGuild)]
    there = [command for command in context.commands if isinstance(command, InOneGuild)]

    assert {command.guild for command in there} == {ADMIN_GUILD}
    assert {words.partition(" ")[0] for entry in there for words in words_of(entry.command)} == set(
        DEVELOPER_COMMANDS
    )
    assert not any(map(is_developer_command, words_in(elsewhere)))


def test_without_a_server_for_them_there_are_none(tmp_path: Path) -> None:
    context = context_with(DominionSettings(), tmp_path)

    assert not any(isinstance(command, InOneGuild) for command in context.commands)


def test_every_command_belongs_to_a_feature(context: Context) -> None:
    public = words_in(
        [command for command in context.commands if not isinstance(command, InOneGuild)]
    )

    assert [words for words in public if feature_of(words) is None] == []
    assert set(public) >= READ_ONLY_COMMANDS
    prefixes = [words for rule in FEATURES.values() for words in rule.commands]
    known = [
        prefix
        for prefix in prefixes
        if any(f"{words} ".startswith(f"{prefix} ") for words in public)
    ]
    assert known == prefixes


def test_a_frozen_nation_is_refused_what_changes_the_world_and_nothing_else(
    context: Context,
) -> None:
    public = words_in(
        [command for command in context.commands if not isinstance(command, InOneGuild)]
    )

    assert set(public) - READ_ONLY_COMMANDS == ACTING


def test_the_help_names_every_public_command(context: Context) -> None:
    public = words_in(
        [command for command in context.commands if not isinstance(command, InOneGuild)]
    )

    help_text = context.help_pages["dominion"].text(ENGLISH)

    listed = re.findall(r"^`/([a-z ]+)` ([a-z, -]+)$", help_text, re.MULTILINE)
    named = [f"{group} {name}" for group, names in listed for name in names.split(", ")]
    assert sorted(named) == sorted(public)
    assert len(help_text) <= 4_000


def test_every_button_and_modal_stands_for_a_command(context: Context) -> None:
    public = words_in(
        [command for command in context.commands if not isinstance(command, InOneGuild)]
    )
    names = (*context.components, *context.modals)
    actions = {name for name in names if not name.startswith(DEVELOPER_PREFIX)}

    assert actions == COMMANDS_OF_ACTIONS.keys()
    assert set(COMMANDS_OF_ACTIONS.values()) <= set(public)


def words_in(offers: Sequence[object]) -> list[str]:
    return [
        words for offer in offers if isinstance(offer, lightbulb.Group) for words in words_of(offer)
    ]


def test_buttons_of_overviews_are_guarded_as_the_commands_that_show_the_same() -> None:
    guarded = [COMMANDS_OF_ACTIONS[name] for name in OVERVIEWS]

    assert guarded == ["nation info", "treasury status", "military status"]
