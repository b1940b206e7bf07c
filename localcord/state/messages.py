"""Stores messages, and creates or edits them from request bodies."""

from collections import OrderedDict, defaultdict

from localcord.clock import iso_time
from localcord.errors import NotAnswered
from localcord.json_codec import Json, JsonObject
from localcord.observable import Observable
from localcord.snowflakes import seconds_of
from localcord.state import component_trees
from localcord.state.channels import Channel
from localcord.state.component_trees import Button, Select
from localcord.state.members import User
from localcord.state.mentions import People, mentions_in, roles_in

EPHEMERAL, LOADING = 1 << 6, 1 << 7
SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, COMPONENTS_V2 = 1 << 2, 1 << 12, 1 << 15


class Message(Observable):
    """A live message that shows edits at once. ``only_for`` is the reader of an ephemeral one."""

    __slots__ = ("author", "channel", "deleted", "edits", "files", "json", "only_for", "reactions")

    def __init__(
        self, json: JsonObject, channel: Channel, author: User, only_for: User | None = None
    ) -> None:
        super().__init__()
        self.json = json
        self.channel = channel
        self.author = author
        self.only_for = only_for
        self.edits = 0
        self.deleted = False
        self.files: dict[str, bytes] = {}
        # The users who reacted, by emoji.
        self.reactions: dict[str, list[User]] = {}

    @property
    def id(self) -> int:
        return int(self.json["id"])

    @property
    def content(self) -> str:
        return str(self.json["content"])

    @property
    def embeds(self) -> list[Json]:
        """The embeds as JSON objects."""
        return list(self.json["embeds"])

    @property
    def components(self) -> list[Json]:
        """The component tree as JSON objects, numbered by the server."""
        return list(self.json["components"])

    @property
    def flags(self) -> int:
        return int(self.json["flags"])

    @property
    def ephemeral(self) -> bool:
        """Whether only one user can see it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether it shows "… is thinking"."""
        return bool(self.flags & LOADING)

    @property
    def buttons(self) -> list[Button]:
        return component_trees.buttons(self.json["components"])

    @property
    def selects(self) -> list[Select]:
        return component_trees.selects(self.json["components"])

    @property
    def text(self) -> str:
        """All readable text, line by line: content, embeds, text displays."""
        parts = [self.content]
        for embed in self.embeds:
            parts += [embed.get("author", {}).get("name"), embed.get("title")]
            parts.append(embed.get("description"))
            for field in embed.get("fields", ()):
                parts += [field["name"], field["value"]]
            parts.append(embed.get("footer", {}).get("text"))
        parts += component_trees.texts(self.components)
        return "\n".join(part for part in parts if part)

    def visible_to(self, user: User) -> bool:
        """Return whether this user's client shows the message."""
        readers = (self.only_for, self.channel.recipient)
        return not self.deleted and all(reader in (None, user) for reader in readers)

    async def edited(self, *, after: int | None = None, timeout: float = 10.0) -> None:
        """Wait until there are more edits than ``after`` (default: the current number).

        Raises NotAnswered after ``timeout`` seconds.
        """
        edits_before = self.edits if after is None else after
        if not await self.until(lambda: self.edits > edits_before, timeout):
            raise NotAnswered(f"The message was not edited within {timeout:g} s.")

    def __repr__(self) -> str:
        return f"<Message {self.id} {self.text[:60]!r}>"


class MessageStore:
    """All messages, at most ``most``; the oldest are removed first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._all: OrderedDict[int, Message] = OrderedDict()
        self._by_channel: defaultdict[int, dict[int, Message]] = defaultdict(dict)

    def add(self, message: Message) -> None:
        self._all[message.id] = message
        self._by_channel[message.channel.id][message.id] = message
        if len(self._all) > self._most:
            _, oldest = self._all.popitem(last=False)
            del self._by_channel[oldest.channel.id][oldest.id]

    def find(self, channel_id: int, message_id: int) -> Message | None:
        """Return a message that was not deleted, ephemeral ones included."""
        return self._by_channel[channel_id].get(message_id) if message_id in self._all else None

    def with_nonce(self, author: User, nonce: str, since: float) -> Message | None:
        """Return a message of ``author`` with this nonce that is no older than ``since``."""
        for message in reversed(self._all.values()):
            if seconds_of(message.id) < since:
                return None
            if message.author is author and str(message.json.get("nonce")) == nonce:
                return message
        return None

    def in_channel(self, channel: Channel) -> list[Message]:
        """Return the messages of a channel, oldest first, ephemeral ones included."""
        return list(self._by_channel[channel.id].values())

    def remove_channel(self, channel: Channel) -> None:
        """Remove the messages of a deleted channel."""
        for message in self.in_channel(channel):
            self.remove(message)

    def remove(self, message: Message) -> None:
        message.deleted = True
        self._all.pop(message.id, None)
        self._by_channel[message.channel.id].pop(message.id, None)
        message.notify_observers()


def new_message(
    *,
    id: int,
    at: float,
    channel: Channel,
    author: User,
    body: JsonObject,
    kind: int,
    flags: int,
    people: People,
) -> Message:
    """Return the message for a (valid) create body.

    ``kind`` is Discord's type number; ``people`` can be mentioned.
    """
    content = (body.get("content") or "").strip()
    mentions, everyone = mentions_in(content, body.get("allowed_mentions"), people)
    json: JsonObject = {
        "id": str(id),
        "type": kind,
        "channel_id": str(channel.id),
        "author": author.json(),
        "content": content,
        "timestamp": iso_time(at),
        "edited_timestamp": None,
        "flags": flags,
        "tts": bool(body.get("tts")),
        "pinned": False,
        "mention_everyone": everyone,
        "mentions": mentions,
        "mention_roles": roles_in(content, body.get("allowed_mentions")),
        "attachments": [],
        "embeds": [_embed(embed) for embed in body.get("embeds") or ()],
        "components": component_trees.as_stored(body.get("components") or []),
    }
    if body.get("nonce") is not None:
        json["nonce"] = body["nonce"]
    return Message(json, channel, author)


def apply_edit(message: Message, body: JsonObject, at: float, people: People) -> None:
    """Apply a (valid) edit body to a message: absent fields stay, null clears."""
    json = dict(message.json)
    if "content" in body:
        json["content"] = (body["content"] or "").strip()
        allowed = body.get("allowed_mentions")
        mentions, everyone = mentions_in(json["content"], allowed, people)
        json["mentions"], json["mention_everyone"] = mentions, everyone
    if "embeds" in body:
        json["embeds"] = [_embed(embed) for embed in body["embeds"] or ()]
    if "components" in body:
        json["components"] = component_trees.as_stored(body["components"] or [])
    json["attachments"] = list(json["attachments"])
    if "attachments" in body:
        kept_ids = {str(attachment.get("id")) for attachment in body["attachments"] or ()}
        json["attachments"] = [
            attachment for attachment in json["attachments"] if attachment["id"] in kept_ids
        ]
    changeable = SUPPRESS_EMBEDS | COMPONENTS_V2
    changed_flags = (body.get("flags") or 0) & changeable
    if json["flags"] & LOADING:
        json["flags"] = (json["flags"] & ~LOADING) | changed_flags
    else:
        json["edited_timestamp"] = iso_time(at)
        json["flags"] |= changed_flags
    # Replaced, not changed in place: a copy handed out earlier must not change under its reader.
    message.json = json
    message.edits += 1
    message.notify_observers()


def _embed(embed: JsonObject) -> JsonObject:
    stored = {key: value for key, value in embed.items() if value is not None}
    stored["type"] = "rich"
    if stored.get("fields"):
        stored["fields"] = [
            {**field, "inline": bool(field.get("inline"))} for field in stored["fields"]
        ]
    return stored
