"""Tests the pages of the developers' list of nations, from Discord's payload to the response."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import hikari
import pytest

from nazh.adapters.inbound.discord.dominion.operations.nation_lists import list_button
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.interactions.responses import Response, ResponseType
from nazh.application.dominion.operations.check_command import CurrentControls
from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.operations.list_nations import ListNations
from nazh.application.dominion.operations.switch import ControlWriter
from nazh.application.dominion.ports import ListedNation
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.dominion.errors.controls import OnlyDevelopers
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.operations.controls import Controls
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.kernel.identity import GuildId, UserId
from tests.doubles.clock import FrozenClock
from tests.unit.adapters.inbound.discord.dice.payloads import BOB, bot_message, payload
from tests.unit.adapters.inbound.discord.dominion.test_rankings import World, buttons_of, text_of
from tests.unit.domain.dominion.dominion_examples import CLASSIC, START


@dataclass(frozen=True)
class Nations(World):
    """So many nations without sanctions; satisfies what a list needs."""

    async def listed(self, limit: int, skip: int) -> tuple[ListedNation, ...]:
        return tuple(
            ListedNation(
                id=NationId(number),
                name=f"N{number}",
                guild=GuildId(number),
                population=1,
                protected_until=START,
                empty_since=START,
                vacation=None,
                orphaned_at=None,
                deletion_at=None,
            )
            for number in range(skip + 1, min(skip + limit, self.nations) + 1)
        )

    async def controls(self) -> Controls:
        return Controls()

    async def change(self, decide: Callable[[Controls], tuple[Controls, AuditEntry]]) -> Controls:
        raise AssertionError

    async def current(self) -> Ruleset:
        return CLASSIC


async def turn(nations: int, arguments: str, *, is_developer: bool = True) -> Response:
    data = {"custom_id": "x", "component_type": 2, "values": []}
    factory = hikari.GatewayBot("MQ.a.b", banner=None, logs=None).entity_factory
    pressed = factory.deserialize_component_interaction(
        payload(3, data, bot_message(), BOB, 60_000 << 22)
    )
    pressed.guild_id = hikari.Snowflake(77)
    developers = Developers(GuildId(77), frozenset({UserId(pressed.user.id + (not is_developer))}))
    world = Nations(nations)
    writer = ControlWriter(developers, world, CurrentControls(world, FrozenClock(START)))
    return await list_button(ListNations(writer, world, world))(pressed, arguments)


async def test_a_page_in_the_middle_leads_to_both_sides() -> None:
    response = await turn(45, "2")

    assert response.kind is ResponseType.EDIT
    lines = text_of(response).splitlines()
    assert lines[0] == "## Nations by their ids, page 2"
    assert [line.split(" ")[0] for line in lines[1:]] == [f"**{n}**" for n in range(21, 41)]
    assert buttons_of(response) == [
        ("Previous", "nz2:dominion.dev_nations:1"),
        ("Next", "nz2:dominion.dev_nations:3"),
    ]


@pytest.mark.parametrize(("nations", "labels"), [(20, []), (21, ["Next"])])
async def test_a_page_leads_on_only_if_there_are_more(nations: int, labels: list[str]) -> None:
    response = await turn(nations, "1")

    assert [label for label, _ in buttons_of(response)] == labels


async def test_a_page_past_the_end_says_so_and_leads_back() -> None:
    response = await turn(20, "2")

    assert text_of(response).startswith("## No nations on this page")
    assert [label for label, _ in buttons_of(response)] == ["Previous"]


@pytest.mark.parametrize("arguments", ["0", "50001", "x", ""])
async def test_a_forged_page_is_refused(arguments: str) -> None:
    with pytest.raises(InvalidComponent):
        await turn(20, arguments)


async def test_only_developers_turn_pages() -> None:
    with pytest.raises(OnlyDevelopers):
        await turn(20, "1", is_developer=False)
