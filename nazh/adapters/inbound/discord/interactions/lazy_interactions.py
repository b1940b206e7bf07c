"""Glances: commands of which only that is read at once which every answer needs.

Discord tells some seventy things with each command: avatars, dates, topics. hikari reads them all,
which takes four times as long as reading the JSON, and a roll needs a dozen. The others are read,
by hikari as ever, when somebody asks for the first of them.
"""

from __future__ import annotations

from typing import ClassVar, Final

import attrs
import hikari
from hikari import Snowflake
from hikari.impl import EntityFactoryImpl
from hikari.internal.data_binding import JSONObject
from hikari.users import UserImpl

_IDS: Final = frozenset(
    (
        hikari.OptionType.ATTACHMENT,
        hikari.OptionType.CHANNEL,
        hikari.OptionType.MENTIONABLE,
        hikari.OptionType.ROLE,
        hikari.OptionType.USER,
    )
)
"""Options whose value is the id of something."""


class LazyEntityFactory(EntityFactoryImpl):
    """Reads as hikari does, and commands at a glance.

    Where something of a command is not as Discord documents it, and is not in the glance, who asks
    for it is told by hikari's error.
    """

    def deserialize_command_interaction(self, payload: JSONObject) -> hikari.CommandInteraction:
        """Return a command that somebody has sent."""
        return _Command(_PayloadSource(self, payload))

    def full(self, payload: JSONObject) -> hikari.CommandInteraction:
        """Return a command of which everything is read."""
        return super().deserialize_command_interaction(payload)


class _PayloadSource:
    """What Discord tells with a command, and who reads all of it."""

    __slots__ = ("_factory", "app", "payload")

    def __init__(self, factory: LazyEntityFactory, payload: JSONObject) -> None:
        self.app = factory.app
        self.payload = payload
        self._factory = factory

    def full(self) -> hikari.CommandInteraction:
        return self._factory.full(self.payload)


class _LazyEntity:
    """A part of a command, which reads all ``others`` of its fields when it is asked for one."""

    __slots__ = ()
    lazy_fields: ClassVar[frozenset[str]]

    def full(self) -> object:
        raise NotImplementedError

    # Python asks here only for what is not there.
    def __getattr__(self, name: str) -> object:
        if name not in self.lazy_fields:
            raise AttributeError(f"{type(self).__name__!r} has no {name!r}")
        full = self.full()
        for field in self.lazy_fields:
            setattr(self, field, getattr(full, field))
        return getattr(self, name)


def _lazy_fields(kind: type[attrs.AttrsInstance], *eager: str) -> frozenset[str]:
    return frozenset(field.name for field in attrs.fields(kind)).difference(eager)


def _option(payload: JSONObject) -> hikari.CommandInteractionOption:
    kind, value, inner = hikari.OptionType(payload["type"]), None, None
    if "value" in payload:
        value = Snowflake(payload["value"]) if kind in _IDS else payload["value"]
    if payload.get("options"):
        inner = [_option(option) for option in payload["options"]]
    return hikari.CommandInteractionOption(
        name=payload["name"],
        type=kind,
        value=value,
        options=inner,  # type: ignore[arg-type]  # to hikari's types they are Self
    )


class _User(_LazyEntity, UserImpl):
    __slots__ = ("_source",)
    lazy_fields = _lazy_fields(UserImpl, "app", "id")

    def __init__(self, source: _PayloadSource, payload: JSONObject) -> None:
        self.app = source.app
        self.id = Snowflake(payload["id"])
        self._source = source

    def full(self) -> object:
        return self._source.full().user


class _Member(_LazyEntity, hikari.InteractionMember):
    __slots__ = ("_source",)
    lazy_fields = _lazy_fields(hikari.InteractionMember, "guild_id", "permissions", "user")

    def __init__(self, source: _PayloadSource, payload: JSONObject, guild_id: Snowflake) -> None:
        self.guild_id = guild_id
        self.permissions = hikari.Permissions(int(payload["permissions"]))
        self.user = _User(source, payload["user"])
        self._source = source

    def full(self) -> object:
        return self._source.full().member


class _Channel(_LazyEntity, hikari.InteractionChannel):
    __slots__ = ("_source",)
    lazy_fields = _lazy_fields(hikari.InteractionChannel, "app", "id")

    def __init__(self, source: _PayloadSource, payload: JSONObject) -> None:
        self.app = source.app
        self.id = Snowflake(payload["id"])
        self._source = source

    def full(self) -> object:
        return self._source.full().channel


class _Command(_LazyEntity, hikari.CommandInteraction):
    __slots__ = ("_source",)
    lazy_fields = frozenset(
        (
            *("app_permissions", "attachment_size_limit", "authorizing_integration_owners"),
            *("command_id", "context", "entitlements", "resolved", "target_id", "version"),
        )
    )

    def __init__(self, source: _PayloadSource) -> None:
        payload = source.payload
        data = payload["data"]
        self.app = source.app
        self.application_id = Snowflake(payload["application_id"])
        self.id = Snowflake(payload["id"])
        self.type = hikari.InteractionType.APPLICATION_COMMAND
        self.token = payload["token"]
        self.locale = hikari.Locale(payload["locale"])
        guild_id, guild_locale = payload.get("guild_id"), payload.get("guild_locale")
        self.guild_locale = None if guild_locale is None else hikari.Locale(guild_locale)
        self.channel = _Channel(source, payload["channel"])
        if guild_id is None:
            self.guild_id = self.member = None
            self.user = _User(source, payload["user"])
        else:
            self.guild_id = Snowflake(guild_id)
            self.member = _Member(source, payload["member"], self.guild_id)
            self.user = self.member.user
        self.command_name = data["name"]
        self.command_type = hikari.CommandType(data.get("type", hikari.CommandType.SLASH))
        registered_guild_id = data.get("guild_id")
        self.registered_guild_id = (
            None if registered_guild_id is None else Snowflake(registered_guild_id)
        )
        self.options = [_option(option) for option in data.get("options", ())]
        if "resolved" not in data:
            self.resolved = None
        self._source = source

    def full(self) -> object:
        return self._source.full()
