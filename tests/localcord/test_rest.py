"""Tests the REST API outside interactions, its log and its rate limits."""

import io

import aiohttp
import orjson
import pytest

from localcord import RecordedRequest, Server, Settings
from localcord.permissions import ATTACH_FILES, DEFAULT_PERMISSIONS, EMBED_LINKS, READ_HISTORY
from localcord.rest.router import without_prefix
from tests.localcord.raw_bot import ROLL, Json, identified, rest_of


async def test_a_wrong_token_is_unauthorized() -> None:
    async with Server() as server, rest_of(server) as rest:
        status, body = await rest.call("GET", "/users/@me", token="wrong")

        assert (status, body) == (401, {"message": "401: Unauthorized", "code": 0})


async def test_a_nonce_that_is_enforced_posts_once() -> None:
    async with Server() as server, rest_of(server) as rest:
        channel = server.guild("The Long Rest").channel("general")
        path = f"/channels/{channel.id}/messages"
        once = {"content": "the tick", "nonce": "tick-7", "enforce_nonce": True}
        _, first = await rest.call("POST", path, once)
        status, repeated = await rest.call("POST", path, {**once, "content": "another"})
        _, other = await rest.call("POST", path, {**once, "nonce": "tick-8"})
        _, unchecked = await rest.call("POST", path, {**once, "enforce_nonce": False})

    assert (status, repeated) == (200, first)
    assert first["nonce"] == "tick-7"
    assert len({first["id"], other["id"], unchecked["id"]}) == 3


async def test_embeds_and_files_need_their_permissions() -> None:
    embed = {"title": "Victory"}
    async with Server() as server, rest_of(server) as rest:
        channel = server.guild("The Long Rest").channel("general")
        path = f"/channels/{channel.id}/messages"
        channel.bot_permissions = DEFAULT_PERMISSIONS & ~(EMBED_LINKS | ATTACH_FILES)
        answer_without_embeds = await rest.call(
            "POST", path, {"content": "War 7", "embeds": [embed]}
        )
        nothing = await rest.call("POST", path, {"embeds": [embed]})
        form = aiohttp.FormData({"content": "War 7"})
        form.add_field("files[0]", io.BytesIO(b"1, 2, 3"), filename="rolls.csv")
        file = await rest.call("POST", path, data=form)

    assert (answer_without_embeds[0], answer_without_embeds[1]["embeds"]) == (200, [])
    assert [(status, body["code"]) for status, body in (nothing, file)] == [(403, 50013)] * 2


async def test_without_its_permission_no_history_is_read() -> None:
    async with Server() as server, rest_of(server) as rest:
        channel = server.guild("The Long Rest").channel("general")
        path = f"/channels/{channel.id}/messages"
        await rest.call("POST", path, {"content": "earlier"})
        channel.bot_permissions = DEFAULT_PERMISSIONS & ~READ_HISTORY

        assert await rest.call("GET", path) == (200, [])


async def test_every_prefix_reaches_the_same_routes() -> None:
    for prefix in ("/api/v10", "/api/v9", "/api"):
        assert without_prefix(prefix + "/gateway") == "/gateway"
    async with Server() as server, aiohttp.ClientSession() as session:
        address = f"http://127.0.0.1:{server.port}/api/gateway"
        async with session.get(address) as response:
            assert await response.json() == {"url": server.gateway_url}


async def test_a_bot_gets_its_user_and_gateway_url() -> None:
    async with (
        Server(Settings(shards=3), application_name="Nat") as server,
        rest_of(server) as rest,
    ):
        guild = server.guild("The Long Rest")
        _, me = await rest.call("GET", "/users/@me")
        _, mine = await rest.call("GET", "/oauth2/applications/@me")
        _, gateway = await rest.call("GET", "/gateway/bot")
        _, guilds = await rest.call("GET", "/users/@me/guilds")

        assert me["global_name"] == "Nat"
        assert mine["id"] == str(server.application_id)
        assert mine["approximate_guild_count"] == 1
        assert bytes.fromhex(mine["verify_key"])
        assert (gateway["shards"], gateway["url"]) == (3, server.gateway_url)
        assert [listed_guild["id"] for listed_guild in guilds] == [str(guild.id)]


async def test_a_bot_asks_for_its_guilds_page_by_page() -> None:
    async with Server() as server, rest_of(server) as rest:
        ids = [str(server.guild(name).id) for name in ("Keep", "Inn", "Fort")]

        _, first = await rest.call("GET", "/users/@me/guilds?limit=2")
        _, last = await rest.call("GET", f"/users/@me/guilds?after={ids[1]}")
        _, none = await rest.call("GET", f"/users/@me/guilds?after={ids[2]}")

        assert [[listed_guild["id"] for listed_guild in page] for page in (first, last, none)] == [
            ids[:2],
            ids[2:],
            [],
        ]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, 0),
        ("DELETE", "/users/@me", 405, 0),
        ("GET", "/channels/1", 404, 10003),
        ("GET", "/channels/table", 400, 50035),
        ("GET", "/channels/{table}/messages/1", 404, 10008),
        ("GET", "/guilds/1", 404, 10004),
        ("GET", "/users/1", 404, 10013),
        ("GET", "/applications/1/commands", 404, 10002),
        ("GET", "/applications/{me}/commands/1", 404, 10063),
        ("GET", "/applications/{me}/guilds/1/commands", 403, 50001),
    ],
)
async def test_each_kind_of_missing_object_has_its_own_code(
    method: str, path: str, status: int, code: int
) -> None:
    async with Server() as server, rest_of(server) as rest:
        table = server.guild("The Long Rest").channel("table")
        path = path.format(table=table.id, me=server.application_id)

        answered, body = await rest.call(method, path)

        assert (answered, body["code"]) == (status, code)


async def test_a_body_that_is_not_json_is_refused() -> None:
    async with Server() as server, aiohttp.ClientSession() as session:
        path = f"{server.api_url}/users/@me/channels"
        headers = {"Authorization": f"Bot {server.token}"}
        async with session.post(path, data=b"{", headers=headers) as response:
            assert (response.status, (await response.json())["code"]) == (400, 50109)


async def test_a_bot_writes_reads_edits_and_deletes_in_a_channel() -> None:
    async with Server() as server, rest_of(server) as rest:
        table = server.guild("The Long Rest").channel("table")
        mira = server.user("Mira")
        greeting = mira.in_(table).say("Good evening.")
        path = f"/channels/{table.id}/messages"

        reference = {"message_id": str(greeting.id)}
        body = {"content": f"Hello <@{mira.id}>", "message_reference": reference}
        _, message = await rest.call("POST", path, body)
        _, changed = await rest.call("PATCH", f"{path}/{message['id']}", {"content": "Hi."})
        _, listed = await rest.call("GET", f"{path}?limit=1")
        status, body = await rest.call("PATCH", f"{path}/{greeting.id}", {"content": "Bye."})
        await rest.call("DELETE", f"{path}/{message['id']}")

        assert message["type"] == 19
        assert message["referenced_message"]["content"] == "Good evening."
        assert [mention["global_name"] for mention in message["mentions"]] == ["Mira"]
        assert changed["edited_timestamp"]
        assert [listed_message["content"] for listed_message in listed] == ["Hi."]
        assert (status, body["code"]) == (403, 50005)
        assert mira.sees(table) == [greeting]


async def test_mentions_can_be_switched_off() -> None:
    async with Server() as server, rest_of(server) as rest:
        table = server.guild("The Long Rest").channel("table")
        mira = server.user("Mira")
        text = f"<@{mira.id}> @everyone"
        path = f"/channels/{table.id}/messages"

        _, loud = await rest.call("POST", path, {"content": text})
        body = {"content": text, "allowed_mentions": {"parse": []}}
        _, quiet = await rest.call("POST", path, body)

        assert (len(loud["mentions"]), loud["mention_everyone"]) == (1, True)
        assert (len(quiet["mentions"]), quiet["mention_everyone"]) == (0, False)


async def test_a_bot_writes_only_where_it_may() -> None:
    async with Server() as server, rest_of(server) as rest:
        table = server.guild("The Long Rest").channel("table")
        path = f"/channels/{table.id}/messages"
        view_only = 1 << 10

        for permissions, status, code in ((0, 403, 50001), (view_only, 403, 50013)):
            table.bot_permissions = permissions
            answered, body = await rest.call("POST", path, {"content": "x"})
            assert (answered, body["code"]) == (status, code)


async def test_files_arrive_as_attachments() -> None:
    async with Server() as server, rest_of(server) as rest:
        table = server.guild("The Long Rest").channel("table")
        form = aiohttp.FormData()
        payload = {"attachments": [{"id": 0, "description": "A log"}]}
        text = orjson.dumps(payload).decode()
        form.add_field("payload_json", text, content_type="application/json")
        form.add_field("files[0]", io.BytesIO(b"1, 2, 3"), filename="rolls.csv")

        _, posted = await rest.call("POST", f"/channels/{table.id}/messages", data=form)

        attachment = posted["attachments"][0]
        assert (attachment["filename"], attachment["size"]) == ("rolls.csv", 7)
        assert attachment["description"] == "A log"
        message = server.user("Mira").sees(table)[0]
        assert message.files == {"rolls.csv": b"1, 2, 3"}


async def test_commands_keep_their_ids_when_they_are_written_again() -> None:
    async with Server() as server, rest_of(server) as rest:
        path = f"/applications/{server.application_id}/commands"
        _, first = await rest.call("PUT", path, [ROLL, {**ROLL, "name": "odds"}])
        _, second = await rest.call("PUT", path, [ROLL])
        status, third = await rest.call("POST", path, {**ROLL, "description": "Throw!"})
        _, fourth = await rest.call("PATCH", f"{path}/{third['id']}", {"name": "throw"})
        _, listed = await rest.call("GET", path)

        assert [command["name"] for command in first] == ["roll", "odds"]
        assert second[0] == first[0], "unchanged: same id, same version"
        assert (status, third["id"]) == (200, first[0]["id"])
        assert third["version"] != first[0]["version"]
        assert [command["name"] for command in listed] == ["throw"]
        assert fourth["description"] == "Throw!"
        assert await rest.call("DELETE", f"{path}/{third['id']}") == (204, None)
        assert (await rest.call("GET", path))[1] == []


async def test_guild_commands_hide_global_ones() -> None:
    async with Server() as server, rest_of(server) as rest:
        guild = server.guild("The Long Rest")
        base = f"/applications/{server.application_id}"
        await rest.call("PUT", f"{base}/commands", [ROLL])
        _, command = await rest.call("POST", f"{base}/guilds/{guild.id}/commands", ROLL)

        async with identified(server) as (line, _):
            server.user("Mira").in_(guild.channel("table")).start("roll")
            invoked = (await line.hear_event("INTERACTION_CREATE"))["d"]["data"]

        assert invoked["id"] == command["id"]
        assert invoked["guild_id"] == str(guild.id)


async def test_requests_are_recorded_without_the_token() -> None:
    recorded_requests: list[RecordedRequest] = []
    async with Server() as server, rest_of(server) as rest:
        server.requests.listen(recorded_requests.append)
        table = server.guild("The Long Rest").channel("table")
        await rest.call("POST", f"/channels/{table.id}/messages", {"content": "x"})
        await rest.call("GET", "/channels/1")

        posted, missing = server.requests
        assert recorded_requests == [posted, missing]
        assert (posted.method, posted.route) == ("POST", "/channels/{channel_id}/messages")
        assert posted.path == f"/channels/{table.id}/messages"
        assert (posted.body, posted.status) == ({"content": "x"}, 200)
        assert posted.response["content"] == "x"
        assert not any(server.token in value for value in posted.headers.values())
        assert missing.status == 404
        assert server.requests.find(route="/channels/{channel_id}") == [missing]


async def test_the_log_is_bounded() -> None:
    async with Server(Settings(keep_requests=2)) as server, rest_of(server) as rest:
        for _ in range(3):
            await rest.call("GET", "/users/@me")

        assert len(server.requests) == 2


async def test_bucket_headers_are_always_sent() -> None:
    async with Server() as server, rest_of(server) as rest:
        await rest.call("GET", "/users/@me")

        assert int(rest.headers["X-RateLimit-Remaining"]) > 0
        assert rest.headers["X-RateLimit-Bucket"]


async def test_a_used_up_bucket_answers_429_until_it_opens_again() -> None:
    async with Server(Settings(rate_limits=True)) as server, rest_of(server) as rest:
        guild = server.guild("The Long Rest")
        table, tavern = guild.channel("table"), guild.channel("tavern")

        async def post(channel_id: int) -> tuple[int, Json]:
            return await rest.call("POST", f"/channels/{channel_id}/messages", {"content": "x"})

        statuses = [(await post(table.id))[0] for _ in range(5)]
        assert rest.headers["X-RateLimit-Remaining"] == "0"
        status, body = await post(table.id)
        assert statuses == [200] * 5
        assert status == 429
        assert 0 < body["retry_after"] <= 5
        assert rest.headers["X-RateLimit-Scope"] == "user"
        assert (await post(tavern.id))[0] == 200, "another channel has another bucket"

        server.clock.advance(5)
        assert (await post(table.id))[0] == 200


async def test_the_global_limit_and_own_limits_are_enforced() -> None:
    async with Server() as server, rest_of(server) as rest:
        server.rate_limits.set("GET", "/users/@me", 100, 60.0)
        results = [await rest.call("GET", "/users/@me") for _ in range(51)]

        assert [status for status, _ in results[:50]] == [200] * 50
        assert (results[50][0], results[50][1]["global"]) == (429, True)
        assert rest.headers["X-RateLimit-Global"] == "true"


@pytest.mark.parametrize(
    "form",
    [
        aiohttp.FormData({"payload_json": '{"content": "Seven."}'}),
        aiohttp.FormData({"content": "Seven."}),
        aiohttp.FormData({"content": "Seven."}, default_to_multipart=True),
    ],
    ids=["payload_json", "fields", "multipart fields"],
)
async def test_a_body_may_be_a_form(form: aiohttp.FormData) -> None:
    async with Server() as server, rest_of(server) as rest:
        table = server.guild("Keep").channel("table")
        status, message = await rest.call("POST", f"/channels/{table.id}/messages", data=form)

    assert (status, message["content"]) == (200, "Seven.")


async def test_a_bot_reads_who_may_view_a_channel() -> None:
    async with Server() as server, rest_of(server) as rest:
        guild = server.guild("Keep")
        screen, narrator = guild.channel("screen"), guild.role("Narrator")
        narrator.permissions = 1 << 10
        mira, tomas = server.user("Mira"), server.user("Tomas")
        mira.set_roles(guild, narrator)
        screen.overwrite(None, deny=1 << 10)
        screen.overwrite(narrator, allow=1 << 10)
        await rest.call("POST", f"/channels/{screen.id}/messages", {"content": "Psst."})
        _, channel = await rest.call("GET", f"/channels/{screen.id}")
        _, roles = await rest.call("GET", f"/guilds/{guild.id}/roles")

    assert channel["permission_overwrites"] == [
        {"id": str(guild.id), "type": 0, "allow": "0", "deny": "1024"},
        {"id": str(narrator.id), "type": 0, "allow": "1024", "deny": "0"},
    ]
    assert roles[1]["permissions"] == "1024"
    assert len(mira.sees(screen)) == 1
    assert tomas.sees(screen) == []


async def test_a_bot_reads_a_guild_with_its_roles() -> None:
    async with Server() as server, rest_of(server) as rest:
        guild = server.guild("Keep")
        guild.role("Narrator")
        path = f"/guilds/{guild.id}"
        _, plain = await rest.call("GET", path)
        _, counted = await rest.call("GET", path + "?with_counts=true")
        _, roles = await rest.call("GET", path + "/roles")
        sounds = await rest.call("GET", "/soundboard-default-sounds")

    assert plain["max_presences"] is None
    assert "approximate_member_count" not in plain
    assert counted["approximate_member_count"] == 1
    assert [role["name"] for role in roles] == ["@everyone", "Narrator"]
    assert sounds == (200, [])
