"""Tests ``nazh play`` with the real bot in a browser."""

import re
from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.play_page import PlayPage, open_play_page
from tests.browser.timeouts import TIMEOUT


@pytest_asyncio.fixture(loop_scope="session")
async def play_page(browser: Browser) -> AsyncIterator[PlayPage]:
    async with open_play_page(browser) as somebody:
        yield somebody


async def test_a_roll_gets_its_plot_die(play_page: PlayPage) -> None:
    await play_page.roll("Stealth: a1d20+5 vs 15, 2d6+3 # past the guards")
    await expect(play_page.last).to_contain_text("Stealth: a1d20+5 vs 15")

    await play_page.last.get_by_role("button", name="Add Plot Die").click()

    await expect(play_page.last.get_by_role("button", name="Add Plot Die")).to_have_count(0)
    await expect(play_page.last.locator("code", has_text="dp")).to_have_count(1)


async def test_a_slip_is_shown_to_its_maker_alone(play_page: PlayPage) -> None:
    await play_page.roll("ad20+2")

    await expect(play_page.last).to_contain_text("Write a1d20.")
    await expect(play_page.last).to_contain_text("Only you can see this")


async def test_a_stranger_cannot_add_a_die_to_my_roll(play_page: PlayPage) -> None:
    await play_page.roll("1d20+5")
    await expect(play_page.last.get_by_role("button", name="Add Plot Die")).to_be_visible()

    await play_page.be("Kel")
    await play_page.last.get_by_role("button", name="Add Plot Die").click()

    await expect(play_page.last).to_contain_text("Only you can see this")


async def test_the_command_can_be_copied(play_page: PlayPage) -> None:
    await play_page.roll("4d6k3")
    await play_page.last.get_by_role("button", name="Copy Command").click()

    dialog = play_page.page.get_by_role("dialog")
    await expect(dialog.locator("input, textarea").first).to_have_value("/roll pool1:4d6kh3")


async def test_a_copied_command_can_be_pasted(play_page: PlayPage) -> None:
    await play_page.roll("4d6k3, 2d6 # again")
    await play_page.button("Copy Command").click()
    dialog = play_page.page.get_by_role("dialog")
    copied = await dialog.locator("input, textarea").first.input_value()
    await play_page.page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)

    await play_page.page.locator("#entry").fill(copied)
    await play_page.page.keyboard.press("Enter")

    await expect(play_page.messages).to_have_count(2)
    await expect(play_page.last.locator("code")).to_have_text(["4d6kh3", "2d6"])


async def test_all_users_are_listed_by_name(play_page: PlayPage) -> None:
    members = play_page.page.locator("#members > li")

    await expect(members).to_contain_text(["Player", "Game master", "Stranger", "App"])
    await play_page.page.locator("#who").click()
    await expect(play_page.page.get_by_role("menuitemradio")).to_contain_text(
        ["Player", "Game master", "Stranger"]
    )


async def test_a_roll_is_built_from_nothing_and_posted(play_page: PlayPage) -> None:
    await play_page.slash("build")
    await expect(play_page.last).to_contain_text("Only you can see this")
    await expect(play_page.button("Roll").first).to_be_disabled()

    await play_page.last.locator(".select").first.click()
    await play_page.page.get_by_role("option", name="d20").click()
    # Concurrent presses start from the same state, and the last one wins, so wait.
    await expect(play_page.last).to_contain_text("1d20")
    await play_page.last.get_by_role("button", name="Advantage", exact=True).click()
    await expect(play_page.last).to_contain_text("a1d20")
    await play_page.last.get_by_role("button", name="+5").click()
    await expect(play_page.last).to_contain_text("a1d20+5")
    await play_page.last.get_by_role("button", name="Roll", exact=True).click()

    await expect(play_page.messages).to_have_count(2)
    await play_page.be("Kel")
    await expect(play_page.messages).to_have_count(1)
    await expect(play_page.last.locator("code")).to_have_text("a1d20+5")


async def test_the_roller_picks_the_face_of_a_plot_die_with_advantage(play_page: PlayPage) -> None:
    await play_page.edged("a")
    await play_page.be("Kel")
    await play_page.picks.first.click()
    await expect(play_page.last).to_contain_text("Only you can see this")

    await play_page.be("Mira")
    await expect(play_page.last).to_contain_text("not picked yet")
    await play_page.picks.first.click()

    await expect(play_page.picks).to_have_count(0)
    await expect(play_page.last).not_to_contain_text("not picked yet")


async def test_the_game_master_picks_that_of_one_with_disadvantage(play_page: PlayPage) -> None:
    await play_page.edged("d")
    await play_page.picks.first.click()
    await expect(play_page.last).to_contain_text("Only you can see this")

    await play_page.be("Tomas")
    await expect(play_page.last).to_contain_text("not picked yet")
    await play_page.picks.first.click()

    await expect(play_page.picks).to_have_count(0)


async def test_a_secret_roll_is_seen_by_all_once_revealed(play_page: PlayPage) -> None:
    await play_page.slash("roll", ("pool1", "1d20+5"), ("secret", "True"))
    await expect(play_page.last).to_contain_text("Only you can see this")
    await play_page.be("Tomas")
    await expect(play_page.messages).to_have_count(0)

    await play_page.be("Mira")
    await play_page.button("Reveal").click()
    await expect(play_page.messages).to_have_count(2)

    await play_page.be("Tomas")
    await expect(play_page.last).to_contain_text("@Mira")
    await expect(play_page.last.locator("code")).to_have_text("1d20+5")


async def test_an_example_of_the_help_is_rolled(play_page: PlayPage) -> None:
    await play_page.slash("help")
    await expect(play_page.last).to_contain_text("Only you can see this")
    await play_page.last.get_by_role("button", name=re.compile("a1d20")).first.click()

    await expect(play_page.messages).to_have_count(2)
    await expect(play_page.last.locator("code").first).to_contain_text("a1d20")


async def test_the_dice_of_a_message_are_rolled_from_its_menu(play_page: PlayPage) -> None:
    await play_page.page.locator("#entry").fill("I hit it with 2d6+3!")
    await play_page.page.keyboard.press("Enter")
    await expect(play_page.last).to_contain_text("I hit it")
    await play_page.last.click(button="right")
    await play_page.page.get_by_role("menuitem").first.click()

    await expect(play_page.messages).to_have_count(2)
    await expect(play_page.last.locator("code").first).to_have_text("2d6+3")


async def test_autocomplete_explains_the_typed_notation(play_page: PlayPage) -> None:
    await play_page.page.locator("#entry").fill("/roll ")
    await play_page.page.keyboard.type("ad20+2")
    meant = play_page.page.locator("#suggestions").get_by_role("option", name="a1d20+2")
    await meant.first.click()
    await play_page.page.keyboard.press("Enter")

    await expect(play_page.last.locator("code")).to_have_text("a1d20+2")


async def test_the_keyboard_is_enough(play_page: PlayPage) -> None:
    page, keys = play_page.page, play_page.page.keyboard
    focused = page.locator(":focus")
    await page.locator("#entry").focus()
    await keys.type("/roll 1d20+5")
    await page.get_by_role("button", name="Add option difficulty").focus()
    await keys.press("Enter")
    await keys.type("15")
    await keys.press("Enter")
    await expect(play_page.last.locator("code")).to_have_text("1d20+5 vs 15")

    await expect(page.locator("#entry")).to_be_focused()
    await keys.press("ArrowUp")
    await expect(play_page.last).to_be_focused()
    while not (await focused.text_content() or "").endswith("Add Plot Die"):
        await keys.press("Tab")
    await keys.press("Enter")
    await expect(play_page.last.locator("code")).to_have_text(["1d20+5 vs 15", "dp"])

    while not (await focused.text_content() or "").endswith("Copy Command"):
        await keys.press("Tab")
    await keys.press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_be_visible()
    await keys.press("Escape")
    await expect(dialog).to_have_count(0)

    while await focused.get_attribute("id") != "who":
        await keys.press("Shift+Tab")
    await keys.press("Enter")
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await expect(page.locator("#who")).to_contain_text("Tomas")
    await expect(page.locator("#who")).to_be_focused()


async def test_an_hour_of_the_game_takes_six_seconds(browser: Browser) -> None:
    async with open_play_page(browser, options=("--game",)) as game:
        await game.be("Tomas")
        await game.slash("nation register", ("name", "Aurelia"))
        await game.slash("citizen register")
        await game.slash("treasury status")
        await expect(game.last).to_contain_text("+150 an hour")
        stock = (await game.last.get_by_text(" resources").first.inner_text()).split("\n")[0]

        # The instant of the next tick is shown relative to the clock of the game, and goes by.
        await expect(game.last.locator("time.relative")).to_contain_text("ago", timeout=TIMEOUT)
        await game.button("Nation").click()
        await game.button("Treasury").click()

        await expect(game.last).to_contain_text("+150 an hour")
        await expect(game.last).not_to_contain_text(stock)
