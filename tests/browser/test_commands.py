"""Tests slash commands, options, autocomplete and context menus in a browser."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Table


async def test_a_command_is_used_with_the_keyboard_alone(table: Table) -> None:
    keys = table.page.keyboard
    await keys.press("Tab")
    await expect(table.page.locator(".skip")).to_be_focused()
    await keys.press("Enter")

    await keys.type("/r")
    await expect(table.page.get_by_role("option", name="/roll")).to_have_attribute(
        "aria-selected", "true"
    )
    await keys.press("Enter")
    await keys.type("2d6")
    await keys.press("Enter")

    await expect(table.last).to_contain_text("Mira used /roll")
    await expect(table.last).to_contain_text("dice=2d6")
    await expect(table.entry).to_be_focused()


async def test_typing_a_slash_lists_commands_with_descriptions(table: Table) -> None:
    await table.entry.fill("/")

    options = table.page.locator("#suggestions").get_by_role("option")
    await expect(options.first).to_contain_text("/roll")
    await expect(options.filter(has_text="Throw dice where everyone")).to_have_count(1)
    await table.page.keyboard.press("ArrowDown")
    await table.page.keyboard.press("Tab")
    await expect(table.page.locator(".command-name")).to_have_text("/choose")


async def test_every_type_of_option_is_sent_as_such(table: Table) -> None:
    page, keys = table.page, table.page.keyboard
    await table.entry.fill("/roll ")
    await keys.type("1d20")
    await page.get_by_role("button", name="Add option times").click()
    await keys.type("3")
    await page.get_by_role("button", name="Add option plot").click()
    await page.get_by_role("option", name="True").click()
    await page.get_by_role("button", name="Add option edge").click()
    await keys.type("dis")
    await keys.press("Enter")
    await page.get_by_role("button", name="Add option foe").click()
    await keys.type("Tom")
    await keys.press("Enter")
    await keys.press("Enter")

    await expect(table.last).to_contain_text("dice=1d20")
    options = {
        option["name"]: option["value"] for option in table.bot.interactions[-1]["data"]["options"]
    }
    assert options == {
        "dice": "1d20",
        "times": 3,
        "plot": True,
        "edge": "dis",
        "foe": str(table.game_master.id),
    }


async def test_invalid_actions_are_refused_with_a_message(table: Table) -> None:
    page = table.page
    problem = page.locator("#problem")
    await table.slash("roll")
    await expect(problem).to_have_text("dice is required.")
    await page.keyboard.type("2d6")
    await page.get_by_role("button", name="Add option times").click()
    await page.keyboard.type("many")
    await page.keyboard.press("Enter")
    await expect(problem).to_have_text("times must be a whole number.")
    await page.keyboard.press("Control+a")
    await page.keyboard.type("99")
    await page.keyboard.press("Enter")

    await expect(problem).to_contain_text("must be within")
    assert table.bot.interactions == []


async def test_escape_and_backspace_leave_a_command(table: Table) -> None:
    for key in ("Escape", "Backspace"):
        await table.entry.fill("/roll ")
        await expect(table.page.locator(".command-name")).to_have_text("/roll")
        await table.page.keyboard.press(key)
        await expect(table.entry).to_be_focused()


async def test_the_bot_completes_the_typed_text(table: Table) -> None:
    await table.entry.fill("/spell ")
    await table.page.keyboard.type("fire")

    options = table.page.locator("#suggestions").get_by_role("option")
    await expect(options).to_have_text(["Fireball", "Firebolt"])
    await table.page.keyboard.press("ArrowDown")
    await table.page.keyboard.press("ArrowDown")
    await table.page.keyboard.press("Enter")
    await table.page.keyboard.press("Enter")

    await expect(table.last).to_contain_text("You cast Firebolt.")


async def test_free_text_needs_no_completion(table: Table) -> None:
    await table.slash("spell", "Wish")

    await expect(table.last).to_contain_text("You cast Wish.")


async def test_only_the_game_master_is_offered_the_rules(table: Table) -> None:
    options = table.page.locator("#suggestions").get_by_role("option")
    await table.entry.fill("/ru")
    await expect(options).to_have_count(0)

    await table.be("Tomas")
    await table.entry.fill("/ru")
    await expect(options).to_have_count(2)
    await table.page.keyboard.press("ArrowDown")
    await table.page.keyboard.press("Enter")
    await table.page.keyboard.press("Enter")

    await expect(table.last).to_contain_text("Tomas used /rules")


async def test_a_message_command_is_in_the_menu_of_the_message(table: Table) -> None:
    await table.entry.fill("2d6 for the ogre")
    await table.page.keyboard.press("Enter")
    await expect(table.last).to_contain_text("2d6 for the ogre")
    await table.page.keyboard.press("ArrowUp")
    await table.page.keyboard.press("Shift+F10")

    item = table.page.get_by_role("menuitem", name="Roll the dice in this message")
    await expect(item).to_be_focused()
    await table.page.keyboard.press("Enter")

    await expect(table.last).to_contain_text("Rolling 2d6 for the ogre: 7")


async def test_a_user_command_is_in_the_menu_of_the_user(table: Table) -> None:
    members = table.page.locator("#members")
    await members.get_by_role("button", name=re.compile("^K? ?Kel")).click()
    await table.page.get_by_role("menuitem", name="Greet").click()

    await expect(table.last).to_contain_text("Hello @Kel!")


async def test_an_unanswered_command_shows_an_error(table: Table) -> None:
    await table.slash("silent")

    await expect(table.last).to_contain_text("Sending /silent…")
    await expect(table.last).to_contain_text("The application did not respond.")
    await table.last.get_by_role("button", name="Dismiss").click()
    await expect(table.messages).to_have_count(0)


async def test_an_unknown_command_is_not_sent_as_text(table: Table) -> None:
    await table.entry.fill("/nonsense")
    await table.page.keyboard.press("Enter")

    await expect(table.page.locator("#problem")).to_have_text("There is no command /nonsense here.")
    await expect(table.messages).to_have_count(0)


@pytest.mark.parametrize(
    ("pasted", "shown_text"),
    [
        ("/roll dice:2d6 +1 edge:Advantage times:3", "dice=2d6 +1, times=3, edge=adv"),
        ("/roll 2d6 + 1", "dice=2d6 + 1"),
    ],
)
async def test_a_whole_command_can_be_pasted(table: Table, pasted: str, shown_text: str) -> None:
    await table.entry.fill(pasted)
    await expect(table.page.locator(".command-name")).to_have_text("/roll")
    await table.page.keyboard.press("Enter")

    await expect(table.last).to_contain_text(shown_text)
