"""Tests who sees a response, and its rows of buttons."""

from __future__ import annotations

import json

import pytest

from nazh.adapters.inbound.discord.embed_responses import edited, private, public
from nazh.adapters.inbound.discord.interactions.responses import EPHEMERAL, Response, ResponseType
from nazh.adapters.inbound.discord.ui import button

BUTTONS = tuple(button(str(number), f"x:{number}") for number in range(7))


@pytest.mark.parametrize(
    ("response", "kind", "flags"),
    [
        (public("Hello", *BUTTONS), ResponseType.MESSAGE, None),
        (private("Hello", *BUTTONS), ResponseType.MESSAGE, EPHEMERAL),
        (edited("Hello", *BUTTONS), ResponseType.EDIT, None),
    ],
)
def test_only_a_private_response_is_for_its_user_alone(
    response: Response, kind: ResponseType, flags: int | None
) -> None:
    data = json.loads(json.dumps(response.data))

    assert (response.kind, data.get("flags")) == (kind, flags)
    assert data["embeds"][0]["description"] == "Hello"
    assert data["allowed_mentions"] == {"parse": []}
    rows = [[component["label"] for component in row["components"]] for row in data["components"]]
    assert rows == [["0", "1", "2", "3", "4"], ["5", "6"]]


@pytest.mark.parametrize("response", [public("Hello"), private("Hello"), edited("Hello")])
def test_without_buttons_there_are_no_rows(response: Response) -> None:
    assert not (response.data or {}).get("components")
