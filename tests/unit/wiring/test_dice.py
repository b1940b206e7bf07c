"""Tests that the bot's container can build everything that is requested from it later."""

from __future__ import annotations

import pytest

from nazh.adapters.inbound.discord.interactions.component_router import OLD_NAMES
from nazh.wiring.channels import GATEWAY, HTTP
from nazh.wiring.context import merge_handlers
from nazh.wiring.program import new_program
from tests.settings import SETTINGS


@pytest.mark.parametrize("channel", [GATEWAY, HTTP])
async def test_no_command_button_or_page_lacks_a_part(channel: str) -> None:
    program = new_program(SETTINGS, channel)
    operations = program.operations
    built = (
        program.service.service(),
        operations.job_runner(),
        operations.loop_monitor(),
        operations.vital_signs(),
        operations.web_server(),
    )

    commands = [command for group in program.commands.values() for command in group]
    assert commands
    assert None not in (*commands, *built)


def test_two_components_with_one_action_are_rejected() -> None:
    with pytest.raises(ValueError, match="the same name"):
        merge_handlers({"again": 1}, {"page": 2, "again": 3})


async def test_every_button_of_the_first_version_still_has_an_action() -> None:
    handlers = {name.command for name in new_program(SETTINGS).components.handlers}

    assert set(OLD_NAMES.values()) <= handlers
