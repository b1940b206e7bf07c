"""Tests the wired program in this process, with scripted dice and crashes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from dependency_injector import providers

from nazh.adapters.inbound.settings import (
    DiscordSettings,
    Environment,
    HttpSettings,
    ProgramSettings,
    Secret,
    Settings,
)
from nazh.adapters.inbound.settings.dice import DiceSettings
from nazh.bootstrap import invitation
from nazh.domain.dice import COSMERE, NAZH, Ruleset
from nazh.wiring.dice.container import load_dice
from nazh.wiring.platform import PlatformContainer
from nazh.wiring.program import assemble
from tests.doubles.rng import ScriptedRng
from tests.e2e.conftest import Table
from tests.settings import IN_MEMORY

Seated = Callable[..., AbstractAsyncContextManager[PlatformContainer]]


@pytest.fixture
def seated(table: Table) -> Seated:
    """Connect a bot with scripted dice."""

    @asynccontextmanager
    async def channel_user(
        *faces: int, ruleset: Ruleset = COSMERE
    ) -> AsyncIterator[PlatformContainer]:
        settings = Settings(
            DiscordSettings(Secret(table.discord.token), table.discord.api_url),
            ProgramSettings(Environment.TEST),
            HttpSettings(port=0),
            IN_MEMORY,
            context_sections=(DiceSettings(ruleset),),
        )
        platform = PlatformContainer(settings=settings)
        platform.rng.override(providers.Object(ScriptedRng(faces)))
        service = assemble(platform, (load_dice(platform),)).service.service()
        running: asyncio.Task[None] | None = None
        try:
            await service.start(platform.store().open())
            running = asyncio.create_task(service.run())
            await table.discord.bot_ready()
            yield platform
        finally:
            await service.stop(5)
            if running is not None:
                await running

    return channel_user


async def test_dice_can_be_scripted_through_the_container(table: Table, seated: Seated) -> None:
    async with seated(18, 3, 3, 4, 6):
        conversation = await table.channel_user.slash("roll", pool1="a1d20+5, 2d6")
        pressed = await table.alice.press(conversation.reply, "Add Plot Die")

    assert pressed.updated.embeds[0]["color"] == 0x747F8D
    assert pressed.updated.text.splitlines() == [
        "-# Alice · 23 · 7 · Opportunity",
        "Alice",
        "## 23",
        "**23** `a1d20+5` [18↑(3)] + 5",
        "\u2007**7** `2d6` [3][4]",
        "`dp` [6**(O)**]",
        "◆ Opportunity",
    ]


async def test_a_crash_apologises_with_a_reference_that_is_in_the_log(
    table: Table, seated: Seated, caplog: pytest.LogCaptureFixture
) -> None:
    async with seated() as platform:
        conversation = await table.channel_user.slash("roll", pool1="1d6")
        failed = platform.registry().get_sample_value("nazh_roll_failed_total", {"reason": "error"})

    assert conversation.ephemeral
    assert "something went wrong on my side" in conversation.reply.text
    reference = conversation.reply.text.split("`")[1]
    (record,) = [log_record for log_record in caplog.records if log_record.levelno >= logging.ERROR]
    assert reference in record.getMessage()
    assert record.exc_info is not None
    assert failed == 1


async def test_a_crash_of_a_button_apologises_too(table: Table, seated: Seated) -> None:
    async with seated(3):
        conversation = await table.channel_user.slash("roll", pool1="1d6")
        pressed = await table.alice.press(conversation.reply, "Add Plot Die")

    assert pressed.ephemeral
    assert "something went wrong on my side" in pressed.reply.text
    assert conversation.reply.edits == 0


async def test_the_ruleset_of_the_settings_counts_and_travels_with_the_button(
    table: Table, seated: Seated
) -> None:
    async with seated(20):
        message = (await table.channel_user.slash("roll", pool1="1d20")).reply
    async with seated(4, ruleset=NAZH):
        pressed = await table.alice.press(message, "Add Plot Die")

    assert pressed.updated.text.splitlines()[-1] == "◆ Opportunity"


async def test_the_invite_link_has_the_needed_scopes_and_permissions(table: Table) -> None:
    settings = Settings(DiscordSettings(Secret(table.discord.token)))

    assert invitation(settings) == (
        "https://discord.com/oauth2/authorize"
        f"?client_id={table.discord.application_id}"
        "&scope=bot+applications.commands&permissions=280576"
    )
