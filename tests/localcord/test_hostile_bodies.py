"""Tests that any body a bot sends gives an error like Discord's, never a crash."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from localcord import Server
from localcord.errors import ApiError
from localcord.rules.callbacks import check_callback
from localcord.rules.commands import check_command, check_commands
from localcord.rules.messages import CHANNEL_FIELDS, check_edit, check_message
from localcord.state.channels import Channel
from localcord.state.members import User
from localcord.state.messages import apply_edit, new_message
from localcord.terminal.transcript import render_message, render_modal
from localcord.users.conversations import InteractionKind
from localcord.users.modals import Modal
from tests.localcord.raw_bot import Json, rest_of, strict

pytestmark = pytest.mark.slow

NAMES = st.sampled_from(
    [
        *("content", "embeds", "components", "flags", "attachments", "allowed_mentions", "type"),
        *("custom_id", "style", "label", "url", "options", "value", "title", "description"),
        *("fields", "name", "footer", "author", "text", "id", "accessory", "component", "items"),
        *("media", "parse", "users", "placeholder", "min_values", "max_values", "choices"),
        *("required", "image", "emoji", "color", "name_localizations", "data", "tts", "inline"),
    ]
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 20),
    st.sampled_from([1 << 15, 64, 1 << 40, 0.5]),
    st.sampled_from(["", "x", "roll", "X Y", "x" * 101, "@everyone <@123456789012345678>"]),
)
BODIES = st.recursive(
    VALUES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=6)),
    max_leaves=25,
)
OBJECTS = st.dictionaries(NAMES, BODIES, max_size=6)


def components(v2: bool) -> st.SearchStrategy[Json]:
    """Nearly valid component trees."""
    leaf = st.fixed_dictionaries(
        {"type": st.sampled_from([2, 3, 4, 5, 10, 14])},
        optional={
            "custom_id": st.sampled_from(["a", "b", "c", "d"]),
            "style": st.integers(1, 5),
            "label": st.just("Again"),
            "content": st.just("**x**"),
            "url": st.just("https://x.example"),
            "options": st.just([{"label": "Up", "value": "u"}]),
            "disabled": st.booleans(),
        },
    )
    row = st.builds(
        lambda parts: {"type": 1, "components": parts}, st.lists(leaf, min_size=1, max_size=3)
    )
    box = st.builds(lambda parts: {"type": 17, "components": parts}, st.lists(row | leaf))
    return st.lists(st.one_of(row, leaf, box) if v2 else row, max_size=3)


def accepted(check: Callable[[], object]) -> bool:
    with suppress(ApiError):
        check()
        return True
    return False


def show(body: Json) -> None:
    """Process an accepted body like a server and a user."""
    user, channel = User(1, "Nazh", bot=True), Channel(2, "table")
    message = new_message(
        id=3,
        at=0.0,
        channel=channel,
        author=user,
        body=body,
        kind=0,
        flags=body.get("flags") or 0,
        people={},
    )
    apply_edit(message, body, 1.0, {})
    assert isinstance(message.text, str)
    assert len(message.buttons) + len(message.selects) >= 0
    render_message(message.json)


@settings(max_examples=300)
@given(OBJECTS)
@example({"components": [{"type": []}]})
def test_any_message_body_is_judged(body: Json) -> None:
    if accepted(lambda: check_message(strict(), body, CHANNEL_FIELDS, has_files=False)):
        show(body)


@settings(max_examples=300)
@given(st.booleans().flatmap(lambda v2: st.tuples(st.just(v2), components(v2))))
def test_every_accepted_message_can_be_rendered(drawn: tuple[bool, Json]) -> None:
    v2, tree = drawn
    body: Json = {"components": tree, "flags": (1 << 15) if v2 else 0}
    if accepted(lambda: check_message(strict(), body, CHANNEL_FIELDS, has_files=False)):
        show(body)


@settings(max_examples=200)
@given(OBJECTS)
def test_any_edit_is_judged(body: Json) -> None:
    stored = {"content": "x", "embeds": [], "components": [], "flags": 0}
    accepted(lambda: check_edit(strict(), body, stored, has_files=False))


@settings(max_examples=500)
@given(st.integers(4, 9), BODIES, st.sampled_from(InteractionKind))
def test_any_answer_is_judged(number: int, data: Json, kind: InteractionKind) -> None:
    source = {"content": "x", "embeds": [], "components": [], "flags": 0}

    accepted(lambda: check_callback(strict(), {"type": number, "data": data}, kind, source, False))


@given(components(v2=False), st.sampled_from(["", "Form", "x" * 46]))
def test_an_accepted_modal_can_be_shown(tree: Json, title: str) -> None:
    data = {"custom_id": "form", "title": title, "components": tree}
    if accepted(
        lambda: check_callback(
            strict(), {"type": 9, "data": data}, InteractionKind.COMMAND, None, False
        )
    ):
        render_modal(Modal(data, 1))


@settings(max_examples=300)
@given(BODIES)
def test_any_command_is_judged(body: Json) -> None:
    accepted(lambda: check_commands(strict(), body if isinstance(body, list) else [body]))
    if isinstance(body, dict):
        accepted(lambda: check_command(strict(), body, []))


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/channels/{table}/messages?limit=many", None),
        ("GET", "/channels/{table}/messages?before=now", None),
        ("POST", "/users/@me/channels", {"recipient_id": "nobody"}),
        ("POST", "/users/@me/channels", [1]),
        ("POST", "/channels/{table}/messages", "hello"),
        ("POST", "/channels/{table}/messages", None),
        ("PUT", "/applications/{me}/commands", {"name": "roll"}),
        ("PUT", "/applications/{me}/commands", [5]),
        ("PATCH", "/applications/{me}/commands/x", {}),
        (
            "POST",
            "/channels/{table}/messages",
            {"content": "x", "message_reference": {"message_id": "x"}},
        ),
    ],
)
async def test_nonsense_is_answered_politely(method: str, path: str, body: Json) -> None:
    async with Server() as server, rest_of(server) as rest:
        table = server.guild("The Long Rest").channel("table")

        status, answer = await rest.call(
            method, path.format(table=table.id, me=server.application_id), body
        )

        assert 400 <= status < 500
        assert answer["message"]
