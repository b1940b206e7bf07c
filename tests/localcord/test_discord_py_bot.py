"""Tests a real discord.py bot with programmable users."""

import discord as discord_py

from localcord import Server
from tests.localcord.bots import discord_py_bot


async def test_a_slash_command_a_button_and_a_modal_work() -> None:
    async with Server() as discord, discord_py_bot(discord):
        table = discord.guild("The Long Rest").channel("table")
        mira = discord.user("Mira")

        reply = (await mira.in_(table).slash("roll", pool1="2d6")).reply
        updated = (await mira.press(reply, "Roll again")).updated
        modal = (await mira.press(reply, "Add Plot Die")).modal
        submitted = await mira.submit(modal, {"How many": "3"})

        assert updated is reply
        assert reply.embeds[0]["description"] == "rolled again"
        assert submitted.reply.content == "3 plot dice"


async def test_a_deferred_answer_takes_its_first_follow_up() -> None:
    async with Server() as discord, discord_py_bot(discord):
        mira = discord.user("Mira")

        conversation = await mira.in_direct().slash("slow")

        assert conversation.reply.content == "Done thinking."
        assert conversation.ephemeral
        assert conversation.follow_ups == []


async def test_guilds_arrive_when_the_bot_asks_for_them() -> None:
    intents = discord_py.Intents(guilds=True)
    async with Server() as discord:
        discord.guild("The Long Rest").channel("table")
        async with discord_py_bot(discord, intents) as bot:
            assert [guild.name for guild in bot.guilds] == ["The Long Rest"]
            assert [channel.name for channel in bot.guilds[0].text_channels] == ["table"]


async def test_a_429_is_waited_out() -> None:
    async with Server() as discord, discord_py_bot(discord):
        limited = discord.faults.too_many_requests(path="/interactions/*", retry_after=0.1)

        conversation = await discord.user("Mira").in_direct().slash("roll", pool1="2d6")

        assert limited.hits == 1
        assert conversation.latency >= 0.1


async def test_a_dropped_connection_is_resumed_and_nothing_is_missed() -> None:
    async with Server() as discord, discord_py_bot(discord):
        mira = discord.user("Mira")
        discord.gateway.drop(code=4000)

        # Dispatched while the bot is disconnected, and replayed when it resumes.
        await discord.bot_gone()
        conversation = mira.in_direct().start("roll", pool1="2d6")
        await discord.bot_resumed()

        assert (await conversation.answered()).reply.embeds[0]["description"] == "2d6 plot=False"
        assert discord.gateway.identifies == 1
