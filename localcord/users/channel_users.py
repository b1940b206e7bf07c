"""Lets a user run commands and write messages in a channel."""

import secrets
from typing import TYPE_CHECKING, Any

from localcord.errors import CannotSee, CannotUse
from localcord.json_codec import Json, JsonObject, encode, fragment
from localcord.state.channels import Channel
from localcord.state.commands import CHAT_INPUT, MESSAGE_COMMAND, USER_COMMAND
from localcord.state.guilds import Guild
from localcord.state.members import User
from localcord.state.messages import Message, new_message
from localcord.state.threads import open_post, open_thread
from localcord.users.command_visibility import (
    GUILD_INSTALL,
    USER_INSTALL,
    bot_is_in,
    command_data,
    command_metadata,
    context_of,
    hidden_reason,
)
from localcord.users.conversations import Conversation, InteractionKind
from localcord.users.option_values import Resolved, fill_in, follow_path, nested, resolve_user

if TYPE_CHECKING:
    from localcord.state.world import World
    from localcord.users.people import Person


class ChannelUser:
    """A user in one channel. Command options are keyword arguments."""

    def __init__(self, world: "World", user: User, channel: Channel) -> None:
        self._world = world
        self.user = user
        self.channel = channel
        # All parts of an interaction that do not change from one to the next, encoded once.
        self._template: JsonObject | None = None
        self._owners: JsonObject = {}

    @property
    def guild(self) -> Guild | None:
        return self.channel.guild

    # Commands

    async def slash(self, name: str, /, **options: Any) -> Conversation:
        """Use a slash command and wait for the response.

        ``name`` may name a subcommand: ``"saved roll"``. Options have their natural types: users
        are Person, channels are Channel, choices are names or values. Raises CannotUse if
        Discord's client would not allow it, and NotAnswered without a response.
        """
        return await self.start(name, **options).answered()

    def start(self, name: str, /, **options: Any) -> Conversation:
        """Use a slash command without waiting."""
        command, path = self._command(CHAT_INPUT, name)
        steps, schema = follow_path(command, path)
        filled, resolved = fill_in(schema, options, self.guild)
        data = command_data(command, nested(steps, filled), resolved)
        description = f"{self.user.name} using /{name}"
        metadata = {**command_metadata(command), "name": name}
        return self.ask(InteractionKind.COMMAND, data, description, metadata=metadata)

    async def complete(
        self, name: str, focused: str, typed: Json, /, **options: Any
    ) -> Conversation:
        """Type ``typed`` into an option with autocomplete; the answer has the ``choices``."""
        return await self.start_complete(name, focused, typed, **options).answered()

    def start_complete(
        self, name: str, focused: str, typed: Json, /, **options: Any
    ) -> Conversation:
        """Type into an option without waiting."""
        command, path = self._command(CHAT_INPUT, name)
        steps, schema = follow_path(command, path)
        option = next((option for option in schema if option["name"] == focused), None)
        if option is None or not option.get("autocomplete"):
            raise CannotUse(f"/{name} completes no option {focused!r}.")
        filled, _ = fill_in(schema, {**options, focused: typed}, self.guild, focused=focused)
        data = command_data(command, nested(steps, filled), {})
        description = f"{self.user.name} typing {typed!r} into /{name}"
        return self.ask(InteractionKind.AUTOCOMPLETE, data, description, metadata={})

    async def user_command(self, name: str, target: "Person") -> Conversation:
        """Use a command in a user's context menu and wait for the response."""
        return await self.start_user_command(name, target).answered()

    def start_user_command(self, name: str, target: "Person") -> Conversation:
        """Use a command of a user's context menu without waiting."""
        command, _ = self._command(USER_COMMAND, name)
        resolved: Resolved = {}
        target_id = resolve_user(target.account, self.guild, resolved)
        data = {**command_data(command, [], resolved), "target_id": target_id}
        metadata = {**command_metadata(command), "target_user": target.account.json()}
        description = f"{self.user.name} using {name!r} on {target.name}"
        return self.ask(InteractionKind.COMMAND, data, description, metadata=metadata)

    async def message_command(self, name: str, target: Message) -> Conversation:
        """Use a command in a message's context menu and wait for the response."""
        return await self.start_message_command(name, target).answered()

    def start_message_command(self, name: str, target: Message) -> Conversation:
        """Use a command of a message's context menu without waiting."""
        if not target.visible_to(self.user):
            raise CannotSee(f"{self.user.name} does not see this message.")
        command, _ = self._command(MESSAGE_COMMAND, name)
        resolved: Resolved = {"messages": {str(target.id): target.json}}
        data = {**command_data(command, [], resolved), "target_id": str(target.id)}
        metadata = {**command_metadata(command), "target_message_id": str(target.id)}
        description = f"{self.user.name} using {name!r} on a message"
        return self.ask(InteractionKind.COMMAND, data, description, metadata=metadata)

    def _command(self, kind: int, name: str) -> tuple[JsonObject, list[str]]:
        """Return the command and the path to its subcommand. Raises CannotUse."""
        # Only slash commands have subcommands; menu commands may have spaces in their names.
        first, *path = name.split(" ") if kind == CHAT_INPUT else [name]
        guild_id = self.channel.guild_id
        command = self._world.commands.find(guild_id, kind, first)
        if command is None:
            offered = ", ".join(self._world.commands.names(guild_id)) or "none"
            raise CannotUse(f"There is no command {first!r} here; there are: {offered}.")
        problem = hidden_reason(command, self.channel, self.user)
        if problem is not None:
            raise CannotUse(problem)
        return command, path

    def visible_commands(self) -> list[JsonObject]:
        """Return all commands that Discord's client would offer here, by name."""
        visible = self._world.commands.visible(self.channel.guild_id)
        return [
            command
            for command in visible
            if hidden_reason(command, self.channel, self.user) is None
        ]

    # Messages

    def say(self, text: str) -> Message:
        """Write a message into the channel. Raises CannotUse in a locked thread or a forum."""
        world, thread = self._world, self.channel.thread
        if thread is not None and thread.is_locked:
            raise CannotUse(f"The thread {self.channel.name!r} is locked.")
        if self.channel.is_forum:
            raise CannotUse(f"The forum {self.channel.name!r} has posts only.")
        message = new_message(
            id=world.snowflakes.mint(),
            at=world.clock.now(),
            channel=self.channel,
            author=self.user,
            body={"content": text},
            kind=0,
            flags=0,
            people=world.users,
        )
        return world.post(message)

    def open_thread(self, name: str, *, at: Message | None = None) -> Channel:
        """Open a public thread in the channel, ``at`` one of its messages or without one."""
        return open_thread(self._world, self.channel, self.user, name, source=at)

    def open_post(self, name: str, text: str) -> Channel:
        """Open a post in a forum, which begins with a message."""
        return open_post(self._world, self.channel, self.user, name, text)

    # Interactions

    def ask(
        self,
        kind: InteractionKind,
        data: JsonObject,
        what: str,
        *,
        metadata: JsonObject,
        source: Message | None = None,
    ) -> Conversation:
        """Dispatch an interaction with this ``data`` and return its conversation."""
        world, settings = self._world, self._world.settings
        template = self._template or self._make_template()
        id = world.snowflakes.mint()
        conversation = Conversation(
            id=id,
            token=f"aW50ZXJhY3Rpb246{id}{secrets.token_urlsafe(48)}",
            kind=kind,
            what=what,
            user=self.user,
            channel=self.channel,
            dispatched_at=world.clock.now(),
            answer_within=settings.answer_within,
            max_wait=settings.max_wait,
            metadata={
                "id": str(id),
                "type": int(kind),
                "user": self.user.json(),
                "authorizing_integration_owners": self._owners,
                **metadata,
            },
            source=source,
        )
        payload: JsonObject = {
            **template,
            **self._languages(),
            "id": str(id),
            "token": conversation.token,
            "type": int(kind),
            "app_permissions": str(self.channel.bot_permissions if bot_is_in(self.channel) else 0),
            "data": data,
        }
        if source is not None:
            payload["message"] = source.json
        world.send(conversation, encode(payload))
        return conversation

    def _languages(self) -> JsonObject:
        """Return an interaction's language fields, which may change at any time."""
        if self.guild is None:
            return {"locale": self.user.locale}
        return {
            "locale": self.user.locale,
            "guild_locale": self.guild.locale,
            "guild": self.guild.interaction_json(),
        }

    def _make_template(self) -> JsonObject:
        world, channel, guild = self._world, self.channel, self.guild
        bot_is_here = bot_is_in(self.channel)
        # The owner of an installation in a bot's direct messages is "0".
        self._owners = (
            {GUILD_INSTALL: str(guild.id) if guild else "0"}
            if bot_is_here
            else {USER_INSTALL: str(self.user.id)}
        )
        template: JsonObject = {
            "application_id": str(world.application.id),
            "version": 1,
            "channel_id": str(channel.id),
            "channel": channel.interaction_json(),
            "authorizing_integration_owners": self._owners,
            "context": context_of(channel),
            "attachment_size_limit": world.settings.attachment_size_limit,
            "entitlements": [],
            "entitlement_sku_ids": [],
        }
        if guild is None:
            template["user"] = fragment(self.user.json())
        else:
            template["guild_id"] = str(guild.id)
            template["member"] = fragment(guild.member(self.user).interaction_json())
        self._template = template
        return template
