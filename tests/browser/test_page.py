"""Tests the page in light and dark mode, on phone and desktop, with reloads and faults."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Table
from tests.browser.page_checks import serious_violations, width_needed

Picture = Callable[[str], Path | None]
Scheme = Literal["light", "dark"]


async def set_the_scene(table: Table) -> None:
    """Show everything that the client can show."""
    table.game_master.in_(table.channel).say("The ogre blocks the bridge. **Roll!**")
    await expect(table.messages).to_have_count(1)
    for command, option in (
        ("words", None),
        ("choose", None),
        ("roll", "2d6"),
        ("panel", None),
        ("secret", None),
    ):
        before = await table.messages.count()
        await table.slash(command, option)
        await expect(table.messages).to_have_count(before + 1)
        await expect(table.last).to_contain_text("Tavern")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_serious(table: Table, scheme: Scheme) -> None:
    await table.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await set_the_scene(table)
    assert await serious_violations(table.page) == []

    await table.page.get_by_role("button", name="Faults").click()
    await table.entry.fill("/")
    assert await serious_violations(table.page) == []

    await table.page.keyboard.press("Escape")
    await table.entry.fill("/roll ")
    assert await serious_violations(table.page) == []

    await table.page.keyboard.press("Escape")
    await table.last.locator(".more").click()
    assert await serious_violations(table.page) == []

    await table.page.keyboard.press("Escape")
    await table.messages.nth(2).get_by_role("button", name="Dice").click()
    assert await serious_violations(table.page) == []

    await table.page.keyboard.press("Escape")
    await table.messages.nth(3).get_by_role("button", name="Add plot die").click()
    await expect(table.page.get_by_role("dialog")).to_be_visible()
    assert await serious_violations(table.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_phone_needs_no_sideways_scrolling(
    table: Table, scheme: Scheme, picture: Picture
) -> None:
    await table.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await table.page.set_viewport_size({"width": 360, "height": 740})
    await set_the_scene(table)
    assert await width_needed(table.page) == 360
    if path := picture(f"localcord-phone-{scheme}.png"):
        await table.page.screenshot(path=path)
    assert await serious_violations(table.page) == []

    await table.entry.fill("/roll ")
    await table.page.get_by_role("button", name="Add option foe").click()
    await expect(table.page.locator("#suggestions")).to_be_visible()
    assert await width_needed(table.page) == 360
    await table.page.keyboard.press("Escape")
    await table.page.keyboard.press("Escape")

    await table.page.locator("#open-sidebar").click()
    await table.page.get_by_role("button", name="Faults").click()
    assert await width_needed(table.page) == 360
    await table.page.keyboard.press("Escape")

    await table.page.locator("#open-sidebar").click()
    await table.page.locator("#places").get_by_role("button", name="tavern").click()
    await expect(table.page.locator("#place")).to_contain_text("tavern")
    await expect(table.page.locator("#sidebar")).to_be_hidden()
    await expect(table.messages).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everything_fits_on_a_desktop(table: Table, scheme: Scheme, picture: Picture) -> None:
    await table.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await set_the_scene(table)
    await table.page.get_by_role("button", name="Faults").click()

    assert await width_needed(table.page) == 1200
    if path := picture(f"localcord-{scheme}.png"):
        await table.page.screenshot(path=path)
        assert path.stat().st_size <= 200 * 1024


async def test_the_theme_is_the_systems_until_it_is_chosen(table: Table) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = await table.page.evaluate(ground)
    await table.page.emulate_media(color_scheme="dark")
    dark = await table.page.evaluate(ground)
    assert light != dark

    await table.page.get_by_role("button", name="Theme").click()
    await table.page.get_by_role("button", name="Theme: dark").click()
    await expect(table.page.get_by_role("button", name="Theme: light")).to_be_visible()
    await table.page.reload()
    await expect(table.page.get_by_role("button", name="Theme: light")).to_be_visible()

    assert await table.page.evaluate(ground) == light


async def test_a_reload_keeps_user_and_channel_and_closes_forms(table: Table) -> None:
    await table.be("Tomas")
    await table.slash("secret")
    await expect(table.last).to_contain_text("A secret 13.")
    await table.slash("roll", "2d6")
    await table.last.get_by_role("button", name="Add plot die").click()
    await expect(table.page.get_by_role("dialog", name="Plot dice")).to_be_visible()

    await table.page.reload()

    await expect(table.page.locator("#who")).to_contain_text("Tomas")
    await expect(table.messages).to_have_count(2)
    await expect(table.messages.first).to_contain_text("Only you can see this")
    await expect(table.page.get_by_role("dialog")).to_have_count(0)
    await table.last.get_by_role("button", name="Add plot die").click()
    await table.page.get_by_role("dialog", name="Plot dice").get_by_label("How many").fill("2")
    await table.page.keyboard.press("Enter")
    await expect(table.last).to_contain_text("2 plot dice for @Tomas")


async def test_direct_messages_are_between_two(table: Table) -> None:
    await table.page.locator("#directs").get_by_role("button", name="Tavern").click()
    await expect(table.entry).to_have_attribute("placeholder", "Message @Tavern")
    await table.entry.fill("psst")
    await table.page.keyboard.press("Enter")
    await expect(table.messages).to_have_count(1)

    await table.be("Tomas")
    await expect(table.page.locator("#place")).to_contain_text("table")
    await expect(table.messages).to_have_count(0)


async def test_a_lost_gateway_is_caused_and_seen(table: Table) -> None:
    await table.page.get_by_role("button", name="Faults").click()
    panel = table.page.get_by_role("complementary", name="Faults")
    await expect(panel).to_contain_text("Nothing: all is well.")
    await panel.get_by_role("button", name="Cut, session lost").click()

    await expect(panel.locator(".active")).to_contain_text("The bot is not connected")
    await expect(panel.locator(".diary")).to_contain_text("the session is forgotten")
    await table.slash("silent")
    await expect(table.last).to_contain_text("No bot is connected.")


async def test_rest_faults_are_caused_listed_met_and_cleared(table: Table) -> None:
    page = table.page
    await page.get_by_role("button", name="Faults").click()
    panel = page.get_by_role("complementary", name="Faults")
    active, diary = panel.locator(".active"), panel.locator(".diary")

    await panel.get_by_role("group", name="Slow network").get_by_label("Seconds").fill("0.5")
    await panel.get_by_role("button", name="Slow down").click()
    await expect(active).to_contain_text("0.5 s delay for every request")
    await panel.get_by_role("group", name="429").get_by_label("Requests").fill("2")
    await panel.get_by_role("button", name="Limit").click()
    await expect(active).to_contain_text("429 Too Many Requests for the next 2 requests")
    await panel.get_by_role("button", name="Fail", exact=True).click()
    await expect(active).to_contain_text("500 for the next request")

    await table.slash("roll", "2d6")
    await expect(diary).to_contain_text("answered with 429.")
    await expect(active).to_contain_text("429 Too Many Requests for the next request")
    await expect(table.last).to_contain_text("Refused: POST /interactions/")

    await panel.get_by_role("button", name="Clear all faults").click()
    await expect(active).to_contain_text("Nothing: all is well.")
    await table.slash("roll", "2d6")
    await expect(table.last).to_contain_text("Total 7")


async def test_the_page_loads_only_from_its_own_server(table: Table) -> None:
    urls: list[str] = []
    table.page.on("request", lambda request: urls.append(request.url))
    await table.page.reload()
    await set_the_scene(table)

    assert urls
    assert [url for url in urls if not url.startswith(table.server.client_url)] == []
