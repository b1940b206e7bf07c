"""Takes a contact sheet of a war on a phone with ``--renew-golden``."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.async_api import Browser, Page

from localcord import Server, Settings
from nazh.adapters.outbound.system.clock import SystemClock
from script.demo import Stage, running_bot
from script.war_demo import (
    HOUR,
    HOURS_TO_BATTLE,
    PROTECTION,
    Side,
    choose_news,
    command,
    has_report,
    side,
    until,
)
from tests.browser.play_page import Scheme
from tests.browser.test_result_pictures import SCHEMES, sheet
from tests.browser.timeouts import TIMEOUT

SPEED = 900
"""How many times as fast the clock of the game is: an hour takes four seconds."""
WIDTH, HEIGHT = 390, 1_400
COLUMNS = 3
STAGE = Stage(width=80, styled=False)
TERMS = {"give_resources": 50, "give_territory": 0, "ask_resources": 0, "ask_territory": 5}
Picture = Callable[[str], Path | None]
Cells = list[tuple[str, bytes]]


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_a_war(browser: Browser, scheme: Scheme, picture: Picture) -> None:
    began = int(SystemClock().now().timestamp())
    settings = Settings(
        first_command="war info", answer_within=10.0, clock_speed=SPEED, clock_began=began
    )
    async with Server(settings, application_name="Nazh") as discord:
        aurelia = side(discord, "The Long Rest", "Aurelia", "Tomas", "Mira")
        others = (
            side(discord, "The Iron Keep", "Borealis", "Kel", "Theo"),
            side(discord, "The Tower", "Corvia", "Ada", "Ivo"),
        )
        with TemporaryDirectory() as folder:
            variables = {
                "NAZH_CONTEXTS": "dice,dominion",
                "NAZH_DATABASE_URL": f"sqlite:///{folder}/nazh.sqlite3",
                "NAZH_DOMINION_RULESET": "blitz",
                "NAZH_DOMINION_CLOCK": f"{SPEED}@{began}",
            }
            async with running_bot(discord, **variables):
                context = await browser.new_context(
                    viewport={"width": WIDTH, "height": HEIGHT},
                    color_scheme=scheme,
                    locale="en-US",
                )
                context.set_default_timeout(TIMEOUT)
                page = await context.new_page()
                await page.goto(discord.client_url)
                cells = await war(discord, page, aurelia, *others)
                await context.close()

    await sheet(browser, cells, scheme, WIDTH, COLUMNS, picture(f"war-phone-{scheme}.png"))


async def war(discord: Server, page: Page, own: Side, enemy: Side, ally: Side) -> Cells:
    """Play a war up to its report, and return pictures of what the leader sees."""
    cells: Cells = []

    async def keep(title: str) -> None:
        await asyncio.sleep(0.6)  # the page has drawn the message by then
        last = page.locator("#messages > li").last
        await last.scroll_into_view_if_needed()
        cells.append((title, await last.screenshot()))

    founded_at = discord.world.clock.now()
    for one, quantity in ((own, 9), (enemy, 8), (ally, 6)):
        await found(one, quantity)
    await own.command(STAGE, "diplomacy alliance propose", nation=ally.nation)
    await ally.command(STAGE, "diplomacy alliance accept", nation=own.nation)
    await until(lambda: discord.world.clock.now() > founded_at + PROTECTION + HOUR)

    asked = await own.command(STAGE, "war declare", nation=enemy.nation, reason="rivalry")
    await keep("Before a declaration")
    await own.press(STAGE, asked, "Declare War")
    soon = int(discord.world.clock.now() // HOUR + HOURS_TO_BATTLE) % 24
    await enemy.command(STAGE, "nation settings", battle_hour=soon)
    answer = await enemy.command(STAGE, "war info", war=1)
    await enemy.press(STAGE, answer, "Accept")
    support = await ally.command(STAGE, "war support", war=1, side="aggressor")
    await ally.press(STAGE, support, "Support")
    await own.command(STAGE, "war info", war=1)
    await keep("Accepted")
    await enemy.command(STAGE, "war peace propose", war=1, **TERMS)
    await own.command(STAGE, "war peace accept", war=1)
    await keep("An offer of peace")
    await until(partial(has_report, discord, own))
    report = await own.command(STAGE, "war replay", battle=1)
    await until(lambda: "battle-1.png" in report.files)
    await keep("The report")
    return cells


async def found(one: Side, quantity: int) -> None:
    """Found a nation with an army."""
    await choose_news(STAGE, one)
    await one.command(STAGE, "nation register", name=one.nation)
    for user in (one.leader, one.citizen):
        await command(STAGE, user, one.table, "citizen register")
    await one.command(STAGE, "military build", unit="infantry", quantity=quantity)
