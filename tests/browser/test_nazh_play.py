"""``nazh play`` in a browser: the real bot at a table, as a newcomer meets it."""

import re
from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.newcomer import Newcomer, seated


@pytest_asyncio.fixture(loop_scope="session")
async def newcomer(browser: Browser) -> AsyncIterator[Newcomer]:
    async with seated(browser) as somebody:
        yield somebody


async def test_a_roll_gets_its_plot_die(newcomer: Newcomer) -> None:
    await newcomer.roll("Stealth: a1d20+5 vs 15, 2d6+3 # past the guards")
    await expect(newcomer.last).to_contain_text("Stealth: a1d20+5 vs 15")

    await newcomer.last.get_by_role("button", name="Add Plot Die").click()

    await expect(newcomer.last.get_by_role("button", name="Add Plot Die")).to_have_count(0)
    await expect(newcomer.last.locator("code", has_text="dp")).to_have_count(1)


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


async def test_a_copied_command_can_be_pasted(newcomer: Newcomer) -> None:
    await newcomer.roll("4d6k3, 2d6 # again")
    await newcomer.button("Copy Command").click()
    dialog = newcomer.page.get_by_role("dialog")
    copied = await dialog.locator("input, textarea").first.input_value()
    await newcomer.page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)

    await newcomer.page.locator("#entry").fill(copied)
    await newcomer.page.keyboard.press("Enter")

    await expect(newcomer.messages).to_have_count(2)
    await expect(newcomer.last.locator("code")).to_have_text(["4d6kh3", "2d6"])


async def test_everybody_at_the_table_is_named_plainly(newcomer: Newcomer) -> None:
    members = newcomer.page.locator("#members > li")

    await expect(members).to_contain_text(["Player", "Game master", "Stranger", "App"])
    await newcomer.page.locator("#who").click()
    await expect(newcomer.page.get_by_role("menuitemradio")).to_contain_text(
        ["Player", "Game master", "Stranger"]
    )


async def test_a_roll_is_built_from_nothing_and_posted(newcomer: Newcomer) -> None:
    await newcomer.slash("build")
    await expect(newcomer.last).to_contain_text("Only you can see this")
    await expect(newcomer.button("Roll").first).to_be_disabled()

    await newcomer.last.locator(".select").first.click()
    await newcomer.page.get_by_role("option", name="d20").click()
    # Presses at once begin from the same words, and the last one stands: as a person would, wait.
    await expect(newcomer.last).to_contain_text("1d20")
    await newcomer.last.get_by_role("button", name="Advantage", exact=True).click()
    await expect(newcomer.last).to_contain_text("a1d20")
    await newcomer.last.get_by_role("button", name="+5").click()
    await expect(newcomer.last).to_contain_text("a1d20+5")
    await newcomer.last.get_by_role("button", name="Roll", exact=True).click()

    await expect(newcomer.messages).to_have_count(2)
    await newcomer.be("Kel")
    await expect(newcomer.messages).to_have_count(1)
    await expect(newcomer.last.locator("code")).to_have_text("a1d20+5")


async def test_who_rolled_picks_the_face_of_a_plot_die_with_advantage(newcomer: Newcomer) -> None:
    await newcomer.edged("a")
    await newcomer.be("Kel")
    await newcomer.picks.first.click()
    await expect(newcomer.last).to_contain_text("Only you can see this")

    await newcomer.be("Mira")
    await expect(newcomer.last).to_contain_text("still to be picked")
    await newcomer.picks.first.click()

    await expect(newcomer.picks).to_have_count(0)
    await expect(newcomer.last).not_to_contain_text("still to be picked")


async def test_the_game_master_picks_that_of_one_with_disadvantage(newcomer: Newcomer) -> None:
    await newcomer.edged("d")
    await newcomer.picks.first.click()
    await expect(newcomer.last).to_contain_text("Only you can see this")

    await newcomer.be("Tomas")
    await expect(newcomer.last).to_contain_text("still to be picked")
    await newcomer.picks.first.click()

    await expect(newcomer.picks).to_have_count(0)


async def test_a_secret_roll_is_seen_by_all_once_revealed(newcomer: Newcomer) -> None:
    await newcomer.slash("roll", ("pool1", "1d20+5"), ("secret", "True"))
    await expect(newcomer.last).to_contain_text("Only you can see this")
    await newcomer.be("Tomas")
    await expect(newcomer.messages).to_have_count(0)

    await newcomer.be("Mira")
    await newcomer.button("Reveal").click()
    await expect(newcomer.messages).to_have_count(2)

    await newcomer.be("Tomas")
    await expect(newcomer.last).to_contain_text("@Mira")
    await expect(newcomer.last.locator("code")).to_have_text("1d20+5")


async def test_an_example_of_the_help_is_rolled(newcomer: Newcomer) -> None:
    await newcomer.slash("help")
    await expect(newcomer.last).to_contain_text("Only you can see this")
    await newcomer.last.get_by_role("button", name=re.compile("a1d20")).first.click()

    await expect(newcomer.messages).to_have_count(2)
    await expect(newcomer.last.locator("code").first).to_contain_text("a1d20")


async def test_the_dice_of_a_message_are_rolled_from_its_menu(newcomer: Newcomer) -> None:
    await newcomer.page.locator("#entry").fill("I hit it with 2d6+3!")
    await newcomer.page.keyboard.press("Enter")
    await expect(newcomer.last).to_contain_text("I hit it")
    await newcomer.last.click(button="right")
    await newcomer.page.get_by_role("menuitem").first.click()

    await expect(newcomer.messages).to_have_count(2)
    await expect(newcomer.last.locator("code").first).to_have_text("2d6+3")


async def test_the_bot_says_what_is_meant_while_one_types(newcomer: Newcomer) -> None:
    await newcomer.page.locator("#entry").fill("/roll ")
    await newcomer.page.keyboard.type("ad20+2")
    meant = newcomer.page.locator("#suggestions").get_by_role("option", name="a1d20+2")
    await meant.first.click()
    await newcomer.page.keyboard.press("Enter")

    await expect(newcomer.last.locator("code")).to_have_text("a1d20+2")


async def test_the_keyboard_is_enough(newcomer: Newcomer) -> None:
    page, keys = newcomer.page, newcomer.page.keyboard
    focused = page.locator(":focus")
    await page.locator("#entry").focus()
    await keys.type("/roll 1d20+5")
    await page.get_by_role("button", name="Add option difficulty").focus()
    await keys.press("Enter")
    await keys.type("15")
    await keys.press("Enter")
    await expect(newcomer.last.locator("code")).to_have_text("1d20+5 vs 15")

    await expect(page.locator("#entry")).to_be_focused()
    await keys.press("ArrowUp")
    await expect(newcomer.last).to_be_focused()
    while not (await focused.text_content() or "").endswith("Add Plot Die"):
        await keys.press("Tab")
    await keys.press("Enter")
    await expect(newcomer.last.locator("code")).to_have_text(["1d20+5 vs 15", "dp"])

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
