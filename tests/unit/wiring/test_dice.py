"""The container of the bot: whatever it is asked for later, it can build."""

from __future__ import annotations

import pytest

from nazh.adapters.inbound.settings import DatabaseUrl, Secret, Settings
from nazh.bootstrap import GATEWAY, HTTP, new_container
from nazh.wiring.discord import all_actions
from nazh.wiring.operations import OperationsContainer


@pytest.mark.parametrize("channel", [GATEWAY, HTTP])
async def test_no_command_button_or_page_lacks_a_part(channel: str) -> None:
    settings = Settings(token=Secret("MTAwMA.a.b"), database_url=DatabaseUrl("memory:"))
    container = new_container(settings, channel)
    operations = OperationsContainer(settings=settings, bot=container)

    commands = container.commands()
    built = (
        container.components(),
        container.discord(),
        operations.chores(),
        operations.pulse(),
        operations.vital_signs(),
        operations.web_server(),
    )

    assert len(commands) == 14
    assert None not in (*commands, *built)


def test_two_buttons_with_one_inscription_are_found() -> None:
    with pytest.raises(ValueError, match="the same inscription"):
        all_actions({"again": 1}, {"page": 2, "again": 3})
