"""Tests the web client's URLs and their access control; tests/browser has the page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import orjson
import pytest

from localcord import Channel, Person, Server
from localcord.permissions import DEFAULT_PERMISSIONS, MANAGE_GUILD
from tests.localcord.raw_bot import Json, connect_gateway, identified, raw_bot

OURS = {"X-Localcord": "client"}


class Browser:
    """Sends requests like the client's page."""

    def __init__(self, server: Server, person: Person, channel: Channel) -> None:
        self.server, self.person, self.channel = server, person, channel
        self.session = aiohttp.ClientSession(base_url=server.client_url)

    async def act(self, name: str, **fields: Json) -> tuple[int, Json]:
        place = {"user": str(self.person.id), "channel": str(self.channel.id)}
        return await self.post(f"/client/{name}", place | fields, OURS)

    async def post(
        self, path: str, body: Json, headers: dict[str, str] | None = None
    ) -> tuple[int, Json]:
        async with self.session.post(path, json=body, headers=headers) as response:
            return response.status, await response.json()

    async def get(self, path: str, headers: dict[str, str] | None = None) -> int:
        async with self.session.get(path, headers=headers) as response:
            return response.status

    @asynccontextmanager
    async def events(self, query: str = "") -> AsyncIterator["Events"]:
        async with self.session.get(f"/client/events{query}") as response:
            assert response.status == 200
            yield Events(response)


class Events:
    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._lines = response.content

    async def next(self) -> Json:
        async for line in self._lines:
            if line.startswith(b"data: "):
                return orjson.loads(line[6:])
        raise EOFError


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with Server() as server:
        guild = server.guild("The Long Rest")
        mira = server.user("Mira", about="Player")
        tomas = server.user("Tomas")
        tomas.set_permissions(guild, DEFAULT_PERMISSIONS | MANAGE_GUILD)
        browser = Browser(server, mira, guild.channel("table"))
        async with browser.session:
            yield browser


async def test_the_page_allows_nothing_from_elsewhere(browser: Browser) -> None:
    async with browser.session.get("/") as response:
        policy = response.headers["Content-Security-Policy"]
        page = await response.text()

    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "http" not in page.replace("http-equiv", "")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1:1", "localhost"])
async def test_another_host_header_is_rejected(browser: Browser, host: str) -> None:
    assert await browser.get("/", {"Host": host}) == 403
    assert await browser.get("/client/events", {"Host": host}) == 403


async def test_localhost_is_a_name_of_this_machine(browser: Browser) -> None:
    assert await browser.get("/", {"Host": f"localhost:{browser.server.port}"}) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Localcord": "something"},
        {**OURS, "Origin": "http://evil.example"},
        {**OURS, "Origin": "null"},
        {**OURS, "Sec-Fetch-Site": "cross-site"},
        {**OURS, "Sec-Fetch-Site": "same-site"},
    ],
)
async def test_a_post_of_another_page_is_rejected(
    browser: Browser, headers: dict[str, str]
) -> None:
    status, body = await browser.post("/client/say", {"text": "hi"}, headers)

    assert status == 403
    assert body["error"]
    assert len(browser.server.world.messages.in_channel(browser.channel)) == 0


async def test_a_link_may_lead_to_the_page_but_not_to_its_events(browser: Browser) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site"}

    assert await browser.get("/", elsewhere) == 200
    assert await browser.get("/client/events", elsewhere) == 403


@pytest.mark.parametrize(
    ("name", "fields", "status"),
    [
        ("say", {"text": ""}, 409),
        ("say", {"text": "x" * 2001}, 409),
        ("say", {"text": 7}, 400),
        ("say", {"text": "hi", "user": "1"}, 400),
        ("say", {"text": "hi", "channel": "1"}, 400),
        ("say", {"text": "hi", "channel": 7}, 400),
        ("slash", {"command": "nothing"}, 409),
        ("slash", {"command": "roll", "options": []}, 400),
        ("press", {"message": "1", "part": "x"}, 409),
        ("press", {"message": "x", "part": "x"}, 400),
        ("press", {"message": "9" * 30, "part": "x"}, 400),
        ("choose", {"message": "1", "part": "x", "values": "x"}, 409),
        ("submit", {"values": {}}, 409),
        ("user-command", {"command": "x", "target": "1"}, 400),
        ("dismiss", {}, 400),
        ("nonsense", {}, 404),
        ("faults", {"kind": "nonsense"}, 400),
        ("faults", {"kind": "error", "times": 0}, 400),
        ("faults", {"kind": "error", "times": True}, 400),
        ("faults", {"kind": "slow", "seconds": 1000}, 400),
        ("faults", {"kind": "drop", "resumable": "yes"}, 400),
    ],
)
async def test_nonsense_is_refused_in_words(
    browser: Browser, name: str, fields: dict[str, Json], status: int
) -> None:
    status_got, body = await browser.act(name, **fields)

    assert status_got == status
    assert body["error"]


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"7", b"\xff", b"{}" + b" " * 300_000])
async def test_a_body_that_is_no_object_is_refused(browser: Browser, raw: bytes) -> None:
    headers = {**OURS, "Content-Type": "application/json"}
    async with browser.session.post("/client/say", data=raw, headers=headers) as response:
        assert response.status == 400


async def test_direct_messages_of_others_stay_closed(browser: Browser) -> None:
    tomas = browser.server.people[1]

    status, _ = await browser.act("say", text="hi", channel=str(tomas.direct.id))

    assert status == 400
    query = f"?user={browser.person.id}&channel={tomas.direct.id}"
    assert await browser.get(f"/client/events{query}") == 400


async def test_events_start_with_the_whole_state_and_continue_with_changes(
    browser: Browser,
) -> None:
    async with browser.events() as events:
        first = await events.next()
        await browser.act("say", text="Well met.")
        second = await events.next()

    assert first["me"]["name"] == "Mira"
    assert [person["name"] for person in first["people"]] == ["Mira", "Tomas"]
    assert first["order"] == []
    assert set(second) == {"order", "messages"}
    assert second["messages"][0]["content"] == "Well met."


async def test_a_server_that_closes_ends_its_streams(browser: Browser) -> None:
    async with browser.events() as events:
        await events.next()
        await browser.server.close()

        with pytest.raises((EOFError, aiohttp.ClientError)):
            await events.next()


async def test_without_users_the_client_says_so() -> None:
    async with (
        Server() as server,
        aiohttp.ClientSession(server.client_url) as session,
        session.get("/client/events") as response,
    ):
        assert response.status == 400
        assert (await response.json())["error"] == "There is no user here yet."


async def test_a_refusal_is_shown_to_the_user(browser: Browser) -> None:
    async with raw_bot(browser.server) as (line, rest), browser.events() as events:
        await events.next()
        await browser.act("slash", command="roll", options={"pool1": "2d6"})
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]
        await rest.answer(interaction, {"type": 4, "data": {"content": "x" * 2001}})
        notices: list[Json] = []
        while not (notices and notices[0]["failure"]):
            notices = (await events.next()).get("notices", notices)

    assert notices[0]["what"] == "/roll"
    assert "Must be 2000 or fewer in length." in notices[0]["failure"]


async def test_pictures_are_visible_with_their_message(browser: Browser) -> None:
    async with raw_bot(browser.server) as (_, rest):
        form = aiohttp.FormData()
        form.add_field("payload_json", '{"content": "Look."}', content_type="application/json")
        form.add_field("files[0]", b"not really", filename="map.png", content_type="image/png")
        form.add_field("files[1]", b"<script>", filename="a.html", content_type="text/html")
        path = f"/channels/{browser.channel.id}/messages"
        _, message = await rest.call("POST", path, data=form)

    base = f"/client/files/{message['id']}"
    query = f"?user={browser.person.id}&channel={browser.channel.id}"
    async with browser.session.get(f"{base}/map.png{query}") as response:
        assert (response.status, response.content_type) == (200, "image/png")
    async with browser.session.get(f"{base}/a.html{query}") as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"] == "attachment"
    assert await browser.get(f"{base}/other.png{query}") == 404


async def test_only_files_of_the_client_are_served(browser: Browser) -> None:
    for name in ("app.js", "theme.css", "index.html", "icon.svg"):
        assert await browser.get(f"/client/static/{name}") == 200
    for name in ("..%2fsite.py", "%2e%2e%2f%2e%2e%2fserver.py", "nothing.js"):
        assert await browser.get(f"/client/static/{name}") == 404


async def test_a_dropped_connection_can_be_resumed_and_the_event_log_shows_it(
    browser: Browser,
) -> None:
    async with browser.events() as events:
        await events.next()
        async with identified(browser.server) as (line, ready):
            await browser.act("faults", kind="drop", resumable=True)
            with pytest.raises(ConnectionError):
                await line.hear_event("nothing")
        async with connect_gateway(browser.server) as line:
            await line.hear()
            session = {"session_id": ready["session_id"], "seq": 1}
            await line.say(6, {"token": browser.server.token, **session})
            await line.hear_event("RESUMED")
            happenings: list[str] = []
            while "The bot resumed its session." not in happenings:
                faults = (await events.next()).get("faults")
                happenings = (
                    [happening["text"] for happening in faults["happenings"]]
                    if faults
                    else happenings
                )

    assert "Connection to the gateway cut; the session can be resumed." in happenings
    assert "The bot is not connected." in happenings
