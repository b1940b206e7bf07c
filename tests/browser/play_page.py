"""Drives a browser tab of ``nazh play``, with the real bot."""

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.timeouts import TIMEOUT
from tests.e2e.forked_programs import PREFIX, fork

ROOT = Path(__file__).parents[2]
PLAY = (*PREFIX, "play", "--no-open")
Scheme = Literal["light", "dark"]


@dataclass
class PlayPage:
    """A browser tab with the chat."""

    page: Page

    @property
    def messages(self) -> Locator:
        return self.page.locator("#messages > li")

    @property
    def last(self) -> Locator:
        return self.messages.last

    def button(self, label: str) -> Locator:
        """Return a button of the last message."""
        return self.last.get_by_role("button", name=label)

    async def slash(self, command: str, *options: tuple[str, str]) -> None:
        """Type a command and wait for a response."""
        before = await self.messages.count()
        entry = self.page.locator("#entry")
        await expect(entry).to_be_visible()
        await entry.fill(
            "".join((f"/{command} ", *(f"{name}:{value} " for name, value in options)))
        )
        await self.page.locator(".command-name").wait_for()
        await self.page.keyboard.press("Enter")
        await expect(self.messages).to_have_count(before + 1)
        await expect(self.last).not_to_contain_text("Sending")

    async def roll(self, notation: str) -> None:
        """Use ``/roll`` with one option."""
        await self.slash("roll", ("pool1", notation))

    async def be(self, name: str) -> None:
        """Switch to another user."""
        await self.page.locator("#who").click()
        await self.page.get_by_role("menuitemradio", name=name).click()
        await self.page.locator("#who", has_text=name).wait_for()

    async def choose(self, menu: str, option: str) -> None:
        """Choose from a menu of the last message."""
        await self.button(menu).click()
        await self.page.get_by_role("option", name=option, exact=True).click()

    async def edged(self, tag: str) -> None:
        """Roll until the two faces of an edged plot die have different meanings."""
        for _ in range(50):
            await self.roll(f"1d20+5, {tag}1dp")
            if await self.picks.count() > 0:
                return
        raise AssertionError("fifty plot dice showed the same twice")

    @property
    def picks(self) -> Locator:
        """The buttons that pick the face of a plot die."""
        return self.last.get_by_role("button", name="Take ")


@asynccontextmanager
async def open_play_page(
    browser: Browser,
    *,
    scheme: Scheme = "dark",
    width: int = 1000,
    height: int = 760,
    seed: str = "",
    options: Sequence[str] = (),
) -> AsyncIterator[PlayPage]:
    """Run ``nazh play`` in a browser of this size until the block ends.

    With a ``seed`` the dice are reproducible. ``options`` are those of ``nazh play``.
    """
    seeded = {"NAZH_RNG": "seeded", "NAZH_RNG_SEED": seed} if seed else {}
    variables = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **seeded}
    process = await fork((*PLAY, *options), variables, ROOT)
    try:
        address = (await process.stdout.readline()).decode().split()[-1]
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale="en-US",
            reduced_motion="reduce",
        )
        context.set_default_timeout(TIMEOUT)
        page = await context.new_page()
        await page.goto(address)
        await commands_are_there(page)
        yield PlayPage(page)
        await context.close()
    finally:
        process.terminate()
        await process.wait()


async def commands_are_there(page: Page) -> None:
    """Return once the bot has registered its commands, as a user sees it."""
    await page.locator("#entry").fill("/")
    await page.get_by_role("option", name="/roll").wait_for()
    await page.locator("#entry").fill("")
