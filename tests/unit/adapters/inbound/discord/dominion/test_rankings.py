"""Tests the pages of a ranking, from Discord's payload to the response."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

import hikari
import pytest

from nazh.adapters.inbound.discord.dominion.rankings import board_button
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.interactions.responses import Response, ResponseType
from nazh.application.dominion.ports import PublicNation, Ranked
from nazh.domain.kernel.identity import GuildId
from tests.unit.adapters.inbound.discord.dice.payloads import BOB, bot_message, payload

START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """Nations of which each has one power less than the one before; satisfies two ports."""

    nations: int
    own: int | None = None

    async def strongest(self, limit: int, skip: int = 0) -> tuple[Ranked, ...]:
        places = range(skip + 1, min(skip + limit, self.nations) + 1)
        return tuple(Ranked(one, f"N{one}", 5_000 - one, GuildId(one)) for one in places)

    async def names_like(self, typed: str, limit: int) -> tuple[str, ...]:
        return ()

    async def named(self, name: str) -> PublicNation | None:
        return None

    async def of_guild(self, guild: GuildId) -> PublicNation | None:
        if self.own is None:
            return None
        return PublicNation(
            name=f"N{self.own}",
            guild=GuildId(self.own),
            leader=None,
            founded_at=START,
            protected_until=START,
            population=0,
            territory=100,
            strength=80,
            reputation=0,
            power=5_000 - self.own,
            place=self.own,
            ranked=self.nations,
        )


async def turn(world: World, arguments: str) -> Response:
    data = {"custom_id": "x", "component_type": 2, "values": []}
    factory = hikari.GatewayBot("MQ.a.b", banner=None, logs=None).entity_factory
    pressed = factory.deserialize_component_interaction(
        payload(3, data, bot_message(), BOB, 60_000 << 22)
    )
    pressed.guild_id = hikari.Snowflake(77)
    return await board_button(world, world)(pressed, arguments)


def text_of(response: Response) -> str:
    return str(json.loads(json.dumps(response.data))["embeds"][0]["description"])


def buttons_of(response: Response) -> list[tuple[str, str]]:
    rows = json.loads(json.dumps(response.data))["components"]
    return [(one["label"], one["custom_id"]) for row in rows for one in row["components"]]


async def test_a_page_in_the_middle_leads_to_both_sides_and_ends_with_the_own_place() -> None:
    response = await turn(World(60, own=3), "2")

    assert response.kind is ResponseType.EDIT
    lines = text_of(response).splitlines()
    assert lines[1] == "`26` N26 · 4,974"
    assert lines[25:27] == ["`50` N50 · 4,950", "**#3** of 60: **N3** · 4,997"]
    assert buttons_of(response) == [
        ("Stronger", "nz2:dominion.board:1"),
        ("Weaker", "nz2:dominion.board:3"),
        ("Nation", "nz2:dominion.show:nation"),
    ]


async def test_a_nation_on_the_page_is_in_bold_and_not_repeated() -> None:
    response = await turn(World(60, own=30), "2")

    assert "`30` **N30** · 4,970" in text_of(response)
    assert text_of(response).count("N30") == 1


@pytest.mark.parametrize(("nations", "labels"), [(25, []), (26, ["Weaker"])])
async def test_a_page_leads_on_only_if_there_are_more(nations: int, labels: list[str]) -> None:
    response = await turn(World(nations), "1")

    assert [label for label, _ in buttons_of(response)] == labels


async def test_a_page_past_the_end_says_so_and_leads_back() -> None:
    response = await turn(World(25), "2")

    assert text_of(response).startswith("## No more nations\n")
    assert [label for label, _ in buttons_of(response)] == ["Stronger"]


@pytest.mark.parametrize("arguments", ["", "0", "-1", "4001", "x", "9" * 30])
async def test_pages_that_no_button_names_are_refused(arguments: str) -> None:
    with pytest.raises(InvalidComponent):
        await turn(World(60), arguments)
