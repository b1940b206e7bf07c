"""Takes the documents' pictures of ``nazh play`` with ``--renew-golden``."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.play_page import PlayPage, Scheme, open_play_page

MAX_BYTES = 150_000
SEED = "7"
NATURAL_20 = "211"
"""A seed whose first attack is a natural 20 with an Opportunity."""
Picture = Callable[[str], Path | None]
SCHEMES: tuple[Scheme, Scheme] = ("light", "dark")


async def kept(page: Page, path: Path | None) -> None:
    """Take a small picture, and store it if requested."""
    await page.mouse.move(0, 0)
    await page.evaluate("document.activeElement.blur()")
    screenshot = await page.screenshot()
    assert len(screenshot) < MAX_BYTES
    if path is not None:
        await asyncio.to_thread(path.write_bytes, screenshot)


async def roll_for_the_bridge(play_page: PlayPage) -> None:
    await play_page.be("Tomas")
    await play_page.page.locator("#entry").fill("The bridge sways, and the ogre roars. **Attack!**")
    await play_page.page.keyboard.press("Enter")
    await expect(play_page.messages).to_have_count(1)
    await play_page.be("Mira")
    await play_page.roll("Attack: a1d20+7 vs 15, Damage: 2d8+4, dp # off the rail, axe first")
    await expect(play_page.last).to_contain_text("Natural 20!")
    await expect(play_page.last).to_contain_text("Opportunity")


async def test_the_table(browser: Browser, picture: Picture) -> None:
    async with open_play_page(browser, seed=NATURAL_20, height=560) as play_page:
        await roll_for_the_bridge(play_page)

        await kept(play_page.page, picture("play.png"))


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_an_edged_plot_die(browser: Browser, scheme: Scheme, picture: Picture) -> None:
    async with open_play_page(browser, scheme=scheme, seed=SEED, height=600) as play_page:
        await play_page.edged("a")

        await kept(play_page.page, picture(f"play-pick-{scheme}.png"))


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_the_builder(browser: Browser, scheme: Scheme, picture: Picture) -> None:
    async with open_play_page(browser, scheme=scheme, seed=SEED) as play_page:
        await play_page.slash("build", ("pools", "Stealth: a1d20+5 vs 15, 2d6"))
        await play_page.last.locator(".select").first.click()
        await play_page.page.get_by_role("option", name="d8", exact=True).click()
        await expect(play_page.last).to_contain_text("d8")

        await kept(play_page.page, picture(f"play-builder-{scheme}.png"))


async def test_a_secret_roll(browser: Browser, picture: Picture) -> None:
    async with open_play_page(browser, seed=SEED, height=640) as play_page:
        await play_page.slash("roll", ("pool1", "Perception: 1d20+5"), ("secret", "True"))
        await play_page.button("Reveal").click()
        await expect(play_page.messages).to_have_count(2)

        await kept(play_page.page, picture("play-secret.png"))


async def test_the_help(browser: Browser, picture: Picture) -> None:
    async with open_play_page(browser, scheme="light", seed=SEED, height=900) as play_page:
        await play_page.slash("help")

        await kept(play_page.page, picture("play-help.png"))


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_a_phone(browser: Browser, scheme: Scheme, picture: Picture) -> None:
    async with open_play_page(
        browser, scheme=scheme, seed=NATURAL_20, width=390, height=844
    ) as play_page:
        await roll_for_the_bridge(play_page)

        await kept(play_page.page, picture(f"play-phone-{scheme}.png"))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("device", "width", "height"), [("desk", 1000, 760), ("phone", 390, 844)])
async def test_a_panel(
    browser: Browser, scheme: Scheme, device: str, width: int, height: int, picture: Picture
) -> None:
    async with open_play_page(
        browser, scheme=scheme, seed=SEED, width=width, height=height
    ) as play_page:
        rolls = "Attack=1d20+7 vs 15, Damage=2d6+4, Perception=1d20+3, Stealth=d1d20+2, 4d6kh3"
        await play_page.slash("panel", ("rolls", rolls), ("title", "Goblin ambush"))
        await play_page.button("Post").click()
        await expect(play_page.messages).to_have_count(2)
        await play_page.be("Tomas")
        await play_page.button("Attack").click()
        await expect(play_page.messages).to_have_count(2)

        await kept(play_page.page, picture(f"panel-{device}-{scheme}.png"))
