"""Tests that lazily parsed interactions equal hikari's own."""

from __future__ import annotations

import json

import attrs
import hikari
import pytest
from hikari.impl import EntityFactoryImpl
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.inbound.discord.interactions.lazy_interactions import LazyEntityFactory
from nazh.adapters.inbound.discord.rest_bot import new_rest_bot
from tests.unit.adapters.inbound.discord.http.endpoint_client import interaction

BOT = new_rest_bot("MQ.a.b", None)
HIKARI = EntityFactoryImpl(BOT)
ALONE = json.loads(interaction())
ON_SERVER = {
    **{name: value for name, value in ALONE.items() if name != "user"},
    "guild_id": "9",
    "guild_locale": "de",
    "member": {
        "user": ALONE["user"],
        "nick": "Al",
        "roles": ["21", "22"],
        "permissions": "32",
        "joined_at": "2021-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": True,
    },
    "data": {
        "id": "1",
        "name": "group",
        "guild_id": "9",
        "options": [
            {"name": "of", "type": 1, "options": [{"name": "who", "type": 6, "value": "1"}]},
            {"name": "text", "type": 3, "value": "1d20"},
        ],
        "resolved": {"users": {"1": ALONE["user"]}},
    },
}
PARTS = ("member", "user", "channel")


def field_paths() -> list[tuple[str, ...]]:
    """Return each field of a command, recursively."""
    full = HIKARI.deserialize_command_interaction(ON_SERVER)
    own = [(field.name,) for field in attrs.fields(type(full))]
    return own + [
        (part, field.name) for part in PARTS for field in attrs.fields(type(getattr(full, part)))
    ]


def fields_of(thing: object) -> object:
    """Return a value, or all fields of a nested object."""
    kind = type(thing)
    if attrs.has(kind):
        return {field.name: fields_of(getattr(thing, field.name)) for field in attrs.fields(kind)}
    return thing


@pytest.mark.parametrize("payload", [ALONE, ON_SERVER], ids=["alone", "on a server"])
@given(paths=st.permutations(field_paths()))
def test_every_field_is_what_hikari_reads_in_any_order(
    payload: dict[str, object], paths: list[tuple[str, ...]]
) -> None:
    lazy: object = LazyEntityFactory(BOT).deserialize_interaction(payload)
    full: object = HIKARI.deserialize_interaction(payload)

    for path in paths:
        lazy_value, full_value = lazy, full
        for name in path:
            lazy_value, full_value = (
                getattr(lazy_value, name, None),
                getattr(full_value, name, None),
            )
        assert fields_of(lazy_value) == fields_of(full_value)


def test_common_fields_of_a_command_are_parsed_at_once() -> None:
    lazy = Spying(BOT).deserialize_command_interaction(ON_SERVER)

    assert lazy.member is not None
    assert lazy.member.permissions == hikari.Permissions.MANAGE_GUILD
    assert (lazy.user.id, lazy.channel_id, lazy.guild_id) == (1, 7, 9)
    assert (lazy.locale, lazy.guild_locale, lazy.token) == ("en-US", "de", "t")
    assert [option.name for option in lazy.options] == ["of", "text"]


def test_an_unknown_attribute_is_reported() -> None:
    lazy = LazyEntityFactory(BOT).deserialize_command_interaction(ALONE)

    with pytest.raises(AttributeError, match="custom_id"):
        _ = lazy.custom_id  # type: ignore[attr-defined]  # the point of the test


class Spying(LazyEntityFactory):
    """Refuses complete parsing."""

    def full(self, payload: object) -> hikari.CommandInteraction:
        raise AssertionError("somebody reads the whole command")
