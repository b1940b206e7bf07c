"""Every screen that a newcomer meets at ``nazh play``: for everybody's eyes, and for fingers."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Browser, expect

from tests.browser.looking import low_buttons, serious_violations, width_needed
from tests.browser.newcomer import Newcomer, seated

Look = Callable[[], Awaitable[None]]


async def walk(newcomer: Newcomer, look: Look) -> None:
    """Go through all screens, and ``look`` at each."""
    page, keys = newcomer.page, newcomer.page.keyboard
    await page.locator("#entry").fill("/")
    await look()
    await page.locator("#entry").fill("/roll ")
    await expect(page.locator("#suggestions")).to_be_visible()
    await look()
    await keys.press("Escape")
    await keys.press("Escape")

    await newcomer.edged("a")
    await look()
    await newcomer.button("Copy Command").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await look()
    await keys.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)

    await newcomer.roll("1d20+5junk")
    await look()
    await newcomer.slash("roll", ("pool1", "1d20+5"), ("secret", "True"))
    before = await newcomer.messages.count()
    await newcomer.button("Details").click()
    await expect(newcomer.messages).to_have_count(before + 1)
    await look()

    await newcomer.slash("build", ("pools", "a1d20+5, 2d6"))
    await look()
    await newcomer.last.locator(".select").first.click()
    await look()
    await keys.press("Escape")
    await newcomer.slash("help")
    await look()
    await newcomer.last.locator(".more").click()
    await look()
    await keys.press("Escape")
    await page.locator("#who").click()
    await look()
    await keys.press("Escape")


async def test_axe_finds_nothing_serious_at_a_desk_by_day(browser: Browser) -> None:
    async with seated(browser, scheme="light") as newcomer:

        async def look() -> None:
            assert await serious_violations(newcomer.page) == []

        await walk(newcomer, look)


async def test_a_phone_by_night_shows_it_all_and_has_room_for_fingers(browser: Browser) -> None:
    async with seated(browser, scheme="dark", width=390, height=844) as newcomer:

        async def look() -> None:
            assert await width_needed(newcomer.page) == 390
            assert await low_buttons(newcomer.page, 40) == []
            assert await serious_violations(newcomer.page) == []

        await walk(newcomer, look)
        await newcomer.page.locator("#open-sidebar").click()
        await expect(newcomer.page.get_by_label("Your language")).to_be_visible()
        await look()
