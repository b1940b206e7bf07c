"""Holds the server's state: users, guilds, commands, messages, conversations."""

from collections import OrderedDict
from datetime import timedelta
from typing import Protocol

from localcord.clock import Clock
from localcord.gateway.intents import DIRECT_MESSAGES, GUILD_MESSAGES, GUILDS
from localcord.gateway.session_starts import SessionStartLimit
from localcord.json_codec import Json, JsonObject
from localcord.locales import DEFAULT, known
from localcord.observable import Observable
from localcord.settings import Settings
from localcord.snowflakes import Snowflakes
from localcord.state.application import Application, id_in
from localcord.state.channels import Channel
from localcord.state.commands import CommandRegistry
from localcord.state.guilds import Guild
from localcord.state.members import User
from localcord.state.messages import Message, MessageStore
from localcord.state.threads import note_message
from localcord.users.conversations import Conversation


class Dispatch(Protocol):
    """Sends an event to the bot's sessions that should receive it."""

    def __call__(
        self,
        name: str,
        payload: Json,
        guild_id: int | None,
        intents: int,
        *,
        redacted: Json = None,
    ) -> None:
        """Send ``payload`` to the shard of the guild (None: direct messages).

        ``intents``: one of these is needed, 0 means none. ``redacted`` goes to sessions without
        the intent to read message content.
        """
        ...


class Post(Protocol):
    """Posts an interaction to the application's endpoint."""

    def __call__(self, conversation: Conversation, payload: bytes) -> None:
        """Start to post; the reply is applied to the conversation."""
        ...


class Verify(Protocol):
    """Checks an interactions endpoint as Discord does."""

    async def __call__(self, url: str) -> str | None:
        """Return the problem of the endpoint, or None."""
        ...


def _nobody_listens(
    name: str, payload: Json, guild_id: int | None, intents: int, *, redacted: Json = None
) -> None:
    """Drops events until there is a gateway."""


def _nobody_posts(conversation: Conversation, payload: bytes) -> None:
    """Refuses posts until the server listens."""


async def _nobody_verifies(url: str) -> str | None:
    return f"nobody can ask {url} yet"


class World(Observable):
    """The state behind REST and gateway, including every change that is sent to bots."""

    def __init__(self, settings: Settings, application_name: str, token: str | None) -> None:
        super().__init__()
        self.settings = settings
        # ws:// address of the gateway, known when the server listens.
        self.gateway_url = ""
        self.clock = Clock(settings.clock_speed, settings.clock_began)
        self.session_start_limit = SessionStartLimit(self.clock, settings)
        self.snowflakes = Snowflakes(self.clock)
        self.dispatch: Dispatch = _nobody_listens
        self.post_interaction: Post = _nobody_posts
        self.verify_endpoint: Verify = _nobody_verifies
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        owner = self.add_user("Owner")
        self.owner = owner
        id = (id_in(token) if token else None) or self.snowflakes.mint()
        self.application = Application(id, application_name, owner, token)
        self.users[self.application.id] = self.application.user
        self.commands = CommandRegistry(self.application.id, self.snowflakes)
        self.messages = MessageStore(settings.keep_messages)
        self._conversations: OrderedDict[int, Conversation] = OrderedDict()
        self._by_token: dict[str, Conversation] = {}

    def add_user(self, name: str, locale: str = DEFAULT, age: timedelta = timedelta()) -> User:
        user = User(self.snowflakes.mint(age), name, known(locale))
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, locale: str, *, bot_joined: bool) -> Guild:
        """Create a guild; the bot is notified if it is a member."""
        guild = Guild(self._guild_id(), name, self.owner, known(locale), bot_joined)
        guild.open_channel = self.add_channel
        guild.mint = self.snowflakes.mint
        self.guilds[guild.id] = guild
        guild.member(self.application.user)
        if bot_joined:
            self.dispatch("GUILD_CREATE", self.guild_create(guild), guild.id, GUILDS)
        return guild

    def _guild_id(self) -> int:
        # A guild's shard depends on its millisecond, so consecutive guilds get consecutive
        # milliseconds and shards. The low bits avoid collisions with other ids.
        last = max(self.guilds, default=self.snowflakes.mint())
        return (((last >> 22) + 1) << 22) | 0x15_5555

    def set_guild_locale(self, guild: Guild, locale: str) -> None:
        """Change a guild's preferred language, and notify the bot. Raises ValueError."""
        guild.locale = known(locale)
        if guild.bot_joined:
            self.dispatch("GUILD_UPDATE", guild.json(), guild.id, GUILDS)
        self.notify_observers()

    def guild_create(self, guild: Guild) -> JsonObject:
        """Return the GUILD_CREATE payload. Only the bot's own membership is disclosed."""
        return guild.create_json([guild.member(self.application.user)])

    def add_channel(self, guild: Guild, name: str, is_forum: bool = False) -> Channel:
        channel = Channel(self.snowflakes.mint(), name, guild, is_forum=is_forum)
        guild.channels[channel.id] = self.channels[channel.id] = channel
        if guild.bot_joined:
            self.dispatch("CHANNEL_CREATE", channel.json(), guild.id, GUILDS)
        self.notify_observers()
        return channel

    def direct_channel(self, user: User) -> Channel:
        """Return the one direct-message channel between this user and the bot."""
        for channel in self.channels.values():
            if channel.recipient is user:
                return channel
        channel = Channel(self.snowflakes.mint(), "", None, user)
        self.channels[channel.id] = channel
        return channel

    def guilds_with_bot(self) -> list[Guild]:
        return [guild for guild in self.guilds.values() if guild.bot_joined]

    # Messages

    def post(self, message: Message) -> Message:
        """Add a message to its channel and notify the bot, unless it is ephemeral."""
        self.messages.add(message)
        note_message(self, message.channel)
        self._announce("MESSAGE_CREATE", message)
        self.notify_observers()
        return message

    def edited(self, message: Message) -> None:
        """Notify the bot of an edit."""
        self._announce("MESSAGE_UPDATE", message)
        self.notify_observers()

    def delete(self, message: Message) -> None:
        self.messages.remove(message)
        self.notify_observers()
        if message.only_for is None:
            gone: JsonObject = {"id": str(message.id), "channel_id": str(message.channel.id)}
            self._tell_channel("MESSAGE_DELETE", gone, message.channel)

    def _announce(self, name: str, message: Message) -> None:
        if message.only_for is not None:
            return
        payload = dict(message.json)
        guild = message.channel.guild
        if guild is not None and not message.author.bot:
            payload["member"] = guild.member(message.author).json(with_user=False)
        self._tell_channel(
            name, payload, message.channel, redacted=self._redacted(message, payload)
        )

    def _redacted(self, message: Message, payload: JsonObject) -> JsonObject | None:
        """Return the payload for a bot without the content intent, or None if it is the same.

        Such a bot can read its own messages, direct messages, and those that mention it.
        """
        me = self.application.user
        mentioned = str(me.id) in (mention["id"] for mention in payload["mentions"])
        if message.author is me or message.channel.is_direct or mentioned:
            return None
        return {**payload, "content": "", "embeds": [], "attachments": [], "components": []}

    def _tell_channel(
        self,
        name: str,
        payload: JsonObject,
        channel: Channel,
        *,
        redacted: JsonObject | None = None,
    ) -> None:
        if channel.guild is None:
            self.dispatch(name, payload, None, DIRECT_MESSAGES)
        elif channel.guild.bot_joined:
            place = {"guild_id": str(channel.guild.id)}
            redacted_payload = None if redacted is None else redacted | place
            guild_id = channel.guild.id
            self.dispatch(
                name, payload | place, guild_id, GUILD_MESSAGES, redacted=redacted_payload
            )

    # Conversations

    def remember(self, conversation: Conversation) -> None:
        """Store an interaction, so that the bot can respond to it."""
        self._conversations[conversation.id] = conversation
        self._by_token[conversation.token] = conversation
        if len(self._conversations) > self.settings.keep_interactions:
            _, oldest = self._conversations.popitem(last=False)
            del self._by_token[oldest.token]

    def send(self, conversation: Conversation, payload: bytes) -> None:
        """Send an interaction to the application's endpoint if it has one, or to its shard."""
        self.remember(conversation)
        if self.application.interactions_url is None:
            self.dispatch("INTERACTION_CREATE", payload, conversation.channel.guild_id, 0)
        else:
            self.post_interaction(conversation, payload)

    def conversation(self, interaction_id: int) -> Conversation | None:
        return self._conversations.get(interaction_id)

    def conversation_of_token(self, token: str) -> Conversation | None:
        return self._by_token.get(token)
