"""Tests that pages are turned by their user, wrap around, and become a file if they are many."""

from __future__ import annotations

import json
from typing import Any

import hikari
import pytest

from nazh.adapters.inbound.discord.errors import InvalidComponent, OthersComponent
from nazh.adapters.inbound.discord.interactions.component_signer import ComponentSigner
from nazh.adapters.inbound.discord.interactions.responses import EPHEMERAL, File
from nazh.adapters.inbound.discord.pages import Pages
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.adapters.inbound.texts.pages import Paged
from nazh.domain.keep.consoles.replies import MAX_PAGES
from tests.unit.adapters.inbound.discord.dice.building.test_builder import factory
from tests.unit.adapters.inbound.discord.dice.payloads import (
    ALICE,
    BOB,
    bot_message,
    in_guild,
    payload,
)

__all__ = ["factory"]

PAGES = Pages(ComponentSigner("secret"), "keep", "reply")


def paged(count: int) -> Paged:
    texts = tuple(f"page {number}" for number in range(1, count + 1))
    return Paged("Reply", texts, "\n".join(texts), "reply.txt")


def press(factory: hikari.api.EntityFactory, by: str = ALICE) -> hikari.ComponentInteraction:
    data = {"custom_id": "x", "component_type": 2, "values": []}
    interaction = in_guild(payload(3, data, bot_message(), by, 1 << 40), 1, 0)
    return factory.deserialize_component_interaction(interaction)


def read(body: object) -> tuple[str, str, list[tuple[str, str]]]:
    """Return the title, the text, and the labels of the buttons with their arguments."""
    message: Any = json.loads(json.dumps(body))
    embed = message["embeds"][0]
    buttons = [
        component for row in message.get("components", ()) for component in row["components"]
    ]
    button_targets = [(button["label"], button["custom_id"].split(":", 2)[2]) for button in buttons]
    return embed.get("title", ""), embed["description"], button_targets


def test_a_single_page_has_no_buttons(factory: hikari.api.EntityFactory) -> None:
    body, files = PAGES.first(press(factory), paged(1), ENGLISH, None)

    assert (read(body), files) == (("Reply", "page 1", []), ())


def test_without_pages_that_is_said(factory: hikari.api.EntityFactory) -> None:
    body, files = PAGES.first(press(factory), paged(0), ENGLISH)

    assert (read(body), files) == (("", "There is nothing to show.", []), ())


def test_pages_wrap_around_in_both_directions(factory: hikari.api.EntityFactory) -> None:
    interaction = press(factory)
    body, _ = PAGES.first(interaction, paged(3), ENGLISH, "5.x")
    back, forth = [arguments for _, arguments in read(body)[2]]

    assert read(body)[:2] == ("Reply - Page 1/3", "page 1")
    page = PAGES.requested(interaction, back)
    assert (page.index, page.arguments) == (-1, "5.x")
    last = PAGES.edit(interaction, paged(3), ENGLISH, page).data
    assert read(last)[:2] == ("Reply - Page 3/3", "page 3")
    first = PAGES.requested(interaction, read(last)[2][1][1])
    assert read(PAGES.edit(interaction, paged(3), ENGLISH, first).data)[1] == "page 1"
    second = PAGES.requested(interaction, forth)
    assert read(PAGES.edit(interaction, paged(3), ENGLISH, second).data)[1] == "page 2"


@pytest.mark.parametrize(
    ("count", "arguments", "is_file"),
    [
        (2, "", False),
        (2, None, True),
        (MAX_PAGES, "", False),
        (MAX_PAGES + 1, "", True),
    ],
)
def test_too_many_pages_or_those_that_cannot_be_read_again_come_as_a_file(
    factory: hikari.api.EntityFactory, count: int, arguments: str | None, is_file: bool
) -> None:
    body, files = PAGES.first(press(factory), paged(count), ENGLISH, arguments)

    whole = File("reply.txt", paged(count).whole.encode())
    assert files == ((whole,) if is_file else ())
    assert bool(read(body)[2]) is not is_file


@pytest.mark.parametrize("count", [1, 2, MAX_PAGES + 1])
def test_the_first_page_is_private(factory: hikari.api.EntityFactory, count: int) -> None:
    response = PAGES.first_response(press(factory), paged(count), ENGLISH)

    assert response.data is not None
    assert response.data["flags"] == EPHEMERAL
    assert (response.file is not None) is (count > MAX_PAGES)


def test_nobody_else_turns_pages(factory: hikari.api.EntityFactory) -> None:
    body, _ = PAGES.first(press(factory), paged(2), ENGLISH)

    with pytest.raises(OthersComponent):
        PAGES.requested(press(factory, BOB), read(body)[2][0][1])


def test_a_page_that_was_made_up_is_refused(factory: hikari.api.EntityFactory) -> None:
    interaction = press(factory)
    custom_id = PAGES.signer.custom_id(interaction, "keep", "reply", "next")

    with pytest.raises(InvalidComponent):
        PAGES.requested(interaction, custom_id.split(":", 2)[2])
