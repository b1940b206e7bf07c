"""Tests the pages of boards, from Discord's payload to the response."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

import hikari
import pytest

from nazh.adapters.inbound.discord.dominion.rankings import board_button
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.interactions.responses import Response, ResponseType
from nazh.adapters.inbound.discord.ui import PRIMARY, SECONDARY
from nazh.application.dominion.ports import (
    BoardPage,
    ListedNation,
    NationPlaces,
    Place,
    PublicNation,
    Ranked,
)
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.rankings.boards import PAGE, Board, Division
from nazh.domain.kernel.identity import GuildId, UserId
from tests.unit.adapters.inbound.discord.dice.payloads import BOB, bot_message, payload

START = datetime(2026, 1, 1, tzinfo=UTC)
BOARDS = ["Power", "Strength", "Income", "Land", "Reputation"]


@dataclass(frozen=True)
class World:
    """Nations of which each has one point less than the one before; satisfies two ports."""

    nations: int
    own: int | None = None

    async def page(self, board: Board, division: Division | None, number: int) -> BoardPage | None:
        places = range((number - 1) * PAGE + 1, min(number * PAGE, self.nations) + 1)
        rows = tuple(
            Ranked(place, f"N{place}", 5_000 - place, GuildId(place), place - 27)
            for place in places
        )
        return BoardPage(START, rows, self.nations)

    async def listed(self, limit: int, skip: int) -> tuple[ListedNation, ...]:
        return ()

    async def names_like(self, typed: str, limit: int) -> tuple[str, ...]:
        return ()

    async def suggested(
        self, typed: str, guild: GuildId, limit: int, *, has_own: bool = True
    ) -> tuple[str, ...]:
        return ()

    async def named(self, name: str) -> PublicNation | None:
        return None

    async def is_member(self, guild: GuildId, user: UserId) -> bool:
        return False

    async def of_guild(self, guild: GuildId) -> PublicNation | None:
        if self.own is None:
            return None
        place = Place(5_000 - self.own, self.own, 2)
        places = dict.fromkeys(Board, place)
        return PublicNation(
            id=NationId(self.own),
            name=f"N{self.own}",
            guild=GuildId(self.own),
            leader=None,
            founded_at=START,
            protected_until=START,
            population=0,
            territory=100,
            strength=80,
            reputation=0,
            places=NationPlaces(START, Division.HAMLET, places, self.nations, 9),
            empty_since=START,
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
    return [
        (component["label"], component["custom_id"])
        for row in rows
        for component in row["components"]
    ]


def labels_of(response: Response) -> list[str]:
    return [label for label, _ in buttons_of(response)]


@pytest.mark.parametrize("page", ["1", "2", "3"])
async def test_no_two_buttons_below_a_page_have_the_same_custom_id(page: str) -> None:
    response = await turn(World(60, own=3), page)

    custom_ids = [custom_id for _, custom_id in buttons_of(response)]
    assert len(set(custom_ids)) == len(custom_ids)


async def test_a_page_in_the_middle_leads_to_both_sides_and_ends_with_the_own_place() -> None:
    response = await turn(World(60, own=3), "2")

    assert response.kind is ResponseType.EDIT
    lines = text_of(response).splitlines()
    assert lines[1:4] == [
        "`26` N26 · 4,974 · ↓ down 1",
        "`27` N27 · 4,973 · → same",
        "`28` N28 · 4,972 · ↑ up 1",
    ]
    assert lines[26] == "**#3** of 60: **N3** · 4,997"
    buttons = buttons_of(response)
    boards, pages = buttons[: len(Board)], buttons[len(Board) :]
    assert boards[1] == ("Strength", "nz2:dominion.board:1.military")
    assert pages == [
        ("Higher Places", "nz2:dominion.board:1.power"),
        ("Lower Places", "nz2:dominion.board:3.power"),
        ("Picture", "nz2:dominion.picture:2.power"),
        ("Nation", "nz2:dominion.nation"),
    ]


async def test_the_button_of_the_shown_board_stands_out() -> None:
    response = await turn(World(60), "1.military")

    rows = json.loads(json.dumps(response.data))["components"]
    styles = {
        component["label"]: component["style"] for row in rows for component in row["components"]
    }
    assert {label: styles[label] for label in BOARDS} == {
        label: PRIMARY if label == "Strength" else SECONDARY for label in BOARDS
    }


async def test_the_buttons_of_a_division_stay_in_it() -> None:
    response = await turn(World(60, own=3), "1.economy.town")

    assert text_of(response).startswith("## The highest incomes: towns, up to 50 citizens\n")
    assert "N3 is one of the hamlets." not in text_of(response)  # it is on the page
    buttons = buttons_of(response)
    boards, pages = buttons[: len(Board)], buttons[len(Board) :]
    assert boards[4] == ("Reputation", "nz2:dominion.board:1.reputation.town")
    assert pages[0] == ("Lower Places", "nz2:dominion.board:2.economy.town")


async def test_a_nation_of_another_division_has_no_place_there() -> None:
    response = await turn(World(60, own=55), "1.power.city")

    assert text_of(response).splitlines()[26] == "N55 is one of the hamlets."


async def test_a_nation_on_the_page_is_in_bold_and_not_repeated() -> None:
    response = await turn(World(60, own=30), "2")

    assert "`30` **N30** · 4,970" in text_of(response)
    assert text_of(response).count("N30") == 1


@pytest.mark.parametrize(("nations", "more"), [(25, []), (26, ["Lower Places"])])
async def test_a_page_leads_on_only_if_there_are_more(nations: int, more: list[str]) -> None:
    response = await turn(World(nations), "1")

    assert labels_of(response) == [*BOARDS, *more, "Picture"]


async def test_a_page_past_the_end_says_so_and_leads_back() -> None:
    response = await turn(World(25), "2")

    assert text_of(response).startswith("## No more nations\n")
    assert labels_of(response) == [*BOARDS, "Higher Places"]


async def test_a_page_far_past_the_end_leads_back_to_the_last_one() -> None:
    response = await turn(World(60), "99")

    assert ("Higher Places", "nz2:dominion.board:3.power") in buttons_of(response)


@pytest.mark.parametrize(
    "arguments", ["", "0", "-1", "40001", "x", "9" * 30, "1.luck", "1.power.village", ".power"]
)
async def test_pages_that_no_button_names_are_refused(arguments: str) -> None:
    with pytest.raises(InvalidComponent):
        await turn(World(60), arguments)
