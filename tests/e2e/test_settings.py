"""Tests that managers change settings, and that the next roll uses them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from localcord import CannotUse, Channel, Message, Person, Role
from tests.e2e.conftest import Table
from tests.e2e.program import Program, run_bot

MANAGE_GUILD, MANAGE_MESSAGES, VIEW = 1 << 5, 1 << 13, 1 << 10
WHAT = "nz2:guilds.setting"


@pytest_asyncio.fixture
async def manager(table: Table) -> AsyncIterator[Person]:
    """Carol, who can manage the server."""
    assert table.channel.guild is not None
    carol = table.discord.user("Carol")
    carol.set_permissions(table.channel.guild, 0x8000_0000 | 0xC00 | MANAGE_GUILD)
    yield carol


async def choose(
    by: Person, message: Message, setting: str, *values: str | Channel | Role
) -> Message:
    """Choose a setting and a value, and return the updated message."""
    setting_page = (await by.choose(message, setting, menu=WHAT)).updated
    return (await by.choose(setting_page, *values, menu=f"nz2:guilds.choice:{setting}")).updated


async def opened(table: Table, by: Person) -> Message:
    conversation = await by.in_(table.channel).slash("settings")
    assert conversation.ephemeral
    return conversation.reply


async def choice_left_open(table: Table) -> Message:
    """Return a roll with an open pick; one in six shows the same face twice."""
    while True:
        rolled = (await table.channel_user.slash("roll", pool1="1d20, d1dp")).reply
        if rolled.buttons[0].label.startswith("Take"):
            return rolled


async def test_a_manager_sets_rules_and_language_and_the_next_public_roll_follows(
    table: Table, bot: Program, manager: Person
) -> None:
    before = await table.channel_user.slash("roll", pool1="1d1-5, 1d1 vs 9")
    message = await opened(table, manager)
    assert "**Rules**: nazh (default)" in message.text

    message = await choose(manager, message, "ruleset", "cosmere")
    message = await choose(manager, message, "language", "Deutsch")
    assert "**Rules**: cosmere" in message.text
    assert "**Language of public messages**: Deutsch" in message.text
    after = await table.channel_user.slash("roll", pool1="1d1-5, 1d1 vs 9")

    assert "**1** (M)" in before.reply.text
    assert "**-4**" in after.reply.text
    assert "verfehlt um 8" in after.reply.text
    again = await table.bob.press(after.reply, "Noch mal würfeln")
    assert "**-4**" in again.reply.text


async def test_users_without_manage_server_are_refused(
    table: Table, bot: Program, manager: Person
) -> None:
    with pytest.raises(CannotUse, match="may not use 'settings'"):
        await table.channel_user.slash("settings")
    message = await opened(table, manager)
    message = await choose(manager, message, "layout", "compact")
    assert table.channel.guild is not None
    manager.set_permissions(table.channel.guild, 0x8000_0000 | 0xC00 | MANAGE_MESSAGES)

    pressed = await manager.choose(message, "ruleset", menu=WHAT)
    chosen = await manager.choose(message, "full", menu="nz2:guilds.choice:layout")
    taken_back = await manager.press(message, "Reset to default")
    looked = await manager.press(message, "Changes")

    for refused in (pressed, chosen, taken_back, looked):
        assert "You need the Manage Server permission" in refused.reply.text
        assert refused.ephemeral


async def test_a_role_leads_the_game(table: Table, bot: Program, manager: Person) -> None:
    guild = table.channel.guild
    assert guild is not None
    narrator = guild.role("Narrator")
    rolled = await choice_left_open(table)
    face = rolled.buttons[0].label
    refused = await table.bob.press(rolled, face)
    assert "game master" in refused.reply.text

    await choose(manager, await opened(table, manager), "game_masters", narrator)
    still_refused = await table.bob.press(rolled, face)
    table.bob.set_roles(guild, narrator)
    picked = await table.bob.press(rolled, face)
    saved = await table.bob.in_(table.channel).slash(
        "save", name="hit", notation="1d6", scope="server"
    )

    assert "game master" in still_refused.reply.text
    assert "was picked" in picked.updated.text
    assert "hit" in saved.reply.text
    assert "Only a game master" not in saved.reply.text


async def test_secret_rolls_are_posted_in_the_chosen_channel(
    table: Table, bot: Program, manager: Person
) -> None:
    guild = table.channel.guild
    assert guild is not None
    screen = guild.channel("behind-the-screen")
    narrators = guild.role("Narrators")
    screen.overwrite(None, deny=VIEW)
    screen.overwrite(narrators, allow=VIEW)
    manager.set_roles(guild, narrators)
    await choose(manager, await opened(table, manager), "game_masters", narrators)

    message = await choose(manager, await opened(table, manager), "notice_channel", screen)
    secret = await table.channel_user.slash("roll", pool1="1d20", secret=True)
    await bot.metrics_when(lambda _: bool(manager.sees(screen)))

    assert f"**Channel for secret rolls**: <#{screen.id}>" in message.text
    (notice,) = manager.sees(screen)
    assert f"Secret roll by <@{table.alice.id}> in <#{table.channel.id}>." in notice.text
    assert table.bob.sees(screen) == []
    line = f"-# Also shown in <#{screen.id}>, to game masters."
    assert secret.reply.text.splitlines()[-1] == line
    plotted = await table.alice.press(secret.reply, "Add Plot Die")
    assert plotted.updated.text.splitlines()[-1] == line
    revealed = await (await table.alice.press(secret.reply, "Reveal")).follow_up()
    assert "Also shown" not in revealed.text


async def test_a_channel_that_players_read_is_chosen_only_after_a_warning(
    table: Table, bot: Program, manager: Person
) -> None:
    guild = table.channel.guild
    assert guild is not None
    hall = guild.channel("hall")
    default = "**Channel for secret rolls**: none chosen by this server (default)"

    warned = await choose(manager, await opened(table, manager), "notice_channel", hall)
    assert f"**Everyone on this server can read <#{hall.id}>.**" in warned.text
    cancelled = (await manager.press(warned, "Cancel")).updated
    assert default in cancelled.text
    untold = await table.channel_user.slash("roll", pool1="1d20", secret=True)
    assert "Also" not in untold.reply.text

    hall.overwrite(None, deny=VIEW)
    hall.overwrite(guild.role("Players"), allow=VIEW)
    hall.overwrite(guild.role("Guests"), allow=VIEW)
    warned = await choose(manager, cancelled, "notice_channel", hall)
    assert f"**2 roles besides game masters can read <#{hall.id}>.**" in warned.text
    chosen = (await manager.press(warned, "Use Anyway")).updated
    assert f"**Channel for secret rolls**: <#{hall.id}>" in chosen.text

    secret = await table.channel_user.slash("roll", pool1="1d20", secret=True)
    builder = (await table.channel_user.slash("build", pools="2d6")).reply
    built = await (await table.alice.press(builder, "Roll Secretly")).follow_up()
    line = f"-# Also shown in <#{hall.id}>, which 2 roles besides game masters can read."
    assert secret.reply.text.splitlines()[-1] == line
    assert built.text.splitlines()[-1] == line


async def test_a_channel_that_the_bot_cannot_see_is_not_chosen_in_silence(
    table: Table, bot: Program, manager: Person
) -> None:
    assert table.channel.guild is not None
    hidden = table.channel.guild.channel("hidden")
    hidden.bot_permissions = 0

    warned = await choose(manager, await opened(table, manager), "notice_channel", hidden)
    manager.set_permissions(table.channel.guild, 0x8000_0000 | 0xC00)
    refused = await manager.press(warned, "Use Anyway")

    assert f"**I can't see <#{hidden.id}>**" in warned.text
    assert "You need the Manage Server permission" in refused.reply.text


async def test_compact_results_show_totals_alone_and_can_be_acted_on(
    table: Table, bot: Program, manager: Person
) -> None:
    await choose(manager, await opened(table, manager), "layout", "compact")

    rolled = (await table.channel_user.slash("roll", pool1="2d1+5, 3d1")).reply
    again = await table.alice.press(rolled, "Roll Again")
    details = await table.alice.press(rolled, "Details")

    assert rolled.text.splitlines()[2:5] == ["## 7", "**7** `2d1+5`", "**3** `3d1`"]
    assert again.reply.text == rolled.text
    assert "2d1+5" in details.reply.text


@pytest.mark.parametrize("layout", ["totals", "arithmetic", "text"])
async def test_every_layout_can_be_acted_on(
    table: Table, bot: Program, manager: Person, layout: str
) -> None:
    settings_page = await choose(manager, await opened(table, manager), "layout", layout)
    assert "**Example**" in settings_page.text
    notation = "Hit: 2d1+5 vs 3, 3d1"

    rolled = (await table.channel_user.slash("roll", pool1=f"{notation} # at once")).reply
    before = rolled.text
    again = await table.bob.press(rolled, "Roll Again")
    details = await table.alice.press(rolled, "Details")
    command = await table.alice.press(rolled, "Copy Command")
    plotted = await table.alice.press(rolled, "Add Plot Die")
    secret = await table.channel_user.slash("roll", pool1="2d6", secret=True)
    revealed = await (await table.alice.press(secret.reply, "Reveal")).follow_up()
    revealed_again = await table.alice.press(revealed, "Roll Again")

    first = before.splitlines()[0].replace("*", "").removeprefix("-# ")
    assert first.startswith("Alice · 7 ✓ Hit · Success · 3")
    assert "> at once" in before
    assert again.reply.text.replace("Bob", "Alice") == before
    assert "2d1+5" in details.reply.text
    assert "Hit: 2d1+5 vs 3" in command.modal.inputs[0].value
    plotted_first = plotted.updated.text.splitlines()[0].replace("*", "")
    assert "`dp`" in plotted.updated.text or ", dp`" in plotted.updated.text
    assert plotted_first.removeprefix("-# ").startswith("Alice · 7")
    assert "reveals a secret roll." in revealed.text.splitlines()[0]
    assert "`2d6`" in revealed_again.reply.text
    assert (layout == "text") is not bool(rolled.json["embeds"])


async def test_a_server_chooses_the_buttons_below_results(
    table: Table, bot: Program, manager: Person
) -> None:
    earlier = (await table.channel_user.slash("roll", pool1="1d1")).reply
    message = await choose(manager, await opened(table, manager), "buttons", "copy", "again")
    some = (await table.channel_user.slash("roll", pool1="1d1")).reply
    again = (await table.alice.press(some, "Roll Again")).reply
    message = await choose(manager, message, "buttons")
    none = (await table.channel_user.slash("roll", pool1="1d1")).reply
    secret = (await table.channel_user.slash("roll", pool1="1d1", secret=True)).reply
    details = await table.bob.press(earlier, "Details")

    assert [button.label for button in some.buttons] == ["Roll Again", "Copy Command"]
    assert [button.label for button in again.buttons] == ["Roll Again", "Copy Command"]
    assert "**Buttons below results**: no buttons" in message.text
    assert none.buttons == []
    assert [button.label for button in secret.buttons] == ["Reveal"]
    assert "1d1" in details.reply.text


async def test_a_server_switches_the_plot_die_off(
    table: Table, bot: Program, manager: Person
) -> None:
    def values_in(message: Message) -> list[str]:
        return [option["value"] for option in message.components[0]["components"][0]["options"]]

    user = table.channel_user
    hidden = (await user.slash("roll", pool1="1d1", secret=True)).reply
    assert "Add Plot Die" in {button.label for button in hidden.buttons}
    message = await choose(manager, await opened(table, manager), "plot_die", "off")
    rolled = (await user.slash("roll", pool1="1d1")).reply
    await table.alice.press(hidden, "Reveal")
    revealed = table.bob.sees(table.channel)[-1]
    builder = (await user.slash("build", pools="2d6")).reply
    page = (await user.slash("help")).reply
    offered = await user.complete("roll", "pool1", "1d20+5")
    typed = (await user.slash("roll", pool1="1d1, dp")).reply

    assert "**Plot die**: not offered" in message.text
    for result in (rolled, revealed):
        assert "Add Plot Die" not in {button.label for button in result.buttons}
    assert "plot" not in {*values_in(builder), *values_in(page)}
    assert offered.choices
    assert all("dp" not in choice["value"] for choice in offered.choices)
    assert "`dp` [" in typed.text


async def test_changes_are_listed_with_their_author(
    table: Table, bot: Program, manager: Person
) -> None:
    message = await opened(table, manager)
    nothing = await manager.press(message, "Changes")
    message = await choose(manager, message, "days", "30")
    message = (await manager.press(message, "Reset to default")).updated

    changes = (await manager.press(message, "Changes")).reply

    assert nothing.reply.text == "Nothing has been changed yet."
    last, first = changes.text.splitlines()
    assert first.endswith(f"<@{manager.id}>: How long rolls are kept, from default to 30 days")
    assert last.endswith(f"<@{manager.id}>: How long rolls are kept, from 30 days to default")
    assert "**How long rolls are kept**: 730 days (default)" in message.text


async def test_settings_outlive_a_restart(table: Table, manager: Person, tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'nazh.sqlite3'}"
    program = await run_bot(
        table.discord, tmp_path, NAZH_DATABASE_URL=address, NAZH_LOG_LEVEL="INFO"
    )
    try:
        await choose(manager, await opened(table, manager), "ruleset", "cosmere")
        log_line = await program.log_line("a setting of a server was changed")
        await program.stop()
        program = await run_bot(table.discord, tmp_path, NAZH_DATABASE_URL=address)
        rolled = await table.channel_user.slash("roll", pool1="1d1-5")
        await program.stop()
    finally:
        program.kill()

    assert str(manager.id) in log_line
    assert "cosmere" in log_line
    assert "## -4" in rolled.reply.text


async def test_no_value_can_be_forged(table: Table, bot: Program, manager: Person) -> None:
    message = await opened(table, manager)

    for custom_id, value in (
        ("nz1:choice:ruleset", "pathfinder"),
        ("nz1:choice:language", "xx"),
        ("nz1:choice:days", "36500"),
        ("nz1:choice:game_masters", "everyone"),
        ("nz1:choice:colour", "red"),
        ("nz1:setting", "colour"),
    ):
        refused = await manager.choose(message, value, forge=custom_id)
        assert refused.ephemeral
        assert re.search("[Nn]othing (?:happened|was changed)", refused.reply.text)

    assert await bot.metrics_when(lambda metrics: True)
    conversation = await manager.press(message, "Changes")
    assert conversation.reply.text == "Nothing has been changed yet."
