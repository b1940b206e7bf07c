"""``nazh play`` in a browser: the real bot at a table, as a newcomer meets it."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

ROOT = Path(__file__).parents[2]
PLAY = (sys.executable, "-m", "nazh", "play", "--no-open")


@dataclass
class Newcomer:
    """A browser tab at the table."""

    page: Page

    @property
    def last(self) -> Locator:
        return self.page.locator("#messages > li").last

    async def roll(self, notation: str) -> None:
        """Type ``/roll`` with one option, as a quick typist does."""
        entry = self.page.locator("#entry")
        await expect(entry).to_be_visible()
        await entry.fill("/roll ")
        await self.page.keyboard.type(notation)
        await self.page.keyboard.press("Enter")

    async def be(self, name: str) -> None:
        """Become somebody else with the switcher."""
        await self.page.locator("#who").click()
        await self.page.get_by_role("menuitemradio", name=name).click()
        await self.page.locator("#who", has_text=name).wait_for()


async def commands_are_there(page: Page) -> None:
    """Return once the bot has registered its commands, as a user sees it."""
    entry = page.locator("#entry")
    while not await page.get_by_role("option", name="/roll").is_visible():
        await entry.fill("")
        await entry.fill("/")
        await page.wait_for_timeout(50)
    await entry.fill("")


@pytest_asyncio.fixture(loop_scope="session")
async def newcomer(browser: Browser) -> AsyncIterator[Newcomer]:
    process = await asyncio.create_subprocess_exec(
        *PLAY,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        address = (await process.stdout.readline()).decode().split()[-1]
        context = await browser.new_context(
            viewport={"width": 1000, "height": 760}, color_scheme="dark", locale="en-US"
        )
        context.set_default_timeout(10_000)
        page = await context.new_page()
        await page.goto(address)
        async with asyncio.timeout(20):
            await commands_are_there(page)
        yield Newcomer(page)
        await context.close()
    finally:
        process.terminate()
        await process.wait()


async def test_a_roll_gets_its_plot_die(
    newcomer: Newcomer, picture: Callable[[str], Path | None]
) -> None:
    await newcomer.roll("Stealth: a1d20+5 vs 15, 2d6+3 # past the guards")
    await expect(newcomer.last).to_contain_text("Stealth: a1d20+5 vs 15")

    await newcomer.last.get_by_role("button", name="Add Plot Die").click()

    await expect(newcomer.last.get_by_role("button", name="Add Plot Die")).to_have_count(0)
    await expect(newcomer.last.locator("code", has_text="dp")).to_have_count(1)
    if (path := picture("play.png")) is not None:
        await newcomer.roll("8d6!, 5d10!!kh3, 1d20+7")
        await newcomer.roll("1d20+5junk")
        await expect(newcomer.last).to_contain_text("Only you can see this")
        await newcomer.page.screenshot(path=path)


async def test_a_slip_is_shown_to_its_maker_alone(newcomer: Newcomer) -> None:
    await newcomer.roll("ad20+2")

    await expect(newcomer.last).to_contain_text("Write a1d20.")
    await expect(newcomer.last).to_contain_text("Only you can see this")


async def test_a_stranger_cannot_add_a_die_to_my_roll(newcomer: Newcomer) -> None:
    await newcomer.roll("1d20+5")
    await expect(newcomer.last.get_by_role("button", name="Add Plot Die")).to_be_visible()

    await newcomer.be("Kel")
    await newcomer.last.get_by_role("button", name="Add Plot Die").click()

    await expect(newcomer.last).to_contain_text("Only you can see this")


async def test_the_command_can_be_copied(newcomer: Newcomer) -> None:
    await newcomer.roll("4d6k3")
    await newcomer.last.get_by_role("button", name="Copy Command").click()

    dialog = newcomer.page.get_by_role("dialog")
    await expect(dialog.locator("input, textarea").first).to_have_value("/roll pool1:4d6kh3")
