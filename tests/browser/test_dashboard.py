"""Tests the status page: live, without scripts, on a phone, in dark mode, and with faults."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from localcord import ChannelUser, Person, Server, Settings
from nazh.adapters.inbound.web.health import State
from nazh.adapters.inbound.web.page import STATE_WORDS
from tests.browser.page_checks import serious_violations, width_needed
from tests.browser.timeouts import TIMEOUT
from tests.e2e.held_responses import hold_response
from tests.e2e.program import Program, run_bot

HEARTBEAT = 2.0
WELL = re.compile("^(Healthy|Degraded)$")
"""Texts without a fault; on a busy machine the loop may have lagged within the last minute."""
SLACK = 15.0
"""Seconds; less than the 41 of the usual heartbeat."""
Picture = Callable[[str], Path | None]


@dataclass
class DashboardSetup:
    """A running bot, a user, and a browser."""

    discord: Server
    bot: Program
    channel_user: ChannelUser
    player: Person
    browser: Browser
    faults: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.bot.port}/"

    async def look(self, **how: object) -> Page:
        """Open the status page; ``how`` are Playwright's context options."""
        context: BrowserContext = await self.browser.new_context(locale="en-US", **how)  # type: ignore[arg-type]  # handed on
        context.set_default_timeout(TIMEOUT)
        page = await context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on(
            "console",
            lambda message: (
                self.faults.append(message.text)
                if "Content Security Policy" in message.text
                else None
            ),
        )
        await page.goto(self.address)
        return page


@pytest_asyncio.fixture(loop_scope="session")
async def dashboard_setup(browser: Browser, tmp_path: Path) -> AsyncIterator[DashboardSetup]:
    settings = Settings(heartbeat_interval=HEARTBEAT, answer_within=30)
    async with Server(settings) as discord:
        channel = discord.guild("The Secret Keep").channel("table")
        player = discord.user("Mira")
        bot = await run_bot(discord, tmp_path)
        opened = DashboardSetup(discord, bot, player.in_(channel), player, browser)
        try:
            yield opened
            for context in browser.contexts:
                await context.close()
            await bot.stop()
        finally:
            bot.kill()
        assert opened.faults == []


def state(page: Page) -> Locator:
    return page.locator("#state strong")


def figure(page: Page, name: str) -> Locator:
    return page.locator("#figures > div", has_text=name).locator("dd")


async def test_a_roll_shows_up_without_a_reload(dashboard_setup: DashboardSetup) -> None:
    page = await dashboard_setup.look()
    await expect(state(page)).to_have_text(WELL)
    await expect(figure(page, "last minute")).to_have_text("0")

    for _ in range(3):
        await dashboard_setup.channel_user.slash("roll", pool1="2d6")

    await expect(figure(page, "last minute")).to_have_text("3")
    await expect(figure(page, "without error")).to_have_text("100%")
    await expect(figure(page, "answered within")).to_contain_text("ms")
    await expect(figure(page, "Servers")).to_have_text("1")
    await expect(figure(page, "Healthy shards")).to_have_text("1 of 1")
    await expect(page.locator("#rolls rect")).not_to_have_count(0)
    await expect(page).to_have_title(re.compile("^Nazh: (Healthy|Degraded)$"))


async def test_a_browser_without_scripts_sees_all_and_asks_again(
    dashboard_setup: DashboardSetup,
) -> None:
    page = await dashboard_setup.look(java_script_enabled=False)
    await expect(state(page)).to_have_text(WELL)
    await expect(figure(page, "last minute")).to_have_text("0")

    await dashboard_setup.channel_user.slash("roll", pool1="2d6")

    # The page reloads every few seconds.
    await expect(figure(page, "last minute")).to_have_text("1")
    await expect(page.locator("#lost")).to_be_hidden()


async def test_a_stalled_gateway_is_stale_within_two_heartbeats(
    dashboard_setup: DashboardSetup, picture: Picture
) -> None:
    page = await dashboard_setup.look()
    await expect(state(page)).to_have_text(WELL)

    dashboard_setup.discord.gateway.stop_acks()
    # Updates arrive once a second, and the browser may be slow.
    await expect(state(page)).to_have_text("No heartbeat", timeout=(2 * HEARTBEAT + SLACK) * 1_000)
    await expect(page.locator("#shards")).to_contain_text("◆ no heartbeat")
    await expect(page.locator("#reasons")).to_contain_text("Discord is silent")
    assert await serious_violations(page) == []
    if path := picture("status-stale.png"):
        await page.screenshot(path=path)

    dashboard_setup.discord.gateway.start_acks()
    await expect(state(page)).to_have_text(WELL)


async def test_a_stopping_bot_shows_draining_and_then_a_stale_page(
    dashboard_setup: DashboardSetup,
) -> None:
    page = await dashboard_setup.look()
    conversation = dashboard_setup.channel_user.start("roll", pool1="2d6")
    assert await hold_response(dashboard_setup.discord, conversation).spent(TIMEOUT)

    dashboard_setup.bot.process.send_signal(signal.SIGTERM)

    await expect(state(page)).to_have_text("Shutting down")
    await conversation.answered()
    assert (await dashboard_setup.bot.ended()).status == 0
    # The page shows it after five seconds.
    await expect(page.locator("#lost")).to_be_visible()
    await expect(page.locator("#lost")).to_contain_text("Out of date")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_phone_by_day_and_by_night(
    dashboard_setup: DashboardSetup, scheme: str, picture: Picture
) -> None:
    for _ in range(5):
        await dashboard_setup.channel_user.slash("roll", pool1="a1d20+5, 2d6")
    page = await dashboard_setup.look(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    await expect(figure(page, "last minute")).to_have_text("5")

    assert await width_needed(page) <= 360
    assert await serious_violations(page) == []
    paper = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, paper.strip("rgb()").split(","))) < 3 * 128) is (scheme == "dark")
    if path := picture(f"status-{scheme}.png"):
        await page.screenshot(path=path, full_page=True)


async def test_no_private_data_is_shown(dashboard_setup: DashboardSetup) -> None:
    await dashboard_setup.channel_user.slash("roll", pool1="2d6", label="A quiet word")
    page = await dashboard_setup.look()
    await expect(state(page)).to_have_text(WELL)

    page_and_status = await page.content() + await dashboard_setup.bot.get("/api/v1/status")

    for secret in ("The Secret Keep", "table", "Mira", "quiet word", dashboard_setup.discord.token):
        assert secret not in page_and_status.replace("<table>", "").replace("</table>", "")


async def test_the_json_equals_the_page(dashboard_setup: DashboardSetup) -> None:
    await dashboard_setup.channel_user.slash("roll", pool1="2d6")
    page = await dashboard_setup.look()
    status = json.loads(await dashboard_setup.bot.get("/api/v1/status"))

    await expect(state(page)).to_have_text(STATE_WORDS[State(status["state"])])
    await expect(figure(page, "last minute")).to_have_text(str(status["rolls"]["last_minute"]))
    await expect(page.locator("footer code")).to_have_text(status["commit"][:12])


async def test_a_script_that_is_not_ours_does_not_run(dashboard_setup: DashboardSetup) -> None:
    page = await dashboard_setup.look()

    await page.evaluate(
        """() => { const evil = document.createElement("script");
            evil.textContent = "window.was_run = true"; document.body.append(evil); }"""
    )

    assert await page.evaluate("window.was_run") is None
    assert any("Content Security Policy" in fault for fault in dashboard_setup.faults)
    dashboard_setup.faults.clear()
