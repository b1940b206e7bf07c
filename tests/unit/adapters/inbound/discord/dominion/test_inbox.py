"""Tests the pages of the inbox, from Discord's payload to the response."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import hikari
import pytest

from nazh.adapters.inbound.discord.dominion.inbox import inbox_button
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.interactions.responses import Response, ResponseType
from nazh.application.dominion.notices.show_inbox import ShowInbox
from nazh.application.dominion.ports import (
    NationNotice,
    Requester,
    Subscribers,
    WaitingNotice,
    WorldTransaction,
)
from nazh.application.shared.messages.queued_messages import QueuedMessage
from nazh.domain.dominion.errors.general import OnlyCitizens
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.notices import NoticeKind
from tests.doubles.worlds import UnusedWorld
from tests.unit.adapters.inbound.discord.dice.payloads import BOB, bot_message, payload
from tests.unit.adapters.inbound.discord.dominion.test_rankings import buttons_of, text_of
from tests.unit.domain.dominion.dominion_examples import START, new_nation

Result = TypeVar("Result")


@dataclass(frozen=True)
class Inbox(UnusedWorld):
    """A nation with so many notices, of which the latest has the highest number.

    Satisfies ``World`` for its citizens, and ``Notices``.
    """

    notices: int
    is_citizen: bool = True

    async def look(
        self, requester: Requester, work: Callable[[WorldTransaction], Result]
    ) -> Result:
        if not self.is_citizen:
            raise OnlyCitizens("Aurelia")
        return new_nation()  # type: ignore[return-value]  # what the use case asks for

    async def waiting(self, most: int) -> tuple[WaitingNotice, ...]:
        raise AssertionError

    async def queue(
        self,
        notices: Collection[WaitingNotice],
        messages_for: Callable[[Subscribers], Iterable[QueuedMessage]],
    ) -> bool:
        raise AssertionError

    async def of_nation(self, nation: NationId, most: int, skip: int) -> tuple[NationNotice, ...]:
        numbers = range(self.notices - skip, max(0, self.notices - skip - most), -1)
        return tuple(
            NationNotice(
                "Aurelia",
                START + number * timedelta(minutes=1),
                NoticeKind.STORAGE_FULL,
                {"capacity": number},
            )
            for number in numbers
        )


async def turn(inbox: Inbox, arguments: str) -> Response:
    data = {"custom_id": "x", "component_type": 2, "values": []}
    factory = hikari.GatewayBot("MQ.a.b", banner=None, logs=None).entity_factory
    pressed = factory.deserialize_component_interaction(
        payload(3, data, bot_message(), BOB, 60_000 << 22)
    )
    pressed.guild_id = hikari.Snowflake(77)
    return await inbox_button(ShowInbox(inbox, inbox))(pressed, arguments)


async def test_a_page_in_the_middle_leads_to_both_sides() -> None:
    response = await turn(Inbox(25), "2")

    assert response.kind is ResponseType.EDIT
    lines = text_of(response).splitlines()
    assert lines[0] == "## News of Aurelia"
    assert [line.split(" ")[0] for line in lines[1:]] == [f"**{n}**" for n in range(15, 5, -1)]
    assert buttons_of(response) == [
        ("Newer", "nz2:dominion.inbox:1"),
        ("Older", "nz2:dominion.inbox:3"),
    ]


@pytest.mark.parametrize(("notices", "labels"), [(10, []), (11, ["Older"])])
async def test_a_page_leads_on_only_if_there_are_more(notices: int, labels: list[str]) -> None:
    response = await turn(Inbox(notices), "1")

    assert [label for label, _ in buttons_of(response)] == labels


async def test_a_page_past_the_end_says_so_and_leads_back() -> None:
    response = await turn(Inbox(10), "2")

    assert "past the end" in text_of(response)
    assert [label for label, _ in buttons_of(response)] == ["Newer"]


@pytest.mark.parametrize("arguments", ["0", "1001", "x", ""])
async def test_a_forged_page_is_refused(arguments: str) -> None:
    with pytest.raises(InvalidComponent):
        await turn(Inbox(10), arguments)


async def test_only_citizens_read_the_inbox() -> None:
    with pytest.raises(OnlyCitizens):
        await turn(Inbox(10, is_citizen=False), "1")
