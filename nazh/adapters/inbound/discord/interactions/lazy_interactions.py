"""Decodes commands lazily, and at first only the fields that every response needs.

Discord sends some seventy fields with each command: avatars, dates, topics. hikari decodes them
all, which takes four times as long as parsing the JSON, and a roll needs a dozen. hikari decodes
the others when the first of them is read.
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
"""Kinds of options whose value is an id."""


class UndecodableInteraction(ValueError):
    """A field of a command is missing, or differs from Discord's documentation."""


class LazyEntityFactory(EntityFactoryImpl):
    """Decodes as hikari does, and commands lazily.

    If a field that is decoded later differs from Discord's documentation, reading it raises
    hikari's error.
    """

    def deserialize_command_interaction(self, payload: JSONObject) -> hikari.CommandInteraction:
        """Return a lazily decoded command. Raises UndecodableInteraction."""
        try:
            return _Command(_PayloadSource(self, payload))
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise UndecodableInteraction(type(error).__name__) from error

    def full(self, payload: JSONObject) -> hikari.CommandInteraction:
        """Return a fully decoded command."""
        return super().deserialize_command_interaction(payload)


class _PayloadSource:
    """The payload of a command, and the function that decodes it fully."""

    __slots__ = ("_factory", "app", "payload")

    def __init__(self, factory: LazyEntityFactory, payload: JSONObject) -> None:
        self.app = factory.app
        self.payload = payload
        self._factory = factory

    def full(self) -> hikari.CommandInteraction:
        return self._factory.full(self.payload)


class _LazyEntity:
    """A part of a command, which decodes all ``lazy_fields`` when one of them is read."""

    __slots__ = ()
    lazy_fields: ClassVar[frozenset[str]]

    def full(self) -> object:
        raise NotImplementedError

    # Python calls this only for missing attributes.
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
    lazy_fields = _lazy_fields(
        UserImpl, "app", "id", "avatar_hash", "discriminator", "global_name", "username"
    )

    def __init__(self, source: _PayloadSource, payload: JSONObject) -> None:
        self.app = source.app
        self.id = Snowflake(payload["id"])
        self.username = payload["username"]
        self.global_name = payload.get("global_name")
        self.discriminator = payload["discriminator"]
        self.avatar_hash = payload["avatar"]
        self._source = source

    def full(self) -> object:
        return self._source.full().user


class _Member(_LazyEntity, hikari.InteractionMember):
    __slots__ = ("_source",)
    lazy_fields = _lazy_fields(
        hikari.InteractionMember, "guild_id", "guild_avatar_hash", "nickname", "permissions", "user"
    )

    def __init__(self, source: _PayloadSource, payload: JSONObject, guild_id: Snowflake) -> None:
        self.guild_id = guild_id
        self.permissions = hikari.Permissions(int(payload["permissions"]))
        self.user = _User(source, payload["user"])
        self.nickname = payload.get("nick")
        self.guild_avatar_hash = payload.get("avatar")
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
