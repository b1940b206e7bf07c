"""Tests that the bot works in a forum's posts, and where it may not embed links."""

from __future__ import annotations

from pathlib import Path

from localcord.permissions import DEFAULT_PERMISSIONS, EMBED_LINKS
from tests.e2e.conftest import Table
from tests.e2e.program import Program, run_bot
from tests.e2e.test_secret_rolls import dice


async def test_dice_are_rolled_in_a_post_of_a_forum(table: Table, bot: Program) -> None:
    assert table.channel.guild is not None
    forum = table.channel.guild.forum("campaigns")
    post = table.alice.in_(forum).open_post("The Long Rest", "I open with **d20+3** please")
    seat = table.alice.in_(post)
    (starter,) = table.bob.sees(post)

    response = await seat.message_command("Roll the dice in this message", starter)
    secret = (await seat.slash("roll", pool1="1d20, dp", secret=True)).reply
    public = await (await table.alice.press(secret, "Reveal")).follow_up()
    preview = (await seat.slash("panel", rolls="1d20; 2d6")).reply
    panel = await (await table.alice.press(preview, "Post")).follow_up()
    rolled = await table.bob.press(panel, "2d6")
    history = await seat.slash("history", whose="this channel")

    assert "`1d20+3`" in response.reply.text
    assert table.bob.sees(post) == [starter, response.reply, public, panel, rolled.reply]
    assert all(notation in history.reply.text for notation in ("`1d20+3`", "`1d20, dp`", "`2d6`"))


async def test_game_masters_read_a_secret_roll_without_its_embed(
    table: Table, tmp_path: Path
) -> None:
    assert table.channel.guild is not None
    masters = table.channel.guild.channel("masters")
    masters.bot_permissions = DEFAULT_PERMISSIONS & ~EMBED_LINKS
    bot = await run_bot(table.discord, tmp_path, NAZH_DICE_GAME_MASTER_CHANNEL=str(masters.id))
    try:
        secret = await table.channel_user.slash("roll", pool1="Stealth: 1d20+5 vs 1", secret=True)
        await bot.stop()
    finally:
        bot.kill()

    (notification,) = table.bob.sees(masters)
    assert notification.embeds == []
    assert f"Secret roll by <@{table.alice.id}>" in notification.text
    total = secret.reply.text.partition(" · ")[2].split()[0]
    assert f"Alice · {total} ✓ Stealth · Success" in notification.text
    assert dice(notification) == dice(secret.reply) != []
