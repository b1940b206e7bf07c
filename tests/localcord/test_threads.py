"""Tests channels and threads that bots and users create, change and delete."""

import pytest

from localcord import CannotUse, Channel, Server, Settings
from localcord.permissions import (
    DEFAULT_PERMISSIONS,
    MANAGE_CHANNELS,
    MANAGE_THREADS,
    SEND_IN_THREADS,
)
from tests.localcord.raw_bot import Json, identified, rest_of

GUILDS, MESSAGES = 1 << 0, 1 << 9
PUBLIC = {"name": "Aurelia", "type": 11, "auto_archive_duration": 60}


def bot_may(server: Server, channel: Channel, more: int) -> None:
    channel.bot_permissions = DEFAULT_PERMISSIONS | more
    assert channel.guild is not None
    channel.guild.member(server.world.application.user).permissions |= more


async def test_a_thread_is_opened_joined_and_written_to() -> None:
    async with Server() as server, rest_of(server) as rest:
        guild = server.guild("The Long Rest")
        table = guild.channel("table")

        status, thread = await rest.call("POST", f"/channels/{table.id}/threads", PUBLIC)
        at = f"/channels/{thread['id']}"
        _, posted = await rest.call("POST", f"{at}/messages", {"content": "Ada joined."})
        joined, _ = await rest.call("PUT", f"{at}/thread-members/@me")
        _, active = await rest.call("GET", f"/guilds/{guild.id}/threads/active")
        _, read = await rest.call("GET", at)
        _, channels = await rest.call("GET", f"/guilds/{guild.id}/channels")

    assert (status, joined, posted["channel_id"]) == (201, 204, thread["id"])
    assert (thread["type"], thread["parent_id"]) == (11, str(table.id))
    assert thread["thread_metadata"]["auto_archive_duration"] == 60
    assert [active_thread["id"] for active_thread in active["threads"]] == [thread["id"]]
    assert [member["id"] for member in active["members"]] == [thread["id"]]
    assert (read["message_count"], read["name"]) == (1, "Aurelia")
    assert [channel["id"] for channel in channels] == [str(table.id)]


async def test_a_message_has_one_thread_with_its_id() -> None:
    async with Server() as server, rest_of(server) as rest:
        table = server.guild("The Long Rest").channel("table")
        message = server.user("Mira").in_(table).say("Who is in?")
        path = f"/channels/{table.id}/messages/{message.id}/threads"

        status, thread = await rest.call("POST", path, {"name": "Who"})
        again, refused = await rest.call("POST", path, {"name": "Who"})
        inside, nested = await rest.call(
            "POST", f"/channels/{thread['id']}/threads", {"name": "In it", "type": 11}
        )

        assert (status, thread["id"]) == (201, str(message.id))
        assert message.json["thread"]["id"] == thread["id"]
        assert (again, refused["code"]) == (400, 160004)
        assert (inside, nested["code"]) == (400, 50024)


async def test_an_archived_thread_is_opened_by_a_message_unless_it_is_locked() -> None:
    async with Server() as server, rest_of(server) as rest:
        table = server.guild("The Long Rest").channel("table")
        mira = server.user("Mira")
        thread = mira.in_(table).open_thread("Aurelia")
        state = thread.thread
        assert state is not None
        at = f"/channels/{thread.id}"

        denied, _ = await rest.call("PATCH", at, {"archived": True})
        bot_may(server, table, MANAGE_THREADS)
        _, archived = await rest.call("PATCH", at, {"archived": True})
        status, _ = await rest.call("POST", f"{at}/messages", {"content": "Hello."})
        is_open = not state.is_archived
        await rest.call("PATCH", at, {"archived": True, "locked": True})
        bot_may(server, table, 0)
        refused, body = await rest.call("POST", f"{at}/messages", {"content": "Hello?"})
        with pytest.raises(CannotUse, match="locked"):
            mira.in_(thread).say("Hello?")

    assert denied == 403
    assert archived["thread_metadata"]["archived"]
    assert (status, is_open) == (200, True)
    assert (refused, body["code"]) == (400, 50083)


async def test_a_forum_has_posts_but_no_messages() -> None:
    async with Server() as server, rest_of(server) as rest:
        forum = server.guild("The Long Rest").forum("campaigns")
        mira = server.user("Mira")
        post = mira.in_(forum).open_post("Aurelia", "Who plays?")

        _, channel = await rest.call("GET", f"/channels/{forum.id}")
        _, thread = await rest.call("GET", f"/channels/{post.id}")
        _, starter = await rest.call("GET", f"/channels/{post.id}/messages/{post.id}")
        inside, _ = await rest.call("POST", f"/channels/{post.id}/messages", {"content": "I do."})
        refused, body = await rest.call(
            "POST", f"/channels/{forum.id}/messages", {"content": "I do."}
        )
        opened, _ = await rest.call("POST", f"/channels/{forum.id}/threads", PUBLIC)
        with pytest.raises(CannotUse, match="posts only"):
            mira.in_(forum).say("Hello?")

    assert (channel["type"], thread["type"], thread["parent_id"]) == (15, 11, str(forum.id))
    assert (starter["content"], inside) == ("Who plays?", 200)
    assert (refused, body["code"], opened) == (400, 50008, 400)


async def test_threads_need_their_own_permission_to_write() -> None:
    async with Server() as server, rest_of(server) as rest:
        table = server.guild("The Long Rest").channel("table")
        thread = server.user("Mira").in_(table).open_thread("Aurelia")
        table.bot_permissions = DEFAULT_PERMISSIONS & ~SEND_IN_THREADS

        inside, body = await rest.call(
            "POST", f"/channels/{thread.id}/messages", {"content": "Hello."}
        )
        outside, _ = await rest.call(
            "POST", f"/channels/{table.id}/messages", {"content": "Hello."}
        )

    assert (inside, body["code"], outside) == (403, 50013, 200)


async def test_a_private_thread_is_shown_to_its_members_only() -> None:
    async with Server() as server, rest_of(server) as rest:
        table = server.guild("The Long Rest").channel("table")
        mira = server.user("Mira")
        bot_may(server, table, 1 << 36)

        _, created = await rest.call("POST", f"/channels/{table.id}/threads", {"name": "Council"})
        thread = server.world.channels[int(created["id"])]
        assert thread.thread is not None
        before = thread.shown_to(mira.account)
        thread.thread.members.add(mira.id)

        assert (created["type"], before, thread.shown_to(mira.account)) == (12, False, True)
        assert [message.content for message in mira.sees(table)] == []


async def test_channels_are_created_changed_and_deleted_with_their_threads() -> None:
    async with Server() as server, rest_of(server) as rest:
        guild = server.guild("The Long Rest")
        table = guild.channel("table")
        path = f"/guilds/{guild.id}/channels"

        denied, _ = await rest.call("POST", path, {"name": "war-room"})
        bot_may(server, table, MANAGE_CHANNELS)
        status, created = await rest.call("POST", path, {"name": "war-room", "topic": "Maps"})
        room = server.world.channels[int(created["id"])]
        bot_may(server, room, MANAGE_CHANNELS)
        thread = server.user("Mira").in_(room).open_thread("Plans")
        _, renamed = await rest.call("PATCH", f"/channels/{room.id}", {"name": "peace-room"})
        _, deleted = await rest.call("DELETE", f"/channels/{room.id}")
        gone, body = await rest.call("GET", f"/channels/{thread.id}")

    assert (denied, status, created["topic"]) == (403, 201, "Maps")
    assert renamed["name"] == deleted["name"] == "peace-room"
    assert (gone, body["code"]) == (404, 10003)
    assert list(guild.channels) == [table.id]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"name": "x" * 101},
        {"name": "x", "type": 10},
        {"name": "x", "auto_archive_duration": 61},
        {"name": "x", "titel": "y"},
    ],
)
async def test_a_wrong_body_opens_no_thread(body: Json) -> None:
    async with Server(Settings(refuse_unknown_fields=True)) as server, rest_of(server) as rest:
        table = server.guild("The Long Rest").channel("table")

        status, answer = await rest.call("POST", f"/channels/{table.id}/threads", body)

        assert (status, answer["code"]) == (400, 50035)


async def test_a_bot_hears_of_threads_and_channels() -> None:
    async with Server() as server, identified(server, intents=GUILDS | MESSAGES) as (bot, _):
        guild = server.guild("The Long Rest")
        table = guild.channel("table")
        thread = server.user("Mira").in_(table).open_thread("Aurelia")
        opened = await bot.hear_event("THREAD_CREATE")
        server.user("Tomas").in_(thread).say("Hello.")
        announced = await bot.hear_event("MESSAGE_CREATE")
        event = await bot.hear_event("MESSAGE_CREATE")

    assert opened["d"]["id"] == str(thread.id)
    assert (announced["d"]["type"], announced["d"]["channel_id"]) == (18, str(table.id))
    assert (event["d"]["channel_id"], event["d"]["guild_id"]) == (str(thread.id), str(guild.id))
