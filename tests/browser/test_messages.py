"""Tests messages with buttons, menus and modals in a browser."""

import io
import json

import aiohttp
from playwright.async_api import expect

from tests.browser.conftest import Table
from tests.browser.page_checks import serious_violations


async def test_a_button_updates_its_message_and_keeps_the_focus(table: Table) -> None:
    await table.slash("roll", "2d6")
    again = table.last.get_by_role("button", name="Roll again")
    await again.focus()
    await table.page.keyboard.press("Enter")

    await expect(table.last).to_contain_text("rolled again")
    await expect(again).to_be_focused()
    await expect(table.messages).to_have_count(1)


async def test_buttons_look_and_behave_as_their_style_says(table: Table) -> None:
    await table.slash("roll", "2d6")

    await expect(table.last.get_by_role("button", name="Reveal")).to_be_disabled()
    link = table.last.get_by_role("link", name="Rules")
    await expect(link).to_have_attribute("href", "https://example.org/rules")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")


async def test_an_unanswered_press_shows_an_error_on_its_message(table: Table) -> None:
    await table.slash("roll", "2d6")
    await table.last.get_by_role("button", name="Break").click()

    await expect(table.last.get_by_role("button", name="Break")).to_have_attribute(
        "aria-disabled", "true"
    )
    await expect(table.last).to_contain_text("This interaction failed")


async def test_a_modal_traps_the_focus_and_is_submitted(table: Table) -> None:
    await table.slash("roll", "2d6")
    await table.last.get_by_role("button", name="Add plot die").click()
    dialog = table.page.get_by_role("dialog", name="Plot dice")
    await expect(dialog.get_by_label("How many")).to_be_focused()

    for _ in range(9):
        await table.page.keyboard.press("Tab")
        outside = (
            "document.activeElement !== document.body && !document.activeElement.closest('dialog')"
        )
        assert not await table.page.evaluate(outside)
    await dialog.get_by_role("button", name="Submit").click()
    await expect(dialog.get_by_role("alert")).to_have_text("The field 'How many' is required.")
    await dialog.get_by_label("How many").fill("3")
    await table.page.keyboard.press("Enter")

    await expect(dialog).to_have_count(0)
    await expect(table.last).to_contain_text("3 plot dice for @Mira")


async def test_boxes_of_a_modal_are_ticked_with_the_keyboard(table: Table) -> None:
    await table.entry.fill("/survey")
    await table.page.keyboard.press("Enter")
    await table.page.keyboard.press("Enter")
    dialog = table.page.get_by_role("dialog", name="Next session")
    await expect(dialog.get_by_role("radio", name="Friday")).to_be_focused()
    await expect(dialog.get_by_role("group", name="You bring")).to_be_visible()
    await expect(dialog.get_by_role("checkbox", name="Snacks")).to_be_checked()
    await expect(dialog.get_by_text("This page cannot upload files.")).to_be_visible()
    assert await serious_violations(table.page) == []
    await dialog.get_by_role("button", name="Submit").click()
    await expect(dialog.get_by_role("alert")).to_have_text("The field 'Day' is required.")

    await dialog.get_by_role("radio", name="Friday").focus()
    for key in ("ArrowDown", "Tab", "Tab", "Space", "Tab", "Tab", "Space", "Enter"):
        await table.page.keyboard.press(key)

    await expect(dialog).to_have_count(0)
    await expect(table.last).to_contain_text(
        "day: sat; bring: ['snacks', 'dice']; late: True; sheet: []"
    )


async def test_escape_closes_a_modal_and_gives_the_focus_back(table: Table) -> None:
    await table.slash("roll", "2d6")
    button = table.last.get_by_role("button", name="Add plot die")
    await button.click()
    await expect(table.page.get_by_role("dialog")).to_be_visible()
    await table.page.keyboard.press("Escape")

    await expect(table.page.get_by_role("dialog")).to_have_count(0)
    await expect(button).to_be_focused()


async def test_a_menu_is_chosen_from_with_the_keyboard(table: Table) -> None:
    await table.slash("choose")
    await table.last.get_by_role("button", name="Edge").focus()
    await table.page.keyboard.press("Enter")
    await expect(
        table.page.get_by_role("option", name="Advantage", exact=False).first
    ).to_be_focused()
    await table.page.keyboard.press("ArrowDown")
    await table.page.keyboard.press("Enter")

    await expect(table.last).to_contain_text("edge: dis")


async def test_a_menu_of_several_values_is_sent_when_done(table: Table) -> None:
    await table.slash("choose")
    await table.last.get_by_role("button", name="Dice").click()
    await table.page.get_by_role("option", name="d4").click()
    await table.page.get_by_role("option", name="d8").click()
    await table.page.get_by_role("button", name="Done").click()

    await expect(table.last).to_contain_text("dice: d4, d8")


async def test_a_menu_of_users_sends_the_user(table: Table) -> None:
    await table.slash("choose")
    await table.last.get_by_role("button", name="Who").click()
    await table.page.get_by_role("option", name="Tomas").click()

    await expect(table.last).to_contain_text(f"who: {table.game_master.id}")


async def test_an_ephemeral_answer_is_for_one_and_can_be_dismissed(table: Table) -> None:
    await table.slash("secret")
    await expect(table.last).to_contain_text("Only you can see this")

    await table.be("Tomas")
    await expect(table.messages).to_have_count(0)
    await table.be("Mira")
    await table.last.get_by_role("button", name="Dismiss message").click()
    await expect(table.messages).to_have_count(0)


async def test_a_second_user_presses_and_both_see_it(table: Table) -> None:
    other = await table.page.context.new_page()
    await other.goto(table.server.client_url)
    await other.locator("#who").click()
    await other.get_by_role("menuitemradio", name="Tomas").click()
    await other.locator("#who", has_text="Tomas").wait_for()
    await table.slash("roll", "2d6")

    await other.get_by_role("button", name="Roll again").click()

    await expect(table.last).to_contain_text("rolled again")
    pressed_by = table.bot.interactions[-1]["member"]["user"]["id"]
    assert pressed_by == str(table.game_master.id)


async def test_thinking_is_shown_until_the_answer_arrives(table: Table) -> None:
    await table.slash("ponder")
    await expect(table.last).to_contain_text("Tavern is thinking…")

    table.bot.wake.set()

    await expect(table.last).to_contain_text("Forty-two.")
    await expect(table.messages).to_have_count(1)


async def test_markdown_is_shown_as_discord_shows_it(table: Table) -> None:
    await table.slash("words")

    body = table.last.locator(".body")
    for tag, text in (
        ("strong", "bold"),
        ("em", "italic"),
        ("u", "under"),
        ("s", "gone"),
        ("pre code", "a1d20+5"),
        (".text code", "2d6+3"),
        (".subtext", "under the breath"),
    ):
        await expect(body.locator(tag)).to_have_text(text)
    await expect(body.get_by_role("heading")).to_have_text(["Big", "Middle", "Small"])
    await expect(body.locator("blockquote")).to_have_text("quoted, twice\nover")
    await expect(body.locator("li")).to_have_text(["one", "two"])
    spoiler = body.get_by_role("button", name="Spoiler")
    await spoiler.press("Enter")
    await expect(body.get_by_text("the butler")).to_be_visible()


async def test_text_is_never_markup(table: Table) -> None:
    hostile = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) <b>no</b>"
    await table.entry.fill(hostile)
    await table.page.keyboard.press("Enter")

    await expect(table.last.locator(".text")).to_have_text(hostile)
    await expect(table.last.locator("img, .body a, b")).to_have_count(0)


async def test_components_v2_are_shown_and_used(table: Table) -> None:
    await table.slash("panel")

    await expect(table.last.get_by_role("heading", name="The pool")).to_be_visible()
    await table.last.get_by_role("button", name="Add plot die").click()
    await expect(table.page.get_by_role("dialog", name="Plot dice")).to_be_visible()


async def test_an_embed_shows_the_picture_that_came_with_it(table: Table) -> None:
    embed = {"title": "Strength", "image": {"url": "attachment://bars.png"}}
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps({"embeds": [embed]}), content_type="application/json")
    form.add_field("files[0]", io.BytesIO(b"bars"), filename="bars.png")

    await table.bot.rest.call("POST", f"/channels/{table.channel.id}/messages", data=form)

    await expect(table.last.locator("article img")).to_have_attribute("alt", "bars.png")
    await expect(table.last.locator("img")).to_have_count(1)


async def test_the_arrows_walk_through_the_messages(table: Table) -> None:
    for text in ("one", "two", "three"):
        table.player.in_(table.channel).say(text)
    await expect(table.messages).to_have_count(3)
    await table.entry.focus()

    await table.page.keyboard.press("ArrowUp")
    await expect(table.last).to_be_focused()
    await table.page.keyboard.press("ArrowUp")
    await expect(table.messages.nth(1)).to_be_focused()
    await table.page.keyboard.press("Home")
    await expect(table.messages.first).to_be_focused()
    await table.page.keyboard.press("Escape")
    await expect(table.entry).to_be_focused()


async def test_new_messages_are_announced_to_screen_readers(table: Table) -> None:
    table.game_master.in_(table.channel).say("Roll for initiative!")

    await expect(table.page.locator("#live")).to_contain_text("Tomas: Roll for initiative!")


async def test_a_deleted_message_disappears(table: Table) -> None:
    message = table.game_master.in_(table.channel).say("Oops.")
    await expect(table.messages).to_have_count(1)

    table.server.world.delete(message)

    await expect(table.messages).to_have_count(0)
