"""Renders everything the browser shows a user in a channel, as JSON sections."""

from localcord.json_codec import Json, JsonObject, encode
from localcord.locales import FALLBACKS, LOCALES
from localcord.state.channels import Channel
from localcord.state.guilds import Guild
from localcord.state.members import Role
from localcord.state.messages import Message
from localcord.users.people import Person
from localcord.web.client_state import ClientState
from localcord.web.fault_panel import FaultPanel

MAX_MESSAGES = 200


class View:
    """One user's view. ``changes`` returns the differences since its last call."""

    def __init__(
        self, client_state: ClientState, panel: FaultPanel, person: Person, channel: Channel
    ) -> None:
        self._room, self._board = client_state, panel
        self._who, self._channel = person, channel
        self._sent: dict[str, bytes] = {}
        self._messages: dict[int, JsonObject] = {}

    def changes(self) -> JsonObject:
        """Return the changed sections and messages; everything at first, {} without changes."""
        changed: JsonObject = {}
        messages = self._shown()
        sections = self._sections() | {"order": [str(message.id) for message in messages]}
        for name, section in sections.items():
            raw = encode(section)
            if self._sent.get(name) != raw:
                self._sent[name] = raw
                changed[name] = section
        # An edited message has a new JSON object; the old one is kept for comparison.
        fresh = [
            message.json
            for message in messages
            if self._messages.get(message.id) is not message.json
        ]
        self._messages = {message.id: message.json for message in messages}
        if fresh:
            changed["messages"] = fresh
        return changed

    def _shown(self) -> list[Message]:
        dismissed = self._room.screen(self._who.account).dismissed
        visible = self._who.sees(self._channel)
        return [message for message in visible if message.id not in dismissed][-MAX_MESSAGES:]

    def _sections(self) -> dict[str, Json]:
        client_state, person, world = self._room, self._who, self._room.world
        guild = self._channel.guild
        screen = client_state.screen(person.account)
        return {
            "clock": {"speed": world.clock.speed, "began": world.clock.began},
            "me": self._person(person),
            "here": {**_place(self._channel), "managed": self._manages(self._who)},
            "languages": {"names": LOCALES, "fallbacks": FALLBACKS},
            "people": [self._person(known_person) for known_person in client_state.people],
            "places": [_place(place) for place in self._places()],
            "bot": {
                "id": str(world.application.id),
                "name": world.application.name,
                "connected": bool(client_state.gateway.connected_shards),
            },
            "names": {str(user.id): user.name for user in world.users.values()},
            "channels": {str(channel.id): channel.name for channel in world.channels.values()},
            "roles": [_role(role) for role in guild.roles.values()] if guild else [],
            "commands": self._commands(),
            "notices": [
                notice.json()
                for notice in screen.notices.values()
                if notice.channel is self._channel
            ],
            "modal": _modal(screen.modal.opened_by, screen.modal.title, screen.modal.components)
            if screen.modal
            else None,
            "reacted": self._reacted(),
            "faults": self._board.snapshot(),
        }

    def _reacted(self) -> JsonObject:
        """Return the emojis with which this user has reacted, by message."""
        account = self._who.account
        return {
            str(message.id): [
                emoji for emoji, users in message.reactions.items() if account in users
            ]
            for message in self._shown()
            if message.reactions
        }

    def _commands(self) -> list[JsonObject]:
        visible = self._who.in_(self._channel).visible_commands()
        first = self._room.world.settings.first_command
        return sorted(visible, key=lambda command: command["name"] != first)

    def _manages(self, person: Person) -> bool:
        guild = self._channel.guild
        return guild is not None and guild.member(person.account).manages

    def _person(self, person: Person) -> JsonObject:
        account = person.account
        return {
            "id": str(account.id),
            "name": account.name,
            "about": account.about,
            "locale": account.locale,
            "manages": self._manages(person),
        }

    def _places(self) -> list[Channel]:
        world = self._room.world
        user = self._who.account
        public = [
            place
            for guild in world.guilds.values()
            for channel in guild.channels.values()
            for place in (channel, *guild.threads_of(channel))
            if place.shown_to(user)
        ]
        return [*public, world.direct_channel(user)]


def _place(channel: Channel) -> JsonObject:
    guild, thread = channel.guild, channel.thread
    return {
        "id": str(channel.id),
        "name": channel.name,
        "guild": _guild(guild) if guild else None,
        "parent": str(thread.parent.id) if thread else None,
        "archived": bool(thread and thread.is_archived),
    }


def _role(role: Role) -> JsonObject:
    return {"id": str(role.id), "name": role.name}


def _guild(guild: Guild) -> JsonObject:
    return {"id": str(guild.id), "name": guild.name, "locale": guild.locale}


def _modal(opened_by: int, title: str, components: list[Json]) -> JsonObject:
    return {"id": str(opened_by), "title": title, "components": components}
