"""Starts localcord with servers that play Dominion, and pictures what their members see."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from typing import Final

from playwright.async_api import Browser, Page

from localcord import Server, Settings
from nazh.adapters.outbound.system.clock import SystemClock
from script.demo import Stage, running_bot
from script.war_demo import Side, choose_news, command, side
from tests.browser.play_page import Scheme
from tests.browser.timeouts import TIMEOUT

WIDTH: Final = 390
HEIGHT: Final = 1_400
STAGE: Final = Stage(width=80, styled=False)
SIDES: Final = (
    ("The Long Rest", "Aurelia", "Tomas", "Mira"),
    ("The Iron Keep", "Borealis", "Kel", "Theo"),
    ("The Tower", "Corvia", "Ada", "Ivo"),
)
"""Each server with its nation, its leader and another member."""


@dataclass(frozen=True, slots=True)
class GamePage:
    """A phone that shows the first server, and the pictures that were taken of it."""

    discord: Server
    sides: Sequence[Side]
    page: Page
    pictures: list[tuple[str, bytes]] = field(default_factory=list)

    async def take(self, title: str) -> None:
        """Take a picture of the last message."""
        await asyncio.sleep(0.6)  # the page has drawn the message by then
        last = self.page.locator("#messages > li").last
        await last.scroll_into_view_if_needed()
        self.pictures.append((title, await last.screenshot()))

    async def found(self, side: Side, quantity: int) -> None:
        """Found a nation with two citizens and an army."""
        await choose_news(STAGE, side)
        await side.command(STAGE, "nation register", name=side.nation)
        for user in (side.leader, side.citizen):
            await command(STAGE, user, side.table, "citizen register")
        await side.command(STAGE, "military build", unit="infantry", quantity=quantity)


@asynccontextmanager
async def game_page(
    browser: Browser, scheme: Scheme, speed: int, *, first_command: str
) -> AsyncIterator[GamePage]:
    """Open the page of a game of three servers, whose clock is ``speed`` times as fast."""
    began = int(SystemClock().now().timestamp())
    settings = Settings(
        first_command=first_command, answer_within=10.0, clock_speed=speed, clock_began=began
    )
    async with Server(settings, application_name="Nazh") as discord:
        clients = [side(discord, *names) for names in SIDES]
        with TemporaryDirectory() as folder:
            variables = {
                "NAZH_CONTEXTS": "dice,dominion",
                "NAZH_DATABASE_URL": f"sqlite:///{folder}/nazh.sqlite3",
                "NAZH_DOMINION_RULESET": "blitz",
                "NAZH_DOMINION_CLOCK": f"{speed}@{began}",
            }
            async with running_bot(discord, **variables):
                context = await browser.new_context(
                    viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=scheme, locale="en-US"
                )
                context.set_default_timeout(TIMEOUT)
                page = await context.new_page()
                await page.goto(discord.client_url)
                yield GamePage(discord, clients, page)
                await context.close()
