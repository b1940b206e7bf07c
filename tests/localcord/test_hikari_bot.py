"""Tests a real hikari and lightbulb bot with programmable users."""

import asyncio
from collections.abc import Callable, Coroutine

import hikari
import pytest

from localcord import CannotSee, Server, Settings
from localcord.permissions import ADMINISTRATOR
from tests.localcord.bots import application_id_in, hikari_bot, hikari_http_bot


def test_the_token_carries_the_application_id() -> None:
    server = Server()

    assert application_id_in(server.token) == server.application_id


async def test_a_slash_command_is_answered_with_an_embed_and_buttons() -> None:
    async with Server() as discord, hikari_bot(discord):
        table = discord.guild("The Long Rest").channel("table")
        mira = discord.user("Mira")

        conversation = await mira.in_(table).slash("roll", pool1="a1d20+5, 2d6", add_plot=True)

        reply = conversation.reply
        assert reply.embeds[0]["description"] == "a1d20+5, 2d6 plot=True"
        assert [button.label for button in reply.buttons] == ["Roll again", "Add Plot Die"]
        assert not reply.ephemeral
        assert conversation.latency > 0


async def test_a_button_updates_its_message() -> None:
    async with Server() as discord, hikari_bot(discord):
        table = discord.guild("The Long Rest").channel("table")
        mira = discord.user("Mira")
        reply = (await mira.in_(table).slash("roll", pool1="1d20")).reply

        pressed = await mira.press(reply, "Roll again")

        assert pressed.updated is reply
        assert reply.embeds[0]["description"] == "rolled again"
        assert len(reply.buttons) == 2


async def test_a_button_opens_a_modal_that_is_submitted() -> None:
    async with Server() as discord, hikari_bot(discord):
        table = discord.guild("The Long Rest").channel("table")
        mira = discord.user("Mira")
        reply = (await mira.in_(table).slash("roll", pool1="1d20")).reply

        modal = (await mira.press(reply, "Add Plot Die")).modal
        submitted = await mira.submit(modal, {"How many": "3"})

        assert modal.title == "Plot dice"
        assert submitted.reply.content == "3 plot dice by mira"


async def test_the_client_waits_for_a_deferred_response() -> None:
    async with Server() as discord, hikari_bot(discord):
        mira = discord.user("Mira")

        conversation = await mira.in_direct().slash("slow")

        assert conversation.reply.content == "Done thinking."
        assert conversation.ephemeral


async def test_others_do_not_see_an_ephemeral_answer() -> None:
    async with Server() as discord, hikari_bot(discord):
        table = discord.guild("The Long Rest").channel("table")
        mira, tomas = discord.user("Mira"), discord.user("Tomas")

        conversation = await mira.in_(table).slash("secret")
        public = await conversation.follow_up()

        assert mira.sees(table) == [conversation.reply, public]
        assert tomas.sees(table) == [public]
        with pytest.raises(CannotSee):
            await tomas.press(conversation.reply)


async def test_a_menu_is_chosen_from_and_its_message_edited() -> None:
    async with Server() as discord, hikari_bot(discord):
        table = discord.guild("The Long Rest").channel("table")
        mira = discord.user("Mira")
        reply = (await mira.in_(table).slash("menu")).reply

        chosen = await mira.choose(reply, "Advantage")

        assert (await chosen.edited()).content == "You chose adv."


async def test_components_v2_travel_both_ways() -> None:
    async with Server() as discord, hikari_bot(discord):
        table = discord.guild("The Long Rest").channel("table")
        mira = discord.user("Mira")

        reply = (await mira.in_(table).slash("panel")).reply

        assert reply.flags & (1 << 15)
        assert "Roll it again?" in reply.text
        assert reply.buttons[0].label == "Roll again"


async def test_subcommands_autocomplete_and_context_menus_work() -> None:
    async with Server() as discord, hikari_bot(discord):
        table = discord.guild("The Long Rest").channel("table")
        mira, tomas = discord.user("Mira"), discord.user("Tomas")
        channel_user = mira.in_(table)

        typing = await channel_user.complete("saved roll", "name", "fire")
        thrown = await channel_user.slash("saved roll", name="fireball")
        greeted = await channel_user.user_command("Greet", tomas)
        quoted = await channel_user.message_command("Quote this", tomas.in_(table).say("Well met."))

        assert [choice["name"] for choice in typing.choices] == ["fireball", "firebolt"]
        assert thrown.reply.content == "Throwing fireball."
        assert greeted.reply.content == "Hello Tomas!"
        assert quoted.reply.content == "> Well met."


async def test_a_forged_custom_id_reaches_the_bot() -> None:
    async with Server() as discord, hikari_bot(discord):
        mira = discord.user("Mira")
        reply = (await mira.in_direct().slash("roll", pool1="1d20")).reply

        forged = await mira.press(reply, forge="nz1:steal:everything")

        assert forged.reply.content == "No such thing: nz1:steal:everything"
        assert forged.ephemeral


async def test_two_users_may_press_concurrently() -> None:
    async with Server() as discord, hikari_bot(discord):
        table = discord.guild("The Long Rest").channel("table")
        mira, tomas = discord.user("Mira"), discord.user("Tomas")
        reply = (await mira.in_(table).slash("roll", pool1="1d20")).reply

        both = await asyncio.gather(
            mira.press(reply, "Roll again"), tomas.press(reply, "Roll again")
        )

        assert [conversation.updated for conversation in both] == [reply, reply]
        assert reply.edits == 2


async def test_guilds_arrive_when_the_bot_asks_for_them() -> None:
    async with Server() as discord:
        guild = discord.guild("The Long Rest")
        guild.channel("table")
        async with hikari_bot(discord, intents=hikari.Intents.GUILDS) as bot:
            later = discord.guild("Later")
            later.channel("tavern")
            mira = discord.user("Mira")
            await mira.in_(later.channel("tavern")).slash("secret")

            names = {cached_guild.name for cached_guild in bot.cache.get_guilds_view().values()}
            assert names == {"The Long Rest", "Later"}
            assert bot.cache.get_guild_channel(later.channel("tavern").id) is not None


async def test_shards_serve_their_own_guilds() -> None:
    async with Server() as discord:
        tables = [discord.guild(f"Guild {number}").channel("table") for number in range(4)]
        mira = discord.user("Mira")
        async with hikari_bot(discord, shards=2):
            for table in tables:
                conversation = await mira.in_(table).slash("roll", pool1="1d20")
                assert conversation.reply.channel is table

        assert discord.gateway.identifies == 2


async def test_a_bot_that_listens_over_http_answers_commands_buttons_and_completion() -> None:
    async with hikari_http_bot() as discord:
        mira = discord.user("Mira")
        channel_user = mira.in_(discord.guild("The Long Rest").channel("table"))

        rolled = await channel_user.slash("roll", pool1="1d20")
        pressed = await mira.press(rolled.reply, "Roll again")
        typing = await channel_user.complete("saved roll", "name", "fire")
        slow = await channel_user.slash("slow")

        assert rolled.reply.embeds[0]["description"] == "rolled again"
        assert pressed.updated is rolled.reply
        assert [choice["name"] for choice in typing.choices] == ["fireball", "firebolt"]
        assert slow.reply.content == "Done thinking."
        assert discord.gateway.identifies == 0


async def test_the_bot_reads_its_guild() -> None:
    async with Server() as discord:
        guild = discord.guild("The Long Rest")
        async with hikari_bot(discord) as bot:
            fetched = await bot.rest.fetch_guild(guild.id)

    assert fetched.name == "The Long Rest"
    assert fetched.approximate_member_count == 1


async def test_the_bot_opens_channels_and_threads_reacts_and_gives_roles() -> None:
    events_seen: asyncio.Queue[str] = asyncio.Queue()
    intents = hikari.Intents.GUILDS | hikari.Intents.GUILD_MESSAGES
    intents |= hikari.Intents.GUILD_MESSAGE_REACTIONS | hikari.Intents.GUILD_MEMBERS
    async with Server(Settings(privileged_intents=True)) as discord:
        guild = discord.guild("The Long Rest")
        mira = discord.user("Mira")
        guild.member(discord.world.application.user).permissions |= ADMINISTRATOR
        async with hikari_bot(discord, intents=intents) as bot:
            for event in (
                hikari.GuildThreadCreateEvent,
                hikari.GuildReactionAddEvent,
                hikari.MemberCreateEvent,
                hikari.RoleCreateEvent,
            ):
                bot.subscribe(event, listener(events_seen))
            channel = await bot.rest.create_guild_text_channel(guild.id, "war-room", topic="Maps")
            thread = await bot.rest.create_thread(
                channel, hikari.ChannelType.GUILD_PUBLIC_THREAD, "Aurelia"
            )
            message = await bot.rest.create_message(thread, "To arms!")
            await bot.rest.add_reaction(thread, message, "⚔️")
            mira.join(guild)
            role = await bot.rest.create_role(guild.id, name="Nation Leader")
            await bot.rest.add_role_to_member(guild.id, mira.id, role)
            member = await bot.rest.fetch_member(guild.id, mira.id)
            threads = await bot.rest.fetch_active_threads(guild.id)
            names = [fetched.user.global_name async for fetched in bot.rest.fetch_members(guild.id)]
            async with asyncio.timeout(10):
                event_names = sorted([await events_seen.get() for _ in range(4)])

    assert [opened_thread.name for opened_thread in threads] == ["Aurelia"]
    assert role.id in member.role_ids
    assert "Mira" in names
    assert event_names == [
        "GuildReactionAddEvent",
        "GuildThreadCreateEvent",
        "MemberCreateEvent",
        "RoleCreateEvent",
    ]


def listener(seen: asyncio.Queue[str]) -> Callable[[hikari.Event], Coroutine[None, None, None]]:
    async def note(event: hikari.Event) -> None:
        seen.put_nowait(type(event).__name__)

    return note
